"""Whether this node takes a Pod that was given to it: the kubelet's own look.

A Pod that came past the scheduler (nodeName in its spec), or whose node has changed since,
can be turned away here; it has then failed for good.

Mirrors pkg/kubelet/lifecycle/predicate.go (`Admit`, `generalFilter`).
"""

from typing import NamedTuple

from lightkube.models.core_v1 import Node, NodeSelectorTerm, Pod

from lifecycle.engine.api.pod import APP, SIDECAR, visit_containers
from lifecycle.engine.api.quantity import milli_value, parse, value
from lifecycle.engine.api.resources import ResourceList, pod_requests
from lifecycle.engine.api.selectors import Requirement
from lifecycle.engine.kubelet.critical import is_critical
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.preemption import (
    Missing,
    NothingToReclaim,
    pods_to_preempt,
)

NO_ROOM = (
    "Unexpected error while attempting to recover from admission failure: preemption: error "
    "finding a set of pods to preempt: {why}"
)
NO_FREE_PORTS = (
    "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports"
)


class Refusal(NamedTuple):
    """Reason and message of the rejection."""

    reason: str
    message: str


class Insufficient(NamedTuple):
    """A resource of which there is not enough (`InsufficientResourceError`)."""

    resource: str
    requested: int
    used: int
    capacity: int

    def amount(self) -> int:
        """How much is missing (`GetInsufficientAmount`)."""
        return self.requested - (self.capacity - self.used)

    def refusal(self) -> Refusal:
        return Refusal(
            f"OutOf{self.resource}",
            f"Node didn't have enough resource: {self.resource}, requested: {self.requested}, "
            f"used: {self.used}, capacity: {self.capacity}",
        )


class Postponed(NamedTuple):
    """The Pod is taken as soon as these have ended."""

    victims: tuple[Pod, ...]


class Admission(Part):
    """The predicates, over the Pods that this kubelet has admitted."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.requests: dict[str, ResourceList] = self.process.memory("requests")

    def can_admit(self, pod: Pod) -> Refusal | Postponed | None:
        """Why the Pod is turned away or has to wait, or None."""
        node = self.kl.api.find("Node", "", self.kl.node_name)
        if node is None:
            return None
        if pressure := self.kl.node_pressure.admits(pod):
            return Refusal("Evicted", pressure)
        lacking = self._insufficient(pod, node)
        others = self._other_reasons(pod, node)
        if lacking and is_critical(pod):
            return self._worded(others[0]) if others else self._preempt(pod, lacking)
        refusals = [each.refusal() for each in lacking] + others
        return self._worded(refusals[0]) if refusals else None

    def _other_reasons(self, pod: Pod, node: Node) -> list[Refusal]:
        """All but too few resources."""
        found = [_wrong_node(pod, node), self._taken_port(pod)]
        if self.kl.gates.taints_refuse_admission:
            found.append(_untolerated(pod, node))
        return [each for each in found if each is not None]

    def _preempt(self, pod: Pod, lacking: list[Insufficient]) -> Refusal | Postponed:
        """A critical Pod isn't turned away while others can make room for it."""
        known = self.kl.pod_manager.pods
        active = [known[uid] for uid in self.requests if uid in known and uid != pod.metadata.uid]
        missing = [Missing(each.resource, each.amount()) for each in lacking]
        try:
            return Postponed(tuple(pods_to_preempt(pod, active, missing)))
        except NothingToReclaim as nothing:
            return Refusal("UnexpectedAdmissionError", NO_ROOM.format(why=nothing))

    def _worded(self, refusal: Refusal) -> Refusal:
        """Whether the message tells why a predicate failed, differs by version."""
        predicate, failed, why = refusal.message.partition(" failed: ")
        if not failed:
            return refusal
        return refusal._replace(
            message=self.kl.texts.predicate.format(predicate=predicate, why=why)
        )

    def fits(self, pod: Pod) -> Refusal | None:
        """Why the Pod's resources are not to be had beside the others', or None."""
        node = self.kl.api.find("Node", "", self.kl.node_name)
        lacking = self._insufficient(pod, node) if node is not None else []
        return lacking[0].refusal() if lacking else None

    def admitted(self, pod: Pod) -> None:
        """Count what this Pod was granted."""
        self.requests[pod.metadata.uid] = pod_requests(pod)

    def freed(self, uid: str) -> None:
        """The Pod has ended, or is gone: it counts no longer (`filterOutInactivePods`)."""
        self.requests.pop(uid, None)

    def _insufficient(self, pod: Pod, node: Node) -> list[Insufficient]:
        """What the fit predicate finds wanting, in its order."""
        found = []
        others = len(self.requests) - (pod.metadata.uid in self.requests)
        allocatable = (node.status and node.status.allocatable) or {}
        pods = value(parse(allocatable.get("pods", "110")))
        if others + 1 > pods:
            found.append(Insufficient("pods", 1, others, pods))
        for name, wanted in pod_requests(pod).items():
            measure = milli_value if name == "cpu" else value
            asked = measure(wanted)
            if not asked or (name == "ephemeral-storage" and name not in allocatable):
                continue
            capacity = measure(parse(allocatable.get(name, "0")))
            lists = [each for uid, each in self.requests.items() if uid != pod.metadata.uid]
            taken = sum(measure(each[name]) for each in lists if name in each)
            if asked > capacity - taken:
                found.append(Insufficient(name, asked, taken, capacity))
        return found

    def _taken_port(self, pod: Pod) -> Refusal | None:
        wanted = _host_ports(pod)
        if not wanted:
            return None
        known = self.kl.pod_manager.pods
        others = [known[uid] for uid in self.requests if uid in known]
        taken = [port for other in others for port in _host_ports(other)]
        for port, protocol, ip in wanted:
            for other_port, other_protocol, other_ip in taken:
                same_place = ip == other_ip or "0.0.0.0" in (ip, other_ip)
                if (port, protocol) == (other_port, other_protocol) and same_place:
                    return Refusal("NodePorts", NO_FREE_PORTS)
        return None


def _wrong_node(pod: Pod, node: Node) -> Refusal | None:
    labels = node.metadata.labels or {}
    wanted = pod.spec.nodeSelector or {}
    if wanted.items() <= labels.items() and _affinity_matches(pod, node):
        return None
    message = "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector"
    return Refusal("NodeAffinity", message)


def _affinity_matches(pod: Pod, node: Node) -> bool:
    affinity = pod.spec.affinity and pod.spec.affinity.nodeAffinity
    required = affinity and affinity.requiredDuringSchedulingIgnoredDuringExecution
    if not required:
        return True
    return any(_term_matches(term, node) for term in required.nodeSelectorTerms)


def _term_matches(term: NodeSelectorTerm, node: Node) -> bool:
    """All expressions of one term; a term without any matches nothing."""
    fields = {"metadata.name": node.metadata.name}
    checks = [(e, node.metadata.labels or {}) for e in term.matchExpressions or ()]
    checks += [(e, fields) for e in term.matchFields or ()]
    return bool(checks) and all(
        Requirement(e.key, e.operator, tuple(e.values or ())).matches(where) for e, where in checks
    )


def _host_ports(pod: Pod) -> list[tuple[int, str, str]]:
    """The node's ports that its lasting containers ask for (`GetHostPorts`)."""
    return [
        (port.hostPort, port.protocol or "TCP", port.hostIP or "0.0.0.0")
        for place in visit_containers(pod.spec)
        for port in place.container.ports or ()
        if port.hostPort and place.kind in (APP, SIDECAR)
    ]


def _untolerated(pod: Pod, node: Node) -> Refusal | None:
    """Only NoExecute taints are looked at here."""
    for taint in (node.spec and node.spec.taints) or ():
        if taint.effect != "NoExecute":
            continue
        if not any(_tolerates(each, taint) for each in pod.spec.tolerations or ()):
            message = (
                "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate"
            )
            return Refusal("TaintToleration", message)
    return None


def _tolerates(toleration, taint) -> bool:
    if toleration.effect and toleration.effect != taint.effect:
        return False
    if toleration.key and toleration.key != taint.key:
        return False
    if toleration.operator == "Exists":
        return True
    return (toleration.value or "") == (taint.value or "")
