"""The grammar of the shell (POSIX 2.10.2, and what bash adds), as functions that descend.

A script is read whole before anything of it runs, so that a syntax error in its last line
keeps the first from running. Messages are busybox ash's.
"""

import re

from lifecycle.engine.cri.shell.compound import COMPOUND, function, parenthesis
from lifecycle.engine.cri.shell.scanner import Grammar, Scanner
from lifecycle.engine.cri.shell.simple import redirects, simple_command
from lifecycle.engine.cri.shell.syntax import (
    AndOr,
    Command,
    Pipeline,
    Redirect,
    Redirected,
    Sequence,
    Simple,
    Text,
    word_of,
)
from lifecycle.engine.cri.shell.tokens import expect, newlines, reserved, unexpected

_ENDS = frozenset(["then", "elif", "else", "fi", "do", "done", "esac", "}"])
_CLOSERS = ("eof", ")", ";;", ";&", ";;&")
_FUNCTION = re.compile(r"([A-Za-z_][\w.:-]*|:)[ \t]*\([ \t]*\)")


def parse(source: str, bash: bool = False, joins: bool = False) -> Sequence:
    """The whole script; raises ShellSyntaxError.

    `joins` says that `&>` is one operator, as in bash and ash; to dash it is two.
    """
    scanner = Scanner(source, _GRAMMAR, bash, bash or joins)
    body = _sequence(scanner)
    if scanner.operator() != "eof":
        raise unexpected(scanner)
    return body


def _sequence(s: Scanner) -> Sequence:
    """`list`: and-or lists with `;`, `&` or newlines between them."""
    items: list[tuple[Command, bool]] = []
    newlines(s)
    while True:
        if s.operator() in _CLOSERS or reserved(s) in _ENDS:
            return Sequence(tuple(items))
        command = _and_or(s)
        operator = s.operator()
        items.append((command, operator == "&"))
        if operator in (";", "&", "\n"):
            s.take(operator)
            newlines(s)
        elif operator not in _CLOSERS and not (reserved(s) in _ENDS and _ends_compound(command)):
            raise unexpected(s)


def _ends_compound(command: Command) -> bool:
    """Whether a reserved word may follow without a separator: `{ (a) }`, `if (a) then`."""
    if isinstance(command, AndOr):
        command = command.items[-1][1]
    if isinstance(command, Pipeline):
        command = command.commands[-1]
    return not isinstance(command, Simple)


def _and_or(s: Scanner) -> Command:
    items = [("", _pipeline(s))]
    while (operator := s.operator()) in ("&&", "||"):
        s.take(operator)
        newlines(s)
        items.append((operator, _pipeline(s)))
    return items[0][1] if len(items) == 1 else AndOr(tuple(items))


def _pipeline(s: Scanner) -> Command:
    negated = False
    while reserved(s) == "!":
        expect(s, "!")
        negated = not negated
    if not s.operator() and s.plain_word() == "time" and s.bash:
        expect(s, "time")
    commands = [_command(s)]
    while (operator := s.operator()) in ("|", "|&"):
        s.take(operator)
        newlines(s)
        if operator == "|&":
            joined = Redirect(2, ">&", word_of((Text("1"),), "1"))
            commands[-1] = _with_redirects(commands[-1], (joined,))
        commands.append(_command(s))
    if len(commands) == 1 and not negated:
        return commands[0]
    return Pipeline(tuple(commands), negated)


def _command(s: Scanner) -> Command:
    s.deeper()
    operator = s.operator()
    if operator == "(":
        command = parenthesis(s)
    elif (word := reserved(s)) in COMPOUND:
        command = COMPOUND[word](s)
    elif word:
        raise unexpected(s)
    elif match := _FUNCTION.match(s.text, s.at):
        s.at = match.end()
        command = function(s, match[1])
    else:
        command = simple_command(s)
        s.depth -= 1
        return command
    s.depth -= 1
    found = redirects(s)
    return Redirected(command, found) if found else command


def _with_redirects(command: Command, more: tuple[Redirect, ...]) -> Command:
    if isinstance(command, Simple):
        return Simple(command.assignments, command.words, command.redirects + more)
    return Redirected(command, more)


_GRAMMAR = Grammar(_sequence, _command)
