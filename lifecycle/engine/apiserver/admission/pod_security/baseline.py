"""The level baseline: nothing that is a known way out of a container.

Mirrors the checks of pod-security-admission/policy whose level is baseline.
"""

from typing import Any

from lifecycle.engine.apiserver.admission.pod_security.checked import (
    Check,
    Find,
    Finding,
    Subject,
    always,
    plural,
    quoted,
    security,
    setters,
    unless_own_users,
    whose,
)

_CAPABILITIES = frozenset(
    (
        *("AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD"),
        *("NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
    )
)
_SYSCTLS = {
    0: (
        *("kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies"),
        *("net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start"),
    ),
    27: ("net.ipv4.ip_local_reserved_ports",),
    29: (
        *("net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout"),
        *("net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes"),
    ),
    32: ("net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"),
}
"""By the version that first let them be set."""

_SELINUX_TYPES = (None, "", "container_t", "container_init_t", "container_kvm_t")
_SELINUX_TYPES_1_31 = (*_SELINUX_TYPES, "container_engine_t")
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
_SECCOMP_OF_POD = "seccomp.security.alpha.kubernetes.io/pod"
_SECCOMP_OF_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/"
SECCOMP = ("Localhost", "RuntimeDefault")


def _apparmor(subject: Subject) -> Finding | None:
    def bad(owner: Any) -> bool:
        kind = security(owner, "appArmorProfile", "type")
        return kind is not None and kind not in SECCOMP

    owners = [subject.spec, *subject.containers]
    values = sorted({security(owner, "appArmorProfile", "type") for owner in owners if bad(owner)})
    who = setters(bad(subject.spec), subject.named(bad))
    annotated = sorted(
        f'{key}="{value}"'
        for key, value in subject.annotations.items()
        if key.startswith(_APPARMOR) and not _is_allowed(value)
    )
    if annotated:
        who.append(plural("annotation", "annotations", annotated))
        values += annotated
    if not who:
        return None
    reason = plural("forbidden AppArmor profile", "forbidden AppArmor profiles", values)
    detail = f"{' and '.join(who)} must not set AppArmor profile type to {quoted(values)}"
    return Finding(reason, detail)


def _is_allowed(profile: str) -> bool:
    return profile in ("", "runtime/default") or profile.startswith("localhost/")


def _capabilities(subject: Subject) -> Finding | None:
    def added(container: Any) -> list[str]:
        names = security(container, "capabilities", "add") or ()
        return [name for name in names if name not in _CAPABILITIES]

    bad = subject.named(lambda container: bool(added(container)))
    if not bad:
        return None
    names = sorted({name for container in subject.containers for name in added(container)})
    detail = f"{whose(bad)} must not include {quoted(names)} in securityContext.capabilities.add"
    return Finding("non-default capabilities", detail)


def _host_namespaces(subject: Subject) -> Finding | None:
    fields = ("hostNetwork", "hostPID", "hostIPC")
    used = [f"{field}=true" for field in fields if getattr(subject.spec, field)]
    return Finding("host namespaces", ", ".join(used)) if used else None


def _host_paths(subject: Subject) -> Finding | None:
    names = [v.name for v in subject.spec.volumes or () if v.hostPath is not None]
    if not names:
        return None
    return Finding("hostPath volumes", f"{plural('volume', 'volumes', names)} {quoted(names)}")


def _host_ports(subject: Subject) -> Finding | None:
    def ports(container: Any) -> list[int]:
        return [port.hostPort for port in container.ports or () if port.hostPort]

    bad = subject.named(lambda container: bool(ports(container)))
    if not bad:
        return None
    numbers = sorted({str(n) for container in subject.containers for n in ports(container)})
    detail = (
        f"{whose(bad)} {plural('uses', 'use', bad)} "
        f"{plural('hostPort', 'hostPorts', numbers)} {', '.join(numbers)}"
    )
    return Finding("hostPort", detail)


def _handler_hosts(subject: Subject) -> Finding | None:
    def hosts(container: Any) -> list[str]:
        hooks = container.lifecycle
        handlers = (
            *(container.livenessProbe, container.readinessProbe, container.startupProbe),
            *((hooks.postStart, hooks.preStop) if hooks else ()),
        )
        asked = [part for h in handlers if h is not None for part in (h.httpGet, h.tcpSocket)]
        return [part.host for part in asked if part is not None and part.host]

    bad = sorted(set(subject.named(lambda container: bool(hosts(container)))))
    if not bad:
        return None
    names = sorted({host for container in subject.containers for host in hosts(container)})
    what = plural("probe or lifecycle host", "probe or lifecycle hosts", names)
    detail = f"{whose(bad)} {plural('uses', 'use', bad)} {what} {quoted(names)}"
    return Finding("probe or lifecycle host", detail)


def _privileged(subject: Subject) -> Finding | None:
    bad = subject.named(lambda container: security(container, "privileged") is True)
    if not bad:
        return None
    return Finding("privileged", f"{whose(bad)} must not set securityContext.privileged=true")


def bad_proc_mount(subject: Subject) -> Finding | None:
    """Which containers see more of /proc than usual."""

    def mount(container: Any) -> str | None:
        return security(container, "procMount")

    bad = subject.named(lambda container: mount(container) not in (None, "Default"))
    if not bad:
        return None
    values = sorted({str(mount(c)) for c in subject.containers if c.name in bad})
    detail = f"{whose(bad)} must not set securityContext.procMount to {quoted(values)}"
    return Finding("procMount", detail)


def _selinux(allowed: tuple[str | None, ...]) -> Find:
    def find(subject: Subject) -> Finding | None:
        def bad(owner: Any) -> bool:
            chosen = security(owner, "seLinuxOptions")
            if chosen is None:
                return False
            return chosen.type not in allowed or bool(chosen.user) or bool(chosen.role)

        owners = [owner for owner in (subject.spec, *subject.containers) if bad(owner)]
        if not owners:
            return None
        who = setters(bad(subject.spec), subject.named(bad))
        what = _of_selinux([security(owner, "seLinuxOptions") for owner in owners], allowed)
        detail = f"{' and '.join(who)} set forbidden securityContext.seLinuxOptions: {what}"
        return Finding("seLinuxOptions", detail)

    return find


def _of_selinux(chosen: list[Any], allowed: tuple[str | None, ...]) -> str:
    types = sorted({one.type for one in chosen if one.type not in allowed})
    data = [f"{plural('type', 'types', types)} {quoted(types)}"] if types else []
    data += ["user may not be set"] * any(one.user for one in chosen)
    data += ["role may not be set"] * any(one.role for one in chosen)
    return "; ".join(data)


def _annotated_seccomp(subject: Subject) -> Finding | None:
    """Before 1.19 profiles were named in annotations."""
    keys = (_SECCOMP_OF_POD, *(_SECCOMP_OF_CONTAINER + c.name for c in subject.containers))
    found = {key: subject.annotations[key] for key in keys if key in subject.annotations}
    wrong = sorted(
        f'{key}="{value}"'
        for key, value in found.items()
        if value not in ("runtime/default", "docker/default") and not value.startswith("localhost/")
    )
    if not wrong:
        return None
    what = plural("annotation", "annotations", wrong)
    return Finding("seccompProfile", f"forbidden {what} {', '.join(wrong)}")


def bad_seccomp(subject: Subject) -> Finding | None:
    """Who sets a profile that is none of the allowed ones, at either level."""

    def profile(owner: Any) -> str | None:
        return security(owner, "seccompProfile", "type")

    def bad(owner: Any) -> bool:
        return profile(owner) is not None and profile(owner) not in SECCOMP

    who = setters(bad(subject.spec), subject.named(bad))
    if not who:
        return None
    owners = (subject.spec, *subject.containers)
    values = sorted({str(profile(owner)) for owner in owners if bad(owner)})
    detail = f"{' and '.join(who)} must not set securityContext.seccompProfile.type to "
    return Finding("seccompProfile", detail + quoted(values))


def _sysctls(minor: int) -> Find:
    allowed = {name for since, names in _SYSCTLS.items() if since <= minor for name in names}

    def find(subject: Subject) -> Finding | None:
        asked = security(subject.spec, "sysctls") or ()
        names = [sysctl.name for sysctl in asked if sysctl.name not in allowed]
        return Finding("forbidden sysctls", ", ".join(names)) if names else None

    return find


def _host_process(subject: Subject) -> Finding | None:
    def bad(owner: Any) -> bool:
        return security(owner, "windowsOptions", "hostProcess") is True

    who = setters(bad(subject.spec), subject.named(bad))
    if not who:
        return None
    text = "must not set securityContext.windowsOptions.hostProcess=true"
    return Finding("hostProcess", f"{' and '.join(who)} {text}")


BASELINE = (
    always("appArmorProfile", _apparmor),
    always("capabilities_baseline", _capabilities),
    always("hostNamespaces", _host_namespaces),
    always("hostPathVolumes", _host_paths),
    always("hostPorts", _host_ports),
    Check("hostProbesAndHostLifecycle", ((34, _handler_hosts),)),
    always("privileged", _privileged),
    Check("procMount", ((0, bad_proc_mount), (35, unless_own_users(bad_proc_mount)))),
    Check("seLinuxOptions", ((0, _selinux(_SELINUX_TYPES)), (31, _selinux(_SELINUX_TYPES_1_31)))),
    Check("seccompProfile_baseline", ((0, _annotated_seccomp), (19, bad_seccomp))),
    Check("sysctls", tuple((minor, _sysctls(minor)) for minor in _SYSCTLS)),
    always("windowsHostProcess", _host_process),
)
"""In the order of their names, in which they are told."""
