"""LimitRanges: what containers ask for by default, and how much containers, Pods and claims may.

Defaults are filled in before the object is validated, the bounds are held against it after.

Mirrors plugin/pkg/admission/limitranger/admission.go.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from lightkube.models.core_v1 import (
    LimitRange,
    LimitRangeItem,
    PersistentVolumeClaim,
    Pod,
    ResourceRequirements,
)
from msgspec.structs import replace

from lifecycle.engine.api import errors
from lifecycle.engine.api.quantity import canonical, milli_value, parse, value
from lifecycle.engine.api.resources import Options, pod_limits, pod_requests
from lifecycle.engine.apiserver.meta import kind_of, name_so_far
from lifecycle.engine.apiserver.store import Store

_ANNOTATION = "kubernetes.io/limit-ranger"
_MOST_IN_MILLI = ((1 << 63) - 1) // 1000
_WITHOUT_OVERHEAD = Options(exclude_overhead=True)


def fill_in_resources(pod: Pod, store: Store) -> Pod:
    """Give containers the defaults of the namespace's LimitRanges (`PodMutateLimitFunc`)."""
    for one in store.list("LimitRange", pod.metadata.namespace):
        pod = _with_defaults(pod, one)
    return pod


def check_limits(obj: Pod | PersistentVolumeClaim, store: Store) -> None:
    """Hold a Pod or a claim to the namespace's LimitRanges; raises Forbidden out of bounds.

    All that one LimitRange finds is told; what the next would find is not.
    """
    for one in store.list("LimitRange", obj.metadata.namespace):
        wrong = list(violations(obj, one))
        if wrong:
            name = name_so_far(obj.metadata)
            raise errors.forbidden(kind_of(obj), name, errors.aggregate(wrong))


def violations(obj: Pod | PersistentVolumeClaim, limits: LimitRange) -> Iterator[str]:
    """In what the object breaks the bounds (`PodValidateLimitFunc` and its like for claims)."""
    for item in limits.spec.limits:
        if isinstance(obj, PersistentVolumeClaim):
            if item.type == "PersistentVolumeClaim":
                yield from _of_claim(item, obj)
        elif item.type == "Container":
            for container in (*obj.spec.containers, *(obj.spec.initContainers or ())):
                resources = container.resources or ResourceRequirements()
                yield from _of_amounts(item, resources.requests or {}, resources.limits or {})
        elif item.type == "Pod":
            requests = pod_requests(obj, _WITHOUT_OVERHEAD)
            yield from _of_amounts(item, requests, pod_limits(obj, _WITHOUT_OVERHEAD))


def _of_claim(item: LimitRangeItem, claim: PersistentVolumeClaim) -> Iterator[str]:
    """A claim has no limit: its request stands for itself (`maxRequestConstraint`)."""
    resources = claim.spec.resources
    requests = (resources.requests if resources else None) or {}
    for name, bound in _sorted(item.min):
        yield from _at_least(item.type, name, bound, requests, {})
    for name, bound in _sorted(item.max):
        start = f"maximum {name} usage per {item.type} is {canonical(bound)}"
        if name not in requests:
            yield f"{start}.  No request is specified"
        elif _is_more(requests[name], bound):
            yield f"{start}, but request is {canonical(requests[name])}"


def _of_amounts(item: LimitRangeItem, requests: Any, limits: Any) -> Iterator[str]:
    for name, bound in _sorted(item.min):
        yield from _at_least(item.type, name, bound, requests, limits)
    for name, bound in _sorted(item.max):
        yield from _at_most(item.type, name, bound, requests, limits)
    for name, bound in _sorted(item.maxLimitRequestRatio):
        yield from _in_ratio(item.type, name, bound, requests, limits)


def _sorted(listed: dict[str, Any] | None) -> Iterable[tuple[str, Any]]:
    return sorted((listed or {}).items())


def _at_least(kind: str, name: str, bound: str, requests: Any, limits: Any) -> Iterator[str]:
    """One complaint at most (`minConstraint`)."""
    start = f"minimum {name} usage per {kind} is {canonical(bound)}"
    if name not in requests:
        yield f"{start}.  No request is specified"
    elif _is_more(bound, requests[name]):
        yield f"{start}, but request is {canonical(requests[name])}"
    elif name in limits and _is_more(bound, limits[name]):
        yield f"{start}, but limit is {canonical(limits[name])}"


def _at_most(kind: str, name: str, bound: str, requests: Any, limits: Any) -> Iterator[str]:
    """One complaint at most (`maxConstraint`)."""
    start = f"maximum {name} usage per {kind} is {canonical(bound)}"
    if name not in limits:
        yield f"{start}.  No limit is specified"
    elif _is_more(limits[name], bound):
        yield f"{start}, but limit is {canonical(limits[name])}"
    elif name in requests and _is_more(requests[name], bound):
        yield f"{start}, but request is {canonical(requests[name])}"


def _in_ratio(kind: str, name: str, bound: str, requests: Any, limits: Any) -> Iterator[str]:
    """How many times the request the limit may be (`limitRequestRatioConstraint`)."""
    start = f"{name} max limit to request ratio per {kind} is {canonical(bound)}, but"
    request, limit = (milli_value(listed.get(name, 0)) for listed in (requests, limits))
    if not request:
        yield f"{start} no request is specified or request is 0"
    elif not limit:
        yield f"{start} no limit is specified or limit is 0"
    elif limit / request * 1000 > milli_value(bound):
        yield f"{start} provided ratio is {limit / request:f}"


def _is_more(amount: Any, other: Any) -> bool:
    """Compared in thousandths while they fit (`requestLimitEnforcedValues`)."""
    pair = parse(amount), parse(other)
    measure = milli_value if all(value(one) <= _MOST_IN_MILLI for one in pair) else value
    return measure(pair[0]) > measure(pair[1])


def _with_defaults(pod: Pod, limits: LimitRange) -> Pod:
    """Requests and limits that containers don't name (`mergePodResourceRequirements`)."""
    requests: dict[str, str] = {}
    upper: dict[str, str] = {}
    for item in limits.spec.limits:
        if item.type == "Container":
            requests |= item.defaultRequest or {}
            upper |= item.default or {}
    notes: list[str] = []
    spec = pod.spec
    spec = replace(
        spec,
        containers=[_filled(c, requests, upper, "container", notes) for c in spec.containers],
        initContainers=spec.initContainers
        and [_filled(c, requests, upper, "init container", notes) for c in spec.initContainers],
    )
    if not notes:
        return pod
    note = {_ANNOTATION: "LimitRanger plugin set: " + "; ".join(notes)}
    annotations = {**(pod.metadata.annotations or {}), **note}
    return replace(pod, spec=spec, metadata=replace(pod.metadata, annotations=annotations))


def _filled(
    container: Any, requests: dict[str, str], limits: dict[str, str], kind: str, notes: list[str]
) -> Any:
    resources = container.resources or ResourceRequirements()
    filled, noted = {}, []
    for part, defaults in (("requests", requests), ("limits", limits)):
        given = getattr(resources, part) or {}
        missing = {name: amount for name, amount in defaults.items() if name not in given}
        filled[part] = {**given, **missing} or None
        if missing:
            names = ", ".join(sorted(missing))
            noted.append(f"{names} {part[:-1]} for {kind} {container.name}")
    notes.extend(noted)
    return replace(container, resources=replace(resources, **filled)) if noted else container
