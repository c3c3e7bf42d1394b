"""Seccomp and AppArmor: the profiles, and the old annotations that named them.

Mirrors `validateSeccompProfileField`, `ValidateAppArmorProfileField` and the checks that
annotations and fields agree.
"""

from typing import Any

from lightkube.models.core_v1 import AppArmorProfile, PodSpec, SeccompProfile
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.pod import visit_containers
from lifecycle.engine.api.validation.field import (
    Errors,
    child,
    forbidden,
    invalid,
    not_supported,
    required,
    too_long,
)
from lifecycle.engine.api.validation.filepaths import local_descending
from lifecycle.engine.api.validation.govalues import quote

SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod"
SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/"
APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/"
_TYPES = ("Localhost", "RuntimeDefault", "Unconfined")
_LONGEST_PROFILE = 4095


def validate_seccomp(profile: SeccompProfile | None, path: str) -> Errors:
    """Which system calls are taken."""
    if profile is None:
        return []
    errors: Errors = []
    if not profile.type:
        errors.append(required(f"{path}.type", "type is required when seccompProfile is set"))
    elif profile.type not in _TYPES:
        errors.append(not_supported(f"{path}.type", profile.type, _TYPES))
    where = f"{path}.localhostProfile"
    if profile.type != "Localhost":
        if profile.localhostProfile is not None:
            text = "can only be set when seccomp type is Localhost"
            errors.append(invalid(where, profile, text))
    elif profile.localhostProfile is None:
        errors.append(required(where, "must be set when seccomp type is Localhost"))
    else:
        errors += local_descending(profile.localhostProfile, where)
    return errors


def validate_app_armor(profile: AppArmorProfile | None, path: str) -> Errors:
    """Which files and capabilities are allowed."""
    if profile is None:
        return []
    where = f"{path}.localhostProfile"
    if not profile.type:
        return [required(f"{path}.type", "type is required when appArmorProfile is set")]
    if profile.type not in _TYPES:
        return [not_supported(f"{path}.type", profile.type, _TYPES)]
    name = profile.localhostProfile
    if profile.type != "Localhost":
        text = "can only be set when AppArmor type is Localhost"
        return [] if name is None else [invalid(where, name, text)]
    if name is None:
        return [required(where, "must be set when AppArmor type is Localhost")]
    errors: Errors = []
    if name != name.strip():
        errors.append(invalid(where, name, "must not be padded with whitespace"))
    elif not name:
        errors.append(required(where, "must be set when AppArmor type is Localhost"))
    if len(name.encode()) > _LONGEST_PROFILE:
        errors.append(too_long(where, _LONGEST_PROFILE))
    return errors


def validate_profile_annotations(annotations: dict[str, str], spec: PodSpec, path: str) -> Errors:
    """The old annotations, each for itself."""
    errors: Errors = []
    if SECCOMP_POD in annotations:
        errors += _seccomp_name(annotations[SECCOMP_POD], child(path, SECCOMP_POD))
    for key in sorted(annotations):
        if key.startswith(SECCOMP_CONTAINER):
            errors += _seccomp_name(annotations[key], child(path, key))
    names = [place.container.name for place in visit_containers(spec)]
    for key in sorted(annotations):
        if not key.startswith(APP_ARMOR):
            continue
        name, value = key.removeprefix(APP_ARMOR), annotations[key]
        if name not in names:
            errors.append(invalid(f"{path}[{key}]", name, "container not found"))
        known = value in ("", "runtime/default", "unconfined") or value.startswith("localhost/")
        if not known:
            text = f"invalid AppArmor profile name: {quote(value)}"
            errors.append(invalid(f"{path}[{key}]", value, text))
    return errors


def _seccomp_name(value: str, path: str) -> Errors:
    if value in ("runtime/default", "docker/default", "unconfined"):
        return []
    if value.startswith("localhost/"):
        return local_descending(value.removeprefix("localhost/"), path)
    return [invalid(path, value, "must be a valid seccomp profile")]


def validate_seccomp_agreement(metadata: ObjectMeta, spec: PodSpec, path: str) -> Errors:
    """Annotation and field of seccomp say the same (`validateSeccompAnnotationsAndFields`)."""
    annotations = metadata.annotations or {}
    errors: Errors = []
    if spec.securityContext is not None and SECCOMP_POD in annotations:
        where = f"{path}.securityContext.seccompProfile"
        profile = spec.securityContext.seccompProfile
        errors += _agree("seccomp", profile, annotations[SECCOMP_POD], where)
    for place in visit_containers(spec, path):
        context = place.container.securityContext
        value = annotations.get(SECCOMP_CONTAINER + place.container.name)
        if context is not None and value is not None:
            where = f"{place.path}.securityContext.seccompProfile"
            errors += _agree("seccomp", context.seccompProfile, value, where)
    return errors


def validate_app_armor_agreement(metadata: ObjectMeta, spec: PodSpec, path: str) -> Errors:
    """Annotation and field of AppArmor say the same."""
    annotations = metadata.annotations or {}
    if spec.os is not None and spec.os.name == "windows":
        return []
    of_pod = spec.securityContext.appArmorProfile if spec.securityContext else None
    errors: Errors = []
    for place in visit_containers(spec, path):
        context = place.container.securityContext
        profile = (context.appArmorProfile if context is not None else None) or of_pod
        value = annotations.get(APP_ARMOR + place.container.name)
        if value is not None:
            where = f"{place.path}.securityContext.appArmorProfile"
            errors += _agree("apparmor", profile, value, where)
    return errors


def _agree(what: str, profile: Any, value: str, path: str) -> Errors:
    if profile is None:
        return []
    differs = f"{what} {{}} in annotation and field must match"
    if profile.type == "Localhost":
        if not value.startswith("localhost/"):
            return [forbidden(f"{path}.type", differs.format("type"))]
        if value.removeprefix("localhost/") != profile.localhostProfile:
            return [forbidden(f"{path}.localhostProfile", differs.format("profile"))]
        return []
    names = {
        "Unconfined": ("unconfined",),
        "RuntimeDefault": ("runtime/default", "docker/default")[: 2 if what == "seccomp" else 1],
    }
    if value in names.get(profile.type, (value,)):
        return []
    return [forbidden(f"{path}.type", differs.format("type"))]
