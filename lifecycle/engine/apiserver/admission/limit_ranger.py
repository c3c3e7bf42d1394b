"""LimitRanges: what containers ask for by default, and how much containers, Pods and claims may.

Mirrors plugin/pkg/admission/limitranger/admission.go.
"""

from collections.abc import Iterator
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
from lifecycle.engine.api.quantity import canonical, parse
from lifecycle.engine.api.resources import pod_limits, pod_requests
from lifecycle.engine.apiserver.meta import name_so_far
from lifecycle.engine.apiserver.store import Store

_ANNOTATION = "kubernetes.io/limit-ranger"


def limit_pod(pod: Pod, store: Store) -> Pod:
    """Fill in defaults from the namespace's LimitRanges; raises Forbidden out of bounds."""
    ranges = store.list("LimitRange", pod.metadata.namespace)
    if not ranges:
        return pod
    for one in ranges:
        pod = _with_defaults(pod, one)
    wrong = [text for one in ranges for text in _violations(pod, one)]
    if wrong:
        raise errors.forbidden("Pod", name_so_far(pod.metadata), errors.aggregate(wrong))
    return pod


def limit_claim(claim: PersistentVolumeClaim, store: Store) -> PersistentVolumeClaim:
    """Hold a claim to its namespace's LimitRanges (`PersistentVolumeClaimLimitFunc`)."""
    resources = claim.spec.resources
    requests = (resources.requests if resources else None) or {}
    wrong = [
        text
        for one in store.list("LimitRange", claim.metadata.namespace)
        for item in one.spec.limits
        if item.type == "PersistentVolumeClaim"
        for text in _of_requests(item, requests)
    ]
    if wrong:
        name = name_so_far(claim.metadata)
        raise errors.forbidden("PersistentVolumeClaim", name, errors.aggregate(wrong))
    return claim


def _of_requests(item: LimitRangeItem, requests: dict[str, str]) -> Iterator[str]:
    """A claim has no limit: its request stands for itself (`maxRequestConstraint`)."""
    for name, bound in sorted((item.min or {}).items()):
        yield from _at_least(item.type, name, bound, requests, {})
    for name, bound in sorted((item.max or {}).items()):
        start = f"maximum {name} usage per {item.type} is {canonical(bound)}"
        if name not in requests:
            yield f"{start}.  No request is specified"
        elif parse(requests[name]) > parse(bound):
            yield f"{start}, but request is {canonical(requests[name])}"


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


def _violations(pod: Pod, limits: LimitRange) -> Iterator[str]:
    for item in limits.spec.limits:
        if item.type == "Container":
            for container in (*(pod.spec.initContainers or ()), *pod.spec.containers):
                resources = container.resources or ResourceRequirements()
                yield from _check(item, resources.requests or {}, resources.limits or {})
        elif item.type == "Pod":
            yield from _check(item, pod_requests(pod), pod_limits(pod))


def _check(item: LimitRangeItem, requests: Any, limits: Any) -> Iterator[str]:
    """Minimum, maximum and ratio of one amount (`minConstraint`, `maxConstraint`, …)."""
    for name, bound in sorted((item.min or {}).items()):
        yield from _at_least(item.type, name, bound, requests, limits)
    for name, bound in sorted((item.max or {}).items()):
        yield from _at_most(item.type, name, bound, requests, limits)
    for name, bound in sorted((item.maxLimitRequestRatio or {}).items()):
        if not requests.get(name) or name not in limits:
            text = "no request is specified or request is 0"
            yield f"{name} max limit to request ratio per {item.type} is {bound}, but {text}"
        elif (ratio := parse(limits[name]).nano / parse(requests[name]).nano) > float(bound):
            yield (
                f"{name} max limit to request ratio per {item.type} is {bound}, but provided "
                f"ratio is {ratio:f}"
            )


def _at_least(kind: str, name: str, bound: str, requests: Any, limits: Any) -> Iterator[str]:
    start = f"minimum {name} usage per {kind} is {canonical(bound)}"
    if name not in requests:
        yield f"{start}.  No request is specified"
    elif parse(requests[name]) < parse(bound):
        yield f"{start}, but request is {canonical(requests[name])}"
    if name in limits and parse(limits[name]) < parse(bound):
        yield f"{start}, but limit is {canonical(limits[name])}"


def _at_most(kind: str, name: str, bound: str, requests: Any, limits: Any) -> Iterator[str]:
    start = f"maximum {name} usage per {kind} is {canonical(bound)}"
    if name not in limits:
        yield f"{start}.  No limit is specified"
    elif parse(limits[name]) > parse(bound):
        yield f"{start}, but limit is {canonical(limits[name])}"
    if name in requests and parse(requests[name]) > parse(bound):
        yield f"{start}, but request is {canonical(requests[name])}"
