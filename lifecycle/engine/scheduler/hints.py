"""Whether a change in the cluster gives a Pod another chance: the queueing hints.

Mirrors pkg/scheduler/backend/queue (`isPodWorthRequeuing`) and the `EventsToRegister` of
the plugins.
"""

from lightkube.models.core_v1 import Node, Pod

from lifecycle.engine.scheduler.framework import Change
from lifecycle.engine.scheduler.plugins import PLUGINS

_BY_NAME = {plugin.name: plugin for plugin in PLUGINS}


def may_help(pod: Pod, refused_by: tuple[str, ...], change: Change) -> bool:
    """Whether any plugin that turned the Pod away may think otherwise now.

    A Pod that no plugin turned away found no node at all.
    """
    if not refused_by:
        return change.kind == "Node"
    return any(_BY_NAME[name].may_help(pod, change) for name in refused_by)


def matters(pod: Pod, old: Pod) -> bool:
    """Whether an update of a Pod can change where it, or another, may run."""
    if pod.spec is old.spec and pod.metadata.labels == old.metadata.labels:
        return False
    return (
        pod.metadata.labels != old.metadata.labels
        or pod.spec.tolerations != old.spec.tolerations
        or pod.spec.schedulingGates != old.spec.schedulingGates
        or pod.spec.nodeSelector != old.spec.nodeSelector
        or pod.spec.affinity != old.spec.affinity
        or pod.spec.containers != old.spec.containers
    )


def node_matters(node: Node, old: Node) -> bool:
    """Whether an update of a node can make room for anybody (`nodeSchedulingPropertiesChange`).

    Heartbeats and lists of images cannot.
    """
    return (
        node.spec != old.spec
        or node.metadata.labels != old.metadata.labels
        or node.metadata.annotations != old.metadata.annotations
        or node.status.allocatable != old.status.allocatable
        or _conditions(node) != _conditions(old)
    )


def _conditions(node: Node) -> dict[str, str]:
    return {condition.type: condition.status for condition in node.status.conditions or ()}
