"""Who judges which cases: one row for each form of case, naming the function that is asked."""

from typing import NamedTuple

from lifecycle.conformance.judges import (
    actions,
    apiserver,
    conditions,
    e2e,
    phases,
    podgc,
    printers,
    probes,
    requests,
    resources,
    statuses,
    termination,
    validation,
    values,
)
from lifecycle.conformance.verdict import Judge


class Row(NamedTuple):
    """The function as upstream names it, and the judge that asks ours."""

    function: str
    judge: Judge


JUDGES: dict[tuple[str, str], Row] = {
    ("actions", "cases"): Row("computePodActions", actions.judge),
    ("fuzz/actions", "cases"): Row("computePodActions", actions.judge),
    ("status", "container_status_cases"): Row(
        "convertToAPIContainerStatuses", statuses.judge_containers
    ),
    ("status", "pod_status_cases"): Row("generateAPIPodStatus", statuses.judge_table),
    ("fuzz/status", "cases"): Row("generateAPIPodStatus", statuses.judge_fuzz),
    ("phases", "cases"): Row("getPhase", phases.judge),
    ("conditions", "cases"): Row("Generate*Condition", conditions.judge),
    ("constants", "constants"): Row("constants", values.judge),
    ("constants", "gc_cases"): Row("PodGCController.gc", podgc.judge),
    ("constants", "log_location_cases"): Row("LogLocation", apiserver.judge_log_location),
    ("prober", "cases"): Row("doProbe", probes.judge_table),
    ("fuzz/prober", "cases"): Row("doProbe", probes.judge_fuzz),
    ("prober", "manager_cases"): Row("UpdatePodStatus, AddPod", probes.judge_manager),
    ("termination", "order_cases"): Row("terminationOrdering", termination.judge_order),
    ("termination", "grace_cases"): Row("killContainer: grace", termination.judge_grace),
    ("printers", "cases"): Row("printPod", printers.judge_row),
    ("fuzz/printers", "cases"): Row("printPod", printers.judge_row),
    ("printers", "age_cases"): Row("translateTimestampSince", printers.judge_age),
    ("printers", "human_duration_cases"): Row("HumanDuration", printers.judge_duration),
    ("qos_resources", "qos_cases"): Row("ComputePodQOS", resources.judge_qos),
    ("qos_resources", "resource_cases"): Row("PodRequests, PodLimits", resources.judge_table),
    ("fuzz/resources", "cases"): Row("PodRequests, PodLimits", resources.judge_fuzz),
    ("validation", "graceful_delete_cases"): Row("CheckGracefulDelete", apiserver.judge_deletion),
    ("defaulting", "cases"): Row("create: the stored object", apiserver.judge_defaulting),
    ("lifecycle_e2e", "cases"): Row("e2e_node lifecycle suite", e2e.judge),
    ("validation", "upstream_cases"): Row("create and update a Pod", validation.judge_answer),
    ("validation", "own_cases"): Row("create and update a Pod", validation.judge_answer),
    ("validation", "status_and_subresource_cases"): Row(
        "pods/resize, status, ephemeralcontainers", validation.judge_subresource
    ),
    ("api-answers", "create"): Row("POST pods: the whole answer", apiserver.judge_create),
    ("api-answers", "update"): Row("requests about a Pod: the whole answer", requests.judge),
}
