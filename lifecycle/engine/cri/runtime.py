"""The container runtime of one node, as the kubelet knows it through the CRI.

Work that takes time takes a callback and answers it later; how a container then lives is
up to its processes. Every status is a value that `pod_runtime` hands out as it is now;
`on_exit` only tells the kubelet that its next relist will find something.

Mirrors the CRI's RuntimeService as containerd implements it.
"""

from collections.abc import Mapping

import msgspec
from lightkube.models.core_v1 import Container as Spec
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.cri.addresses import Addresses
from lifecycle.engine.cri.assumptions import Stated
from lifecycle.engine.cri.call import NULL
from lifecycle.engine.cri.container import Container
from lifecycle.engine.cri.creation import layer_files, make_container
from lifecycle.engine.cri.exec import ExecResult, Execs, cannot_start
from lifecycle.engine.cri.filesystem import File, Files, Mount, Place
from lifecycle.engine.cri.honesty import stated_of
from lifecycle.engine.cri.images import DEBIAN, image_of
from lifecycle.engine.cri.imagestore import ImageStore
from lifecycle.engine.cri.network import Network
from lifecycle.engine.cri.process import SIGNALS, Key, Process
from lifecycle.engine.cri.processes import Processes
from lifecycle.engine.cri.programs import find_program
from lifecycle.engine.cri.rootfs import root_files
from lifecycle.engine.cri.sandboxes import Sandboxes
from lifecycle.engine.cri.status import EXITED, RUNNING, ContainerStatus, PodRuntime
from lifecycle.engine.faults import HANG, LEAK, Fault
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import Callback, World
from lifecycle.engine.records import ProcessChanged

LONGEST_ARGUMENT = 131_072
MESSAGE_LENGTH = 4096
SHORTEST_RUN_MS = 50
"""Even `exit 1` takes a shim, a fork and an exec before anybody hears of its end.

Of 56 such containers that were recorded none showed Running for less than 70 ms (v1.36.2); of
39 five were still found running by a relist, which comes once a second (v1.20.2).
"""
START_FAILED = (
    "failed to create containerd task: failed to create shim task: OCI runtime create failed: "
    "runc create failed: "
)


class Stopping(msgspec.Struct, frozen=True):
    """A container that was told to stop; `alarm` is the one that kills it."""

    alarm: int
    then: tuple[Callback, ...]


class Runtime:
    """Sandboxes, containers, images and files of one node."""

    def __init__(
        self,
        world: World,
        node_name: str,
        network: Network,
        node_ip: str = "172.18.0.2",
        pod_cidr: str = "",
    ) -> None:
        self.world, self.node_name, self.network = world, node_name, network
        self.files = Files(world)
        self.images = ImageStore(world, node_name, network.faults)
        self._pods: dict[str, PodRuntime] = world.table(f"pod-runtimes/{node_name}")
        self._stopping: dict[str, Stopping] = world.table(f"stopping/{node_name}")
        self._on_exit: dict[str, Callback] = world.table(f"on-exit/{node_name}")
        self.sandboxes = Sandboxes(
            world, node_name, node_ip, Addresses(world, node_name, pod_cidr), self._pods,
            self._delay,
        )  # fmt: skip
        self.execs = Execs(world, node_name)
        self.processes = Processes(world, node_name, self.files, network, self)
        self.execs.processes = self.processes
        self._containers = self.processes.containers
        self.files.plant(f"host/{node_name}", layer_of_host())
        for verb, handler in (
            ("created", self._created), ("started", self._started), ("overdue", self._overdue),
            ("ended", self.main_ended),
        ):  # fmt: skip
            world.on(f"cri/{node_name}.{verb}", handler)

    # What is true now

    def pod_runtime(self, uid: str) -> PodRuntime:
        """The Pod's sandboxes and containers at this moment, newest first."""
        return self._pods.get(uid) or PodRuntime()

    def pod_uids(self) -> list[str]:
        """The Pods of which anything is left on the node."""
        return list(self._pods)

    def container(self, container_id: str) -> Container | None:
        """All that is known of one instance."""
        return self._containers.get(container_id)

    def running(self, uid: str, name: str) -> Container | None:
        """The instance of that container which runs now."""
        status = self.pod_runtime(uid).newest(name)
        if status is None or status.state != RUNNING:
            return None
        return self._containers.get(status.id)

    def process_tree(self, uid: str) -> list[Process]:
        """The Pod's waiting processes, as `ps` in a shared PID namespace would list them."""
        spaces = {c.space for c in self._containers.values() if c.uid == uid}
        return [p for space in sorted(spaces) for p in self.processes.of_space(space)]

    def on_exit(self, then: Callback) -> None:
        """Call with (uid, container id) at each container's end."""
        self._on_exit["then"] = then

    def assumptions_of(self, pod: Pod) -> tuple[Stated, ...]:
        """What is taken for granted about this Pod's images and programs."""
        return stated_of(pod)

    def disk_usage(self, uid: str) -> int:
        """How many bytes the Pod's containers wrote outside of volumes."""
        layers = [c.view.layer for c in self._containers.values() if c.uid == uid]
        return sum(self.files.usage(layer) for layer in layers)

    def on_memory(self, then: Callback) -> None:
        """Call whenever a program is about to hold more memory."""
        self._on_exit["memory"] = then

    def memory_taken(self) -> None:
        if "memory" in self._on_exit:
            self.world.call(self._on_exit["memory"])

    def is_leaking(self) -> bool:
        """Whether some process takes more memory from second to second."""
        return self.processes.trouble.is_leaking()

    def usage_of_containers(self, uid: str) -> list[tuple[str, int, int]]:
        """Of each container that runs: its name, the bytes in memory and those written."""
        used = []
        for status in self.pod_runtime(uid).containers:
            if status.state == RUNNING and (found := self._containers.get(status.id)):
                memory = self.processes.memory_of(status.id)
                memory += self.processes.trouble.leaked(status.id)
                used.append((status.name, memory, self.files.usage(found.view.layer)))
        return used

    def processes_of(self, uid: str) -> int:
        """How many processes the Pod has; its sandbox is one of them."""
        runtime = self.pod_runtime(uid)
        running = [c.id for c in runtime.containers if c.state == RUNNING]
        sandboxes = sum(each.ready for each in runtime.sandboxes)
        return sandboxes + sum(map(self.processes.count_of, running))

    # Images

    def remove_unused_images(self) -> None:
        """Remove the images of which no container runs."""
        running = (c for c in self._containers.values() if c.status.state == RUNNING)
        self.images.remove_unused(c.image.name for c in running)

    def image_present(self, image: str) -> bool:
        """Whether the image is on this node."""
        return self.images.present(image)

    def image_user(self, image: str) -> int | None:
        """The user that the image names, or None where nobody knows."""
        facts = image_of(image)
        return facts.user if facts.known else None

    def pull_image(
        self,
        pod: Pod,
        image: str,
        then: Callback,
        container: str = "",
        *,
        authorized: bool = False,
    ) -> None:
        """Pull it for a container of the Pod; answers with (error, size)."""
        self.images.pull(pod, image, then, container, authorized=authorized)

    # Sandboxes

    def run_sandbox(self, pod: Pod, attempt: int, then: Callback) -> None:
        """Make the Pod's sandbox; answers with (id or None, error)."""
        self.sandboxes.run(pod, attempt, then)

    def stop_sandbox(self, uid: str, sandbox_id: str, then: Callback) -> None:
        """Kill what is left in the sandbox and stop it; answers with nothing."""
        for container in self._of_sandbox(sandbox_id):
            self.kill(container.id, "KILL")
        self.sandboxes.stop(uid, sandbox_id, then)

    def kill_sandbox(self, uid: str) -> bool:
        """The pause process dies: in a shared PID namespace everything dies with it."""
        ready = [s for s in self.pod_runtime(uid).sandboxes if s.ready]
        for status in ready:
            sandbox = self.sandboxes.get(status.id)
            self.sandboxes.mark_stopped(status.id)
            if sandbox is not None and sandbox.shared_pid:
                for container in self._of_sandbox(status.id):
                    self.kill(container.id, "KILL")
            self._tell(uid, "")
        return bool(ready)

    def remove_pod(self, uid: str) -> None:
        """Forget the Pod: its containers, their files, its sandboxes."""
        for container_id in [c.id for c in self._containers.values() if c.uid == uid]:
            self.remove_container(container_id)
        self.sandboxes.remove(uid)
        self._pods.pop(uid, None)

    def _of_sandbox(self, sandbox_id: str) -> list[Container]:
        return [
            c for c in self._containers.values()
            if c.sandbox == sandbox_id and c.status.state == RUNNING
        ]  # fmt: skip

    # Containers

    def create_container(
        self,
        pod: Pod,
        sandbox_id: str,
        container: Spec,
        attempt: int,
        environment: dict[str, str],
        mounts: tuple[Mount, ...],
        then: Callback,
    ) -> None:
        """Create it, expanding `$(VAR)` in its command; answers (id or None, reason, error)."""
        delay = self._delay("create-container", pod.metadata.uid, container.name, attempt)
        self.world.after(
            delay, f"cri/{self.node_name}.created", pod, sandbox_id, container, attempt,
            environment, mounts, then,
        )  # fmt: skip

    def _delay(self, name: str, *keys: object) -> Millis:
        """How long the runtime takes, which a fault may make ten times as long."""
        return self.world.delay(name, *keys) * self.network.faults.slowness(self.node_name)

    def _created(
        self, pod: Pod, sandbox_id: str, spec: Spec, attempt: int, environment: dict[str, str],
        mounts: tuple[Mount, ...], then: Callback,
    ) -> None:  # fmt: skip
        sandbox = self.sandboxes.get(sandbox_id)
        if sandbox is None:
            error = f'rpc error: code = NotFound desc = failed to find sandbox id "{sandbox_id}"'
            self.world.call(then, None, "CreateContainerError", error)
            return
        made = make_container(
            pod, sandbox, spec, attempt, environment, mounts, self.world.seed, self.world.now
        )
        target = self.running(made.uid, getattr(spec, "targetContainerName", None) or "")
        if target is not None:
            made = replace(made, space=target.space)
        self._containers[made.id] = made
        self.files.plant(made.id, layer_files(made, pod))
        for mount in mounts:
            # What is to be mounted from a host or below a volume is made where it is missing.
            if mount.sub_path and not mount.file:
                self.files.make_directories(Place(mount.tree, mount.sub_path))
        runtime = self.pod_runtime(made.uid)
        self._pods[made.uid] = replace(runtime, containers=(made.status, *runtime.containers))
        self.world.call(then, made.id, "", "")

    def start_container(
        self, container_id: str, then: Callback, again: tuple[str, ...] = ()
    ) -> None:
        """Start its first process; answers with an error, "" if it runs.

        `again` are the fields by which it is started once more.
        """
        delay = self._delay("start-container", container_id)
        self.world.after(delay, f"cri/{self.node_name}.started", container_id, then, again)

    def _started(self, container_id: str, then: Callback, again: tuple[str, ...]) -> None:
        container = self._containers.get(container_id)
        if container is None:
            self.world.call(then, f'container "{container_id}" not found')
            return
        stdin = ("stdin",) if container.stdin else NULL
        fds = {0: stdin, 1: ("log", "stdout"), 2: ("log", "stderr")}
        call = self.processes.call(container, container.argv, fds, container.errand)
        error = self._start_error(call)
        if error:
            self._failed_to_start(container, error)
            self.world.call(then, error)
            return
        status = replace(container.status, state=RUNNING, started_ms=self.world.now)
        call.container = self._put(container, status, pid=call.key[1])
        record = self._emit(container, "start", fields=(f"{container.field}.command", *again))
        self.world.cause = record.id
        self.processes.begin(call)
        leak = self.network.faults.leak_of(container.namespace, container.pod, container.name)
        if leak and self._containers[container_id].status.state == RUNNING:
            self.processes.trouble.leak(container_id, leak)
            self.memory_taken()
        self.world.call(then, "")

    def _start_error(self, call) -> str:
        word = call.argv[0]
        if any(len(argument) >= LONGEST_ARGUMENT for argument in call.argv):
            return f"{START_FAILED}exec {word}: argument list too long: unknown"
        name, code = find_program(call)
        if name is not None:
            return ""
        if code == 126:
            return START_FAILED + cannot_start(word, "is a directory")
        return START_FAILED + cannot_start(word)

    def _failed_to_start(self, container: Container, error: str) -> None:
        status = replace(
            container.status, state=EXITED, finished_ms=self.world.now, exit_code=128,
            reason="StartError", message=error,
        )  # fmt: skip
        self._put(container, status)
        fields = (f"{container.field}.command",)
        record = self._emit(container, "exit", exit_code=128, message=error, fields=fields)
        self.world.cause = record.id
        self._tell(container.uid, container.id)

    def stop_container(
        self, container_id: str, grace_ms: Millis, then: Callback, signal: str | None = None
    ) -> None:
        """Send the stop signal now and SIGKILL after the grace; answers when it is dead."""
        container = self._containers.get(container_id)
        if container is None or container.status.state != RUNNING:
            self.world.call(then)
            return
        fields = (f"{container.field}.lifecycle.stopSignal",) if signal else ()
        signal = (signal or container.image.stop_signal).removeprefix("SIG")
        earlier = self._stopping.get(container_id)
        if earlier is not None:
            self.world.cancel(earlier.alarm)
        record = self._emit(
            container, "signal", signal=signal, until=self.world.now + grace_ms, fields=fields
        )  # fmt: skip
        self.world.cause = record.id
        alarm = self.world.after(grace_ms, f"cri/{self.node_name}.overdue", container_id)
        waiting = (*(earlier.then if earlier else ()), then)
        self._stopping[container_id] = Stopping(alarm, waiting)
        if earlier is None:
            self._signal(container, signal)

    def forget_stops(self) -> None:
        """Whoever asked for stops is gone, and with him the wait for SIGKILL."""
        for stopping in self._stopping.values():
            self.world.cancel(stopping.alarm)
        self._stopping.clear()

    def _overdue(self, container_id: str) -> None:
        container = self._containers.get(container_id)
        ignored = container and self.processes.ignored((container.space, container.pid))
        self.kill(container_id, "KILL", "ignored" if ignored else "")

    def kill(self, container_id: str, signal: str = "KILL", result: str = "") -> bool:
        """Send a signal to the container's first process; False when it does not run.

        `result` is what came of the one before.
        """
        container = self._containers.get(container_id)
        if container is None or container.status.state != RUNNING:
            return False
        self.world.cause = self._emit(container, "signal", signal=signal, result=result).id
        self._signal(container, signal)
        return True

    def _signal(self, container: Container, signal: str) -> None:
        """Of what comes before it has set its handlers a PID 1 obeys SIGKILL alone."""
        handlers = self.world.delay("handlers", container.id)
        deaf = self.world.now < container.status.started_ms + handlers
        if deaf and container.pid == 1 and signal != "KILL":
            self.processes.ignore((container.space, container.pid), signal)
            return
        self.processes.signal((container.space, container.pid), signal, outside=True)
        self.processes.drain()

    def end(self, container_id: str, exit_code: int) -> bool:
        """Make the first process exit with this code; False when it does not run."""
        container = self._containers.get(container_id)
        if container is None or container.status.state != RUNNING:
            return False
        self.processes.end((container.space, container.pid), exit_code)
        return True

    def take_fault(self, fault: Fault, over: bool) -> None:
        """Let a fault of a process begin or end for the containers that run now."""
        trouble, verdict = self.processes.trouble, fault.verdict.partition("=")
        if over and verdict[0] == HANG:
            trouble.go_on(fault.instance)
            return
        for container in list(self._containers.values()):
            whose = (container.namespace, container.pod, container.name)
            if verdict[0] != LEAK or whose != (fault.namespace, fault.pod, fault.container):
                continue
            if container.status.state == RUNNING:
                trouble.stop_leak(container.id) if over else trouble.leak(container.id, verdict[2])

    def remove_container(self, container_id: str) -> None:
        """Forget it, with its files."""
        container = self._containers.get(container_id)
        if container is None:
            return
        self.processes.kill_all(container_id)
        del self._containers[container_id]
        self.execs.forget(container_id)
        self.processes.logs.forget(container)
        self.files.fell(container_id)
        runtime = self.pod_runtime(container.uid)
        left = tuple(c for c in runtime.containers if c.id != container_id)
        self._pods[container.uid] = replace(runtime, containers=left)

    def exec(
        self, container_id: str, command: tuple[str, ...], timeout_ms: Millis, then: Callback
    ) -> None:
        """Run a command in it; answers with an `ExecResult`."""
        self.execs.exec(container_id, command, timeout_ms, then)

    def exec_at_once(self, container_id: str, command: tuple[str, ...]) -> ExecResult:
        """Run a command that somebody typed; what is not over yet goes on alone."""
        return self.execs.run(container_id, command)

    # What the processes tell (processes.Keeper)

    def main_ended(self, container_id: str, code: int, signal: str) -> None:
        """The first process has ended: so has the container, though not at once."""
        container = self._containers.get(container_id)
        if container is None:
            return
        early = container.status.started_ms + SHORTEST_RUN_MS - self.world.now
        if early > 0:
            ended = f"cri/{self.node_name}.ended"
            self.world.after(early, ended, container_id, code, signal)
            return
        reason = "Completed" if code == 0 else "Error"
        if container.oom:
            reason = "OOMKilled"
        self._put(container, container.status, pid=0)
        self.processes.kill_all(container_id)
        self.processes.trouble.stop_leak(container_id)
        self.processes.logs.close(container)
        status = replace(
            container.status, state=EXITED, finished_ms=self.world.now, exit_code=code,
            reason=reason, message=self._message(container, code),
        )  # fmt: skip
        self._put(container, status, pid=0)
        record = self._emit(container, "exit", exit_code=code, signal=signal)
        self.world.cause = record.id
        self.network.faults.forget(container_id)
        stopping = self._stopping.pop(container_id, None)
        if stopping is not None:
            self.world.cancel(stopping.alarm)
            for then in stopping.then:
                self.world.call(then)
        self._tell(container.uid, container_id)

    def exec_ended(self, key: Key, code: int) -> None:
        """A command run in a container has ended."""
        self.execs.ended(key, code)

    def out_of_memory(self, container_id: str, pid: int) -> None:
        """The kernel kills a process of a container that passed its limit."""
        container = self._containers[container_id]
        self._containers[container_id] = replace(container, oom=True)
        self.world.cause = self._emit(
            container, "oom", exit_code=128 + SIGNALS["KILL"], signal="KILL",
            fields=(f"{container.field}.resources.limits.memory",),
        ).id  # fmt: skip

    def _message(self, container: Container, code: int) -> str:
        """The termination message (`getTerminationMessage`, pkg/kubelet/kuberuntime)."""
        file = self.files.get(container.view.place(container.message_path))
        text = file.text[:MESSAGE_LENGTH] if file is not None else ""
        if not text and container.fallback_to_logs and code:
            return self.processes.logs.tail(container)
        return text

    def _put(
        self, container: Container, status: ContainerStatus, pid: int | None = None
    ) -> Container:
        container = self._containers.get(container.id, container)
        changed = replace(container, status=status, pid=container.pid if pid is None else pid)
        self._containers[container.id] = changed
        runtime = self._pods.get(container.uid)
        if runtime is not None:
            statuses = tuple(status if c.id == status.id else c for c in runtime.containers)
            self._pods[container.uid] = replace(runtime, containers=statuses)
        return changed

    def _tell(self, uid: str, container_id: str) -> None:
        then = self._on_exit.get("then")
        if then is not None:
            self.world.call(then, uid, container_id)

    def _emit(self, container: Container, what: str, **fields: object) -> ProcessChanged:
        return self.world.emit(
            ProcessChanged, what=what, namespace=container.namespace, pod=container.pod,
            uid=container.uid, container=container.name, attempt=container.attempt, **fields,
        )  # fmt: skip


def layer_of_host() -> Mapping[str, File]:
    """What hostPath volumes find on the node before anybody writes there."""
    return root_files(DEBIAN)
