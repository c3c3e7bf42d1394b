"""The old annotations of AppArmor, as the fields that took their place.

Mirrors `applyAppArmorVersionSkew` of pkg/registry/core/pod/strategy.go.
"""

from typing import Any

from lightkube.models.core_v1 import AppArmorProfile, PodSpec, SecurityContext
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.api.defaults.fill import change, each

_PREFIX = "container.apparmor.security.beta.kubernetes.io/"
_LOCALHOST = "localhost/"
_LONGEST = 4095


def with_app_armor(spec: PodSpec, metadata: ObjectMeta) -> PodSpec:
    """The spec with a profile in each container that only an annotation gives one."""
    annotations = metadata.annotations or {}
    is_windows = spec.os is not None and spec.os.name == "windows"
    if is_windows or not any(key.startswith(_PREFIX) for key in annotations):
        return spec
    of_pod = spec.securityContext.appArmorProfile if spec.securityContext is not None else None

    def container(old: Any) -> Any:
        context = old.securityContext or SecurityContext()
        profile = _profile(annotations.get(_PREFIX + old.name, ""))
        if context.appArmorProfile is not None or profile in (None, of_pod):
            return old
        return replace(old, securityContext=replace(context, appArmorProfile=profile))

    containers = each(container)
    return change(spec, containers=containers, initContainers=containers)


def _profile(annotation: str) -> AppArmorProfile | None:
    if annotation.startswith(_LOCALHOST):
        name = annotation.removeprefix(_LOCALHOST)
        profile = AppArmorProfile(type="Localhost", localhostProfile=name)
        return profile if name and name == name.strip() and len(name) <= _LONGEST else None
    types = {"unconfined": "Unconfined", "runtime/default": "RuntimeDefault"}
    return AppArmorProfile(type=types[annotation]) if annotation in types else None
