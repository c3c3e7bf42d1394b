"""Annotations of Pods that mean something to Kubernetes.

Mirrors `ValidatePodSpecificAnnotations` and `ValidatePodSpecificAnnotationUpdates`.
"""

import re

from lightkube.models.core_v1 import Pod, PodSpec

from lifecycle.engine.api.validation.field import Errors, forbidden, invalid
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.profiles import APP_ARMOR, validate_profile_annotations

MIRROR = "kubernetes.io/config.mirror"
DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,9}")


def validate_pod_annotations(
    annotations: dict[str, str] | None, spec: PodSpec, path: str, options: Options
) -> Errors:
    """Static Pods' mirrors, the cost of deletion, seccomp and AppArmor."""
    annotations = annotations or {}
    errors: Errors = []
    if MIRROR in annotations and not spec.nodeName:
        text = "must set spec.nodeName if mirror pod annotation is set"
        errors.append(invalid(f"{path}[{MIRROR}]", annotations[MIRROR], text))
    if not options.invalid_deletion_cost:
        errors += validate_deletion_cost(annotations, path)
    return errors + validate_profile_annotations(annotations, spec, path)


def validate_deletion_cost(annotations: dict[str, str] | None, path: str) -> Errors:
    """Which of a ReplicaSet's Pods goes first (`GetDeletionCostFromPodAnnotations`)."""
    cost = (annotations or {}).get(DELETION_COST)
    if cost is None or (_INTEGER.fullmatch(cost) and -(1 << 31) <= int(cost) < 1 << 31):
        return []
    return [invalid(f"{path}[{DELETION_COST}]", cost, "must be a 32bit integer")]


def validate_pod_annotations_update(new: Pod, old: Pod, path: str, options: Options) -> Errors:
    """What may not be put on or taken off a Pod that exists."""
    after, before = new.metadata.annotations or {}, old.metadata.annotations or {}
    errors: Errors = []
    for key in sorted(before):
        if after.get(key) == before[key]:
            continue
        if key.startswith(APP_ARMOR):
            text = "may not remove or update AppArmor annotations"
            errors.append(forbidden(f"{path}[{key}]", text))
        if key == MIRROR:
            text = "may not remove or update mirror pod annotation"
            errors.append(forbidden(f"{path}[{key}]", text))
    for key in sorted(after):
        if key in before:
            continue
        if key.startswith(APP_ARMOR):
            errors.append(forbidden(f"{path}[{key}]", "may not add AppArmor annotations"))
        if key == MIRROR:
            errors.append(forbidden(f"{path}[{key}]", "may not add mirror pod annotation"))
    return errors + validate_pod_annotations(after, new.spec, path, options)
