"""On which nodes a DaemonSet wants a Pod, and how the Pod says so.

A daemon Pod names its node by an affinity to the node's name, and is then scheduled like
any other; it tolerates what makes other Pods leave.

Mirrors `NodeShouldRunDaemonPod` of pkg/controller/daemon/daemon_controller.go and
pkg/controller/daemon/util/daemonset_util.go.
"""

from lightkube.models.apps_v1 import DaemonSet
from lightkube.models.core_v1 import (
    Affinity,
    Node,
    NodeAffinity,
    NodeSelector,
    NodeSelectorRequirement,
    NodeSelectorTerm,
    Pod,
    PodSpec,
    PodTemplateSpec,
    Toleration,
)
from msgspec.structs import replace

from lifecycle.engine.api.nodeselector import required_node_affinity_matches
from lifecycle.engine.api.tolerations import untolerated
from lifecycle.engine.controllers.pods import pod_from_template

NODE_NAME = "metadata.name"
_TOLERATED = (
    ("node.kubernetes.io/not-ready", "NoExecute"),
    ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"),
    ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"),
    ("node.kubernetes.io/unschedulable", "NoSchedule"),
)


def should_run(found: DaemonSet, node: Node) -> bool:
    """Whether a Pod of the set belongs on the node."""
    pod = pod_from_template(_template(found), found)
    taints = node.spec.taints or ()
    if pod.spec.nodeName and pod.spec.nodeName != node.metadata.name:
        return False
    if not required_node_affinity_matches(pod, node):
        return False
    effects = ("NoSchedule", "NoExecute")
    return untolerated(taints, pod.spec.tolerations or (), effects) is None


def should_continue(found: DaemonSet, node: Node) -> bool:
    """Whether a Pod that is there may stay: only NoExecute drives it away."""
    pod = pod_from_template(_template(found), found)
    if not required_node_affinity_matches(pod, node):
        return False
    return untolerated(node.spec.taints or (), pod.spec.tolerations or (), ("NoExecute",)) is None


def pod_for(found: DaemonSet, node: str) -> Pod:
    """The Pod for one node (`ReplaceDaemonSetPodNodeNameNodeAffinity`)."""
    pod = pod_from_template(_template(found), found)
    return replace(pod, spec=replace(pod.spec, affinity=_pinned(pod.spec.affinity, node)))


def target_node(pod: Pod) -> str:
    """The node that a Pod is on, or is meant for (`GetTargetNodeName`)."""
    if pod.spec.nodeName:
        return pod.spec.nodeName
    affinity = pod.spec.affinity and pod.spec.affinity.nodeAffinity
    required = affinity.requiredDuringSchedulingIgnoredDuringExecution if affinity else None
    for term in required.nodeSelectorTerms if required else ():
        for field in term.matchFields or ():
            if field.key == NODE_NAME and field.values:
                return field.values[0]
    return ""


def _template(found: DaemonSet) -> PodTemplateSpec:
    template = found.spec.template
    return replace(template, spec=_tolerant(template.spec))


def _tolerant(spec: PodSpec) -> PodSpec:
    wanted = [*_TOLERATED]
    if spec.hostNetwork:
        wanted.append(("node.kubernetes.io/network-unavailable", "NoSchedule"))
    added = [Toleration(key=key, operator="Exists", effect=effect) for key, effect in wanted]
    known = spec.tolerations or []
    return replace(spec, tolerations=[*known, *(t for t in added if t not in known)])


def _pinned(affinity: Affinity | None, node: str) -> Affinity:
    """The affinity with the node's name in every required term instead of its fields."""
    affinity = affinity or Affinity()
    nodes = affinity.nodeAffinity or NodeAffinity()
    here = [NodeSelectorRequirement(key=NODE_NAME, operator="In", values=[node])]
    required = nodes.requiredDuringSchedulingIgnoredDuringExecution
    terms = required.nodeSelectorTerms if required else [NodeSelectorTerm()]
    selector = NodeSelector(nodeSelectorTerms=[replace(term, matchFields=here) for term in terms])
    nodes = replace(nodes, requiredDuringSchedulingIgnoredDuringExecution=selector)
    return replace(affinity, nodeAffinity=nodes)
