"""Running a probe once, by its handler, and judging what came back.

Mirrors pkg/kubelet/prober/prober.go with pkg/probe/{exec,http,tcp,grpc}.
"""

from typing import NamedTuple
from urllib.parse import urlsplit

import msgspec
from lightkube.models.core_v1 import Container, Pod, Probe

from lifecycle.engine.cri.exec import ExecResult
from lifecycle.engine.cri.network import Reply
from lifecycle.engine.kernel.world import Callback
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.ports import resolve_port
from lifecycle.engine.kubelet.runtime_health import UNAVAILABLE
from lifecycle.engine.kubelet.texts import V1_36, Texts

MAX_OUTPUT = 10 * 1024
SUCCESS, WARNING, FAILURE, UNKNOWN = "success", "warning", "failure", "unknown"


class Outcome(msgspec.Struct, frozen=True):
    """What one run said; with an `error` the probe itself could not run."""

    result: str
    output: str = ""
    error: str = ""


class Target(NamedTuple):
    """How to run a probe, worked out once: the arguments of its handler."""

    handler: str
    arguments: tuple
    timeout_ms: int
    problem: str = ""


def target_of(probe: Probe, container: Container) -> Target:
    """The handler and its arguments; a named port is looked up here."""
    timeout_ms = (probe.timeoutSeconds or 1) * 1000
    if probe.exec is not None:
        return Target("exec", (tuple(probe.exec.command or ()),), timeout_ms)
    if (http := probe.httpGet) is not None:
        port = resolve_port(http.port, container)
        headers = tuple((h.name, h.value) for h in http.httpHeaders or ())
        arguments = (http.host or "", port, http.path or "/", http.scheme or "HTTP", headers)
        return Target("httpGet", arguments, timeout_ms, _port_problem(port, http.port))
    if (tcp := probe.tcpSocket) is not None:
        port = resolve_port(tcp.port, container)
        arguments = (tcp.host or "", port)
        return Target("tcpSocket", arguments, timeout_ms, _port_problem(port, tcp.port))
    if probe.grpc is not None:
        arguments = ("", probe.grpc.port, probe.grpc.service or "")
        return Target("grpc", arguments, timeout_ms)
    return Target("", (), timeout_ms, "missing probe handler")


def _port_problem(port: int | None, asked: int | str) -> str:
    return "" if port is not None else f"couldn't find port: {asked}"


class Prober(Part):
    """Asks the runtime or the network; the answer comes to `then`, for `judge`."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        network = kl.network
        self._ask = {
            "httpGet": network.probe_http,
            "tcpSocket": network.probe_tcp,
            "grpc": network.probe_grpc,
        }

    def run(
        self,
        target: Target,
        pod: Pod,
        container: Container,
        container_id: str,
        fault: str,
        then: Callback,
    ) -> None:
        """Run the probe; `fault` is the verdict of a fault that hits it."""
        handler, arguments, timeout_ms = target.handler, target.arguments, target.timeout_ms
        if target.problem:
            self.world.call(then, ExecResult(error=target.problem))
        elif handler == "exec":
            if self.kl.runtime_health.is_down:
                self.world.call(then, ExecResult(exit_code=1, error=UNAVAILABLE))
            elif fault:
                self._pretend(fault, arguments[0], timeout_ms, then)
            else:
                self.kl.runtime.exec(container_id, arguments[0], timeout_ms, then)
        else:
            host = arguments[0] or self.kl.kubelet_pods.pod_ip(pod)
            self._ask[handler](host, *arguments[1:], timeout_ms, then, fault)

    def _pretend(
        self, fault: str, command: tuple[str, ...], timeout_ms: int, then: Callback
    ) -> None:
        """What an exec probe looks like that a fault makes fail, or hang."""
        if fault == "slow":
            self.world.after(timeout_ms, then[0], *then[1:], ExecResult(timed_out=True))
        else:
            self.world.call(then, ExecResult(exit_code=1))


def judge(target: Target, reply: ExecResult | Reply, texts: Texts = V1_36) -> Outcome:
    """Turn an answer into a result and the text that events show."""
    if target.handler == "httpGet" and not target.problem:
        return _judge_http(target, reply)
    if target.handler == "exec" or target.problem:
        return _judge_exec(target, reply, texts)
    return Outcome(FAILURE, reply.error) if reply.error else Outcome(SUCCESS)


def _judge_exec(target: Target, reply: ExecResult, texts: Texts) -> Outcome:
    if reply.timed_out:
        command = " ".join(target.arguments[0])
        seconds = target.timeout_ms // 1000
        return Outcome(FAILURE, texts.exec_timed_out.format(command=command, seconds=seconds))
    if reply.error:
        return Outcome(UNKNOWN, error=reply.error)
    return Outcome(SUCCESS if reply.exit_code == 0 else FAILURE, reply.output[:MAX_OUTPUT])


def _judge_http(target: Target, reply: Reply) -> Outcome:
    if reply.error:
        return Outcome(FAILURE, reply.error)
    if 200 <= reply.status < 400:
        host = urlsplit(reply.location).hostname if reply.location else None
        if host and host != target.arguments[0]:
            return Outcome(WARNING, f"Probe terminated redirects, Response body: {reply.body}")
        return Outcome(SUCCESS, reply.body)
    return Outcome(FAILURE, f"HTTP probe failed with statuscode: {reply.status}")
