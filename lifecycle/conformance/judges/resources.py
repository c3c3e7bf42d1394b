"""Cases of the QoS class and of a Pod's effective requests and limits."""

from typing import Any

from lifecycle.conformance.objects import pod_of
from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.api.qos import compute_pod_qos
from lifecycle.engine.api.quantity import parse
from lifecycle.engine.api.resources import (
    Options,
    ResourceList,
    aggregate_container_limits,
    aggregate_container_requests,
    pod_limits,
    pod_requests,
    quantities,
)

_OPTIONS = {
    "UseStatusResources": "use_status",
    "UseDRANodeAllocatableResourceClaimStatus": "use_claims",
    "ExcludeOverhead": "exclude_overhead",
    "SkipPodLevelResources": "skip_pod_level",
}


def judge_qos(case: Case) -> Answer:
    gates = case.get("featureGates", {})
    got = compute_pod_qos(
        pod_of(case["pod"]), pod_level_resources=gates.get("PodLevelResources", True)
    )
    return Answer(case["expect"], {"qosClass": got})


def judge_table(case: Case) -> Answer:
    """Quantities compare by value."""
    pod, options = pod_of(case["pod"]), _options(case["options"])
    requests, limits = pod_requests, pod_limits
    if case["function"].startswith("Aggregate"):
        requests, limits = aggregate_container_requests, aggregate_container_limits
    got: dict[str, Any] = {}
    if "requests" in case["expect"]:
        got["requests"] = _values(requests(pod, options))
    if "limits" in case["expect"]:
        got["limits"] = _values(limits(pod, options))
    return Answer(_expected(case), got)


def judge_fuzz(case: Case) -> Answer:
    pod = pod_of(case["pod"])
    got = {
        "requests": _values(pod_requests(pod)),
        "limits": _values(pod_limits(pod)),
        "qosClass": compute_pod_qos(pod),
    }
    return Answer(_expected(case), got)


def _options(listed: dict[str, Any]) -> Options:
    options = Options(**{_OPTIONS[key]: on for key, on in listed.items() if key in _OPTIONS})
    known = listed.get("NonMissingContainerRequests")
    if known is not None:
        options = options._replace(non_missing_requests=quantities(known))
    return options


def _values(resources: ResourceList) -> dict[str, int]:
    return {name: quantity.nano for name, quantity in resources.items()}


def _expected(case: Case) -> dict[str, Any]:
    return {
        key: {name: parse(text).nano for name, text in value.items()}
        if isinstance(value, dict)
        else value
        for key, value in case["expect"].items()
    }
