"""What an object uses of its namespace's quotas, and which quotas it falls under.

Admission charges a new object for it, the quota controller counts all of them again; both
ask here.

Mirrors pkg/quota/v1/evaluator/core (pods.go, services.go, persistent_volume_claims.go) and
staging/src/k8s.io/apiserver/pkg/quota/v1.
"""

from collections.abc import Callable, Iterable
from typing import Any

from lightkube.models.core_v1 import (
    Container,
    PersistentVolumeClaim,
    Pod,
    ResourceQuota,
    ScopedResourceSelectorRequirement,
    Service,
)

from lifecycle.engine.api.kinds import find_kind
from lifecycle.engine.api.qos import get_pod_qos
from lifecycle.engine.api.quantity import ZERO, Quantity, parse
from lifecycle.engine.api.resources import ResourceList, pod_limits, pod_requests, quantities
from lifecycle.engine.api.scheme import api_version_of, kind_of
from lifecycle.engine.kernel.clock import Millis, millis

ONE = parse("1")
_COMPUTE = ("cpu", "memory", "ephemeral-storage")
_DEMANDED = (
    "cpu", "limits.cpu", "limits.memory", "memory", "requests.cpu", "requests.memory",
)  # fmt: skip
"""A quota of these obliges each container to name them (`validationSet`), sorted."""

_COUNTED = {
    "ConfigMap": "configmaps",
    "ReplicationController": "replicationcontrollers",
    "ResourceQuota": "resourcequotas",
    "Secret": "secrets",
}
"""Kinds whose number has an older name beside `count/…`."""

CLASS_INFIX = ".storageclass.storage.k8s.io/"


def usage(obj: Any, now: Millis) -> ResourceList:
    """What the object uses, of every resource that a quota can name (`Usage`)."""
    used = {count_name(obj): ONE}
    kind = kind_of(obj)
    if kind in _COUNTED:
        used[_COUNTED[kind]] = ONE
    measure = _MEASURES.get(kind)
    return {**used, **measure(obj, now)} if measure else used


def count_name(obj: Any) -> str:
    """`count/deployments.apps` (`ObjectCountQuotaResourceNameFor`)."""
    row = find_kind(api_version_of(obj), kind_of(obj))
    if row is not None:
        return f"count/{row.resource}"
    group = api_version_of(obj).rpartition("/")[0]
    return f"count/{kind_of(obj).lower()}s.{group}"


def _of_pod(pod: Pod, now: Millis) -> ResourceList:
    """Nothing but the object's number once the Pod has ended (`QuotaV1Pod`)."""
    if pod.status is not None and pod.status.phase in ("Succeeded", "Failed"):
        return {}
    ends = pod.metadata.deletionTimestamp
    if ends is not None and now > millis(ends):
        return {}
    return compute(pod_requests(pod), pod_limits(pod))


def compute(requests: ResourceList, limits: ResourceList) -> ResourceList:
    """Requests and limits under the names that quotas give them (`podComputeUsageHelper`)."""
    used = {"pods": ONE}
    for name in _COMPUTE:
        if name in requests:
            used[name] = used[f"requests.{name}"] = requests[name]
        if name in limits:
            used[f"limits.{name}"] = limits[name]
    for name, amount in requests.items():
        if name.startswith("hugepages-"):
            used[name] = used[f"requests.{name}"] = amount
        elif "/" in name:
            used[f"requests.{name}"] = amount
    return used


def _of_service(service: Service, _: Millis) -> ResourceList:
    spec = service.spec
    ports = spec.ports or ()
    used = {"services": ONE, "services.loadbalancers": ZERO, "services.nodeports": ZERO}
    if spec.type == "NodePort":
        used["services.nodeports"] = parse(len(ports))
    elif spec.type == "LoadBalancer":
        used["services.loadbalancers"] = ONE
        if spec.allocateLoadBalancerNodePorts is not False:
            used["services.nodeports"] = parse(len(ports))
        else:
            used["services.nodeports"] = parse(sum(bool(port.nodePort) for port in ports))
    return used


def _of_claim(claim: PersistentVolumeClaim, _: Millis) -> ResourceList:
    resources = claim.spec.resources
    asked = quantities(resources.requests if resources else None).get("storage")
    used = {"persistentvolumeclaims": ONE}
    if asked is not None:
        used["requests.storage"] = asked
    if claim.spec.storageClassName:
        prefix = claim.spec.storageClassName + CLASS_INFIX
        used |= {prefix + name: amount for name, amount in list(used.items())}
    return used


_MEASURES: dict[str, Callable[[Any, Millis], ResourceList]] = {
    "Pod": _of_pod,
    "Service": _of_service,
    "PersistentVolumeClaim": _of_claim,
}


def covered(names: Iterable[str], obj: Any) -> list[str]:
    """Those of a quota's resources that objects of this kind use (`MatchingResources`)."""
    kind = kind_of(obj)
    count, older = count_name(obj), _COUNTED.get(kind)
    return [name for name in names if name in (count, older) or _is_of(kind, name)]


def _is_of(kind: str, name: str) -> bool:
    if kind == "Pod":
        bare = name.removeprefix("requests.").removeprefix("limits.")
        if name == "pods" or bare in _COMPUTE or bare.startswith("hugepages-"):
            return True
        return name.startswith("requests.") and "/" in name and CLASS_INFIX not in name
    if kind == "Service":
        return name in ("services", "services.loadbalancers", "services.nodeports")
    if kind == "PersistentVolumeClaim":
        bare = name.partition(CLASS_INFIX)[2] or name
        return bare in ("persistentvolumeclaims", "requests.storage")
    return False


def falls_under(quota: ResourceQuota, obj: Any) -> bool:
    """Whether the quota counts anything of the object, by kind and scopes (`Matches`)."""
    hard = quota.spec.hard if quota.spec else None
    if not hard or not covered(hard, obj):
        return False
    return all(_in_scope(scope, obj) for scope in _scopes(quota))


def _scopes(quota: ResourceQuota) -> list[ScopedResourceSelectorRequirement]:
    named = [
        ScopedResourceSelectorRequirement(operator="Exists", scopeName=scope)
        for scope in quota.spec.scopes or ()
    ]
    selector = quota.spec.scopeSelector
    return named + list((selector.matchExpressions if selector else None) or ())


def _in_scope(scope: ScopedResourceSelectorRequirement, obj: Any) -> bool:
    """Scopes are of Pods alone (`podMatchesScopeFunc`)."""
    if kind_of(obj) != "Pod":
        return False
    name = scope.scopeName
    if name in ("Terminating", "NotTerminating"):
        return (obj.spec.activeDeadlineSeconds is not None) == (name == "Terminating")
    if name in ("BestEffort", "NotBestEffort"):
        return (get_pod_qos(obj) == "BestEffort") == (name == "BestEffort")
    if name == "PriorityClass":
        return _has_priority(scope, obj.spec.priorityClassName or "")
    return name == "CrossNamespacePodAffinity" and _reaches_out(obj)


def _has_priority(scope: ScopedResourceSelectorRequirement, name: str) -> bool:
    if scope.operator in ("Exists", "DoesNotExist"):
        return bool(name) == (scope.operator == "Exists")
    if scope.operator == "In":
        return name in (scope.values or ())
    return name not in (scope.values or ())


def _reaches_out(pod: Pod) -> bool:
    """Whether an affinity term looks at Pods of other namespaces."""
    affinity = pod.spec.affinity
    for part in (affinity.podAffinity, affinity.podAntiAffinity) if affinity else ():
        if part is None:
            continue
        weighted = part.preferredDuringSchedulingIgnoredDuringExecution or ()
        terms = [*(part.requiredDuringSchedulingIgnoredDuringExecution or ())]
        terms += [one.podAffinityTerm for one in weighted]
        if any(term.namespaces or term.namespaceSelector is not None for term in terms):
            return True
    return False


def undeclared(names: Iterable[str], pod: Pod) -> str:
    """What containers must name because a quota limits it (`Constraints`); empty if all do."""
    demanded = [name for name in _DEMANDED if name in tuple(names)]
    containers = (*pod.spec.containers, *(pod.spec.initContainers or ()))
    missing = []
    for name in demanded:
        without = sorted(c.name for c in containers if name not in _of_container(c))
        if without:
            missing.append(f"{name} for: {','.join(without)}")
    return f"must specify {'; '.join(missing)}" if missing else ""


def _of_container(container: Container) -> ResourceList:
    resources = container.resources
    if resources is None:
        return {}
    return compute(quantities(resources.requests), quantities(resources.limits))


def printed(amounts: dict[str, Quantity]) -> str:
    """`pods=1,requests.cpu=500m` (`prettyPrint`)."""
    return ",".join(f"{name}={amounts[name]}" for name in sorted(amounts))
