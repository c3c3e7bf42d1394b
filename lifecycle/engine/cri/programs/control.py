"""Programs that act on processes: kill, killall, pidof, timeout, nohup, xargs, busybox."""

from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.process import (
    SIGNALS,
    Blocked,
    Outcome,
    Process,
    Program,
    Replaced,
    Wait,
    signal_name,
)
from lifecycle.engine.cri.programs.options import options
from lifecycle.engine.cri.programs.serving import title
from lifecycle.engine.cri.programs.sleeping import sleep_time
from lifecycle.engine.cri.programs.streams import collecting

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call


def _chosen_signal(words: list[str]) -> tuple[str | None, list[str]]:
    """The signal that the options name, None for a bad one ("0" only asks), and the rest."""
    signal = "TERM"
    while words and words[0].startswith("-") and words[0] != "--":
        word = words.pop(0)
        if word in ("-s", "-n", "--signal") and words:
            word = "-" + words.pop(0)
        elif word in ("-q", "-e", "-f", "-x", "-9") and word != "-9":
            continue
        text = word.lstrip("-").removeprefix("signal=")
        signal = "0" if text == "0" else signal_name(text)
        if signal is None:
            return None, words
    return signal, [word for word in words if word != "--"]


def _kill(call: "Call") -> Outcome:
    words = list(call.argv[1:])
    if words[:1] == ["-l"]:
        call.out(" ".join(SIGNALS) + "\n")
        return 0
    signal, rest = _chosen_signal(words)
    if signal is None:
        return call.complain("bad signal name")
    if not rest:
        return call.complain("you need to specify whom to kill")
    status = 0
    for word in rest:
        if not word.lstrip("-").isdigit():
            status = call.complain(f"invalid number '{word}'")
        elif not _send(call, int(word), signal):
            status = call.complain(f"can't kill pid {word}: No such process")
    return status


def _send(call: "Call", pid: int, signal: str) -> bool:
    space = call.key[0]
    if pid in (-1, 0):
        for process in call.kernel.of_space(space):
            if process.key[1] != 1 and process.key != call.key:
                call.kernel.signal(process.key, signal)
        return True
    key = (space, abs(pid))
    if signal == "0":
        return call.kernel.alive(key)
    return call.kernel.signal(key, signal)


def _named(call: "Call", name: str) -> list[Process]:
    """The processes that run a program of that name."""
    found = []
    for process in call.kernel.of_space(call.key[0]):
        program = process.argv[0].rstrip(":").rpartition("/")[2]
        shown = title(process.argv).partition(" ")[0]
        known_as = (program, process.argv[0], process.program, shown)
        if process.key != call.key and name in known_as:
            found.append(process)
    return found


def _killall(call: "Call") -> Outcome:
    signal, names = _chosen_signal(list(call.argv[1:]))
    status = 0
    for name in names:
        found = _named(call, name)
        if not found:
            call.err(f"killall: {name}: no process killed\n")
            status = 1
        for process in found:
            if signal not in (None, "0"):
                call.kernel.signal(process.key, signal)
    return status


def _pidof(call: "Call") -> Outcome:
    names = options(call.argv[1:]).operands
    pids = [str(p.key[1]) for name in names for p in _named(call, name)]
    if not pids:
        return 1
    joiner = "\n" if call.argv[0].endswith("pgrep") else " "
    call.out(joiner.join(pids) + "\n")
    return 0


def _timeout(call: "Call") -> Outcome:
    """Runs its command as a child, and sends it a signal when the time is over."""
    words = list(call.argv[1:])
    signal = "TERM"
    while words and words[0].startswith("-"):
        word = words.pop(0)
        if word in ("-s", "-k") and words:
            text = words.pop(0)
            signal = signal_name(text) or signal if word == "-s" else signal
        elif word == "-t" and words:
            words = [words.pop(0), *words]
            break
    if len(words) < 2:
        return call.complain("missing operand")
    try:
        limit = sleep_time(call, (words[0],))
    except ValueError:
        return call.complain(f"invalid number '{words[0]}'")
    child = call.kernel.fork(call, tuple(words[1:]), call.fds, call.env, call.cwd)
    if child is None:
        return call.complain("can't fork")
    until = None if not limit else call.now + limit
    return Blocked(Wait(until=until, child=True), (child, signal, until, False))


def _timeout_again(call: "Call", state: Any, event: str) -> Outcome:
    child, signal, until, sent = state
    key = (call.key[0], child)
    code = call.kernel.reap(key)
    if code is not None:
        gnu = call.container.image.family == "debian"
        return (124 if gnu else 128 + SIGNALS[signal]) if sent else code
    if event == "time":
        call.kernel.signal(key, signal)
        return Blocked(Wait(child=True), (child, signal, until, True))
    if not call.kernel.alive(key):
        return 127
    return Blocked(Wait(until=None if sent else until, child=True), state)


def _pass_on(call: "Call") -> Outcome:
    """nohup, nice, setsid, busybox, tini: the rest of the line is the command."""
    words = list(call.argv[1:])
    while words and words[0].startswith("-"):
        word = words.pop(0)
        if word in ("-n", "-c") and words:
            words.pop(0)
    if not words:
        return 0
    return Replaced(tuple(words), call.env, call.cwd, call.fds)


def _delayed(call: "Call", state: Any, event: str) -> Outcome:
    """A process that the busy container had no time to begin."""
    return Replaced(call.argv, call.env, call.cwd, call.fds)


def _xargs(call: "Call", text: str) -> int:
    found = list(call.argv[1:])
    while found and found[0].startswith("-"):
        option = found.pop(0)
        if option in ("-n", "-I", "-P", "-L", "-d") and found:
            found.pop(0)
    words = (*(found or ["echo"]), *text.split())
    inner = call.within(words, call.env, call.cwd, call.fds)
    name, code = inner.find_program()
    if name is None:
        return code
    program = inner.program_named(name)
    outcome = program.run(inner) if program.inline else 0
    return outcome if isinstance(outcome, int) else 0


PROGRAMS = {
    "kill": Program(_kill), "killall": Program(_killall), "pkill": Program(_killall),
    "pidof": Program(_pidof), "pgrep": Program(_pidof),
    "timeout": Program(_timeout, _timeout_again, inline=False),
    "nohup": Program(_pass_on, inline=False), "nice": Program(_pass_on, inline=False),
    "setsid": Program(_pass_on, inline=False), "busybox": Program(_pass_on, inline=False),
    "tini": Program(_pass_on, inline=False), "dumb-init": Program(_pass_on, inline=False),
    "delayed": Program(_pass_on, _delayed, inline=False),
    "stdbuf": Program(_pass_on, inline=False), "xargs": collecting(lambda call: [], _xargs),
}  # fmt: skip
