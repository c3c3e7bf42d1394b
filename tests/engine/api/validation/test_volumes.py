"""PersistentVolumes."""

import pytest

from lifecycle.engine.api.validation import validate_update
from tests.engine.api.validation.judging import made, refused

VOLUME = ("v1", "PersistentVolume")
USUAL = "accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}"
HOST = f"{USUAL}, hostPath: {{path: /data}}"
SPECS = [
    (HOST, []),
    ("hostPath: {path: /data}", [
        "spec.accessModes: Required value",
        "spec.capacity: Required value",
        'spec.capacity: Unsupported value: {}: supported values: "storage"',
    ]),
    (USUAL, ["spec: Required value: must specify a volume type"]),
    (f"{HOST}, nfs: {{server: a, path: /b}}", [
        "spec.nfs: Forbidden: may not specify more than 1 volume type"
    ]),
    (f"{USUAL}, local: {{path: ../data}}", [
        "spec.local.path: Invalid value: \"../data\": must not contain '..'",
        "spec.nodeAffinity: Required value: Local volume requires node affinity",
    ]),
    (f"{USUAL}, csi: {{driver: a, volumeHandle: '', nodePublishSecretRef: {{name: b}}}}", [
        "spec.csi.volumeHandle: Required value",
        "spec.csi.nodePublishSecretRef.namespace: Required value",
    ]),
    (f"{HOST}, persistentVolumeReclaimPolicy: Keep, volumeMode: Tape", [
        'spec.persistentVolumeReclaimPolicy: Unsupported value: "Keep": supported values: '
        '"Delete", "Recycle", "Retain"',
        'spec.volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"',
    ]),
    (f"{USUAL}, persistentVolumeReclaimPolicy: Recycle, hostPath: {{path: /}}", [
        "spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath "
        "mount of '/'"
    ]),
    (f"{HOST}, volumeAttributesClassName: gold", [
        "spec.csi: Required value: has to be specified when using volumeAttributesClassName"
    ]),
]  # fmt: skip


@pytest.mark.parametrize(["spec", "said"], SPECS)
def test_a_volume_is_one_thing(spec, said):
    assert refused(*VOLUME, f"{{spec: {{{spec}}}}}", "{namespace: ''}") == said


CSI = f"{USUAL}, csi: {{driver: a, volumeHandle: b}}"
CHANGES = [
    (HOST, HOST.replace("/data", "/other"), [
        "spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable "
        "after creation\n"
    ]),
    (CSI, CSI.replace("b}", "b, controllerExpandSecretRef: {name: c, namespace: d}}"), []),
    (HOST, f"{HOST}, volumeMode: Block", [
        'volumeMode: Invalid value: "Block": field is immutable'
    ]),
]  # fmt: skip


@pytest.mark.parametrize(["before", "after", "said"], CHANGES)
def test_a_volume_stays_what_it_is(before, after, said):
    metadata = "{namespace: '', resourceVersion: '1'}"
    old, new = (made(*VOLUME, f"{{spec: {{{spec}}}}}", metadata) for spec in (before, after))
    assert [error.error() for error in validate_update(new, old)] == said


def test_a_pod_says_little_of_a_claim_that_it_brings():
    template = f"{{metadata: {{uid: a, name: b}}, spec: {{{USUAL.split(',')[0]}, "
    template += "resources: {requests: {storage: 1Gi}}}}"
    volume = f"{{name: v, ephemeral: {{volumeClaimTemplate: {template}}}}}"
    pod = f"{{spec: {{containers: [{{name: a, image: b}}], volumes: [{volume}]}}}}"
    path = "spec.volumes[0].ephemeral.volumeClaimTemplate.metadata"
    assert refused("v1", "Pod", pod) == [
        f"{path}.name: Forbidden: cannot be set",
        f"{path}.uID: Forbidden: cannot be set",
    ]
