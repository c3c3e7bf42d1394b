"""What may be changed in a Pod that exists: images, deadlines, tolerations, gates.

Mirrors `ValidatePodUpdate` of pkg/apis/core/validation.
"""

from lightkube.models.core_v1 import (
    Affinity,
    Container,
    NodeAffinity,
    NodeSelectorTerm,
    Pod,
    PodSchedulingGate,
    PodSpec,
)
from msgspec.structs import replace

from lifecycle.engine.api.validation.difference import difference
from lifecycle.engine.api.validation.field import Errors, forbidden, invalid, required
from lifecycle.engine.api.validation.formats import between
from lifecycle.engine.api.validation.kept import for_update
from lifecycle.engine.api.validation.metadata import validate_object_meta_update
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.pod import validate_pod_metadata_and_spec
from lifecycle.engine.api.validation.pod_annotations import validate_pod_annotations_update
from lifecycle.engine.api.validation.tolerations import validate_only_added

_MOST_SECONDS = (1 << 31) - 1
_CHANGEABLE = (
    "`spec.containers[*].image`,`spec.initContainers[*].image`,"
    "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing "
    "tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was "
    "previously negative)"
)
_TERMS = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"


def validate_pod_update(new: Pod, old: Pod, options: Options | None = None) -> Errors:
    """An update by a user, with defaults set."""
    options = for_update(old) if options is None else options
    errors = validate_object_meta_update(new.metadata, old.metadata)
    errors += validate_pod_metadata_and_spec(new, options)
    errors += validate_pod_annotations_update(new, old, "metadata.annotations", options)
    for field in ("containers", "initContainers"):
        after, before = getattr(new.spec, field) or [], getattr(old.spec, field) or []
        if len(after) != len(before):
            text = "pod updates may not add or remove containers"
            return [*errors, forbidden(f"spec.{field}", text)]
        errors += _validate_images(after, f"spec.{field}")
    wrong, stop = _validate_deadline(new.spec, old.spec)
    errors += wrong
    if stop:
        return errors
    errors += validate_only_added(
        new.spec.tolerations or [],
        old.spec.tolerations or [],
        "spec.tolerations",
        comparisons=options.toleration_comparisons,
    )
    errors += _only_deleted_gates(
        new.spec.schedulingGates or [], old.spec.schedulingGates or [], "spec.schedulingGates"
    )
    return errors + _validate_rest(new.spec, old.spec)


def _validate_images(containers: list[Container], path: str) -> Errors:
    errors: Errors = []
    for i, container in enumerate(containers):
        image = container.image or ""
        if not image:
            errors.append(required(f"{path}[{i}].image"))
        if image != image.strip():
            text = "must not have leading or trailing whitespace"
            errors.append(invalid(f"{path}[{i}].image", image, text))
    return errors


def _validate_deadline(new: PodSpec, old: PodSpec) -> tuple[Errors, bool]:
    """A deadline may be set and brought nearer; the flag says that nothing more is checked."""
    path = "spec.activeDeadlineSeconds"
    after, before = new.activeDeadlineSeconds, old.activeDeadlineSeconds
    if after is None:
        text = "must not update from a positive integer to nil value"
        return ([] if before is None else [invalid(path, None, text)]), False
    if not 0 <= after <= _MOST_SECONDS:
        return [invalid(path, after, between(0, _MOST_SECONDS))], True
    if before is not None and before < after:
        return [invalid(path, after, "must be less than or equal to previous value")], True
    return [], False


def _only_deleted_gates(
    new: list[PodSchedulingGate], old: list[PodSchedulingGate], path: str
) -> Errors:
    known = [gate.name for gate in old]
    return [
        forbidden(
            f"{path}[{i}].name",
            f"only deletion is allowed, but found new scheduling gate '{gate.name}'",
        )
        for i, gate in enumerate(new)
        if gate.name not in known
    ]


def _validate_rest(new: PodSpec, old: PodSpec) -> Errors:
    """Nothing else differs, once what may change is put back."""
    if new == old:
        return []
    errors: Errors = []
    munged = _with_old_mutable_fields(new, old)
    if old.schedulingGates:
        wrong, munged = _validate_gated(munged, old)
        errors += wrong
    if munged != old:
        text = f"pod updates may not change fields other than {_CHANGEABLE}\n"
        errors.append(forbidden("spec", text + difference(old, munged)))
    return errors


def _with_old_mutable_fields(new: PodSpec, old: PodSpec) -> PodSpec:
    grace = new.terminationGracePeriodSeconds
    if (old.terminationGracePeriodSeconds or 0) < 0 and grace == 1:
        grace = old.terminationGracePeriodSeconds
    return replace(
        new,
        containers=_with_old_images(new.containers, old.containers),
        initContainers=_with_old_images(new.initContainers, old.initContainers),
        activeDeadlineSeconds=old.activeDeadlineSeconds,
        schedulingGates=old.schedulingGates,
        tolerations=old.tolerations,
        terminationGracePeriodSeconds=grace,
    )


def _with_old_images(
    new: list[Container] | None, old: list[Container] | None
) -> list[Container] | None:
    if not new:
        return old
    return [replace(a, image=b.image) for a, b in zip(new, old or ())]


def _validate_gated(munged: PodSpec, old: PodSpec) -> tuple[Errors, PodSpec]:
    """While gates hold a Pod back, its choice of nodes may be narrowed."""
    errors: Errors = []
    after, before = munged.nodeSelector or {}, old.nodeSelector or {}
    if after != before:
        if any(after.get(key) != value for key, value in before.items()):
            text = "only additions to spec.nodeSelector are allowed (no mutations or deletions)"
            errors.append(invalid("spec.nodeSelector", munged.nodeSelector, text))
        munged = replace(munged, nodeSelector=old.nodeSelector)
    new_affinity = munged.affinity.nodeAffinity if munged.affinity else None
    old_affinity = old.affinity.nodeAffinity if old.affinity else None
    if new_affinity != old_affinity:
        errors += _validate_affinity_mutation(new_affinity, old_affinity)
        munged = replace(munged, affinity=_with_old_nodes(munged.affinity, old, old_affinity))
    return errors, munged


def _with_old_nodes(
    affinity: Affinity | None, old: PodSpec, old_nodes: NodeAffinity | None
) -> Affinity | None:
    if affinity is None:
        return None if old_nodes is None else Affinity(nodeAffinity=old_nodes)
    restored = replace(affinity, nodeAffinity=old_nodes)
    return None if old.affinity is None and restored == Affinity() else restored


def _terms_of(affinity: NodeAffinity | None) -> list[NodeSelectorTerm] | None:
    needed = affinity and affinity.requiredDuringSchedulingIgnoredDuringExecution
    return needed.nodeSelectorTerms if needed else None


def _validate_affinity_mutation(new: NodeAffinity | None, old: NodeAffinity | None) -> Errors:
    before, after = _terms_of(old), _terms_of(new)
    if not before:
        return []
    path = f"{_TERMS}.nodeSelectorTerms"
    if len(before) != len(after or ()):
        text = "no additions/deletions to non-empty NodeSelectorTerms list are allowed"
        return [invalid(path, after, text)]
    text = "only additions are allowed (no mutations or deletions)"
    return [
        invalid(f"{path}[{i}]", new_term, text)
        for i, (new_term, old_term) in enumerate(zip(after, before))
        if not _only_additions(new_term, old_term)
    ]


def _only_additions(new: NodeSelectorTerm, old: NodeSelectorTerm) -> bool:
    pairs = [
        (getattr(new, field) or [], getattr(old, field) or [])
        for field in ("matchExpressions", "matchFields")
    ]
    if not any(before for _, before in pairs):
        return not any(after for after, _ in pairs)
    return all(after[: len(before)] == before for after, before in pairs)
