"""One Pod as an endpoint of a Service, and the sharing out of endpoints over slices.

Mirrors staging/src/k8s.io/endpointslice/utils.go (`podToEndpoint`) and reconciler.go
(`reconcileByPortMapping`), and trafficdist/trafficdist.go of the same.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lightkube.models.core_v1 import Node, ObjectReference, Pod, Service
from lightkube.models.discovery_v1 import (
    Endpoint,
    EndpointConditions,
    EndpointHints,
    EndpointPort,
    EndpointSlice,
    ForNode,
    ForZone,
)

from lifecycle.engine.controllers.pods import is_ready, is_terminal

MOST_IN_A_SLICE = 100
ZONE = "topology.kubernetes.io/zone"
PREFER_SAME_NODE = "PreferSameNode"
CLOSE = ("PreferClose", "PreferSameZone", PREFER_SAME_NODE)
"""Traffic distributions; the first is the older name of the second."""

Ports = tuple[tuple[str | None, int | None, str | None, str | None], ...]
Group = tuple[tuple[EndpointPort, ...], list[Endpoint]]
"""Endpoints that have the same ports."""


class Planned(NamedTuple):
    """What one slice is to hold; `old` is the slice that holds part of it already."""

    old: EndpointSlice | None
    ports: list[EndpointPort] | None
    endpoints: list[Endpoint] | None


def should_be_endpoint(pod: Pod) -> bool:
    """Whether the Pod has an address and has not ended (`ShouldPodBeInEndpoints`)."""
    return bool(pod.status.podIP) and not is_terminal(pod)


def pod_to_endpoint(pod: Pod, service: Service, node: Node | None) -> Endpoint:
    """The Pod as this Service sees it."""
    serving = is_ready(pod)
    terminating = pod.metadata.deletionTimestamp is not None
    always = bool(service.spec.publishNotReadyAddresses)
    zone = (node.metadata.labels or {}).get(ZONE) if node else None
    ready = always or (serving and not terminating)
    hostname = pod.spec.hostname if pod.spec.subdomain == service.metadata.name else None
    return Endpoint(
        addresses=[pod.status.podIP],
        conditions=EndpointConditions(
            ready=ready,
            serving=serving,
            terminating=terminating,
        ),
        hostname=hostname,
        nodeName=pod.spec.nodeName,
        targetRef=ObjectReference(
            kind="Pod",
            namespace=pod.metadata.namespace,
            name=pod.metadata.name,
            uid=pod.metadata.uid,
        ),
        zone=zone,
        hints=_hints(service.spec.trafficDistribution, pod.spec.nodeName, zone) if ready else None,
    )


def _hints(distribution: str | None, node: str | None, zone: str | None) -> EndpointHints | None:
    """For whom an endpoint is meant (`preferCloseHeuristic.update`)."""
    if distribution not in CLOSE:
        return None
    by_node = distribution == PREFER_SAME_NODE and node
    if not zone and not by_node:
        return None
    return EndpointHints(
        forZones=[ForZone(name=zone)] if zone else None,
        forNodes=[ForNode(name=node)] if by_node else None,
    )


def plan_slices(existing: Iterable[EndpointSlice], groups: Iterable[Group]) -> list[Planned]:
    """Which slice holds what: endpoints stay where they are, new ones fill the gaps.

    Slices that are left over take the place of those that would have to be made
    (`recycleSlices`); with no endpoint at all one empty slice remains.
    """
    spare = list(existing)
    plan: list[Planned] = []
    for ports, endpoints in groups:
        mine = [old for old in spare if _key(old.ports or ()) == _key(ports)]
        spare = [old for old in spare if old not in mine]
        plan += _fill(mine, list(ports), endpoints)
    plan = plan or [Planned(None, None, None)]
    recycled = [p._replace(old=spare.pop(0)) if p.old is None and spare else p for p in plan]
    return recycled


def _fill(
    slices: list[EndpointSlice], ports: list[EndpointPort], endpoints: list[Endpoint]
) -> list[Planned]:
    """The endpoints of one group over its slices, and over new ones where these are full."""
    missing = {endpoint.targetRef.uid: endpoint for endpoint in endpoints}
    kept = [
        [missing.pop(e.targetRef.uid) for e in old.endpoints or () if e.targetRef.uid in missing]
        for old in slices
    ]
    rest = list(missing.values())
    plan = []
    for old, held in zip(slices, kept):
        room = MOST_IN_A_SLICE - len(held)
        held, rest = held + rest[:room], rest[room:]
        if held:
            plan.append(Planned(old, ports, held))
    while rest:
        plan.append(Planned(None, ports, rest[:MOST_IN_A_SLICE]))
        rest = rest[MOST_IN_A_SLICE:]
    return plan


def _key(ports: Iterable[EndpointPort]) -> Ports:
    return tuple((p.name, p.port, p.protocol, p.appProtocol) for p in ports)
