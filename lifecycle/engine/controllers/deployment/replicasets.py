"""A Deployment's ReplicaSets: which is the new one, how many Pods each has, their order.

Mirrors pkg/controller/deployment/util/deployment_util.go.
"""

from collections.abc import Iterable, Sequence

from lightkube.models.apps_v1 import Deployment, ReplicaSet
from lightkube.models.core_v1 import PodTemplateSpec
from msgspec.structs import replace

from lifecycle.engine.controllers.deployment.templatehash import HASH_LABEL
from lifecycle.engine.kernel.clock import millis

REVISION = "deployment.kubernetes.io/revision"


def size(found: ReplicaSet) -> int:
    """How many Pods it is told to have."""
    return found.spec.replicas if found.spec.replicas is not None else 1


def wanted(deployment: Deployment) -> int:
    """How many Pods the Deployment is told to have."""
    replicas = deployment.spec.replicas
    return replicas if replicas is not None else 1


def total_size(sets: Iterable[ReplicaSet]) -> int:
    """How many Pods they are told to have together (`GetReplicaCountForReplicaSets`)."""
    return sum(size(found) for found in sets)


def actual(sets: Iterable[ReplicaSet]) -> int:
    """How many Pods they have (`GetActualReplicaCountForReplicaSets`)."""
    return sum(found.status.replicas or 0 for found in sets if found.status)


def ready(sets: Iterable[ReplicaSet]) -> int:
    """How many of those are ready."""
    return sum(found.status.readyReplicas or 0 for found in sets if found.status)


def available(sets: Iterable[ReplicaSet]) -> int:
    """How many of those are available."""
    return sum(found.status.availableReplicas or 0 for found in sets if found.status)


def terminating(sets: Iterable[ReplicaSet]) -> int:
    """How many Pods of theirs are on their way out."""
    return sum(found.status.terminatingReplicas or 0 for found in sets if found.status)


def having_pods(sets: Iterable[ReplicaSet]) -> list[ReplicaSet]:
    """Those that are told to have any Pods (`FilterActiveReplicaSets`)."""
    return [found for found in sets if size(found) > 0]


def by_age(sets: Iterable[ReplicaSet]) -> list[ReplicaSet]:
    """The oldest first (`ReplicaSetsByCreationTimestamp`)."""
    return sorted(sets, key=lambda rs: (millis(rs.metadata.creationTimestamp), rs.metadata.name))


def revision_of(found: ReplicaSet) -> int:
    """The number of the rollout that it belongs to; 0 if it has none."""
    text = (found.metadata.annotations or {}).get(REVISION, "0")
    return int(text) if text.isdigit() else 0


def find_new(deployment: Deployment, sets: Sequence[ReplicaSet]) -> ReplicaSet | None:
    """The oldest with the Deployment's own template (`FindNewReplicaSet`)."""
    own = _without_hash(deployment.spec.template)
    return next((rs for rs in by_age(sets) if _without_hash(rs.spec.template) == own), None)


def old_ones(sets: Iterable[ReplicaSet], new: ReplicaSet | None) -> list[ReplicaSet]:
    """All but the new one (`FindOldReplicaSets`)."""
    return [rs for rs in sets if new is None or rs.metadata.uid != new.metadata.uid]


def _without_hash(template: PodTemplateSpec) -> PodTemplateSpec:
    """The template as the Deployment has it (`EqualIgnoreHash` compares these)."""
    if template.metadata is None or not template.metadata.labels:
        return template
    labels = {k: v for k, v in template.metadata.labels.items() if k != HASH_LABEL}
    return replace(template, metadata=replace(template.metadata, labels=labels))
