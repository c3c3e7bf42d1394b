"""Which strategy each kind has."""

from lightkube.models.core_v1 import PersistentVolumeClaimStatus, PersistentVolumeStatus

from lifecycle.engine.apiserver.meta import Object
from lifecycle.engine.apiserver.registry.cluster_kinds import (
    EndpointSliceStrategy,
    NamespaceStrategy,
    NodeStrategy,
    VolumeStrategy,
)
from lifecycle.engine.apiserver.registry.pod import PodStrategy
from lifecycle.engine.apiserver.registry.service import ServiceStrategy
from lifecycle.engine.apiserver.registry.strategy import (
    CustomStrategy,
    DataStrategy,
    StatusStrategy,
    Strategy,
)
from lifecycle.engine.apiserver.registry.workloads import DeploymentStrategy, JobStrategy

_DATA, _STATUS, _VERSIONED = DataStrategy(), StatusStrategy(), Strategy()
_CUSTOM = CustomStrategy()

_STRATEGIES: dict[str, Strategy] = {
    "Pod": PodStrategy(),
    "Service": ServiceStrategy(),
    "Namespace": NamespaceStrategy(),
    "Node": NodeStrategy(),
    "ResourceQuota": _STATUS,
    "HorizontalPodAutoscaler": _STATUS,
    "PersistentVolume": VolumeStrategy(PersistentVolumeStatus),
    "PersistentVolumeClaim": VolumeStrategy(PersistentVolumeClaimStatus),
    "Deployment": DeploymentStrategy(),
    "Job": JobStrategy(),
    "EndpointSlice": EndpointSliceStrategy(),
    "ReplicationController": _VERSIONED,
    "ReplicaSet": _VERSIONED,
    "StatefulSet": _VERSIONED,
    "DaemonSet": _VERSIONED,
    "CronJob": _VERSIONED,
    "PodDisruptionBudget": _VERSIONED,
    "Ingress": _VERSIONED,
    "NetworkPolicy": _VERSIONED,
    "CustomResourceDefinition": _VERSIONED,
}


def strategy_for(obj: Object) -> Strategy:
    """The strategy of the object's kind; kinds without one of their own are plain data."""
    return _CUSTOM if isinstance(obj, dict) else _STRATEGIES.get(obj.kind, _DATA)
