"""Which Pods stand behind a Service: its EndpointSlices.

An endpoint appears when its Pod has an address, is ready when the Pod is, turns to
terminating at the delete, and goes when the Pod has ended.

Mirrors pkg/controller/endpointslice and staging/src/k8s.io/endpointslice/reconciler.go.
"""

from lightkube.models.core_v1 import Pod, Service
from lightkube.models.discovery_v1 import EndpointPort, EndpointSlice
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.api.selectors import of_map
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.endpoints import (
    Group,
    Planned,
    plan_slices,
    pod_to_endpoint,
    should_be_endpoint,
)
from lifecycle.engine.controllers.ownership import new_controller_ref
from lifecycle.engine.controllers.pods import is_ready
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.controllers.serviceports import endpoint_ports
from lifecycle.engine.kernel.world import World

SERVICE_NAME = "kubernetes.io/service-name"
MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
HEADLESS = "service.kubernetes.io/headless"


class EndpointSliceController(Reconciler):
    """Keeps the slices of every Service that has a selector."""

    name = "endpointslice"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        world.on("endpointslice.service", self._service_changed)
        world.on("endpointslice.pod", self._pod_changed)
        api.watch("Service", "endpointslice.service")
        api.watch("Pod", "endpointslice.pod")

    def _service_changed(self, verb: str, service: Service, old: Service | None) -> None:
        self.enqueue(service.metadata.namespace, service.metadata.name)

    def _pod_changed(self, verb: str, pod: Pod, old: Pod | None) -> None:
        if verb == "modified" and old is not None and _facts(pod) == _facts(old):
            return
        for service in self._api.list("Service", pod.metadata.namespace):
            if any(_selects(service, version) for version in (pod, old) if version is not None):
                self.enqueue(service.metadata.namespace, service.metadata.name)

    def sync(self, namespace: str, name: str) -> None:
        """Make the slices say what the Pods are."""
        service = self._api.find("Service", namespace, name)
        existing = self._api.list("EndpointSlice", namespace, {SERVICE_NAME: name})
        if service is None:
            self._delete(existing)
            return
        if not service.spec.selector or service.spec.type == "ExternalName":
            return
        groups = self._groups(service)
        self.soon(namespace, name, sum(len(endpoints) for _, endpoints in groups))
        plan = plan_slices(existing, groups)
        for planned in plan:
            self._write(service, planned)
        kept = [planned.old.metadata.uid for planned in plan if planned.old]
        self._delete([old for old in existing if old.metadata.uid not in kept])

    def _groups(self, service: Service) -> list[Group]:
        """The Service's endpoints, those with the same ports together."""
        groups: dict[str, Group] = {}
        pods = self._api.list("Pod", service.metadata.namespace, service.spec.selector)
        for pod in pods:
            if not should_be_endpoint(pod):
                continue
            node = self._api.find("Node", "", pod.spec.nodeName or "")
            ports = endpoint_ports(service, pod)
            _, endpoints = groups.setdefault(_text(ports), (ports, []))
            endpoints.append(pod_to_endpoint(pod, service, node))
        return list(groups.values())

    def _write(self, service: Service, planned: Planned) -> None:
        if planned.old is None:
            self._api.create(_new_slice(service, planned))
            return
        changed = replace(planned.old, endpoints=planned.endpoints, ports=planned.ports)
        self._api.update(changed, rule="endpoints.follow-the-pods")

    def _delete(self, slices: list[EndpointSlice]) -> None:
        for old in slices:
            self._api.delete("EndpointSlice", old.metadata.namespace, old.metadata.name)


def _new_slice(service: Service, planned: Planned) -> EndpointSlice:
    meta = service.metadata
    labels = {
        **(meta.labels or {}),
        MANAGED_BY: "endpointslice-controller.k8s.io",
        SERVICE_NAME: meta.name,
    }
    if service.spec.clusterIP == "None":
        labels[HEADLESS] = ""
    return EndpointSlice(
        apiVersion="discovery.k8s.io/v1",
        kind="EndpointSlice",
        metadata=ObjectMeta(
            generateName=f"{meta.name}-",
            namespace=meta.namespace,
            labels=dict(sorted(labels.items())),
            ownerReferences=[new_controller_ref(service)],
        ),
        addressType="IPv4",
        endpoints=planned.endpoints,
        ports=planned.ports,
    )


def _selects(service: Service, pod: Pod) -> bool:
    wanted = service.spec.selector
    return bool(wanted) and of_map(wanted).matches(pod.metadata.labels)


def _facts(pod: Pod) -> tuple:
    """All of a Pod that shows in an endpoint (`podEndpointsChanged`)."""
    meta, status = pod.metadata, pod.status
    return (
        status.podIP,
        status.phase,
        is_ready(pod),
        meta.deletionTimestamp is not None,
        meta.labels,
        pod.spec.nodeName,
    )


def _text(ports: tuple[EndpointPort, ...]) -> str:
    return ",".join(f"{p.name}:{p.port}/{p.protocol}" for p in ports)
