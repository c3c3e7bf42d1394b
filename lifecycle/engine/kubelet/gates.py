"""What differs between the kubelets of two Kubernetes versions, as named switches.

Each switch is a feature gate of pkg/features/kube_features.go, or, where a rule changed
without a gate, a name for that change.
"""

import msgspec

from lifecycle.engine.kernel.clock import Millis


class Gates(msgspec.Struct, frozen=True):
    """The switches as version 1.36 has them by default.

    `terminal_phase_by_worker` is the rule since 1.27 that a deleted Pod gets a terminal
    phase once all its containers have stopped. `requeue_at_end_of_backoff` is the rule that
    a Pod in a crash back-off is looked at again when that ends, and not every 10 to 15 s.
    `wishes_merge_until_taken`: before, a worker counted as busy from the moment that it was sent
    a wish, so that the next one was kept for a pass of its own (pod_workers.go, `UpdatePod`).
    `probes_begin_at_once`: before, each worker waited for a random part of its period, and
    readiness had no extra runs. `start_ms` passes from the start of the process until it looks
    at its Pods, as measured. `deadline_keeps_conditions`: before, the status of a Pod past its
    deadline had nothing but its containers (kubelet_pods.go, `generateAPIPodStatus`).
    `kill_keeps_status`: before, a Pod that the kubelet itself ended (evicted, to make room) had a
    status of nothing but phase, reason and message (pkg/kubelet/eviction/eviction_manager.go,
    `evictPod`; `PodStatusFunc` of pkg/kubelet/pod_workers.go).
    `status_changes_after_the_end`: before, no worker was asked for a Pod with a terminal phase
    or one that had been given up, so that its status stayed (kubelet.go, `dispatchWork`).
    `worker_ends_waiting_pods`: before, a deleted Pod none of whose app containers ran was
    given up at once (`podAndContainersAreTerminal`), and what still ran of it was killed by
    the next housekeeping, without an Event (`HandlePodCleanups`).
    `let_go_after_ms`: the status manager deletes the object of a Pod that is over; before
    1.22 only in one of its rounds of 10 s, once containers, volumes and cgroup were gone
    (`syncBatch`, `PodResourcesAreReclaimed`). As measured that took 2.7 to 14.6 s; where in
    a round the end falls is chance, and the least is played.
    `idle_sandbox_stays_ms`: a deleted Pod with a sandbox in which no container was ever made
    stayed for up to 30 s, as measured.
    `probes_stop_on_termination`: before 1.21 all probes went on until the containers were
    seen to be gone (kubelet.go, `HandlePodRemoves`; pkg/kubelet/prober/prober_manager.go).
    `static_pods_stand_alone`: since 1.34 a static Pod that names an object of the API is not
    taken (gate PreventStaticPodAPIReferences).
    `rebuilds_volumes`: since 1.28 a kubelet that starts mounts the volumes again which it
    finds on its disk (gate NewVolumeManagerReconstruction).
    `worker_adds_probes`: before (see k/k#105014) a Pod's probes began when it was admitted,
    and not when its volumes were there, so that a kubelet that started found its Pods not
    ready until their next probe (kubelet.go, `HandlePodAdditions`).
    `every_probe_is_heeded`: before 1.21 only a failed liveness probe made the kubelet look at
    the Pod, so that a failed startup probe was acted on at the next sync, 60 to 90 s later
    (kubelet.go, `syncLoopIteration`).
    `taints_refuse_admission`: since 1.23 the kubelet turns away a Pod that does not tolerate
    a NoExecute taint (pkg/kubelet/lifecycle/predicate.go).
    `graceful_node_shutdown`: a gate that is on by default since 1.21.
    """

    container_restart_rules: bool = True
    restart_all_containers: bool = True
    pod_ready_to_start_containers: bool = True
    in_place_resize: bool = True
    pod_level_resize: bool = True
    change_container_status_on_kubelet_restart: bool = False
    observed_generation: bool = True
    terminal_phase_by_worker: bool = True
    reason_pod_failed: bool = True
    pleg_on_demand_relist: bool = True
    probes_begin_at_once: bool = True
    wishes_merge_until_taken: bool = True
    requeue_at_end_of_backoff: bool = True
    start_ms: Millis = 1_300
    deadline_keeps_conditions: bool = True
    kill_keeps_status: bool = True
    status_changes_after_the_end: bool = True
    worker_ends_waiting_pods: bool = True
    static_pods_stand_alone: bool = True
    rebuilds_volumes: bool = True
    let_go_after_ms: Millis = 0
    idle_sandbox_stays_ms: Millis = 0
    probes_stop_on_termination: bool = True
    worker_adds_probes: bool = True
    every_probe_is_heeded: bool = True
    taints_refuse_admission: bool = True
    graceful_node_shutdown: bool = True


V1_36 = Gates()
V1_20 = Gates(
    container_restart_rules=False,
    restart_all_containers=False,
    pod_ready_to_start_containers=False,
    in_place_resize=False,
    pod_level_resize=False,
    change_container_status_on_kubelet_restart=True,
    observed_generation=False,
    terminal_phase_by_worker=False,
    reason_pod_failed=False,
    pleg_on_demand_relist=False,
    probes_begin_at_once=False,
    wishes_merge_until_taken=False,
    requeue_at_end_of_backoff=False,
    start_ms=6_500,
    deadline_keeps_conditions=False,
    kill_keeps_status=False,
    status_changes_after_the_end=False,
    worker_ends_waiting_pods=False,
    static_pods_stand_alone=False,
    rebuilds_volumes=False,
    let_go_after_ms=2_600,
    idle_sandbox_stays_ms=22_000,
    probes_stop_on_termination=False,
    worker_adds_probes=False,
    every_probe_is_heeded=False,
    taints_refuse_admission=False,
    graceful_node_shutdown=False,
)
