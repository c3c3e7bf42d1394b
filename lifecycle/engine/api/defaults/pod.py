"""Defaults of Pods, and of the templates of Pods.

Mirrors `SetDefaults_Pod` and `SetDefaults_PodSpec` of pkg/apis/core/v1/defaults.go.
"""

from collections.abc import Callable
from typing import Any

from lightkube.models.core_v1 import (
    Container,
    Pod,
    PodSecurityContext,
    PodSpec,
    PodTemplateSpec,
    ResourceRequirements,
)
from msgspec.structs import replace

from lifecycle.engine.api.defaults.container import (
    default_container,
    default_resources,
    round_up,
)
from lifecycle.engine.api.defaults.fill import change, each, fill, fill_empty
from lifecycle.engine.api.defaults.volume import default_volume
from lifecycle.engine.api.quantity import canonical
from lifecycle.engine.api.resources import (
    ResourceList,
    aggregate_container_limits,
    aggregate_container_requests,
    is_pod_level_resource,
)


def default_pod_spec(spec: PodSpec) -> PodSpec:
    """What Pods and templates share."""
    spec = fill_empty(
        spec,
        dnsPolicy="ClusterFirst",
        restartPolicy="Always",
        schedulerName="default-scheduler",
    )
    spec = fill(spec, securityContext=PodSecurityContext(), terminationGracePeriodSeconds=30)
    account = spec.serviceAccountName or spec.serviceAccount
    if account:
        spec = fill_empty(replace(spec, serviceAccount=account), serviceAccountName=account)
    containers = each(default_container)
    return change(
        spec,
        initContainers=containers,
        containers=containers,
        ephemeralContainers=containers,
        volumes=each(default_volume),
        overhead=round_up,
        resources=default_resources,
    )


def default_pod_template(template: PodTemplateSpec) -> PodTemplateSpec:
    """The Pod template of a workload."""
    return change(template, spec=default_pod_spec)


def default_pod(pod: Pod) -> Pod:
    """A Pod: requests follow limits, and the host's network takes the container's ports."""
    if pod.spec is None:
        return replace(pod, spec=default_pod_spec(PodSpec(containers=[])))
    spec = change(default_pod_spec(pod.spec), **_in_all(_requests_from_limits))
    pod = replace(pod, spec=spec)
    if spec.resources is not None:
        spec = replace(spec, resources=_pod_level_defaults(pod))
    if spec.hostNetwork:
        spec = change(spec, **_in_all(_host_ports))
    return replace(pod, spec=fill(spec, enableServiceLinks=True))


def _in_all(apply: Callable[[Container], Container]) -> dict[str, Any]:
    return {"containers": each(apply), "initContainers": each(apply)}


def _requests_from_limits(container: Container) -> Container:
    resources = container.resources
    if resources is None or not resources.limits:
        return container
    requests = {**resources.limits, **(resources.requests or {})}
    if requests == resources.requests:
        return container
    return replace(container, resources=replace(resources, requests=requests))


def _host_ports(container: Container) -> Container:
    return change(
        container,
        ports=each(lambda port: fill_empty(port, hostPort=port.containerPort)),
    )


def _pod_level_defaults(pod: Pod) -> ResourceRequirements:
    """`defaultHugePagePodLimits`, then `defaultPodRequests`."""
    resources: ResourceRequirements = pod.spec.resources
    limits, requests = dict(resources.limits or {}), dict(resources.requests or {})
    if limits or requests:
        for name, text in _texts(aggregate_container_limits(pod)).items():
            if name.startswith("hugepages-") and name not in requests:
                limits.setdefault(name, text)
    if limits:
        for name, text in _texts(aggregate_container_requests(pod)).items():
            if not name.startswith("hugepages-"):
                requests.setdefault(name, text)
        for name, text in limits.items():
            if is_pod_level_resource(name):
                requests.setdefault(name, text)
    return replace(resources, limits=limits or None, requests=requests or None)


def _texts(resources: ResourceList) -> dict[str, str]:
    return {n: canonical(q) for n, q in resources.items() if is_pod_level_resource(n)}
