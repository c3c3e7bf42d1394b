"""The grammar of simple commands: assignments, words, redirections."""

import re

from lifecycle.engine.cri.shell.scanner import Scanner
from lifecycle.engine.cri.shell.syntax import (
    Assignment,
    Redirect,
    ShellSyntaxError,
    Simple,
    Word,
)
from lifecycle.engine.cri.shell.tokens import unexpected

_REDIRECTIONS = ("<", ">", ">>", ">|", "<<", "<<-", "<<<", "<&", ">&", "<>", "&>", "&>>")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)(\[[^]]*\])?(\+?)=")
_DESCRIPTOR = re.compile(r"(\d+)(?=[<>])")


def simple_command(s: Scanner) -> Simple:
    """Assignments, words and redirections in any order that POSIX allows."""
    assignments: list[Assignment] = []
    words: list[Word] = []
    found: list[Redirect] = []
    while True:
        if redirect := _redirect(s):
            found.append(redirect)
            continue
        if s.operator():
            break
        begin = s.at
        if not words and (assignment := _assignment(s)):
            assignments.append(assignment)
            continue
        s.at = begin
        word = s.word()
        if word is None:
            raise unexpected(s)
        words.append(word)
    if not (assignments or words or found):
        raise unexpected(s)
    return Simple(tuple(assignments), tuple(words), tuple(found))


def _assignment(s: Scanner) -> Assignment | None:
    match = _ASSIGNMENT.match(s.text, s.at)
    if not match or (match[2] and not s.bash):
        return None
    s.at = match.end()
    name, append = match[1], bool(match[3])
    if s.text[s.at : s.at + 1] == "(":
        return _array(s, name, append)
    index = s.inside(match[2][1:-1]) if match[2] else None
    if s.text[s.at : s.at + 1] in (" ", "\t", "\n", ";", ""):
        return Assignment(name, Word(), append, None, index)
    return Assignment(name, s.word() or Word(), append, None, index)


def _array(s: Scanner, name: str, append: bool) -> Assignment:
    if not s.bash:
        raise ShellSyntaxError('syntax error: unexpected "("')
    s.take("(")
    items: list[Word] = []
    while s.operator() != ")":
        if s.operator() == "\n":
            s.take("\n")
            continue
        word = s.word()
        if word is None:
            raise unexpected(s, ")")
        items.append(word)
    s.take(")")
    return Assignment(name, Word(), append, tuple(items))


def redirects(s: Scanner) -> tuple[Redirect, ...]:
    """The redirections here."""
    found = []
    while redirect := _redirect(s):
        found.append(redirect)
    return tuple(found)


def _redirect(s: Scanner) -> Redirect | None:
    s.skip_blanks()
    match = _DESCRIPTOR.match(s.text, s.at)
    begin = s.at
    if match:
        s.at = match.end()
    operator = s.operator()
    if operator not in _REDIRECTIONS:
        s.at = begin
        return None
    s.take(operator)
    fd = int(match[1]) if match else 0 if operator[0] == "<" else 1
    if operator in ("<<", "<<-"):
        return Redirect(fd, "<<", s.here_document(operator == "<<-"))
    target = s.word()
    if target is None:
        raise unexpected(s)
    return Redirect(fd, operator, target)
