"""kubectl describe node.

Mirrors `describeNode` (describe.go).
"""

from lightkube.models.core_v1 import Node, Pod

from lifecycle.engine.api.pod import is_terminal
from lifecycle.engine.api.quantity import ZERO, Quantity, canonical, parse
from lifecycle.engine.api.resources import pod_limits, pod_requests
from lifecycle.engine.apiserver.printers.durations import since
from lifecycle.engine.kubectl.describe.events import describe_events
from lifecycle.engine.kubectl.describe.page import Page, long_time
from lifecycle.engine.kubectl.moment import Moment

_COUNTED = ("cpu", "memory")


def describe_node(page: Page, node: Node, moment: Moment) -> None:
    """Taints, conditions, room, and the Pods that take it."""
    page.field(0, "Name", node.metadata.name)
    page.field(0, "Roles", "<none>")
    page.labels("Labels", node.metadata.labels)
    page.annotations(node.metadata.annotations)
    page.field(0, "CreationTimestamp", long_time(node.metadata.creationTimestamp))
    taints = [
        f"{taint.key}={taint.value}:{taint.effect}"
        if taint.value
        else f"{taint.key}:{taint.effect}"
        for taint in (node.spec.taints if node.spec else None) or ()
    ]
    page.several("Taints", sorted(taints))
    page.field(0, "Unschedulable", "true" if node.spec and node.spec.unschedulable else "false")
    _conditions(page, node)
    _room(page, node)
    _pods(page, node, moment)
    describe_events(page, node, moment)


def _conditions(page: Page, node: Node) -> None:
    conditions = (node.status.conditions if node.status else None) or ()
    if not conditions:
        return
    page.write(0, "Conditions:")
    page.write(1, "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage")
    page.write(1, "----\t------\t-----------------\t------------------\t------\t-------")
    for one in conditions:
        page.write(
            1,
            f"{one.type} \t{one.status} \t{long_time(one.lastHeartbeatTime)} "
            f"\t{long_time(one.lastTransitionTime)} \t{one.reason or ''} \t{one.message or ''}",
        )


def _room(page: Page, node: Node) -> None:
    status = node.status
    if status is None:
        return
    if status.addresses:
        page.write(0, "Addresses:")
        for address in status.addresses:
            page.field(1, address.type, address.address)
    for title, listed in (("Capacity", status.capacity), ("Allocatable", status.allocatable)):
        if listed:
            page.write(0, f"{title}:")
            for name, amount in sorted(listed.items()):
                page.field(1, name, canonical(amount))


def _pods(page: Page, node: Node, moment: Moment) -> None:
    pods: list[Pod] = [
        pod
        for pod in moment.objects.list("Pod")
        if pod.spec.nodeName == node.metadata.name and not is_terminal(pod.status.phase)
    ]
    page.field(0, "Non-terminated Pods", f"({len(pods)} in total)")
    page.write(
        1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge"
    )
    page.write(
        1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---"
    )
    room = (node.status.allocatable if node.status else None) or {}
    total = {part: dict.fromkeys(_COUNTED, ZERO) for part in ("requests", "limits")}
    for pod in pods:
        amounts = {"requests": pod_requests(pod), "limits": pod_limits(pod)}
        cells = []
        for name in _COUNTED:
            for part, listed in amounts.items():
                amount = listed.get(name, ZERO)
                total[part][name] += amount
                cells.append(f"{amount} ({_share(amount, room.get(name))})")
        age = since(pod.metadata.creationTimestamp, moment.now_ms)
        line = "\t".join([pod.metadata.namespace, pod.metadata.name, "", *cells, age])
        page.write(1, line)
    _allocated(page, total, room)


def _allocated(page: Page, total: dict[str, dict[str, Quantity]], room: dict[str, str]) -> None:
    page.write(0, "Allocated resources:")
    page.write(1, "(Total limits may be over 100 percent, i.e., overcommitted.)")
    page.write(1, "Resource\tRequests\tLimits")
    page.write(1, "--------\t--------\t------")
    for name in _COUNTED:
        amounts = (total[part][name] for part in ("requests", "limits"))
        cells = [f"{amount} ({_share(amount, room.get(name))})" for amount in amounts]
        page.write(1, "\t".join([name, *cells]))


def _share(amount: Quantity, room: str | None) -> str:
    whole = parse(room).nano if room else 0
    return f"{amount.nano * 100 // whole}%" if whole else "0%"
