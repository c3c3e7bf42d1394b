"""What one sync does to the runtime, step by step.

First what has to go: the whole Pod, or single containers one after the other. Then the
sandbox. Then what has to start: ephemeral containers, init containers, app containers.
Each step asks the runtime and goes on when it has answered.

Mirrors `SyncPod` of pkg/kubelet/kuberuntime/kuberuntime_manager.go.
"""

import msgspec
from lightkube.models.core_v1 import Container, Pod
from msgspec.structs import replace

from lifecycle.engine.api.pod import is_sidecar
from lifecycle.engine.cri.status import PodRuntime
from lifecycle.engine.kernel.world import Callback
from lifecycle.engine.kubelet.kuberuntime.actions import KillContainer, PodActions
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.reason_cache import StartResult
from lifecycle.engine.kubelet.recorder import NORMAL, WARNING


class Start(msgspec.Struct, frozen=True):
    """A container to start; a failure of a `gate` keeps those after it from starting."""

    container: Container
    gate: bool = False


class Sync(msgspec.Struct, frozen=True):
    """A sync that is under way: what is still to kill and to start, and the results so far."""

    pod: Pod
    runtime: PodRuntime
    actions: PodActions
    then: Callback
    sandbox_id: str = ""
    to_kill: tuple[KillContainer, ...] = ()
    to_start: tuple[Start, ...] = ()
    results: tuple[StartResult, ...] = ()


class Kuberuntime(Part):
    """`kubeGenericRuntimeManager`: one sync for each Pod at a time."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.syncs: dict[str, Sync] = self.process.memory("syncs")
        self.on("sync.killed", self.killed)
        self.on("sync.killed-one", self.killed_one)
        self.on("sync.sandbox", self.sandbox_made)
        self.on("sync.started-one", self.started_one)

    def sync_pod(self, pod: Pod, runtime: PodRuntime, then: Callback) -> None:
        """Answers `then(acted, error, results)`."""
        uid = pod.metadata.uid
        actions = self.kl.kubelet_pods.compute_pod_actions(pod, runtime)
        if actions.nothing:
            self.world.call(then, False, "", ())
            return
        if actions.create_sandbox and actions.sandbox_id:
            message = "Pod sandbox changed, it will be killed and re-created."
            self.kl.recorder.pod(pod, NORMAL, "SandboxChanged", message)
        sandbox_id = "" if actions.create_sandbox else actions.sandbox_id
        self.syncs[uid] = Sync(
            pod,
            runtime,
            actions,
            then,
            sandbox_id,
            actions.containers_to_kill,
            _to_start(pod, actions),
        )
        if actions.kill_pod:
            self.kl.kill_pod.begin(pod, runtime, None, self.callback("sync.killed", uid))
        elif actions.containers_to_reset:
            self.kl.restart_in_place.begin(pod, actions, self.callback("sync.killed", uid))
        else:
            self._kill_next(uid)

    # 2 and 3: what has to go

    def killed(self, uid: str) -> None:
        """The whole Pod has been killed: what there was of init containers is void."""
        sync = self.syncs[uid]
        if sync.actions.create_sandbox:
            self._purge_init_containers(sync)
        self._ensure_sandbox(uid)

    def _purge_init_containers(self, sync: Sync) -> None:
        names = {container.name for container in sync.pod.spec.initContainers or ()}
        for status in sync.runtime.containers:
            if status.name in names:
                self.kl.runtime.remove_container(status.id)

    def _kill_next(self, uid: str) -> None:
        sync = self.syncs[uid]
        if not sync.to_kill:
            self._ensure_sandbox(uid)
            return
        kill, *rest = sync.to_kill
        self.syncs[uid] = replace(sync, to_kill=tuple(rest))
        self.kl.kill_container.begin(sync.pod, kill, None, self.callback("sync.killed-one", uid))

    def killed_one(self, uid: str) -> None:
        self._kill_next(uid)

    # 4 and 5: the sandbox

    def _ensure_sandbox(self, uid: str) -> None:
        sync = self.syncs[uid]
        if not sync.actions.create_sandbox:
            self._start_next(uid)
            return
        then = self.callback("sync.sandbox", uid)
        self.kl.runtime.run_sandbox(sync.pod, sync.actions.attempt, then)

    def sandbox_made(self, uid: str, sandbox_id: str | None, error: str) -> None:
        """A sandbox that is ready is published at once, before images are pulled."""
        self.kl.pleg.notice(uid)
        sync = self.syncs[uid]
        if sandbox_id is None:
            message = f"Failed to create pod sandbox: {error}"
            self.kl.recorder.pod(sync.pod, WARNING, "FailedCreatePodSandBox", message)
            self._end(uid, error or "CreatePodSandboxError")
            return
        self.syncs[uid] = replace(sync, sandbox_id=sandbox_id)
        self.kl.kubelet_pods.on_pod_sandbox_ready(sync.pod)
        self._start_next(uid)

    # 6 to 9: what has to start, and what gets other resources

    def _start_next(self, uid: str) -> None:
        sync = self.syncs[uid]
        if not sync.to_start:
            self._resize(uid, sync.actions)
            self._end(uid)
            return
        then = self.callback("sync.started-one", uid)
        self.kl.start_container.begin(
            sync.pod, sync.to_start[0].container, sync.runtime, sync.sandbox_id, then
        )

    def started_one(self, uid: str, result: StartResult) -> None:
        """Go on with the next one, unless the Pod can't begin without this one."""
        sync = self.syncs[uid]
        started, *rest = sync.to_start
        if result.reason and started.gate:
            rest = []
        self.syncs[uid] = replace(sync, to_start=tuple(rest), results=(*sync.results, result))
        self._start_next(uid)

    def _resize(self, uid: str, actions: PodActions) -> None:
        """Give running containers what was granted; it shows when they are inspected again."""
        for resource in sorted(actions.containers_to_update):
            for update in actions.containers_to_update[resource]:
                self.kl.allocation.applied(uid, update.name)
                self.kl.pleg.request_reinspect(uid)

    def _end(self, uid: str, error: str = "") -> None:
        sync = self.syncs.pop(uid)
        self.world.call(sync.then, True, error, sync.results)


def _to_start(pod: Pod, actions: PodActions) -> tuple[Start, ...]:
    """Ephemeral containers, then init containers, then app containers."""
    spec = pod.spec
    ephemeral = [Start(spec.ephemeralContainers[i]) for i in actions.ephemeral_containers_to_start]
    init = [
        Start(spec.initContainers[i], gate=not is_sidecar(spec.initContainers[i]))
        for i in actions.init_containers_to_start
    ]
    app = [Start(spec.containers[i]) for i in actions.containers_to_start]
    return (*ephemeral, *init, *app)
