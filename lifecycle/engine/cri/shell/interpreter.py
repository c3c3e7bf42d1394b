"""`sh`, `bash` and scripts as programs: how a shell is started, resumed and signalled."""

from typing import TYPE_CHECKING, Any

import msgspec

from lifecycle.engine.cri.filesystem import FileError
from lifecycle.engine.cri.process import FOR_EVER, SIGNALS, Blocked, Outcome, Program, Wait
from lifecycle.engine.cri.shell.compiler import compile_script
from lifecycle.engine.cri.shell.machine import Machine
from lifecycle.engine.cri.shell.options import set_words
from lifecycle.engine.cri.shell.state import Scope, ShellState
from lifecycle.engine.cri.shell.syntax import ShellSyntaxError
from lifecycle.engine.cri.userland import is_busybox

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

_SHELLS = ("sh", "bash", "ash", "dash")
_VALUED = ("-o", "+o", "-O", "+O", "--rcfile", "--init-file")


def _run_shell(call: "Call") -> Outcome:
    """`sh [OPTIONS] [-c SCRIPT | FILE] [WORDS]`."""
    name = call.argv[0]
    bash = name.rpartition("/")[2] == "bash"
    words = list(call.argv[1:])
    options: list[str] = []
    script = False
    while words and words[0][:1] in ("-", "+") and len(words[0]) > 1:
        word = words.pop(0)
        if word == "--":
            break
        if word in _VALUED and words:
            if word[1] == "o":
                options += [word, words.pop(0)]
            else:
                words.pop(0)
        elif not word.startswith("--"):
            script = script or "c" in word
            letters = word[1:].replace("c", "").replace("l", "").replace("i", "").replace("s", "")
            options += [word[0] + letters] if letters else []
    if script:
        if not words:
            call.err(f"{name}: -c requires an argument\n")
            return 2
        source, *words = words
        return _start(call, source, words[0] if words else name, words[1:], options, bash)
    if words:
        return _run_file(call, words[0], words, options, bash)
    return _interactive(call, name, options, bash)


def _run_file(call: "Call", path: str, words: list[str], options: list[str], bash: bool) -> Outcome:
    try:
        source = call.text(path)
    except FileError as error:
        call.err(f"{call.argv[0]}: can't open '{path}': {error.args[0]}\n")
        return 127 if bash else 2
    return _start(call, source, path, words[1:], options, bash)


def _interactive(call: "Call", name: str, options: list[str], bash: bool) -> Outcome:
    """Commands come from standard input: a pipe's text, or nobody's."""
    target = call.fds.get(0, ("null",))
    if target[0] == "stdin":
        return Blocked(FOR_EVER, _state(call, "", name, (), bash))
    if target[0] == "pipe":
        text, ended = call.kernel.pipes.peek(target[1])
        if not ended:
            return Blocked(Wait(pipe=target[1]), (name, tuple(options), bash))
        call.kernel.pipes.take(target[1])
        return _start(call, text, name, [], options, bash)
    return 0


def _run_script(call: "Call") -> Outcome:
    """A file that is run by its path; `#!` says by which shell."""
    path = call.argv[0]
    source = call.text(path)
    first = source.partition("\n")[0]
    words = list(call.argv[1:])
    if first.startswith("#!"):
        interpreter = first[2:].split()
        if interpreter and interpreter[0].endswith("/env"):
            interpreter = interpreter[1:]
        program = interpreter[0].rpartition("/")[2] if interpreter else "sh"
        if program not in _SHELLS:
            found = call.within(tuple(interpreter), call.env, call.cwd, call.fds).find_program()
            if found[0] is None:
                call.err(f"{path}: not found\n")
                return 127
            return call.program_named("assumed").run(call)
        options = interpreter[1:]
        return _start(call, source, path, words, options, program == "bash")
    return _start(call, source, path, words, [], False)


def _state(
    call: "Call", source: str, name: str, positional: tuple[str, ...], bash: bool
) -> ShellState:
    code = compile_script(source, bash, is_busybox(call.container.image))
    variables = {**call.env, "PWD": call.cwd}
    level = variables.get("SHLVL", "")
    variables["SHLVL"] = str(int(level) + 1) if level.isdigit() else "1"
    exported = dict.fromkeys(variables, True)
    scope = Scope(variables, exported, {}, {}, positional, "", call.cwd, call.fds)
    return ShellState(code, 0, name, scope, bash, began_ms=call.now)


def _start(
    call: "Call", source: str, name: str, words: list[str], options: list[str], bash: bool
) -> Outcome:
    try:
        state = _state(call, source, name, tuple(words), bash)
    except ShellSyntaxError as error:
        call.err(f"{name}: {error}\n")
        return 2
    machine = Machine(call, state)
    if options:
        positional = machine.positional
        set_words(machine, options)
        machine.positional = positional
    return machine.run()


def _resume(call: "Call", state: Any, event: str) -> Outcome:
    if isinstance(state, tuple):
        name, options, bash = state
        return _interactive(call, name, list(options), bash)
    return Machine(call, state).resume(event)


def _signal(call: "Call", state: Any, signal: str) -> Outcome | None:
    """A trapped signal: at once where the shell only waits, else after the command."""
    if not isinstance(state, ShellState):
        return None
    action = state.scope.traps.get(signal)
    if action is None:
        action = _outer_action(state, signal)
    if action is None:
        return None
    waiting = state.waiting
    if waiting is not None and waiting.interruptible and action:
        call.pending.append(signal)
        machine = Machine(call, msgspec.structs.replace(state, waiting=None, round=None))
        machine.status = 128 + SIGNALS[signal]
        return machine.run()
    if not action:
        return Blocked(call.wait, state, ignored=True)
    changed = msgspec.structs.replace(state, pending=(*state.pending, signal), round=None)
    if state.round is None:
        return Blocked(call.wait, changed)
    since, period = state.round
    passed = call.now - since
    return Blocked(Wait(until=since + -(-passed // period) * period), changed)


def _outer_action(state: ShellState, signal: str) -> str | None:
    scopes = (frame.scope for frame in state.frames if hasattr(frame, "scope"))
    return next((s.traps[signal] for s in scopes if signal in s.traps), None)


_SHELL = Program(_run_shell, _resume, _signal, inline=False)
PROGRAMS = dict.fromkeys(_SHELLS, _SHELL)
PROGRAMS["script"] = Program(_run_script, _resume, _signal, inline=False)
