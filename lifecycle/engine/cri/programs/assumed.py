"""A program that nobody knows: it does what the container's `Assumption` says."""

from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.network import Listener
from lifecycle.engine.cri.process import FOR_EVER, Blocked, Outcome, Program, Wait

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call


def _run(call: "Call") -> Outcome:
    assumption = call.container.assumption
    if assumption.memory:
        call.use_memory(assumption.memory)
    if call.errand == "exec":
        return assumption.hook_code
    if call.errand == "init":
        if not assumption.init_ms:
            return assumption.exit_code
        return Blocked(Wait(until=call.now + assumption.init_ms), "ends")
    _serve(call)
    if assumption.runs_ms is None:
        return Blocked(FOR_EVER)
    return Blocked(Wait(until=call.now + assumption.runs_ms), "ends")


def _serve(call: "Call") -> None:
    container, assumption = call.container, call.container.assumption
    if not assumption.status:
        return
    status, serving = assumption.status, assumption.serving
    for port in container.served:
        call.kernel.network.listen(
            Listener(
                container.ip,
                port,
                call.kernel.node,
                container.id,
                call.key,
                "fixed",
                (status, "", serving),
                call.now,
                call.now + assumption.after_ms,
            )
        )


def _resume(call: "Call", state: Any, event: str) -> Outcome:
    return call.container.assumption.exit_code


def _signal(call: "Call", state: Any, signal: str) -> Outcome | None:
    assumption = call.container.assumption
    if signal not in ("TERM", call.container.image.stop_signal):
        return None
    if assumption.term_code is None:
        return Blocked(FOR_EVER, ignored=True)
    if assumption.term_ms:
        return Blocked(Wait(until=call.now + assumption.term_ms), "stops")
    return assumption.term_code


PROGRAMS = {"assumed": Program(_run, _resume, _signal, inline=False)}
