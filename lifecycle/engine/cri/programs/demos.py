"""The programs that tutorials are made of: agnhost, http-echo, and small ones of books."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.network import Listener
from lifecycle.engine.cri.process import FOR_EVER, Blocked, Outcome, Program, Wait
from lifecycle.engine.cri.programs.options import options
from lifecycle.engine.cri.programs.reaching import resolve
from lifecycle.engine.kernel.clock import Millis

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

_GO = ("TERM", "INT", "HUP", "QUIT")
HEALTHY_MS = 10_000
_ECHO_PORT, _HEALTH_PORT, _HOSTNAME_PORT, _GRPC_PORT = 5678, 5000, 9376, 9000


def listen(
    call: "Call", port: int, responder: str, detail: tuple[object, ...], after_ms: Millis = 0
) -> bool:
    """Accept connections on a port of the Pod's, from some milliseconds on."""
    container = call.container
    return call.kernel.network.listen(
        Listener(
            container.ip, port, call.kernel.node, container.id, call.key, responder, detail,
            call.now, call.now + after_ms,
        )
    )  # fmt: skip


def _port(words: tuple[str, ...], default: int, *flags: str) -> int:
    values = options(words, "", flags).values
    texts = (values.get(flag, "") for flag in flags)
    return next((int(text) for text in texts if text.isdigit()), default)


# agnhost


def _agnhost(call: "Call") -> Outcome:
    name, *words = call.argv[1:] or ("pause",)
    run = _AGNHOST.get(name)
    if run is None:
        return call.container.assumption.hook_code if call.errand == "exec" else 1
    return run(call, tuple(words))


def _nothing(call: "Call", words: tuple[str, ...]) -> Outcome:
    call.out("Paused\n")
    return Blocked(FOR_EVER, 2)


def _liveness(call: "Call", words: tuple[str, ...]) -> Outcome:
    listen(call, 8080, "well-for", (HEALTHY_MS,))
    return Blocked(FOR_EVER, 2)


def _netexec(call: "Call", words: tuple[str, ...]) -> Outcome:
    listen(call, _port(words, 8080, "http-port"), "fixed", (200, f"NOW: {call.now}", None))
    delay = options(words, "", ("delay-shutdown",)).values.get("delay-shutdown", "0")
    return Blocked(FOR_EVER, ("after", int(delay) * 1000 if delay.isdigit() else 0))


def _serve_hostname(call: "Call", words: tuple[str, ...]) -> Outcome:
    port = _port(words, _HOSTNAME_PORT, "port")
    listen(call, port, "fixed", (200, call.container.hostname, None))
    return Blocked(FOR_EVER, ("after", 60_000))


def _grpc_health(call: "Call", words: tuple[str, ...]) -> Outcome:
    values = options(words, "", ("port", "http-port", "delay-unhealthy-sec")).values
    delay = values.get("delay-unhealthy-sec", "")
    well_ms = int(delay) * 1000 if delay.isdigit() else 1 << 40
    listen(call, _port(words, _HEALTH_PORT, "port"), "serving-for", (well_ms,))
    listen(call, _port(words, 8080, "http-port"), "fixed", (200, "", None))
    return Blocked(FOR_EVER, 2)


def _web(port: int) -> Callable[["Call", tuple[str, ...]], Outcome]:
    def run(call: "Call", words: tuple[str, ...]) -> Outcome:
        chosen = _port(words, port, "port", "http-port")
        listen(call, chosen, "fixed", (200, "ok", None))
        return Blocked(FOR_EVER, 2)

    return run


_AGNHOST = {
    "pause": _nothing, "liveness": _liveness, "netexec": _netexec,
    "serve-hostname": _serve_hostname, "grpc-health-checking": _grpc_health,
    "test-webserver": _web(80), "guestbook": _web(3000), "porter": _web(80),
    "webhook": _web(8443), "entrypoint-tester": _nothing, "nettest": _web(8080),
}  # fmt: skip


def _ended(call: "Call", state: Any, event: str) -> Outcome:
    return 0


def _signal(call: "Call", state: Any, signal: str) -> Outcome | None:
    """A state that is a number is the exit code of a Go program without a handler."""
    if signal not in _GO:
        return None
    if isinstance(state, int):
        return state
    _, delay = state
    if not delay or state[0] == "stops":
        return 0
    return Blocked(Wait(until=call.now + delay), ("stops", delay))


# grpcd


def _grpcd(call: "Call") -> Outcome:
    """A gRPC server that two files steer; with `none` it has no health service.

    It needs a moment to open its port, and the kubelet may ask before that.
    """
    responder, detail = "serving-by-files", ("/tmp/slow", "/tmp/bad")
    if call.argv[1:] == ("none",):
        responder, detail = "fixed", (200, "", None)
    container = call.container
    opens = call.kernel.world.delay("listen", container.uid, container.name, container.attempt)
    listen(call, _GRPC_PORT, responder, detail, opens)
    return Blocked(FOR_EVER, 2)


# http-echo


def _http_echo(call: "Call") -> Outcome:
    flags: dict[str, str] = {}
    words = list(call.argv[1:])
    while words:
        name, equals, value = words.pop(0).lstrip("-").partition("=")
        flags[name] = value if equals else (words.pop(0) if words else "")
    text = flags.get("text") or call.env.get("ECHO_TEXT", "")
    if not text:
        call.err("Missing -text option or ECHO_TEXT env var!\n")
        return 127
    port = re.sub(r".*:", "", flags.get("listen", "")) or str(_ECHO_PORT)
    listen(call, int(port) if port.isdigit() else _ECHO_PORT, "fixed", (200, f"{text}\n", None))
    call.out(f"[INFO] server is listening on :{port}\n")
    return Blocked(FOR_EVER, 0)


# Small programs of "Kubernetes in Action"


def _init_demo(call: "Call") -> Outcome:
    steps = call.argv[1] if len(call.argv) > 1 else "5"
    return _init_step(call, 1, int(steps) if steps.isdigit() else 5)


def _init_step(call: "Call", step: int, steps: int) -> Outcome:
    call.out(f"Step {step}/{steps}\n")
    if step >= steps:
        return Blocked(Wait(until=call.now + 1000), None)
    return Blocked(Wait(until=call.now + 1000), (step + 1, steps))


def _init_again(call: "Call", state: Any, event: str) -> Outcome:
    return 0 if state is None else _init_step(call, *state)


def _connectivity(call: "Call") -> Outcome:
    host = call.argv[1] if len(call.argv) > 1 else "1.1.1.1"
    call.out(f"Checking network connectivity to {host} ...\n")
    if not resolve(call, host).address:
        call.out("Host unreachable!\n")
        return 1
    call.out("Host appears to be reachable\n")
    return 0


def _quotes(call: "Call") -> Outcome:
    if call.file("/var/local/output") is not None:
        call.put("/var/local/output/quote", "A quote.\n")
    return Blocked(Wait(until=call.now + 60_000))


def _quotes_again(call: "Call", state: Any, event: str) -> Outcome:
    return _quotes(call)


PROGRAMS = {
    "agnhost": Program(_agnhost, _ended, _signal, inline=False),
    "grpcd": Program(_grpcd, _ended, _signal, inline=False),
    "http-echo": Program(_http_echo, _ended, _signal, inline=False),
    "init-demo": Program(_init_demo, _init_again, inline=False),
    "connectivity": Program(_connectivity, inline=False),
    "quote-writer": Program(_quotes, _quotes_again, inline=False),
}
