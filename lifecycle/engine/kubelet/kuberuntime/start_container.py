"""Starting one container: back-off check, image, create, start, postStart.

Whatever fails has a name of its own, which becomes the container's waiting reason at the
next pass. The worker is blocked until the postStart hook has ended.

Mirrors `startContainer` and `doBackOff` of pkg/kubelet/kuberuntime.
"""

import msgspec
from lightkube.models.core_v1 import Container, Pod
from msgspec.structs import replace

from lifecycle.engine.cri.status import EXITED, PodRuntime
from lifecycle.engine.kernel.world import Callback
from lifecycle.engine.kubelet.handlers import POST_START
from lifecycle.engine.kubelet.kuberuntime.actions import (
    REASON_FAILED_POST_START_HOOK,
    KillContainer,
)
from lifecycle.engine.kubelet.kuberuntime.restart_rules import deciding_field, restarting_fields
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.reason_cache import StartResult
from lifecycle.engine.kubelet.recorder import NORMAL, WARNING

RUN_CONTAINER_ERROR = "RunContainerError"
CREATE_CONTAINER_CONFIG_ERROR = "CreateContainerConfigError"


class Starting(msgspec.Struct, frozen=True):
    """A container that is being started; `failure` is what its end will be if it dies first."""

    pod: Pod
    container: Container
    sandbox_id: str
    attempt: int
    then: Callback
    container_id: str = ""
    failure: StartResult | None = None


class StartContainer(Part):
    """One start for each Pod at a time."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.starts: dict[str, Starting] = self.process.memory("starts")
        self.on("start.image", self.image_ensured)
        self.on("start.created", self.created)
        self.on("start.started", self.started)
        self.on("start.hooked", self.hooked)
        self.on("start.killed", self.killed)

    def begin(
        self,
        pod: Pod,
        container: Container,
        runtime: PodRuntime,
        sandbox_id: str,
        then: Callback,
    ) -> None:
        """Answers `then(StartResult)`."""
        uid = pod.metadata.uid
        refusal = self.kl.crash_backoff.check(pod, container, runtime)
        if refusal is not None:
            self.world.call(then, refusal._replace(cause=self.world.cause))
            return
        attempt = self.kl.kubelet_pods.next_attempt(pod, container.name, runtime)
        self.starts[uid] = Starting(pod, container, sandbox_id, attempt, then)
        self.kl.image_manager.ensure_image_exists(pod, container, self.callback("start.image", uid))

    def image_ensured(self, uid: str, reason: str, message: str) -> None:
        """`message` is also what the Failed event says after `Error: `."""
        start = self.starts[uid]
        if reason:
            self._warn(start, "Failed", f"Error: {reason}")
            self._fail(uid, reason, message)
            return
        environment, error, field = self.kl.environment.of(start.pod, start.container)
        if error:
            self._warn(start, "Failed", f"Error: {error}", field)
            self._fail(uid, CREATE_CONTAINER_CONFIG_ERROR, error)
            return
        self.kl.runtime.create_container(
            start.pod,
            start.sandbox_id,
            start.container,
            start.attempt,
            environment,
            self.kl.volumes.mounts(start.pod, start.container),
            self.callback("start.created", uid),
        )

    def created(self, uid: str, container_id: str | None, reason: str, error: str) -> None:
        start = self.starts[uid]
        if container_id is None:
            self._warn(start, "Failed", f"Error: {error}")
            self._fail(uid, reason or "CreateContainerError", error)
            return
        self.kl.pleg.notice(uid)
        self.kl.allocation.applied(uid, start.container.name)
        self.kl.kubelet_pods.made(start.pod, start.container, container_id, start.attempt)
        self.starts[uid] = replace(start, container_id=container_id)
        self.kl.recorder.container(
            start.pod,
            start.container,
            NORMAL,
            "Created",
            self.kl.texts.created.format(name=start.container.name),
        )
        then = self.callback("start.started", uid)
        self.kl.runtime.start_container(container_id, then, self._again(start))

    def _again(self, start: Starting) -> tuple[str, ...]:
        """The field by which a container that has ended is started once more."""
        uid, name = start.pod.metadata.uid, start.container.name
        ends = [
            each.exit_code
            for each in self.kl.runtime.pod_runtime(uid).containers
            if each.name == name and each.state == EXITED
        ]
        if ends:
            return (deciding_field(start.pod, name, ends[0]),)
        return restarting_fields(start.pod)[:1] if start.attempt else ()

    def started(self, uid: str, error: str) -> None:
        start = self.starts[uid]
        self.kl.pleg.notice(uid)
        if error:
            self._warn(start, "Failed", f"Error: {error}")
            self._fail(uid, RUN_CONTAINER_ERROR, error)
            return
        self.kl.recorder.container(
            start.pod,
            start.container,
            NORMAL,
            "Started",
            self.kl.texts.started.format(name=start.container.name),
        )
        lifecycle = start.container.lifecycle
        if lifecycle is None or lifecycle.postStart is None:
            self._end(uid, StartResult(start.container.name))
            return
        self.kl.handlers.run(
            start.pod,
            start.container,
            start.container_id,
            POST_START,
            self.callback("start.hooked", uid),
        )

    def hooked(self, uid: str, error: str, message: str) -> None:
        """A postStart hook that fails takes its container with it."""
        start = self.starts[uid]
        if not error:
            self._end(uid, StartResult(start.container.name))
            return
        texts = self.kl.texts
        self._warn(start, "FailedPostStartHook", texts.post_start_failed.format(why=message))
        reason = texts.post_start_reason.format(error=error)
        failure = StartResult(start.container.name, reason, message)
        self.starts[uid] = replace(start, failure=failure)
        kill = KillContainer(
            start.container_id,
            start.container.name,
            start.container,
            "FailedPostStartHook",
            REASON_FAILED_POST_START_HOOK,
        )
        self.kl.kill_container.begin(start.pod, kill, None, self.callback("start.killed", uid))

    def killed(self, uid: str) -> None:
        self._end(uid, self.starts[uid].failure)

    def _warn(self, start: Starting, reason: str, message: str, field: str = "") -> None:
        said = self.kl.recorder.container(
            start.pod, start.container, WARNING, reason, message, field=field
        )
        self.world.cause = max(self.world.cause, said)

    def _fail(self, uid: str, reason: str, message: str) -> None:
        self._end(uid, StartResult(self.starts[uid].container.name, reason, message))

    def _end(self, uid: str, result: StartResult) -> None:
        start = self.starts.pop(uid)
        self.world.call(start.then, result._replace(cause=self.world.cause))
