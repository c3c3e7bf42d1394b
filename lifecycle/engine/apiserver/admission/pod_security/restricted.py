"""The level restricted: today's best practice of hardening a Pod, beside all of baseline.

Mirrors the checks of pod-security-admission/policy whose level is restricted.
"""

from typing import Any

from lightkube.models.core_v1 import Volume
from msgspec import structs

from lifecycle.engine.apiserver.admission.pod_security.baseline import (
    SECCOMP,
    bad_proc_mount,
    bad_seccomp,
)
from lifecycle.engine.apiserver.admission.pod_security.checked import (
    Check,
    Finding,
    Subject,
    always,
    plural,
    quoted,
    security,
    setters,
    unless_own_users,
    unless_windows,
    whose,
)

_VOLUMES = (
    "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim",
    "projected", "secret",
)  # fmt: skip
_TYPES = tuple(field.name for field in structs.fields(Volume) if field.name != "name")


def _escalation(subject: Subject) -> Finding | None:
    bad = subject.named(lambda c: security(c, "allowPrivilegeEscalation") is not False)
    if not bad:
        return None
    detail = f"{whose(bad)} must set securityContext.allowPrivilegeEscalation=false"
    return Finding("allowPrivilegeEscalation != false", detail)


def _capabilities(subject: Subject) -> Finding | None:

    def added(container: Any) -> list[str]:
        names = security(container, "capabilities", "add") or ()
        return [name for name in names if name != "NET_BIND_SERVICE"]

    keeping = subject.named(lambda c: "ALL" not in (security(c, "capabilities", "drop") or ()))
    adding = subject.named(lambda c: bool(added(c)))
    details = []
    if keeping:
        details.append(f'{whose(keeping)} must set securityContext.capabilities.drop=["ALL"]')
    if adding:
        names = quoted(sorted({name for c in subject.containers for name in added(c)}))
        details.append(
            f"{whose(adding)} must not include {names} in securityContext.capabilities.add"
        )
    return Finding("unrestricted capabilities", "; ".join(details)) if details else None


def _volumes(subject: Subject) -> Finding | None:
    bad = [v for v in subject.spec.volumes or () if all(getattr(v, t) is None for t in _VOLUMES)]
    if not bad:
        return None
    names = [volume.name for volume in bad]
    types = sorted({next((t for t in _TYPES if getattr(v, t) is not None), "unknown") for v in bad})
    what = plural("restricted volume type", "restricted volume types", types)
    detail = (
        f"{plural('volume', 'volumes', names)} {quoted(names)} {plural('uses', 'use', names)} "
        f"{what} {quoted(types)}"
    )
    return Finding("restricted volume types", detail)


def _non_root(subject: Subject) -> Finding | None:
    who = setters(
        security(subject.spec, "runAsNonRoot") is False,
        subject.named(lambda c: security(c, "runAsNonRoot") is False),
    )
    reason = "runAsNonRoot != true"
    if who:
        text = "must not set securityContext.runAsNonRoot=false"
        return Finding(reason, f"{' and '.join(who)} {text}")
    silent = subject.named(lambda c: security(c, "runAsNonRoot") is None)
    if security(subject.spec, "runAsNonRoot") or not silent:
        return None
    return Finding(reason, f"pod or {whose(silent)} must set securityContext.runAsNonRoot=true")


def _user(subject: Subject) -> Finding | None:
    who = setters(
        security(subject.spec, "runAsUser") == 0,
        subject.named(lambda c: security(c, "runAsUser") == 0),
    )
    return Finding("runAsUser=0", f"{' and '.join(who)} must not set runAsUser=0") if who else None


def _seccomp(subject: Subject) -> Finding | None:
    bad = bad_seccomp(subject)
    if bad is not None:
        return bad
    silent = subject.named(lambda c: security(c, "seccompProfile") is None)
    if security(subject.spec, "seccompProfile", "type") in SECCOMP or not silent:
        return None
    text = 'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"'
    return Finding("seccompProfile", f"pod or {whose(silent)} {text}")


RESTRICTED = (
    Check("allowPrivilegeEscalation", ((8, _escalation), (25, unless_windows(_escalation)))),
    Check(
        "capabilities_restricted",
        ((22, _capabilities), (25, unless_windows(_capabilities))),
        instead_of=("capabilities_baseline",),
    ),
    Check("procMount_restricted", ((35, bad_proc_mount),), instead_of=("procMount",)),
    always("restrictedVolumes", _volumes, instead_of=("hostPathVolumes",)),
    Check("runAsNonRoot", ((0, _non_root), (35, unless_own_users(_non_root)))),
    Check("runAsUser", ((23, _user), (35, unless_own_users(_user)))),
    Check(
        "seccompProfile_restricted",
        ((19, _seccomp), (25, unless_windows(_seccomp))),
        instead_of=("seccompProfile_baseline",),
    ),
)
"""In the order of their names, in which they are told, after baseline's."""
