"""TestAllowPrivilegeEscalation_1_8, …_1_25, TestCapabilitiesRestricted_1_22, …_1_25,
TestProcMountRestricted, TestRestrictedVolumes, TestRunAsNonRoot, TestRunAsUser,
TestSeccompProfileRestricted_1_19, …_1_25, TestCheckRegistry
(staging/src/k8s.io/pod-security-admission/policy).
"""

import pytest

from lifecycle.engine.apiserver.admission.pod_security.plugin import Policy, findings
from tests.upstream.securing import found, subject
from tests.upstream.test_pod_security_baseline import _MOUNTS, MOUNTED

WINDOWS, LINUX = "{os: {name: windows}}", "{os: {name: linux}}"
NEWEST = 35

_ESCALATION = "allowPrivilegeEscalation"
_MUST_NOT_ESCALATE = "must set securityContext.allowPrivilegeEscalation=false"
_SOME = (
    *("a", "b {}", "c {allowPrivilegeEscalation: true}"),
    "d {allowPrivilegeEscalation: false}",
)


@pytest.mark.parametrize("minor", [8, 25])
def test_nobody_may_gain_more_than_he_has(minor):
    detail = f'containers "a", "b", "c" {_MUST_NOT_ESCALATE}'
    assert found(_ESCALATION, minor, subject(_SOME)) == (f"{_ESCALATION} != false", detail)


_DROPS = 'container "a" must set securityContext.capabilities.drop=["ALL"]'
_SAYS = (
    'pod or container "a" must set securityContext.seccompProfile.type to "RuntimeDefault" or '
    '"Localhost"'
)
ON_WINDOWS = [
    (_ESCALATION, 8, f'container "a" {_MUST_NOT_ESCALATE}'),
    ("capabilities_restricted", 22, _DROPS),
    ("seccompProfile_restricted", 19, _SAYS),
]


@pytest.mark.parametrize(["check", "since", "detail"], ON_WINDOWS)
def test_settings_of_linux_mean_nothing_on_windows_since_1_25(check, since, detail):
    windows, linux, unsaid = subject(["a"], WINDOWS), subject(["a"], LINUX), subject(["a"])
    assert found(check, 25, windows) is None
    assert found(check, since, windows)[1] == detail
    assert found(check, 25, linux)[1] == found(check, 25, unsaid)[1] == detail


@pytest.mark.parametrize("minor", [22, 25])
def test_capabilities(minor):
    of = subject(
        [
            "a {capabilities: {add: [FOO, BAR]}}",
            "b {capabilities: {add: [BAR, BAZ]}}",
            "c {capabilities: {add: [NET_BIND_SERVICE, CHOWN], drop: [ALL, FOO]}}",
        ]
    )
    assert found("capabilities_restricted", minor, of) == (
        "unrestricted capabilities",
        'containers "a", "b" must set securityContext.capabilities.drop=["ALL"]; containers "a", '
        '"b", "c" must not include "BAR", "BAZ", "CHOWN", "FOO" in '
        "securityContext.capabilities.add",
    )


@pytest.mark.parametrize("own_users", ["true", "false"])
def test_the_mount_of_proc_is_never_relaxed(own_users):
    of = subject(_MOUNTS, f"{{hostUsers: {own_users}}}")
    assert found("procMount_restricted", NEWEST, of) == MOUNTED


FREE = (
    *("emptyDir", "secret", "persistentVolumeClaim", "downwardAPI", "configMap", "projected"),
    *("csi", "ephemeral", "image"),
)
BOUND = (
    *("hostPath", "gcePersistentDisk", "awsElasticBlockStore", "gitRepo", "nfs", "iscsi"),
    *("glusterfs", "rbd", "flexVolume", "cinder", "cephfs", "flocker", "fc", "azureFile"),
    *("vsphereVolume", "quobyte", "azureDisk", "photonPersistentDisk", "portworxVolume"),
    *("scaleIO", "storageos"),
)
NEEDED = {
    "persistentVolumeClaim": "claimName: x",
    "csi": "driver: x",
    "hostPath": "path: x",
    "gcePersistentDisk": "pdName: x",
    "awsElasticBlockStore": "volumeID: x",
    "gitRepo": "repository: x",
    "nfs": "server: x, path: x",
    "iscsi": "targetPortal: x, iqn: x, lun: 0",
    "glusterfs": "endpoints: x, path: x",
    "rbd": "monitors: [], image: x",
    "flexVolume": "driver: x",
    "cinder": "volumeID: x",
    "cephfs": "monitors: []",
    "azureFile": "secretName: x, shareName: x",
    "vsphereVolume": "volumePath: x",
    "quobyte": "registry: x, volume: x",
    "azureDisk": "diskName: x, diskURI: x",
    "photonPersistentDisk": "pdID: x",
    "portworxVolume": "volumeID: x",
    "scaleIO": "gateway: x, system: x, secretRef: {}",
}


def test_volumes():
    volumes = [
        f"{{name: {letter}{number}, {kind}: {{{NEEDED.get(kind, '')}}}}}"
        for letter, kinds in (("a", FREE), ("b", BOUND))
        for number, kind in enumerate(kinds, 1)
    ]
    of = subject(spec=f"{{volumes: [{', '.join(volumes)}, {{name: c1}}]}}")
    names = ", ".join(f'"b{number}"' for number in range(1, len(BOUND) + 1))
    types = ", ".join(f'"{kind}"' for kind in sorted((*BOUND, "unknown")))
    detail = f'volumes {names}, "c1" use restricted volume types {types}'
    assert found("restrictedVolumes", 0, of) == ("restricted volume types", detail)


_ROOT = "securityContext.runAsNonRoot"
NON_ROOT = [
    (["a"], "", f'pod or container "a" must set {_ROOT}=true'),
    (["a"], "runAsNonRoot: false", f"pod must not set {_ROOT}=false"),
    (["a", "b {}", "c {runAsNonRoot: false}", "d {runAsNonRoot: false}", "e {runAsNonRoot: true}"],
     "runAsNonRoot: true", f'containers "c", "d" must not set {_ROOT}=false'),
    (["a", "b {}", "d {runAsNonRoot: true}", "e {runAsNonRoot: true}"], "",
     f'pod or containers "a", "b" must set {_ROOT}=true'),
]  # fmt: skip


@pytest.mark.parametrize(["containers", "of_pod", "detail"], NON_ROOT)
def test_root_is_said_not_to_be(containers, of_pod, detail):
    of = subject(containers, f"{{securityContext: {{{of_pod}}}}}")
    assert found("runAsNonRoot", NEWEST, of) == ("runAsNonRoot != true", detail)


USERS = [
    (["a"], "runAsUser: 0", "pod must not set runAsUser=0"),
    (["a"], "runAsUser: 1000", None),
    (["a"], "", None),
    (["a", "b {}", "c {runAsUser: 0}", "d {runAsUser: 0}", "e {runAsUser: 1}"], "runAsUser: 1000",
     'containers "c", "d" must not set runAsUser=0'),
    (["c {runAsUser: 1}", "d {runAsUser: 2}"], "", None),
]  # fmt: skip


@pytest.mark.parametrize(["containers", "of_pod", "detail"], USERS)
def test_nobody_is_user_0(containers, of_pod, detail):
    of = subject(containers, f"{{securityContext: {{{of_pod}}}}}")
    assert found("runAsUser", NEWEST, of) == (("runAsUser=0", detail) if detail else None)


@pytest.mark.parametrize("check", ["runAsNonRoot", "runAsUser"])
def test_who_has_users_of_his_own_is_let_alone_since_1_35(check):
    of = subject(["a {runAsUser: 0, runAsNonRoot: false}"], "{hostUsers: false}")
    assert found(check, 35, of) is None
    assert found(check, 34, of) is not None


_TYPE = "securityContext.seccompProfile.type"
SECCOMP = [
    (["a"], "", _SAYS),
    (["a"], "seccompProfile: {type: Unconfined}", f'pod must not set {_TYPE} to "Unconfined"'),
    (["a", "b {}", "c {seccompProfile: {type: Unconfined}}",
      "d {seccompProfile: {type: Unconfined}}", "e {seccompProfile: {type: RuntimeDefault}}"],
     "seccompProfile: {type: RuntimeDefault}",
     f'containers "c", "d" must not set {_TYPE} to "Unconfined"'),
    (["a", "b {}", "d {seccompProfile: {type: RuntimeDefault}}"], "",
     f'pod or containers "a", "b" must set {_TYPE} to "RuntimeDefault" or "Localhost"'),
]  # fmt: skip


@pytest.mark.parametrize("minor", [19, 25])
@pytest.mark.parametrize(["containers", "of_pod", "detail"], SECCOMP)
def test_seccomp(containers, of_pod, detail, minor):
    of = subject(containers, f"{{securityContext: {{{of_pod}}}}}")
    assert found("seccompProfile_restricted", minor, of) == ("seccompProfile", detail)


VERSIONS = [
    # the level: what is found in a Pod that says nothing but adds a capability
    ("privileged:latest", []),
    ("baseline:latest", ["non-default capabilities"]),
    ("baseline:v1.0", ["non-default capabilities"]),
    ("restricted:v1.7", ["non-default capabilities", "runAsNonRoot != true"]),
    ("restricted:v1.8", ["non-default capabilities", "allowPrivilegeEscalation != false",
                         "runAsNonRoot != true"]),
    ("restricted:v1.19", ["non-default capabilities", "allowPrivilegeEscalation != false",
                          "runAsNonRoot != true", "seccompProfile"]),
    ("restricted:v1.22", ["allowPrivilegeEscalation != false", "unrestricted capabilities",
                          "runAsNonRoot != true", "seccompProfile"]),
    ("restricted:v1.999", ["allowPrivilegeEscalation != false", "unrestricted capabilities",
                           "runAsNonRoot != true", "seccompProfile"]),
]  # fmt: skip


@pytest.mark.parametrize(["policy", "reasons"], VERSIONS)
def test_a_strict_rule_stands_for_the_weaker_one_from_its_own_version_on(policy, reasons):
    of = subject(["a {capabilities: {add: [SYS_TIME]}}"])
    assert [one.reason for one in findings(Policy(*policy.split(":")), of)] == reasons
