"""Programs that use up memory and time: stress and its like."""

import re
from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.process import FOR_EVER, Blocked, Outcome, Program, Wait
from lifecycle.engine.cri.programs.options import options
from lifecycle.engine.cri.programs.sleeping import sleep_time

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

_UNITS = {"": 1, "b": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
_VALUED = ("vm", "vm-bytes", "vm-hang", "timeout", "cpu", "io", "hdd", "vm-keep", "mem-total")


def size_of(text: str) -> int:
    """`150M`, `1G`, `250Mi` in bytes."""
    match = re.fullmatch(r"(\d{1,12})([bkmgBKMG]?)(i?[bB]?)", text)
    return int(match[1]) * _UNITS[match[2].lower()] if match else 0


def _stress(call: "Call") -> Outcome:
    found = options(call.argv[1:], "cimdt", _VALUED)
    values = found.values
    workers = values.get("vm") or values.get("m") or "0"
    count = int(workers) if workers.isdigit() else 0
    size = size_of(values.get("vm-bytes", "256M"))
    call.out(
        f"stress: info: [1] dispatching hogs: {values.get('cpu') or values.get('c') or 0} cpu, "
        f"{values.get('io') or values.get('i') or 0} io, {count} vm, 0 hdd\n"
    )
    call.use_memory(count * size)
    return _for(call, values.get("timeout") or values.get("t") or "")


def _for(call: "Call", limit: str) -> Outcome:
    try:
        length = sleep_time(call, (limit,)) if limit else None
    except ValueError:
        length = None
    return Blocked(FOR_EVER if not length else Wait(until=call.now + length))


def _go_stress(call: "Call") -> Outcome:
    """vish/stress, whose flags have one dash: it takes memory and keeps it."""
    words = call.argv[1:]
    flags = dict(zip(words, [*words[1:], ""]))
    flags.update(word.split("=", 1) for word in words if "=" in word)
    total = flags.get("-mem-total") or flags.get("--mem-total") or "0"
    call.use_memory(size_of(total))
    return Blocked(FOR_EVER, "go")


def _eater(call: "Call") -> Outcome:
    """memory-eater FIRST SECONDS MORE …: it takes the first amount, and later more on top."""
    first, seconds, more = (*call.argv[1:4], "0", "0", "0")[:3]
    call.use_memory(size_of(first))
    delay = int(seconds) * 1000 if seconds.isdigit() else 0
    return Blocked(Wait(until=call.now + max(delay, 1000)), ("eats", size_of(more)))


def _eats(call: "Call", state: Any, event: str) -> Outcome:
    call.use_memory(call.memory + state[1])
    return Blocked(FOR_EVER)


def _run(call: "Call") -> Outcome:
    return _go_stress(call) if "-logtostderr" in call.argv else _stress(call)


def _done(call: "Call", state: Any, event: str) -> Outcome:
    call.out("stress: info: [1] successful run completed\n")
    return 0


def _signal(call: "Call", state: Any, signal: str) -> Outcome | None:
    if state == "go" and signal in ("TERM", "INT", "HUP"):
        return 2
    return None


_STRESS = Program(_run, _done, _signal, inline=False)
PROGRAMS = {
    **dict.fromkeys(("stress", "stress-ng", "memhog"), _STRESS),
    "memory-eater": Program(_eater, _eats, inline=False),
}
