"""Which strategy each kind has."""

from lifecycle.engine.apiserver.meta import Object
from lifecycle.engine.apiserver.registry.pod import PodStrategy
from lifecycle.engine.apiserver.registry.strategy import Strategy
from lifecycle.engine.kernel.clock import Millis


class _Plain(Strategy):
    """Kinds that are data: neither a status of their own nor generations."""

    has_status = False
    has_generation = False


class _WithStatus(Strategy):
    """Kinds with a status but without generations."""

    has_generation = False


class _Node(_WithStatus):
    """A Node may be created with a status: so kubelets register."""

    def prepare_for_create(self, obj: Object, now: Millis) -> Object:
        """Keep everything."""
        return obj


_PLAIN, _WITH_STATUS, _VERSIONED = _Plain(), _WithStatus(), Strategy()

_STRATEGIES: dict[str, Strategy] = {
    "Pod": PodStrategy(),
    "Node": _Node(),
    "Namespace": _WITH_STATUS,
    "Service": _WITH_STATUS,
    "PersistentVolume": _WITH_STATUS,
    "PersistentVolumeClaim": _WITH_STATUS,
    "ResourceQuota": _WITH_STATUS,
    "HorizontalPodAutoscaler": _WITH_STATUS,
    "ReplicationController": _VERSIONED,
    "Deployment": _VERSIONED,
    "ReplicaSet": _VERSIONED,
    "StatefulSet": _VERSIONED,
    "DaemonSet": _VERSIONED,
    "Job": _VERSIONED,
    "CronJob": _VERSIONED,
    "PodDisruptionBudget": _VERSIONED,
    "Ingress": _VERSIONED,
    "NetworkPolicy": _VERSIONED,
    "CustomResourceDefinition": _VERSIONED,
}


def strategy_for(kind: str) -> Strategy:
    """The kind's strategy; kinds without one of their own are plain data."""
    return _STRATEGIES.get(kind, _PLAIN)
