"""Endpoints, the older form of EndpointSlices: read from the slices when somebody asks.

The controller that writes them still runs in a real cluster, though nobody there but old clients
reads them. Here nobody does but kubectl; so they are worked out when they are looked at, and no
trace holds each Service's endpoints twice. What a manifest made stays as it is.

Mirrors pkg/controller/endpoint/endpoints_controller.go (`syncService`) and
pkg/api/v1/endpoints/util.go (`RepackSubsets`), but for the ports' order, which is that of the
Service and not that of their hashes.
"""

from collections.abc import Iterable
from typing import Any

from lightkube.models.core_v1 import (
    EndpointAddress,
    EndpointPort,
    Endpoints,
    EndpointSubset,
    Service,
)
from lightkube.models.discovery_v1 import Endpoint, EndpointSlice
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.selectors import Selector, of_map

KIND = "Endpoints"
_SERVICE_NAME = "kubernetes.io/service-name"
_HEADLESS = "service.kubernetes.io/headless"
_MANAGED_BY = {"endpoints.kubernetes.io/managed-by": "endpoint-controller"}

Port = tuple[str | None, int | None, str | None, str | None]
Places = dict[str, tuple[EndpointAddress, bool]]
"""Addresses by their text, and whether each is ready."""


class WithEndpoints:
    """Objects, and the Endpoints that belong to the Services among them."""

    def __init__(self, objects: Any) -> None:
        self._objects = objects

    def find(self, kind: str, namespace: str, name: str) -> Any:
        """The object, or None."""
        found = self._objects.find(kind, namespace, name)
        if found is not None or kind != KIND:
            return found
        service = self._objects.find("Service", namespace, name)
        return self._of(service) if service is not None else None

    def list(
        self, kind: str, namespace: str | None = None, selector: Selector | None = None
    ) -> list[Any]:
        """The kind's objects, by namespace and name."""
        found = self._objects.list(kind, namespace, selector)
        if kind != KIND:
            return found
        made = {_key(one) for one in self._objects.list(KIND, namespace)}
        services = self._objects.list("Service", namespace)
        derived = [self._of(one) for one in services if _key(one) not in made]
        found += [
            one
            for one in derived
            if one is not None and (selector is None or selector.matches(one.metadata.labels))
        ]
        return sorted(found, key=_key)

    def kinds(self) -> tuple[str, ...]:
        """The kinds of which there is anything."""
        return self._objects.kinds()

    def _of(self, service: Service) -> Endpoints | None:
        """What the controller would have written for the Service."""
        if not service.spec.selector or service.spec.type == "ExternalName":
            return None
        meta = service.metadata
        mine = of_map({_SERVICE_NAME: meta.name})
        slices = self._objects.list("EndpointSlice", meta.namespace, mine)
        if not slices:
            return None
        labels = {**(meta.labels or {}), **_MANAGED_BY}
        if service.spec.clusterIP == "None":
            labels[_HEADLESS] = ""
        return Endpoints(
            apiVersion="v1",
            kind=KIND,
            metadata=ObjectMeta(
                name=meta.name,
                namespace=meta.namespace,
                labels=dict(sorted(labels.items())),
                creationTimestamp=meta.creationTimestamp,
            ),
            subsets=subsets_of(slices) or None,
        )


def subsets_of(slices: Iterable[EndpointSlice]) -> list[EndpointSubset]:
    """The addresses of all slices, those ports together that have the same."""
    by_port: dict[Port | None, Places] = {}
    for one in slices:
        ports = [(p.name or None, p.port, p.protocol, p.appProtocol) for p in one.ports or ()]
        for endpoint in one.endpoints or ():
            if endpoint.conditions.terminating and not endpoint.conditions.ready:
                continue
            place = {endpoint.addresses[0]: (_address(endpoint), bool(endpoint.conditions.ready))}
            for port in ports or [None]:
                by_port.setdefault(port, {}).update(place)
    groups: list[tuple[Places, list[Port | None]]] = []
    for port, places in by_port.items():
        same = next((ports for known, ports in groups if known == places), None)
        if same is None:
            groups.append((places, [port]))
        else:
            same.append(port)
    return [_subset(places, ports) for places, ports in groups]


def _subset(places: Places, ports: list[Port | None]) -> EndpointSubset:
    ordered = [places[text] for text in sorted(places)]
    return EndpointSubset(
        addresses=[address for address, ready in ordered if ready] or None,
        notReadyAddresses=[address for address, ready in ordered if not ready] or None,
        ports=[
            EndpointPort(name=port[0], port=port[1], protocol=port[2], appProtocol=port[3])
            for port in ports
            if port is not None
        ]
        or None,
    )


def _address(endpoint: Endpoint) -> EndpointAddress:
    return EndpointAddress(
        ip=endpoint.addresses[0],
        hostname=endpoint.hostname,
        nodeName=endpoint.nodeName,
        targetRef=endpoint.targetRef,
    )


def _key(obj: Any) -> tuple[str, str]:
    return obj.metadata.namespace, obj.metadata.name
