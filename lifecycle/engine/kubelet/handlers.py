"""Running a lifecycle hook: exec, httpGet or sleep.

Hooks have no timeout of their own. An HTTP hook is judged by whether the request came
through, whatever the status code says. A sleep is not cut short when its container ends.

Mirrors pkg/kubelet/lifecycle/handlers.go.
"""

import msgspec
from lightkube.models.core_v1 import Container, HTTPGetAction, LifecycleHandler, Pod

from lifecycle.engine.api.pod import find_container
from lifecycle.engine.cri.exec import ExecResult
from lifecycle.engine.cri.network import Reply
from lifecycle.engine.kernel.world import Callback
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.ports import resolve_port
from lifecycle.engine.records import ProcessChanged

POST_START, PRE_STOP = "postStart", "preStop"
HTTP_TIMEOUT_MS = 30_000


class Hook(msgspec.Struct, frozen=True):
    """A hook that runs."""

    pod: Pod
    container: Container
    kind: str
    handler: str
    then: Callback


Key = tuple[str, str, str]
"""A Pod's uid, a container's id, and the kind of hook."""


class Handlers(Part):
    """Every hook that runs on this node."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.hooks: dict[Key, Hook] = self.process.memory("hooks")
        self.on("hook.exec", self.executed)
        self.on("hook.http", self.answered)
        self.on("hook.slept", self.slept)

    def run(
        self, pod: Pod, container: Container, container_id: str, kind: str, then: Callback
    ) -> None:
        """Answers `then(error, message)`; both are empty if the hook succeeded."""
        action: LifecycleHandler = getattr(container.lifecycle, kind)
        key = (pod.metadata.uid, container_id, kind)
        handler = _handler_of(action)
        hook = self.hooks[key] = Hook(pod, container, kind, handler, then)
        self.world.cause = self._emit("hook-start", hook).id
        if handler == "exec":
            command = tuple(action.exec.command or ())
            self.kl.runtime.exec(container_id, command, 0, self.callback("hook.exec", key))
        elif handler == "httpGet":
            self._request(key, action.httpGet)
        elif handler == "sleep":
            self.after(action.sleep.seconds * 1000, "hook.slept", key)
        else:
            self._end(key, f"invalid handler: {action}")

    def _request(self, key: Key, action: HTTPGetAction) -> None:
        hook = self.hooks[key]
        port = resolve_port(action.port, hook.container)
        if port is None:
            self._end(key, f"couldn't find port: {action.port} in {hook.container.name}")
            return
        self.kl.network.probe_http(
            action.host or self.kl.kubelet_pods.pod_ip(hook.pod),
            port,
            action.path or "/",
            action.scheme or "HTTP",
            action.httpHeaders or (),
            HTTP_TIMEOUT_MS,
            self.callback("hook.http", key),
        )

    def executed(self, key: Key, result: ExecResult) -> None:
        hook = self.hooks[key]
        command = " ".join(getattr(hook.container.lifecycle, hook.kind).exec.command or ())
        error = result.error
        if not error and result.exit_code:
            error = f"command '{command}' exited with {result.exit_code}: "
        self._end(key, error, f"Exec lifecycle hook ([{command}])", result.output)

    def answered(self, key: Key, reply: Reply) -> None:
        hook = self.hooks[key]
        path = getattr(hook.container.lifecycle, hook.kind).httpGet.path or "/"
        self._end(key, reply.error, f"HTTP lifecycle hook ({path})", reply.body)

    def slept(self, key: Key) -> None:
        self._end(key)

    def _end(self, key: Key, error: str = "", what: str = "", output: str = "") -> None:
        hook = self.hooks.pop(key)
        message = _message(hook, error, what, output) if error else ""
        record = self._emit(
            "hook-end", hook, result="failure" if error else "success", message=message
        )
        self.world.cause = record.id
        self.world.call(hook.then, error, message)

    def _emit(self, what: str, hook: Hook, **fields: str) -> ProcessChanged:
        metadata = hook.pod.metadata
        place = find_container(hook.pod, hook.container.name)
        return self.world.emit(
            ProcessChanged,
            what=what,
            namespace=metadata.namespace,
            pod=metadata.name,
            uid=metadata.uid,
            container=hook.container.name,
            hook=hook.kind,
            handler=hook.handler,
            rule=f"hook.{hook.kind}",
            fields=(f"{place.path}.lifecycle.{hook.kind}",) if place else (),
            **fields,
        )


def _message(hook: Hook, error: str, what: str, output: str) -> str:
    """What is remembered of a failure; the output is quoted as Go's %q does."""
    metadata = hook.pod.metadata
    pod = f"{metadata.name}_{metadata.namespace}({metadata.uid})"
    quoted = msgspec.json.encode(output).decode()
    return (
        f'{what} for Container "{hook.container.name}" in Pod "{pod}" failed - '
        f"error: {error}, message: {quoted}"
    )


def _handler_of(action: LifecycleHandler) -> str:
    for name in ("exec", "httpGet", "sleep", "tcpSocket"):
        if getattr(action, name) is not None:
            return name
    return ""
