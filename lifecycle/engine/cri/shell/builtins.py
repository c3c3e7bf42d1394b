"""The builtins that only a shell itself can be asked for.

Each takes the machine and the words of the command, and answers an exit code, None where
it has set the status itself or goes on elsewhere, or what it waits for.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from lifecycle.engine.cri.filesystem import FileError, clean
from lifecycle.engine.cri.process import Wait, signal_name
from lifecycle.engine.cri.shell.options import set_words
from lifecycle.engine.cri.shell.reading import timeout_of
from lifecycle.engine.cri.shell.state import CallFrame
from lifecycle.engine.cri.shell.variables import READ_ONLY
from lifecycle.engine.cri.shell.waiting import Jobs, Reading

if TYPE_CHECKING:
    from lifecycle.engine.cri.shell.machine import Machine

Result = int | Wait | None
PROGRAMS_INSIDE = frozenset(["[", "test", "echo", "printf", "true", "false", "kill", "pwd"])
"""Programs that are in every shell, also where the image has none of them."""


def _colon(m: "Machine", words: list[str]) -> Result:
    return 0


def _break(m: "Machine", words: list[str]) -> Result:
    m.status = 0
    m.leave_loops(_count(words), again=words[0] == "continue")
    return None


def _count(words: list[str]) -> int:
    return max(1, int(words[1])) if len(words) > 1 and words[1].isdigit() else 1


def _exit(m: "Machine", words: list[str]) -> Result:
    m.exit(_status(m, words))
    return None


def _status(m: "Machine", words: list[str]) -> int:
    if len(words) < 2:
        return m.status
    if not words[1].lstrip("-").isdigit():
        m.err(f"{words[0]}: Illegal number: {words[1]}")
        return 2
    return int(words[1]) & 255


def _return(m: "Machine", words: list[str]) -> Result:
    status = _status(m, words)
    if not m.leave_function(status):
        m.exit(status)
    return None


def _cd(m: "Machine", words: list[str]) -> Result:
    target = words[1] if len(words) > 1 else m.value("HOME") or "/"
    if target == "-":
        target = m.value("OLDPWD") or "/"
    path = clean(target, m.cwd) or "/"
    file = m.call.file(path)
    if file is None or not file.directory:
        m.err(f"cd: can't cd to {target}: No such file or directory")
        return 1
    m.assign("OLDPWD", m.cwd)
    m.cwd = path
    m.assign("PWD", path)
    return 0


def _export(m: "Machine", words: list[str]) -> Result:
    names = [word for word in words[1:] if word not in ("-p", "--")]
    if not names or "-n" in names:
        for name in sorted(m.exported) if not names else ():
            if name in m.variables:
                m.write(1, f"export {name}={_quoted(m.value(name) or '')}\n")
        for name in names[1:]:
            m.exported = {n: v for n, v in m.exported.items() if n != name}
        return 0
    for word in names:
        name = _assign_word(m, word)
        m.exported = {**m.exported, name: True}
    return 0


def _assign_word(m: "Machine", word: str) -> str:
    name, equals, text = word.partition("=")
    if equals:
        m.assign(name, text)
    return name


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\"'\"'") + "'"


def _read_only(m: "Machine", words: list[str]) -> Result:
    for word in words[1:]:
        if not word.startswith("-"):
            name = _assign_word(m, word)
            m.variables = {**m.variables, READ_ONLY + name: ""}
    return 0


def _local(m: "Machine", words: list[str]) -> Result:
    frames = m.frames
    place = next(
        (i for i in reversed(range(len(frames)))
         if isinstance(frames[i], CallFrame) and frames[i].kind == "function"), None,
    )  # fmt: skip
    if place is None and words[0] == "local":
        m.err("local: not in a function")
        return 1
    for word in words[1:]:
        if word.startswith("-"):
            if "x" in word:
                return _export(m, ["export", *words[words.index(word) + 1 :]])
            continue
        name, equals, text = word.partition("=")
        if place is not None:
            frame = frames[place]
            if name not in frame.hidden:
                hidden = {**frame.hidden, name: m.variables.get(name)}
                frames[place] = _with_hidden(frame, hidden)
        if equals or place is not None:
            m.assign(name, text)
    return 0


def _with_hidden(frame: CallFrame, hidden: dict) -> CallFrame:
    return CallFrame(
        frame.kind, frame.code, frame.at, frame.positional, frame.tested, hidden,
        frame.status, frame.redirect,
    )  # fmt: skip


def _unset(m: "Machine", words: list[str]) -> Result:
    for word in words[1:]:
        if word.startswith("-"):
            continue
        if "-f" in words or (word in m.functions and word not in m.variables):
            m.functions = {n: c for n, c in m.functions.items() if n != word}
        else:
            m.unset(word)
    return 0


def _set(m: "Machine", words: list[str]) -> Result:
    return set_words(m, words[1:])


def _shift(m: "Machine", words: list[str]) -> Result:
    count = int(words[1]) if len(words) > 1 and words[1].isdigit() else 1
    if count > len(m.positional):
        return 1
    m.positional = m.positional[count:]
    return 0


def _trap(m: "Machine", words: list[str]) -> Result:
    words = [word for word in words[1:] if word != "--"]
    if not words or words[0] in ("-p", "-l"):
        for name, action in m.traps.items():
            m.write(1, f"trap -- {_quoted(action)} {name}\n")
        return 0
    if len(words) == 1 or (words[0].isdigit() and signal_name(words[0])):
        action, names = "-", words
    else:
        action, names = words[0], words[1:]
    for word in names:
        name = "EXIT" if word in ("0", "EXIT") else signal_name(word)
        if word in ("ERR", "DEBUG", "RETURN") and m.bash:
            continue
        if name is None:
            m.err(f"trap: {word}: invalid signal specification")
            return 1
        rest = {n: a for n, a in m.traps.items() if n != name}
        m.traps = rest if action == "-" else {**rest, name: action}
    return 0


def _wait(m: "Machine", words: list[str]) -> Result:
    if len(words) > 1:
        pids, every = [], False
        for word in words[1:]:
            pid = _job(m, word)
            if pid is None:
                m.err(f"wait: {word}: no such job")
                return 127
            pids.append(pid)
    else:
        pids, every = [pid for pid in m.jobs if m.alive(pid)], True
    m.waiting = Jobs(tuple(pids), every)
    waiting, m.waiting = m.waiting, None
    result = waiting.resume(m, "start")
    if isinstance(result, Wait):
        return result
    return m.status


def _job(m: "Machine", word: str) -> int | None:
    if word.startswith("%"):
        number = word[1:]
        index = int(number) - 1 if number.isdigit() else -1
        return m.jobs[index] if m.jobs and index < len(m.jobs) else None
    return int(word) if word.isdigit() else None


def _jobs(m: "Machine", words: list[str]) -> Result:
    for number, pid in enumerate(m.jobs, 1):
        if m.alive(pid):
            m.write(1, f"{pid}\n" if "-p" in words else f"[{number}]+  Running\n")
    return 0


def _read(m: "Machine", words: list[str]) -> Result:
    until = timeout_of(tuple(words), m.call.now)
    result = m.read(tuple(words), until)
    if isinstance(result, Wait):
        m.waiting = Reading(tuple(words), m.fds, m.cleanup, m.hidden_meanwhile, m.tested_now, until)
    return result


def _eval(m: "Machine", words: list[str]) -> Result:
    m.run_text(" ".join(words[1:]))
    return None


def _source(m: "Machine", words: list[str]) -> Result:
    if len(words) < 2:
        m.err(f"{words[0]}: filename argument required")
        return 2
    try:
        text = m.call.text(words[1])
    except FileError:
        m.err(f"{words[0]}: can't open '{words[1]}': No such file or directory")
        m.exit(2)
        return None
    m.run_text(text)
    return None


def _command(m: "Machine", words: list[str]) -> Result:
    rest = words[1:]
    if rest and rest[0] in ("-v", "-V"):
        return _describe(m, rest[1:], short=rest[0] == "-v")
    return None if not rest else _run_again(m, [word for word in rest if word != "-p"])


def _run_again(m: "Machine", words: list[str]) -> Result:
    """`command` and `builtin`: the rest, without the functions of that name."""
    builtin = BUILTINS.get(words[0])
    if builtin is not None:
        return builtin(m, words)
    m.run_text(" ".join(_quoted(word) for word in words))
    return None


def _describe(m: "Machine", names: list[str], *, short: bool) -> Result:
    status = 0
    for name in names:
        call = m.call.within((name,), {}, m.cwd, m.fds)
        if name in m.functions or name in BUILTINS or name in PROGRAMS_INSIDE:
            text = name if short else f"{name} is a shell builtin"
        elif call.find_program()[0] is not None:
            path = name if "/" in name else f"/bin/{name}"
            text = path if short else f"{name} is {path}"
        else:
            status = 127 if not short else 1
            if not short:
                m.write(2, f"{m.name}: {name}: not found\n")
            continue
        m.write(1, text + "\n")
    return status


def _type(m: "Machine", words: list[str]) -> Result:
    return _describe(m, [word for word in words[1:] if word[0] != "-"], short=False)


def _let(m: "Machine", words: list[str]) -> Result:
    value = 0
    for word in words[1:]:
        value = m.number(word)
    return int(value == 0)


def _umask(m: "Machine", words: list[str]) -> Result:
    if len(words) == 1:
        m.write(1, "0022\n")
    return 0


def _ulimit(m: "Machine", words: list[str]) -> Result:
    if not any(word.isdigit() for word in words):
        m.write(1, "unlimited\n")
    return 0


def _alias(m: "Machine", words: list[str]) -> Result:
    return 0


BUILTINS: dict[str, Callable[["Machine", list[str]], Result]] = {
    ":": _colon, "break": _break, "continue": _break, "exit": _exit, "return": _return,
    "cd": _cd, "export": _export, "readonly": _read_only, "local": _local, "declare": _local,
    "typeset": _local, "unset": _unset, "set": _set, "shift": _shift, "trap": _trap,
    "wait": _wait, "jobs": _jobs, "read": _read, "eval": _eval, ".": _source,
    "source": _source, "command": _command, "builtin": _command, "type": _type, "let": _let,
    "umask": _umask, "ulimit": _ulimit, "alias": _alias, "unalias": _alias, "hash": _alias,
    "shopt": _alias, "disown": _alias, "exec": _colon, "times": _alias, "bg": _alias,
}  # fmt: skip
