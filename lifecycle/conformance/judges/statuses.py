"""Cases of convertToAPIContainerStatuses and generateAPIPodStatus."""

from typing import Any

import msgspec

from lifecycle.conformance.objects import (
    NOW_MS,
    newest_first,
    plain,
    pod_of,
    pod_status_of,
    runtime_of,
    statuses_of,
)
from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.cri.status import PodRuntime
from lifecycle.engine.kubelet.gates import V1_36
from lifecycle.engine.kubelet.prober.results import FAILURE, READINESS, STARTUP, ProbeView
from lifecycle.engine.kubelet.status.convert import WaitReason, convert_to_api_container_statuses
from lifecycle.engine.kubelet.status.generate import generate_api_pod_status

HOST_IPS = ("127.0.0.1", "::1")
_SET_BY_PROBES = ("ready", "started")


def judge_containers(case: Case) -> Answer:
    """Upstream's test looks at neither ids nor resources."""
    pod = pod_of(case["pod"])
    by_name = {each.name: each for each in [*(pod.spec.initContainers or ()), *pod.spec.containers]}
    got = convert_to_api_container_statuses(
        pod,
        newest_first(runtime_of(case["runtime"])),
        statuses_of(case["previousStatuses"]) or [],
        [by_name[name] for name in case["containers"]],
        case["hasInitContainers"],
        case["isInitContainer"],
        case["podRestarting"],
    )
    ignored = ("containerID", "resources", "started")
    return Answer(
        [_without(each, ignored) for each in plain(case["expect"]["statuses"])],
        [_without(each, ignored) for each in plain(got)],
    )


def judge_table(case: Case) -> Answer:
    """Upstream's test has a prober that sets `ready` by a list, and no addresses of the Pod."""
    gates = msgspec.structs.replace(
        V1_36, pod_level_resize=case["featureGates"]["InPlacePodLevelResourcesVerticalScaling"]
    )
    status = generate_api_pod_status(
        pod_of(case["pod"]),
        newest_first(runtime_of(case["runtime"])),
        previous=pod_status_of(case["previousStatus"]),
        terminal=case["isPodTerminal"],
        host_ips=HOST_IPS,
        pod_ips=(),
        gates=gates,
    ).status
    return Answer(_without_probes(plain(case["expect"])), _without_probes(plain(status)))


def judge_fuzz(case: Case) -> Answer:
    """The prober is the real one; the API shows the status that was published before."""
    runtime = newest_first(runtime_of(case["runtime"]))
    previous = pod_status_of(case["previousStatus"])
    pod = pod_of(case["pod"])
    status = generate_api_pod_status(
        msgspec.structs.replace(pod, status=previous),
        runtime,
        previous=previous,
        terminal=case["isPodTerminal"],
        probes=_probes(case, runtime, pod.metadata.uid or ""),
        reasons={
            name: WaitReason(why["reason"], why.get("message", ""))
            for name, why in case["waitReasons"].items()
        },
        host_ips=HOST_IPS,
        pod_ips=tuple(sandbox.ip for sandbox in runtime.sandboxes[:1] if sandbox.ip),
    ).status
    return Answer(plain(case["expect"]), plain(status))


def _probes(case: Case, runtime: PodRuntime, uid: str) -> ProbeView:
    listed = [(name, READINESS) for name in case["notReady"]]
    listed += [(name, STARTUP) for name in case["notStarted"]]
    results = {}
    for name, probe_type in listed:
        newest = runtime.newest(name)
        results[probe_type, newest.id if newest is not None else ""] = FAILURE
    workers = [(uid, name, probe_type) for name, probe_type in listed]
    return ProbeView(results, workers, NOW_MS)


def _without(document: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in keys}


def _without_probes(status: dict[str, Any]) -> dict[str, Any]:
    """Readiness is not this function's: it is the fake prober's, and so are its conditions."""
    status = dict(status)
    for name in ("initContainerStatuses", "containerStatuses"):
        if name in status:
            status[name] = [_without(each, _SET_BY_PROBES) for each in status[name]]
    status["conditions"] = [
        each
        for each in status.get("conditions", [])
        if each["type"] not in ("Ready", "ContainersReady") or each.get("reason") in _TERMINAL
    ]
    return status


_TERMINAL = ("PodFailed", "PodCompleted")
