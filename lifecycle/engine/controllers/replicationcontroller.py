"""ReplicationControllers: what ReplicaSets were called before they had selectors to match.

Mirrors pkg/controller/replication: each is handled as the ReplicaSet that it would be.
"""

from typing import Any

from lightkube.models.apps_v1 import ReplicaSet, ReplicaSetSpec, ReplicaSetStatus
from lightkube.models.core_v1 import (
    ReplicationController,
    ReplicationControllerCondition,
    ReplicationControllerStatus,
)
from lightkube.models.meta_v1 import LabelSelector
from msgspec.structs import replace

from lifecycle.engine.controllers.replicaset import ReplicaSetController


class ReplicationManager(ReplicaSetController):
    """The ReplicaSet controller, for the older kind."""

    name = "replicationcontroller"
    kind = "ReplicationController"
    source = "replication-controller"

    def read(self, found: ReplicationController) -> ReplicaSet:
        """The controller as a ReplicaSet (`convertRCtoRS`)."""
        spec, status = found.spec, found.status
        return ReplicaSet(
            apiVersion=found.apiVersion,
            kind=found.kind,
            metadata=found.metadata,
            spec=ReplicaSetSpec(
                selector=LabelSelector(matchLabels=spec.selector or {}),
                replicas=spec.replicas,
                minReadySeconds=spec.minReadySeconds,
                template=spec.template,
            ),
            status=status and _copy(status, ReplicaSetStatus),
        )

    def write(self, found: ReplicationController, status: ReplicaSetStatus) -> Any:
        """The controller with the status of its ReplicaSet."""
        conditions = [
            _copy(condition, ReplicationControllerCondition)
            for condition in status.conditions or ()
        ]
        copied = _copy(status, ReplicationControllerStatus)
        return replace(found, status=replace(copied, conditions=conditions or None))


def _copy(source: Any, target: type) -> Any:
    names = [name for name in target.__struct_fields__ if hasattr(source, name)]
    return target(**{name: getattr(source, name) for name in names})
