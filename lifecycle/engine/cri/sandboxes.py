"""Pod sandboxes: the pause container that holds a Pod's namespaces, and its address.

Mirrors RunPodSandbox and StopPodSandbox of the CRI.
"""

from collections.abc import Callable
from hashlib import sha256

import msgspec
from lightkube.models.core_v1 import Pod

from lifecycle.engine.cri.addresses import Addresses
from lifecycle.engine.cri.status import PodRuntime, SandboxStatus
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import Callback, World
from lifecycle.engine.records import ProcessChanged


class Sandbox(msgspec.Struct, frozen=True):
    """What the containers of the Pod share."""

    id: str
    uid: str
    namespace: str
    pod: str
    attempt: int
    ip: str
    hostname: str
    shared_pid: bool


class Sandboxes:
    """The sandboxes of one node; the Pods' true states lie in `pods`."""

    def __init__(
        self,
        world: World,
        node: str,
        node_ip: str,
        addresses: Addresses,
        pods: dict[str, PodRuntime],
        delay: Callable[..., Millis],
    ) -> None:
        self._world, self._node, self._node_ip, self._pods = world, node, node_ip, pods
        self._addresses, self._delay = addresses, delay
        self._table: dict[str, Sandbox] = world.table(f"sandboxes/{node}")
        world.on(f"cri/{node}.sandbox-made", self._made)
        world.on(f"cri/{node}.sandbox-stopped", self._stopped)

    def get(self, sandbox_id: str) -> Sandbox | None:
        """The sandbox, unless its Pod was removed."""
        return self._table.get(sandbox_id)

    def run(self, pod: Pod, attempt: int, then: Callback) -> None:
        """Make a sandbox; answers with (id or None, error)."""
        uid = pod.metadata.uid
        record = self._emit(pod, "sandbox-start", attempt)
        self._world.cause = record.id
        delay = self._delay("sandbox", uid, attempt)
        self._world.after(delay, f"cri/{self._node}.sandbox-made", pod, attempt, then)

    def _made(self, pod: Pod, attempt: int, then: Callback) -> None:
        meta, spec = pod.metadata, pod.spec
        sandbox_id = sha256(f"{self._world.seed}/{meta.uid}/{attempt}".encode()).hexdigest()
        ip = self._node_ip if spec.hostNetwork else self._addresses.take(sandbox_id)
        if ip is None:
            self._world.call(then, None, self._addresses.none_left(sandbox_id))
            return
        sandbox = Sandbox(
            id=sandbox_id,
            uid=meta.uid,
            namespace=meta.namespace or "default",
            pod=meta.name,
            attempt=attempt,
            ip=ip,
            hostname=self._node if spec.hostNetwork else (spec.hostname or meta.name)[:63],
            shared_pid=bool(spec.shareProcessNamespace),
        )
        self._table[sandbox.id] = sandbox
        status = SandboxStatus(sandbox.id, attempt, True, self._world.now, sandbox.ip)
        runtime = self._pods.get(meta.uid, PodRuntime())
        self._pods[meta.uid] = msgspec.structs.replace(
            runtime, sandboxes=(status, *runtime.sandboxes)
        )
        self._world.cause = self._emit(pod, "sandbox-ready", attempt).id
        self._world.call(then, sandbox.id, "")

    def stop(self, uid: str, sandbox_id: str, then: Callback) -> None:
        """Stop the sandbox; answers with nothing when it is stopped."""
        delay = self._delay("stop-sandbox", uid, sandbox_id)
        self._world.after(delay, f"cri/{self._node}.sandbox-stopped", sandbox_id, then)

    def _stopped(self, sandbox_id: str, then: Callback) -> None:
        self.mark_stopped(sandbox_id)
        if (sandbox := self._table.get(sandbox_id)) is not None:
            self._addresses.free(sandbox.ip, sandbox_id)
        self._world.call(then)

    def mark_stopped(self, sandbox_id: str) -> None:
        """The sandbox is ready no longer: it was stopped, or its pause process died."""
        sandbox = self._table.get(sandbox_id)
        runtime = self._pods.get(sandbox.uid) if sandbox else None
        if runtime is None or not any(s.id == sandbox_id and s.ready for s in runtime.sandboxes):
            return
        statuses = tuple(
            msgspec.structs.replace(s, ready=False) if s.id == sandbox_id else s
            for s in runtime.sandboxes
        )
        self._pods[sandbox.uid] = msgspec.structs.replace(runtime, sandboxes=statuses)
        self._world.emit(
            ProcessChanged, what="sandbox-stop", namespace=sandbox.namespace, pod=sandbox.pod,
            uid=sandbox.uid, attempt=sandbox.attempt, rule="StopPodSandbox",
        )  # fmt: skip

    def remove(self, uid: str) -> None:
        """Forget the Pod's sandboxes; their addresses may be handed out again."""
        for sandbox in [s for s in self._table.values() if s.uid == uid]:
            self._addresses.free(sandbox.ip, sandbox.id)
            del self._table[sandbox.id]

    def _emit(self, pod: Pod, what: str, attempt: int) -> ProcessChanged:
        meta = pod.metadata
        return self._world.emit(
            ProcessChanged, what=what, namespace=meta.namespace or "default", pod=meta.name,
            uid=meta.uid, attempt=attempt, rule="RunPodSandbox",
        )  # fmt: skip
