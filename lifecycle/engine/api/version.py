"""What differs between two Kubernetes versions outside the kubelet, as named switches.

Code asks for the difference that it means, never for the number of a version. The kubelet's
own table is engine/kubelet/gates.py.
"""

import msgspec

from lifecycle.engine.kernel.clock import Millis


class Version(msgspec.Struct, frozen=True):
    """The switches as version 1.36 has them.

    `events_limited_by_type`: each type of Event has a budget of its own; before, a source
    had one for all that it said of an object (client-go/tools/record/events_cache.go,
    `getSpamKey`).
    `preemption_explained`: FailedScheduling ends with what preemption and the plugin for
    dynamic resources found (pkg/scheduler/framework/types.go, `FitError`).
    `preemptor_unnamed`: the victim's Event has the preemptor's uid; before, its namespace and name
    (pkg/scheduler/framework/plugins/defaultpreemption, `PrepareCandidate`).
    `scheduler_pops_from_backoff`: the gate SchedulerPopFromBackoffQ, since 1.33 on by default.
    `deleted_pod_skipped_silently`: before, the scheduler complained of a Pod that had been
    deleted while it waited (pkg/scheduler/scheduler.go, `skipPodSchedule`).
    `taints_unnamed`: a node with an untolerated taint, or whose labels don't fit, is counted
    without naming the taint; before, in the words that 1.20 had
    (pkg/scheduler/framework/plugins/tainttoleration, nodeaffinity: `ErrReason`).
    `disruption_condition`: the gate PodDisruptionConditions, since 1.26 on by default.
    `podgc_marks_failed`: the collector gives what it removes the phase Failed first, since
    1.26 (pkg/controller/podgc/gc_controller.go, `markFailedAndDeletePod`).
    `out_of_service_taint`: the gate NodeOutOfServiceVolumeDetach, since 1.26 on by default.
    `taint_controller`: who evicts for NoExecute taints; a controller of its own since 1.29.
    `node_monitor_grace_ms`: `--node-monitor-grace-period`, 40 s until 1.31.
    `evicts_from_the_last_node`: before, no taint drove Pods away as long as no node at all was
    heard of (pkg/controller/nodelifecycle/node_lifecycle_controller.go, `handleDisruption`).

    `logarithmic_scale_down`: the gate LogarithmicScaleDown, since 1.22 on by default.

    `bound_tokens`: a Pod has a token of its own, in a projected volume `kube-api-access-…`,
    since 1.21 (the gate BoundServiceAccountTokenVolume); before, all Pods of an account
    mounted its Secret.

    `pod_security`: the admission plug-in PodSecurity, since 1.23.

    `topology_labels`: a Pod gets its node's zone and region as labels, since 1.35 (the gate
    PodTopologyLabelsAdmission).

    `endpoints_deprecated`: whoever asks for Endpoints is warned, since 1.33.

    `knows_all_fields`: before, fields of later versions are dropped (engine/api/newfields.py).

    The rest is what the API server prints (pkg/printers/internalversion/printers.go):
    `restarts_tell_when`: RESTARTS says how long ago the last one was, since 1.22.
    `terminal_pods_not_terminating`: STATUS of a deleted Pod is Terminating only until its
    phase is terminal; before, until it was gone.
    `errors_beside_completed`: a failed container shows in STATUS beside one that has
    completed; before, the first container of the spec decided.
    `missing_columns`: by kind, those that came later (Job's Status in 1.30, CronJob's
    Timezone in 1.27, VolumeAttributesClass in 1.31).
    """

    events_limited_by_type: bool = True
    preemption_explained: bool = True
    preemptor_unnamed: bool = True
    scheduler_pops_from_backoff: bool = True
    deleted_pod_skipped_silently: bool = True
    taints_unnamed: bool = True
    disruption_condition: bool = True
    podgc_marks_failed: bool = True
    out_of_service_taint: bool = True
    taint_controller: str = "taint-eviction-controller"
    node_monitor_grace_ms: Millis = 50_000
    evicts_from_the_last_node: bool = True
    logarithmic_scale_down: bool = True
    bound_tokens: bool = True
    pod_security: bool = True
    topology_labels: bool = True
    endpoints_deprecated: bool = True
    name: str = "1.36"
    knows_all_fields: bool = True
    restarts_tell_when: bool = True
    terminal_pods_not_terminating: bool = True
    errors_beside_completed: bool = True
    missing_columns: tuple[tuple[str, str], ...] = ()


V1_36 = Version()
V1_20 = Version(
    events_limited_by_type=False,
    preemption_explained=False,
    preemptor_unnamed=False,
    scheduler_pops_from_backoff=False,
    deleted_pod_skipped_silently=False,
    taints_unnamed=False,
    disruption_condition=False,
    podgc_marks_failed=False,
    out_of_service_taint=False,
    taint_controller="taint-controller",
    node_monitor_grace_ms=40_000,
    evicts_from_the_last_node=False,
    logarithmic_scale_down=False,
    bound_tokens=False,
    pod_security=False,
    topology_labels=False,
    endpoints_deprecated=False,
    name="1.20",
    knows_all_fields=False,
    restarts_tell_when=False,
    terminal_pods_not_terminating=False,
    errors_beside_completed=False,
    missing_columns=(
        ("Job", "Status"),
        ("CronJob", "Timezone"),
        ("PersistentVolume", "VolumeAttributesClass"),
        ("PersistentVolumeClaim", "VolumeAttributesClass"),
    ),
)

VERSIONS = {version.name: version for version in (V1_36, V1_20)}
