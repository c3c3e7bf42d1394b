"""Changing the resources of containers while they run.

Mirrors `ValidatePodResize` of pkg/apis/core/validation.
"""

from typing import Any

from lightkube.models.core_v1 import Container, Pod, ResourceRequirements
from msgspec.structs import replace

from lifecycle.engine.api.pod import is_mirror, is_sidecar
from lifecycle.engine.api.qos import compute_pod_qos, get_pod_qos
from lifecycle.engine.api.resources import is_pod_level_set
from lifecycle.engine.api.validation.field import Errors, forbidden, invalid
from lifecycle.engine.api.validation.kept import for_update
from lifecycle.engine.api.validation.metadata import validate_object_meta_update
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.pod import validate_pod_metadata_and_spec

_RESIZED = ("cpu", "memory")


def validate_pod_resize(new: Pod, old: Pod, options: Options | None = None) -> Errors:
    """Only cpu and memory may differ, and not so that the QoS class changes."""
    options = for_update(old) if options is None else options
    errors = validate_object_meta_update(new.metadata, old.metadata)
    errors += validate_pod_metadata_and_spec(new, options)
    if refusal := _refusal(new, old, options):
        return [forbidden("[]", refusal)]
    if wrong := _validate_lists(new, old):
        return errors + wrong
    if old.status is not None and old.status.nodeAllocatableResourceClaimStatuses:
        text = "pods with node allocatable resource claims cannot be resized"
        return [*errors, forbidden("spec", text)]
    if get_pod_qos(old) != compute_pod_qos(new):
        text = "Pod QOS Class may not change as a result of resizing"
        qos = new.status.qosClass if new.status is not None else None
        errors.append(invalid("spec", qos or "", text))
    if not _is_supported(old):
        errors.append(forbidden("spec", "Pod running on node without support for resize"))
    errors += _validate_removals(new, old)
    errors += _validate_mutations(new, old, options)
    if not errors and _without_resources(new) != _without_resources(old):
        errors.append(forbidden("spec", "only cpu and memory resources are mutable"))
    return errors


def _refusal(new: Pod, old: Pod, options: Options) -> str:
    if not options.pod_level_resize and (is_pod_level_set(old) or is_pod_level_set(new)):
        return "pods with pod-level resources cannot be resized"
    if is_mirror(old):
        return "static pods cannot be resized"
    if old.spec.os is not None and old.spec.os.name == "windows":
        return "windows pods cannot be resized"
    return ""


def _validate_lists(new: Pod, old: Pod) -> Errors:
    errors: Errors = []
    for field in ("initContainers", "containers"):
        after = [c.name for c in getattr(new.spec, field) or ()]
        before = [c.name for c in getattr(old.spec, field) or ()]
        if len(after) != len(before):
            text = "containers may not be added or removed on resize"
            errors.append(forbidden(f"spec.{field}", text))
        elif after != before:
            text = "containers may not be renamed or reordered on resize"
            errors += [
                forbidden(f"spec.{field}[{i}].name", text)
                for i, (a, b) in enumerate(zip(after, before))
                if a != b
            ]
    return errors


def _is_supported(pod: Pod) -> bool:
    """Whether the node reports resources, which it does when it can change them."""
    statuses = (pod.status.containerStatuses if pod.status is not None else None) or ()
    for status in statuses:
        if status.state is not None and status.state.running is not None:
            return status.resources is not None
    return True


def _pairs(new: Pod, old: Pod, field: str) -> list[tuple[int, Container, Container]]:
    after, before = getattr(new.spec, field) or [], getattr(old.spec, field) or []
    return [(i, a, b) for i, (a, b) in enumerate(zip(after, before))]


def _validate_removals(new: Pod, old: Pod) -> Errors:
    errors: Errors = []
    if old.spec.resources is not None or new.spec.resources is not None:
        errors += _removed(new.spec.resources, old.spec.resources, "spec.resources")
    for field in ("initContainers", "containers"):
        for i, after, before in _pairs(new, old, field):
            where = f"spec.{field}[{i}].resources"
            errors += _removed(after.resources, before.resources, where)
    return errors


def _removed(
    new: ResourceRequirements | None, old: ResourceRequirements | None, path: str
) -> Errors:
    errors: Errors = []
    for field in ("requests", "limits"):
        before = (getattr(old, field) if old else None) or {}
        after = (getattr(new, field) if new else None) or {}
        if any(name not in after for name in before):
            text = f"resource {field} cannot be removed"
            errors.append(forbidden(f"{path}.{field}", text))
    return errors


def _validate_mutations(new: Pod, old: Pod, options: Options) -> Errors:
    errors: Errors = []
    if _fixed(new.spec.resources) != _fixed(old.spec.resources):
        text = "only cpu and memory resources are mutable at pod-level"
        errors.append(forbidden("spec", text))
    for _, after, before in _pairs(new, old, "containers"):
        if _fixed_container(after) != _fixed_container(before):
            errors.append(forbidden("spec", "only cpu and memory resources are mutable"))
    for i, after, before in _pairs(new, old, "initContainers"):
        errors += _validate_init(after, before, f"spec.initContainers[{i}]", options)
    return errors


def _validate_init(new: Container, old: Container, path: str, options: Options) -> Errors:
    if new == old:
        return []
    if not is_sidecar(new):
        if not options.non_init_resize:
            text = "resources for non-sidecar init containers are immutable"
            return [forbidden("spec", text)]
        if any(p.restartPolicy == "RestartContainer" for p in new.resizePolicy or ()):
            text = (
                "non-sidecar init containers with a resize policy of RestartContainer "
                "cannot be resized"
            )
            return [forbidden(path, text)]
    if _fixed_container(new) != _fixed_container(old):
        text = "only cpu and memory resources for init or sidecar containers are mutable"
        return [forbidden(path, text)]
    return []


def _fixed(resources: ResourceRequirements | None) -> Any:
    """The part of the resources that no resize may change."""
    if resources is None:
        return {}, {}, None
    amounts = [
        {n: q for n, q in (listed or {}).items() if n not in _RESIZED}
        for listed in (resources.limits, resources.requests)
    ]
    return (*amounts, resources.claims)


def _fixed_container(container: Container) -> Any:
    return replace(container, resources=None), _fixed(container.resources)


def _without_resources(pod: Pod) -> Any:
    return replace(pod.spec, containers=[], initContainers=None, resources=None)
