"""Cases of the five condition generators, told apart by the type that is expected."""

from lifecycle.conformance.objects import (
    conditions_of,
    plain,
    pod_of,
    pod_status_of,
    runtime_of,
    statuses_of,
)
from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.kubelet.status import conditions as ours


def judge(case: Case) -> Answer:
    pod, phase = pod_of(case["pod"]), case.get("phase") or ""
    statuses = statuses_of(case.get("statuses"))
    old = pod_status_of(case.get("oldStatus") or {})
    match case["expect"]["type"]:
        case ours.CONTAINERS_READY:
            got = ours.generate_containers_ready_condition(pod, statuses, phase)
        case ours.READY:
            conditions = conditions_of(case.get("conditions"))
            got = ours.generate_pod_ready_condition(pod, conditions, statuses, phase)
        case ours.INITIALIZED:
            got = ours.generate_pod_initialized_condition(pod, old, statuses, phase)
        case ours.POD_READY_TO_START_CONTAINERS:
            runtime = runtime_of(case["runtime"])
            got = ours.generate_pod_ready_to_start_containers_condition(pod, runtime)
        case _:
            runtime = runtime_of(case["runtime"])
            got = ours.generate_all_containers_restarting_condition(pod, runtime, old, phase)
    return Answer(plain(case["expect"]), plain(got))
