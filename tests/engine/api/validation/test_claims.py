"""Claims for volumes, alone and inside Pods."""

import pytest

from tests.engine.api.validation.judging import refused, update_refused

USUAL = "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}"
CLAIM = ("v1", "PersistentVolumeClaim")
SUBDOMAIN = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
    "'.', and must start and end with an alphanumeric character (e.g. 'example.com', regex "
    "used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
)
SPECS = [
    (USUAL, []),
    ("resources: {requests: {storage: 0}}, selector: {matchLabels: {-: a}}", [
        "accessModes: Required value: at least 1 access mode is required",
        'selector.matchLabels: Invalid value: "-": name part must consist of alphanumeric '
        "characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
        "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
        'resources[storage]: Invalid value: "0": must be greater than zero',
    ]),
    ("accessModes: [ReadWriteOncePod, ReadOnlyMany, Any]", [
        'accessModes: Unsupported value: "Any": supported values: "ReadOnlyMany", '
        '"ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"',
        "accessModes: Forbidden: may not use ReadWriteOncePod with other access modes",
        "resources[storage]: Required value",
    ]),
    (f"{USUAL}, volumeMode: Tape, volumeAttributesClassName: Gold", [
        'volumeMode: Unsupported value: "Tape": supported values: "Block", "Filesystem"',
        f'volumeAttributesClassName: Invalid value: "Gold": {SUBDOMAIN}',
    ]),
    (f"{USUAL}, dataSource: {{kind: Pod, name: ''}}", [
        "dataSource.name: Required value",
        "dataSource: Invalid value: \"Pod\": must be 'PersistentVolumeClaim' when referencing "
        "the default apiGroup",
    ]),
    (f"{USUAL}, dataSource: {{kind: A, name: a, apiGroup: a.io}}, "
     "dataSourceRef: {kind: A, name: b, apiGroup: a.io}", [
        ": Invalid value: {}: must match dataSourceRef"
    ]),
    (f"{USUAL}, dataSource: {{kind: PersistentVolumeClaim, name: a}}, "
     "dataSourceRef: {kind: PersistentVolumeClaim, name: a, namespace: b}", [
        ": Invalid value: {}: may not be specified when dataSourceRef.namespace is specified"
    ]),
]  # fmt: skip


def _at(path, said):
    return [path + line if line.startswith(":") else f"{path}.{line}" for line in said]


@pytest.mark.parametrize(["spec", "said"], SPECS)
def test_a_claim_says_what_it_needs(spec, said):
    assert refused(*CLAIM, f"{{spec: {{{spec}}}}}") == _at("spec", said)


@pytest.mark.parametrize(["spec", "said"], SPECS)
def test_a_pod_brings_such_claims(spec, said):
    volume = f"{{name: v, ephemeral: {{volumeClaimTemplate: {{spec: {{{spec}}}}}}}}}"
    pod = f"{{spec: {{containers: [{{name: a, image: b}}], volumes: [{volume}]}}}}"
    path = "spec.volumes[0].ephemeral.volumeClaimTemplate.spec"
    assert refused("v1", "Pod", pod) == _at(path, said)


BOUND = "status: {phase: Bound, capacity: {storage: 2Gi}}"
CHANGES = [
    ("storage: 3Gi", "storage: 4Gi", []),
    ("storage: 4Gi", "storage: 3Gi", []),
    ("storage: 4Gi", "storage: 2Gi", [
        "spec.resources.requests.storage: Forbidden: field can not be less than status.capacity"
    ]),
]  # fmt: skip


@pytest.mark.parametrize(["before", "after", "said"], CHANGES)
def test_a_bound_claim_grows(before, after, said):
    old, new = (
        f"{{spec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{{size}}}}}}}, {BOUND}}}"
        for size in (before, after)
    )
    assert update_refused(*CLAIM, old, new) == said


def test_nothing_else_of_a_claim_changes():
    old = f"{{spec: {{{USUAL}}}}}"
    assert update_refused(*CLAIM, old, f"{{spec: {{{USUAL}, volumeName: v}}}}") == []
    assert update_refused(*CLAIM, old, f"{{spec: {{{USUAL}, storageClassName: fast}}}}") == []
    (said,) = update_refused(*CLAIM, old, old.replace("1Gi", "2Gi"))
    assert said.startswith(
        "spec: Forbidden: spec is immutable after creation except resources.requests and "
        "volumeAttributesClassName for bound claims\n@@ "
    )
    assert '-   "storage": "1Gi"\n+   "storage": "2Gi"\n' in said
