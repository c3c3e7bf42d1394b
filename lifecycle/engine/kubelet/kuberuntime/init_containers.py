"""Where a Pod stands with its init containers, and which of them to start or kill.

The scan goes from the last to the first: the newest one with a status shows how far the
Pod has come, because older ones may have been removed. Sidecars before it are kept
running; ordinary init containers before it are done.

Mirrors `computeInitContainerActions` of pkg/kubelet/kuberuntime/kuberuntime_container.go.
"""

from lightkube.models.core_v1 import Container, Pod

from lifecycle.engine.cri.status import CREATED, EXITED, RUNNING, ContainerStatus, PodRuntime
from lifecycle.engine.kubelet.gates import Gates
from lifecycle.engine.kubelet.kuberuntime.actions import (
    REASON_LIVENESS_PROBE,
    REASON_STARTUP_PROBE,
    REASON_UNKNOWN,
    KillContainer,
    Plan,
)
from lifecycle.engine.kubelet.kuberuntime.resize import Actuated, keeps_running
from lifecycle.engine.kubelet.kuberuntime.restart_rules import (
    is_restartable_init_container,
    should_container_be_restarted,
)
from lifecycle.engine.kubelet.prober.results import FAILURE, LIVENESS, STARTUP, SUCCESS, Results


def compute_init_container_actions(
    pod: Pod,
    runtime: PodRuntime,
    results: Results,
    actuated: Actuated | None,
    plan: Plan,
    gates: Gates,
) -> bool:
    """Add to the plan what the init containers need; whether the Pod is initialized."""
    if not pod.spec.initContainers:
        return True
    scan = _Scan(pod, runtime, results, actuated, plan, gates)
    initialized = scan.run()
    if not plan.kill_pod:
        plan.init_to_start.reverse()
    return initialized


class _Scan:
    """One pass over the init containers, last to first.

    `past` is True once the container at hand is known to have been initialized before.
    """

    def __init__(
        self,
        pod: Pod,
        runtime: PodRuntime,
        results: Results,
        actuated: Actuated | None,
        plan: Plan,
        gates: Gates,
    ) -> None:
        self.pod, self.runtime, self.results = pod, runtime, results
        self.actuated, self.plan, self.gates = actuated, plan, gates
        self.containers: list[Container] = pod.spec.initContainers
        self.initialized = _any_app_container_lives(pod, runtime)
        self.past = self.initialized

    def run(self) -> bool:
        for index in range(len(self.containers) - 1, -1, -1):
            container = self.containers[index]
            sidecar = is_restartable_init_container(container)
            status = self.runtime.newest(container.name)
            if status is None:
                if self.past and sidecar:
                    self.plan.init_to_start.append(index)
                continue
            if self.past and not sidecar:
                continue
            if self._consider(index, container, sidecar, status):
                self.plan.kill_pod = True
                self.plan.init_to_start = []
                return False
            self.past = True
        if not self.past:
            self.plan.init_to_start.append(0)
        return self.initialized

    def _consider(
        self, index: int, container: Container, sidecar: bool, status: ContainerStatus
    ) -> bool:
        """Plan what this container needs; True when its failure is the Pod's."""
        if status.state == RUNNING:
            if sidecar:
                self._consider_running_sidecar(index, container, status)
            else:
                self._resize(index, container, status)
            return False
        if status.state == CREATED:
            # Made and not started in one step: the start failed.
            self.plan.init_to_start.append(index)
            return False
        if status.state == EXITED:
            return self._consider_exited(index, container, sidecar, status)
        return self._consider_unknown(index, container, sidecar, status)

    def _consider_running_sidecar(
        self, index: int, container: Container, status: ContainerStatus
    ) -> None:
        if container.startupProbe is not None:
            startup = self.results.get((STARTUP, status.id))
            if startup == FAILURE:
                why, reason = "failed startup probe", REASON_STARTUP_PROBE
                self._restart(index, container, status, why, reason)
            if startup != SUCCESS:
                return
        self._done(index)
        if not status.spec_hash_matches:
            self._restart(index, container, status, "definition changed")
        elif (
            container.livenessProbe is not None
            and self.results.get((LIVENESS, status.id)) == FAILURE
        ):
            self._restart(index, container, status, "failed liveness probe", REASON_LIVENESS_PROBE)
        elif container.livenessProbe is None or (LIVENESS, status.id) in self.results:
            self._resize(index, container, status)

    def _resize(self, index: int, container: Container, status: ContainerStatus) -> None:
        if not keeps_running(container, status, self.actuated, self.plan):
            self.plan.init_to_start.append(index)

    def _consider_exited(
        self, index: int, container: Container, sidecar: bool, status: ContainerStatus
    ) -> bool:
        if sidecar:
            self.plan.init_to_start.append(index)
        elif status.exit_code == 0:
            self._done(index)
        elif self._restarts(container):
            self.plan.init_to_start.append(index)
        else:
            return True
        return False

    def _consider_unknown(
        self, index: int, container: Container, sidecar: bool, status: ContainerStatus
    ) -> bool:
        if not sidecar and not self._policy_restarts(container):
            return True
        message = f'Init container is in "{status.state}" state, try killing it before restart'
        self.plan.kill.append(
            KillContainer(status.id, container.name, container, message, REASON_UNKNOWN)
        )
        self.plan.init_to_start.append(index)
        return False

    def _restarts(self, container: Container) -> bool:
        if self.gates.container_restart_rules:
            return should_container_be_restarted(container, self.pod, self.runtime)
        return self.pod.spec.restartPolicy != "Never"

    def _policy_restarts(self, container: Container) -> bool:
        if self.gates.container_restart_rules and container.restartPolicy is not None:
            return container.restartPolicy != "Never"
        return self.pod.spec.restartPolicy != "Never"

    def _done(self, index: int) -> None:
        """This one has been initialized: the next may start, or the Pod is initialized."""
        if index == len(self.containers) - 1:
            self.initialized = True
        elif not self.past:
            self.plan.init_to_start.append(index + 1)

    def _restart(
        self, index: int, container: Container, status: ContainerStatus, why: str, reason: str = ""
    ) -> None:
        message = f"Init container {container.name} {why}"
        self.plan.kill.append(KillContainer(status.id, container.name, container, message, reason))
        self.plan.init_to_start.append(index)


def _any_app_container_lives(pod: Pod, runtime: PodRuntime) -> bool:
    """Whether an app container is created or runs, which proves initialization.

    One that has exited proves nothing: it may belong to a sandbox before this one.
    """
    for container in pod.spec.containers:
        status = runtime.newest(container.name)
        if status is not None and status.state in (CREATED, RUNNING):
            return True
    return False
