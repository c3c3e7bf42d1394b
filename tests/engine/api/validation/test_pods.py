"""Rules of Pods that upstream's tables do not ask."""

import pytest

from lifecycle.engine.api.validation import validate_update
from tests.engine.api.validation.judging import made, refused

BOX = "containers: [{name: a, image: b}]"
EXISTS = "exists in both matchLabelKeys and labelSelector"
TWICE = "{matchLabels: {app: x}, matchExpressions: [{key: app, operator: Exists}]}"
HOST_USERS = "Forbidden: when `hostUsers` is false"
NAME = (
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end "
    "with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for "
    "validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
)
TARGET = (
    "Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if "
    "iscsi.initiatorName is specified."
)
PAIRS = "must be a host:port pair or multiple pairs separated by commas"


def spread(keys, selector="{matchLabels: {a: b}}"):
    return (
        f"{BOX}, topologySpreadConstraints: [{{maxSkew: 1, topologyKey: z, whenUnsatisfiable: "
        f"DoNotSchedule, labelSelector: {selector}, matchLabelKeys: {keys}}}]"
    )


def env(source):
    return f"containers: [{{name: a, image: b, env: [{{name: A, valueFrom: {source}}}]}}]"


def volume(source):
    return f"{BOX}, volumes: [{{name: v, {source}}}]"


PODS = [
    (spread("[app]"), []),
    (
        spread("[app]", TWICE),
        [f'topologySpreadConstraints[0][0]: Invalid value: "app": {EXISTS}'],
    ),
    (
        f"{BOX}, hostUsers: false, hostNetwork: true, hostPID: true, hostIPC: true",
        [f"hostNetwork: {HOST_USERS}", f"HostPID: {HOST_USERS}", f"HostIPC: {HOST_USERS}"],
    ),
    (
        "hostUsers: false, volumes: [{name: v, persistentVolumeClaim: {claimName: c}}], "
        "containers: [{name: a, image: b, volumeDevices: [{name: v, devicePath: /dev/x}]}]",
        [f"containers[0].volumeDevices: {HOST_USERS}"],
    ),
    (f"{BOX}, securityContext: {{seLinuxChangePolicy: Recursive}}", []),
    (
        f"{BOX}, securityContext: {{seLinuxChangePolicy: MountOption}}",
        ['securityContext.seLinuxChangePolicy: Unsupported value: "MountOption": supported '
         'values: "Recursive"'],
    ),
    (
        f"{BOX}, hostNetwork: true, securityContext: {{sysctls: [{{name: net/a.b, value: x}}]}}",
        ['securityContext.sysctls[0].name: Invalid value: "net/a.b": may not be specified when '
         "'hostNetwork' is true"],
    ),
    (
        env("{fieldRef: {fieldPath: \"metadata.labels['a']['b']\"}}"),
        [f'containers[0].env[0].valueFrom.fieldRef: Invalid value: "a\'][\'b": {NAME}'],
    ),
    (env("{resourceFieldRef: {resource: limits.hugepages-2Mi, divisor: 1Mi}}"), []),
    (
        env("{resourceFieldRef: {resource: limits.cpu, divisor: 2}}"),
        ['containers[0].env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": '
         "only divisor's values 1m and 1 are supported with the cpu resource"],
    ),
    (volume("iscsi: {targetPortal: t, iqn: eui.0123456789abcdef, lun: 1}"), []),
    (
        volume("iscsi: {targetPortal: t, iqn: eui.0123456789abcdef0, lun: 1}"),
        ['volumes[0].iscsi.iqn: Invalid value: "eui.0123456789abcdef0": must be valid format'],
    ),
    (
        volume(f"iscsi: {{targetPortal: {'t' * 63}, iqn: iqn.2001-04.a:b, lun: 1, "
               "initiatorName: iqn.2001-04.a:b}"),
        [f'volumes[0].name: Invalid value: "v": {TARGET}'],
    ),
    (volume("quobyte: {registry: 'a:1,[::1]:2', volume: x}"), []),
    (
        volume("quobyte: {registry: 'a:1,::1', volume: x}"),
        [f'volumes[0].quobyte.registry: Invalid value: "a:1,::1": {PAIRS}'],
    ),
    (volume("image: {}"), ["volumes[0].image.reference: Required value"]),
]  # fmt: skip


@pytest.mark.parametrize(["spec", "said"], PODS)
def test_pods(spec, said):
    assert refused("v1", "Pod", f"{{spec: {{{spec}}}}}") == [f"spec.{line}" for line in said]


def test_a_template_may_leave_the_image_of_a_volume_open():
    template = f"{{metadata: {{labels: {{a: b}}}}, spec: {{{volume('image: {}')}}}}}"
    spec = f"{{spec: {{selector: {{matchLabels: {{a: b}}}}, template: {template}}}}}"
    assert refused("apps/v1", "Deployment", spec) == []


KEPT = [
    f"{BOX}, securityContext: {{seLinuxChangePolicy: MountOption}}",
    f"{BOX}, tolerations: [{{key: a, operator: Gt, value: '5'}}]",
    f"{BOX}, hostNetwork: true, securityContext: {{sysctls: [{{name: net.a, value: x}}]}}",
    "containers: [{name: a, image: b, resources: {limits: {cpu: 1, hugepages-2Mi: 3Mi}}}]",
    f"{BOX}, serviceAccountName: x, volumes: [{{name: v, projected: {{sources: "
    "[{serviceAccountToken: {path: ../t}}]}}]",
]


@pytest.mark.parametrize("spec", KEPT)
def test_what_no_new_pod_may_have_an_old_one_keeps(spec):
    first = made("v1", "Pod", f"{{spec: {{{spec}}}}}", "{resourceVersion: '1'}")
    labelled = "{resourceVersion: '1', labels: {a: b}}"
    second = made("v1", "Pod", f"{{spec: {{{spec}}}}}", labelled)
    assert refused("v1", "Pod", f"{{spec: {{{spec}}}}}") != []
    assert validate_update(second, first) == ()
