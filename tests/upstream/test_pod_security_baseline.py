"""TestCheckAppArmor_Allowed, …_Forbidden, TestCapabilitiesBaseline, TestHostNamespaces,
TestHostPathVolumes, TestHostPort, TestHostProbesAndHostLifecycle, TestPrivileged,
TestProcMountBaseline, TestSELinuxOptions, TestSeccompProfileBaseline_1_0, …_1_19, TestSysctls,
TestWindowsHostProcess (staging/src/k8s.io/pod-security-admission/policy/check_*_test.go).
"""

import pytest

from tests.upstream.securing import found, subject

ARMOR = "container.apparmor.security.beta.kubernetes.io/"
NEWEST = 35


def armored(**values):
    return {ARMOR + name.strip("_"): value for name, value in values.items()}


ALLOWED_ARMOR = [
    subject(annotations={**armored(test="runtime/default"), "env": "prod"}),
    subject(annotations={**armored(test="localhost/sec-profile01"), "env": "dev"}),
    subject(annotations={"env": "dev"}),
    subject(),
    subject(spec="{securityContext: {appArmorProfile: {type: RuntimeDefault}}}"),
    subject(["foo {appArmorProfile: {type: RuntimeDefault}}"]),
]


@pytest.mark.parametrize("of", ALLOWED_ARMOR)
def test_profiles_of_apparmor_that_are_allowed(of):
    assert found("appArmorProfile", 0, of) is None


_HARDENED = "securityContext: {appArmorProfile: {type: RuntimeDefault}}"
_ONE, _MORE = "forbidden AppArmor profile", "forbidden AppArmor profiles"
_SETS = "must not set AppArmor profile type to"
FORBIDDEN_ARMOR = [
    (subject(spec="{securityContext: {appArmorProfile: {type: Unconfined}}}"),
     _ONE, f'pod {_SETS} "Unconfined"'),
    (subject(["foo {appArmorProfile: {type: Unconfined}}"], f"{{{_HARDENED}}}"),
     _ONE, f'container "foo" {_SETS} "Unconfined"'),
    (subject(["foo"], f"{{{_HARDENED}, initContainers: [{{name: bar, securityContext: "
                      "{appArmorProfile: {type: Unconfined}}}]}"),
     _ONE, f'container "bar" {_SETS} "Unconfined"'),
    (subject(annotations=armored(_="bogus", a="", b="runtime/default", c="localhost/",
                                 d="localhost/foo", e="unconfined", f="unknown")),
     _MORE, f'annotations {_SETS} "{ARMOR}="bogus"", "{ARMOR}e="unconfined"", '
            f'"{ARMOR}f="unknown""'),
]  # fmt: skip


@pytest.mark.parametrize(["of", "reason", "detail"], FORBIDDEN_ARMOR)
def test_profiles_of_apparmor_that_are_not(of, reason, detail):
    assert found("appArmorProfile", 0, of) == (reason, detail)


_ALPHA = "seccomp.security.alpha.kubernetes.io/pod"
_ALPHA_OF = "container.seccomp.security.alpha.kubernetes.io/"
SECCOMP = [
    ({_ALPHA: "unconfined"}, f'forbidden annotation {_ALPHA}="unconfined"'),
    ({_ALPHA_OF + "a": "unconfined", _ALPHA_OF + "b": "unknown", _ALPHA_OF + "gone": "unknown"},
     f'forbidden annotations {_ALPHA_OF}a="unconfined", {_ALPHA_OF}b="unknown"'),
    ({_ALPHA: "unconfined", _ALPHA_OF + "a": "unconfined", _ALPHA_OF + "b": "unknown"},
     f'forbidden annotations {_ALPHA_OF}a="unconfined", {_ALPHA_OF}b="unknown", '
     f'{_ALPHA}="unconfined"'),
]  # fmt: skip


@pytest.mark.parametrize(["annotations", "detail"], SECCOMP)
def test_seccomp_was_an_annotation_before_1_19(annotations, detail):
    of = subject(["a", "b", "c"], annotations=annotations)
    assert found("seccompProfile_baseline", 18, of) == ("seccompProfile", detail)
    assert found("seccompProfile_baseline", 19, of) is None


def test_seccomp_annotations_that_were_allowed():
    fine = {_ALPHA: "docker/default", _ALPHA_OF + "a": "localhost/x"}
    assert found("seccompProfile_baseline", 0, subject(["a"], annotations=fine)) is None


_MIXED = (
    *("a", "b {}", "c {seccompProfile: {type: Unconfined}}"),
    *("d {seccompProfile: {type: Unconfined}}", "e {seccompProfile: {type: RuntimeDefault}}"),
)
SECCOMP_FIELDS = [
    (["a"], "Unconfined", "pod"),
    (_MIXED, "RuntimeDefault", 'containers "c", "d"'),
    (_MIXED, "Unconfined", 'pod and containers "c", "d"'),
]


@pytest.mark.parametrize(["containers", "of_pod", "who"], SECCOMP_FIELDS)
def test_seccomp_is_a_field_since(containers, of_pod, who):
    of = subject(containers, f"{{securityContext: {{seccompProfile: {{type: {of_pod}}}}}}}")
    detail = f'{who} must not set securityContext.seccompProfile.type to "Unconfined"'
    assert found("seccompProfile_baseline", 19, of) == ("seccompProfile", detail)


_FINE = tuple(
    f"{name} {{seLinuxOptions: {{type: {kind}}}}}"
    for name, kind in zip("abcd", ("container_t", "container_init_t", "container_kvm_t",
                                   "container_engine_t"))
)  # fmt: skip
_WRONG = tuple(
    f"{name} {{seLinuxOptions: {{{what}}}}}"
    for name, what in zip("efg", ("type: bar", "user: bar", "role: baz"))
)
_EITHER = "user may not be set; role may not be set"
SELINUX = [
    ((*_FINE, *_WRONG), "type: foo, user: bar, role: baz",
     'pod and containers "e", "f", "g"', f'types "bar", "foo"; {_EITHER}'),
    (_FINE, "type: foo, user: bar, role: baz", "pod", f'type "foo"; {_EITHER}'),
    ((*_FINE, *_WRONG), "", 'containers "e", "f", "g"', f'type "bar"; {_EITHER}'),
    ((), "type: bad", "pod", 'type "bad"'),
    ((), "user: bad", "pod", "user may not be set"),
    ((), "role: bad", "pod", "role may not be set"),
]  # fmt: skip


@pytest.mark.parametrize(["containers", "of_pod", "who", "what"], SELINUX)
def test_selinux(containers, of_pod, who, what):
    of = subject(containers, f"{{securityContext: {{seLinuxOptions: {{{of_pod}}}}}}}")
    detail = f"{who} set forbidden securityContext.seLinuxOptions: {what}"
    assert found("seLinuxOptions", 31, of) == ("seLinuxOptions", detail)


def test_one_type_of_selinux_came_later():
    of = subject(_FINE)
    assert found("seLinuxOptions", 31, of) is None
    assert found("seLinuxOptions", 30, of)[1].endswith('type "container_engine_t"')


_MOUNTS = (
    *("a", "b {}", "c {procMount: Default}"),
    *("d {procMount: Unmasked}", "e {procMount: other}"),
)
MOUNTED = (
    "procMount",
    'containers "d", "e" must not set securityContext.procMount to "Unmasked", "other"',
)


def test_the_mount_of_proc():
    masked, relaxed = (subject(_MOUNTS, f"{{hostUsers: {one}}}") for one in ("true", "false"))
    assert found("procMount", NEWEST, masked) == MOUNTED
    assert found("procMount", NEWEST, relaxed) is None
    assert found("procMount", 34, relaxed) == MOUNTED


SYSCTLS = [
    # the name: the version that first allows it
    ("kernel.shm_rmid_forced", 0),
    ("net.ipv4.ip_local_port_range", 0),
    ("net.ipv4.tcp_syncookies", 0),
    ("net.ipv4.ping_group_range", 0),
    ("net.ipv4.ip_unprivileged_port_start", 0),
    ("net.ipv4.ip_local_reserved_ports", 27),
    ("net.ipv4.tcp_keepalive_time", 29),
    ("net.ipv4.tcp_fin_timeout", 29),
    ("net.ipv4.tcp_keepalive_intvl", 29),
    ("net.ipv4.tcp_keepalive_probes", 29),
    ("net.ipv4.tcp_rmem", 32),
    ("net.ipv4.tcp_wmem", 32),
]


@pytest.mark.parametrize(["name", "since"], SYSCTLS)
def test_sysctls_by_version(name, since):
    of = subject(spec=f"{{securityContext: {{sysctls: [{{name: {name}, value: '1'}}]}}}}")
    assert found("sysctls", since, of) is None
    if since:
        assert found("sysctls", since - 1, of) == ("forbidden sysctls", name)


def test_sysctls_that_are_never_allowed():
    listed = "sysctls: [{name: a, value: '1'}, {name: b, value: '1'}]"
    of = subject(spec=f"{{securityContext: {{{listed}}}}}")
    assert found("sysctls", NEWEST, of) == ("forbidden sysctls", "a, b")


OTHERS = [
    ("capabilities_baseline",
     subject(["a {capabilities: {add: [FOO, BAR]}}", "b {capabilities: {add: [BAR, BAZ]}}",
              "c {capabilities: {add: [CHOWN]}}"]),
     "non-default capabilities",
     'containers "a", "b" must not include "BAR", "BAZ", "FOO" in '
     "securityContext.capabilities.add"),
    ("hostNamespaces", subject(spec="{hostNetwork: true, hostIPC: true, hostPID: true}"),
     "host namespaces", "hostNetwork=true, hostPID=true, hostIPC=true"),
    ("hostPathVolumes",
     subject(spec="{volumes: [{name: a, hostPath: {path: /}}, {name: b, hostPath: {path: /}}, "
                  "{name: c, emptyDir: {}}]}"),
     "hostPath volumes", 'volumes "a", "b"'),
    ("hostPorts",
     subject(["a: {ports: [{containerPort: 1, hostPort: 0}]}",
              "b: {ports: [{containerPort: 1, hostPort: 0}, {containerPort: 2, hostPort: 20}]}"]),
     "hostPort", 'container "b" uses hostPort 20'),
    ("hostPorts",
     subject(["a: {ports: [{containerPort: 1, hostPort: 0}]}",
              "b: {ports: [{containerPort: 1, hostPort: 10}, {containerPort: 2, hostPort: 20}]}",
              "c: {ports: [{containerPort: 1, hostPort: 10}, {containerPort: 2, hostPort: 30}]}"]),
     "hostPort", 'containers "b", "c" use hostPorts 10, 20, 30'),
    ("hostProbesAndHostLifecycle",
     subject(["a: {livenessProbe: {httpGet: {port: 80, host: ''}}}",
              "b: {startupProbe: {tcpSocket: {port: 80, host: bad.host}}}"]),
     "probe or lifecycle host", 'container "b" uses probe or lifecycle host "bad.host"'),
    ("hostProbesAndHostLifecycle",
     subject(["z: {lifecycle: {postStart: {httpGet: {port: 80, host: 127.0.0.1}}}}",
              "b: {readinessProbe: {httpGet: {port: 80, host: bad.host}}, "
              "lifecycle: {preStop: {tcpSocket: {port: 80, host: 8.8.8.8}}}}"]),
     "probe or lifecycle host",
     'containers "b", "z" use probe or lifecycle hosts "127.0.0.1", "8.8.8.8", "bad.host"'),
    ("privileged",
     subject(["a", "b {}", "c {privileged: false}", "d {privileged: true}",
              "e {privileged: true}"]),
     "privileged", 'containers "d", "e" must not set securityContext.privileged=true'),
    ("windowsHostProcess",
     subject(["a", "b {}", "c {windowsOptions: {}}", "d {windowsOptions: {hostProcess: false}}",
              "e {windowsOptions: {hostProcess: true}}", "f {windowsOptions: {hostProcess: true}}"],
             "{securityContext: {windowsOptions: {hostProcess: true}}}"),
     "hostProcess",
     'pod and containers "e", "f" must not set securityContext.windowsOptions.hostProcess=true'),
]  # fmt: skip


@pytest.mark.parametrize(["check", "of", "reason", "detail"], OTHERS)
def test_the_other_rules(check, of, reason, detail):
    assert found(check, NEWEST, of) == (reason, detail)
