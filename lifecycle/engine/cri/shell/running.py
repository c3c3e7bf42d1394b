"""Carrying out a simple command: assignments, redirections, and who does the work.

In the order of POSIX 2.9.1: special words of the shell, functions, builtins, programs.
Programs that everyone has run within the shell's own process; those that stay (servers,
other shells) get a process of their own, which the shell waits for.
"""

from typing import TYPE_CHECKING

from lifecycle.engine.cri.process import NULL_INPUT, Blocked, Replaced, Wait
from lifecycle.engine.cri.shell.builtins import BUILTINS, PROGRAMS_INSIDE
from lifecycle.engine.cri.shell.expander import text_of
from lifecycle.engine.cri.shell.state import CallFrame, RedirectFrame
from lifecycle.engine.cri.shell.syntax import Assignment
from lifecycle.engine.cri.shell.waiting import Children, Foreground, Room

if TYPE_CHECKING:
    from lifecycle.engine.cri.shell.compiler import Code
    from lifecycle.engine.cri.shell.instructions import Run
    from lifecycle.engine.cri.shell.machine import Machine

PURE = frozenset([":", "true", "false", "sleep", "break", "continue"])
"""Commands that leave no trace and look at nothing."""
STEPS_OF_PROGRAM = 5
"""How much more a program costs than a step of the shell itself."""
_TESTS = frozenset(["[", "test"])


def run_command(m: "Machine", command: "Run", words: list[str]) -> Wait | None:
    """Do what the expanded command says."""
    if not words:
        return _only_assignments(m, command)
    name = words[0]
    m.taken += len(words) >> 3
    if name not in PURE and not (name in _TESTS and not _looks_at_files(words)):
        m.impure = True
    cleanup = None
    fds = m.fds
    if command.redirects:
        fds, opened, error = m.redirected(command.redirects)
        if error:
            m.err(error)
            m.check(1, command.tested)
            return None
        cleanup = RedirectFrame(m.fds, opened)
    if name in m.functions:
        hidden = _assign_for_now(m, command.assignments)
        return _call_function(m, words, fds, cleanup, hidden, command.tested)
    builtin = BUILTINS.get(name)
    if builtin is not None:
        return _run_builtin(m, command, words, fds, cleanup)
    environment = {} if name in PROGRAMS_INSIDE else m.environment()
    for assignment in command.assignments:
        environment = {**environment, assignment.name: text_of(m, assignment.value)}
    return _run_program(m, words, environment, fds, cleanup, command.tested)


def _looks_at_files(words: list[str]) -> bool:
    return any(len(word) == 2 and word[0] == "-" and word not in ("-n", "-z") for word in words)


def _only_assignments(m: "Machine", command: "Run") -> None:
    if command.redirects:
        m.impure = True
        _, opened, error = m.redirected(command.redirects)
        if opened and m.bash and not command.assignments:
            m.write(1, m.call.kernel.pipes.peek(opened[0])[0])
        m.undo(RedirectFrame(m.fds, opened))
        if error:
            m.err(error)
            m.check(1, command.tested)
            return
    for assignment in command.assignments:
        m.assign_from(assignment)
    if not command.captured:
        m.status = 0
    elif m.status:
        m.check(m.status, command.tested)
    m.trace(command.assignments, [])


def _assign_for_now(m: "Machine", assignments: tuple[Assignment, ...]) -> dict:
    """Assign, and answer what was there before."""
    hidden = {}
    for assignment in assignments:
        hidden[assignment.name] = m.variables.get(assignment.name)
        m.assign_from(assignment)
    return hidden


def _run_builtin(
    m: "Machine", command: "Run", words: list[str], fds: dict, cleanup: RedirectFrame | None
) -> Wait | None:
    m.trace(command.assignments, words)
    hidden = _assign_for_now(m, command.assignments)
    before, m.fds = m.fds, fds
    if words[0] == "exec":
        return _replace(m, words[1:], fds)
    m.cleanup, m.tested_now = cleanup, command.tested
    result = BUILTINS[words[0]](m, words)
    if isinstance(result, Wait):
        m.hidden_meanwhile = hidden
        return result
    if m.fds is fds:
        m.fds = before
    m.unhide(hidden)
    if cleanup is not None:
        m.close(cleanup.opened)
    if result is not None:
        m.check(result, command.tested)
    return None


def _replace(m: "Machine", words: list[str], fds: dict) -> None:
    """`exec`: without a command its redirections stay."""
    m.status = 0
    if words:
        m.replaced = Replaced(tuple(words), m.environment(), m.cwd, fds)


def _call_function(
    m: "Machine", words: list[str], fds: dict, cleanup: RedirectFrame | None, hidden: dict,
    tested: bool,
) -> None:  # fmt: skip
    m.trace((), words)
    frame = CallFrame("function", m.code, m.at, m.positional, m.tested, hidden, 0, cleanup)
    m.enter(frame, m.functions[words[0]])
    m.positional, m.fds = tuple(words[1:]), fds
    m.tested = m.tested or tested


def _run_program(
    m: "Machine", words: list[str], environment: dict[str, str], fds: dict,
    cleanup: RedirectFrame | None, tested: bool,
) -> Wait | None:  # fmt: skip
    m.trace((), words)
    m.taken += STEPS_OF_PROGRAM
    name = words[0]
    call = m.call.within(tuple(words), environment, m.cwd, fds)
    if name in PROGRAMS_INSIDE:
        found = name
    else:
        found, code = call.find_program()
        if found is None:
            m.complain_not_found(name, code, fds)
            m.undo(cleanup)
            m.check(code, tested)
            return None
    program = call.program_named(found)
    if not program.inline:
        return _run_child(m, tuple(words), environment, fds, cleanup, tested)
    outcome = program.run(call)
    if isinstance(outcome, Blocked):
        m.waiting = Foreground(
            found, tuple(words), environment, fds, outcome.state, cleanup, tested
        )
        return outcome.wait
    m.undo(cleanup)
    m.check(outcome, tested)
    target = fds.get(1, NULL_INPUT)
    if target[0] == "pipe" and m.call.kernel.pipes.full(target[1]):
        m.waiting = Room()
        return Wait(room=target[1])
    return None


def _run_child(
    m: "Machine", words: tuple[str, ...], environment: dict[str, str], fds: dict,
    cleanup: RedirectFrame | None, tested: bool,
) -> Wait | None:  # fmt: skip
    if m.code.single and not m.frames and not m.traps:
        m.replaced = Replaced(words, environment, m.cwd, fds)
        return None
    child = m.call.kernel.fork(m.call, words, fds, environment, m.cwd)
    m.undo(cleanup)
    if child is None:
        m.err("can't fork: Resource temporarily unavailable")
        m.exit(2)
        return None
    m.waiting = Children((child,), tested)
    return Wait(child=True)


def run_pipeline(m: "Machine", codes: tuple["Code", ...], tested: bool) -> Wait | None:
    """Start a process for each command, with pipes between them, and wait for all."""
    m.impure = True
    pipes = m.call.kernel.pipes
    children: list[int] = []
    source = None
    for index, code in enumerate(codes):
        fds = dict(m.fds)
        if source is not None:
            fds[0] = source
        if index < len(codes) - 1:
            source = ("pipe", pipes.open(readers=0))
            fds[1] = source
        child = m.fork(code, fds)
        if child is None:
            m.err("can't fork: Resource temporarily unavailable")
            m.exit(2)
            return None
        children.append(child)
    m.waiting = Children(tuple(children), tested, "p" in m.options)
    return Wait(child=True)
