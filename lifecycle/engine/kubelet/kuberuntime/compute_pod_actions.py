"""What a sync does with a Pod: the kubelet's central decision.

It compares the spec with what the runtime reports and answers with the sandbox to make and
the containers to start, kill or reset. It looks at nothing else, so it can be asked again
after every change.

Mirrors `computePodActions` of pkg/kubelet/kuberuntime/kuberuntime_manager.go.
"""

from lightkube.models.core_v1 import Container, Pod

from lifecycle.engine.cri.status import (
    EXITED,
    RUNNING,
    UNKNOWN,
    ContainerStatus,
    PodRuntime,
)
from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.kuberuntime.actions import (
    REASON_LIVENESS_PROBE,
    REASON_STARTUP_PROBE,
    REASON_UNKNOWN,
    KillContainer,
    Plan,
    PodActions,
    ResetContainer,
)
from lifecycle.engine.kubelet.kuberuntime.init_containers import compute_init_container_actions
from lifecycle.engine.kubelet.kuberuntime.resize import (
    Actuated,
    keeps_running,
    pod_level_resize_needed,
)
from lifecycle.engine.kubelet.kuberuntime.restart_rules import (
    has_any_regular_container_created,
    should_container_be_restarted,
    triggers_restart_of_all,
)
from lifecycle.engine.kubelet.kuberuntime.sandbox import SandboxChange, pod_sandbox_changed
from lifecycle.engine.kubelet.prober.results import FAILURE, LIVENESS, STARTUP, Results


def compute_pod_actions(
    pod: Pod,
    runtime: PodRuntime,
    *,
    results: Results,
    restart_all_containers: bool = False,
    actuated: Actuated | None = None,
    gates: Gates = V1_36,
) -> PodActions:
    """What to do now; `results` are the probes' verdicts, `actuated` the resources in force.

    While a restart of all containers is due nothing else is done; a lost sandbox takes
    every container with it; otherwise ephemeral containers first, init containers until
    they are done, then the app containers.
    """
    sandbox = pod_sandbox_changed(pod, runtime)
    if restart_all_containers and gates.restart_all_containers:
        return PodActions(
            kill_pod=sandbox.changed,
            create_sandbox=sandbox.changed,
            sandbox_id=sandbox.sandbox_id,
            attempt=sandbox.attempt,
            containers_to_reset=_containers_to_reset(pod, runtime),
        )
    if sandbox.changed:
        return _actions_for_new_sandbox(pod, runtime, sandbox, gates)
    plan = Plan()
    ephemeral = _ephemeral_containers_to_start(pod, runtime)
    initialized = compute_init_container_actions(pod, runtime, results, actuated, plan, gates)
    if plan.kill_pod or not initialized:
        return _actions(sandbox, plan, ephemeral)
    keep = sum(
        _consider(pod, runtime, index, results, actuated, plan, gates)
        for index in range(len(pod.spec.containers))
    )
    pod_level = pod_level_resize_needed(pod.spec.resources, actuated)
    if not keep and not plan.start:
        plan.kill_pod = True
        # A sidecar alone must not keep the Pod alive.
        plan.init_to_start = []
    return _actions(sandbox, plan, ephemeral, pod_level)


def _actions(
    sandbox: SandboxChange, plan: Plan, ephemeral: tuple[int, ...], pod_level: bool = False
) -> PodActions:
    return PodActions(
        kill_pod=plan.kill_pod,
        sandbox_id=sandbox.sandbox_id,
        attempt=sandbox.attempt,
        init_containers_to_start=tuple(plan.init_to_start),
        containers_to_start=tuple(plan.start),
        ephemeral_containers_to_start=ephemeral,
        containers_to_kill=tuple(plan.kill),
        containers_to_update={name: tuple(each) for name, each in plan.update.items()},
        update_pod_resources=plan.resized,
        update_pod_level_resources=pod_level,
    )


def _actions_for_new_sandbox(
    pod: Pod, runtime: PodRuntime, sandbox: SandboxChange, gates: Gates
) -> PodActions:
    """Kill everything and begin again, unless there is nothing left to run."""
    kill_only = PodActions(kill_pod=True, sandbox_id=sandbox.sandbox_id, attempt=sandbox.attempt)
    if not should_restart_on_failure(pod) and sandbox.attempt and runtime.containers:
        return kill_only
    to_start = tuple(
        index
        for index, container in enumerate(pod.spec.containers)
        if not (_runs_once(container, pod, gates) and _succeeded(container, runtime))
    )
    if not to_start and has_any_regular_container_created(pod, runtime):
        return kill_only
    init = (0,) if pod.spec.initContainers else ()
    return PodActions(
        kill_pod=True,
        create_sandbox=True,
        sandbox_id=sandbox.sandbox_id,
        attempt=sandbox.attempt,
        init_containers_to_start=init,
        containers_to_start=() if init else to_start,
    )


def should_restart_on_failure(pod: Pod) -> bool:
    """Whether the Pod's own policy restarts what failed (`shouldRestartOnFailure`)."""
    return pod.spec.restartPolicy != "Never"


def _runs_once(container: Container, pod: Pod, gates: Gates) -> bool:
    if gates.container_restart_rules and container.restartPolicy is not None:
        return container.restartPolicy == "OnFailure"
    return pod.spec.restartPolicy == "OnFailure"


def _succeeded(container: Container, runtime: PodRuntime) -> bool:
    status = runtime.newest(container.name)
    return status is not None and status.state == EXITED and status.exit_code == 0


def _ephemeral_containers_to_start(pod: Pod, runtime: PodRuntime) -> tuple[int, ...]:
    """Those that were never started: they are not restarted."""
    return tuple(
        index
        for index, container in enumerate(pod.spec.ephemeralContainers or ())
        if runtime.newest(container.name) is None
    )


def _consider(
    pod: Pod,
    runtime: PodRuntime,
    index: int,
    results: Results,
    actuated: Actuated | None,
    plan: Plan,
    gates: Gates,
) -> bool:
    """Plan what one app container needs; whether it runs and is kept."""
    container = pod.spec.containers[index]
    status = runtime.newest(container.name)
    if status is None or status.state != RUNNING:
        _consider_start(pod, runtime, index, status, plan)
        return False
    restart = should_restart_on_failure(pod)
    if gates.container_restart_rules and container.restartPolicy is not None:
        # Its rules speak of exit codes, and it has not ended.
        restart = container.restartPolicy != "Never"
    if not status.spec_hash_matches:
        message, reason, restart = f"Container {container.name} definition changed", "", True
    elif results.get((LIVENESS, status.id)) == FAILURE:
        message = f"Container {container.name} failed liveness probe"
        reason = REASON_LIVENESS_PROBE
    elif results.get((STARTUP, status.id)) == FAILURE:
        message = f"Container {container.name} failed startup probe"
        reason = REASON_STARTUP_PROBE
    else:
        if keeps_running(container, status, actuated, plan):
            return True
        plan.start.append(index)
        return False
    if restart:
        message += ", will be restarted"
        plan.start.append(index)
    plan.kill.append(KillContainer(status.id, container.name, container, message, reason))
    return False


def _consider_start(
    pod: Pod, runtime: PodRuntime, index: int, status: ContainerStatus | None, plan: Plan
) -> None:
    container = pod.spec.containers[index]
    if not should_container_be_restarted(container, pod, runtime):
        return
    plan.start.append(index)
    if status is not None and status.state == UNKNOWN:
        # It may still run: two of the same name would be worse.
        message = f'Container is in "{UNKNOWN}" state, try killing it before restart'
        plan.kill.append(
            KillContainer(status.id, container.name, container, message, REASON_UNKNOWN)
        )


def _containers_to_reset(pod: Pod, runtime: PodRuntime) -> tuple[ResetContainer, ...]:
    """App containers, then init containers, and those whose end asked for it last.

    Each is killed if it may run, and removed (`getContainersToReset`).
    """
    sources: list[ResetContainer] = []
    targets: list[ResetContainer] = []
    for container in (*pod.spec.containers, *(pod.spec.initContainers or ())):
        for status in runtime.containers:
            if status.name != container.name:
                continue
            asked = triggers_restart_of_all(container, status)
            reset = ResetContainer(status.id, container.name, container, status.state != EXITED)
            (sources if asked else targets).append(reset)
    return (*targets, *sources)
