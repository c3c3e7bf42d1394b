"""The grammar of the shell (POSIX 2.10.2, and what bash adds), as functions that descend.

A script is read whole before anything of it runs, so that a syntax error in its last line
keeps the first from running. Messages are busybox ash's.
"""

import re
from collections.abc import Callable

from lifecycle.engine.cri.shell.scanner import Scanner, closing
from lifecycle.engine.cri.shell.syntax import (
    AndOr,
    ArithmeticCommand,
    ArithmeticFor,
    Assignment,
    Case,
    Command,
    Condition,
    For,
    Function,
    Group,
    If,
    Loop,
    Pipeline,
    Redirect,
    Redirected,
    Sequence,
    ShellSyntaxError,
    Simple,
    Subshell,
    Text,
    Word,
    word_of,
)

_REDIRECTIONS = ("<", ">", ">>", ">|", "<<", "<<-", "<<<", "<&", ">&", "<>", "&>", "&>>")
_RESERVED = frozenset(
    ["!", "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in",
     "then", "until", "while", "[[", "function"]
)  # fmt: skip
_ENDS = frozenset(["then", "elif", "else", "fi", "do", "done", "esac", "}"])
_CLOSERS = ("eof", ")", ";;", ";&", ";;&")
_FUNCTION = re.compile(r"([A-Za-z_][\w.:-]*|:)[ \t]*\([ \t]*\)")
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)(\[[^]]*\])?(\+?)=")
_DESCRIPTOR = re.compile(r"(\d+)(?=[<>])")


def parse(source: str, bash: bool = False) -> Sequence:
    """The whole script; raises ShellSyntaxError."""
    scanner = Scanner(source, _sequence, bash)
    body = _sequence(scanner)
    if scanner.operator() != "eof":
        raise _unexpected(scanner)
    return body


def _unexpected(s: Scanner, expected: str = "") -> ShellSyntaxError:
    found = s.operator() or s.plain_word() or "word"
    names = {"eof": "end of file", "\n": "newline"}
    found = names.get(found) or f'"{found}"'
    hint = f' (expecting "{expected}")' if expected else ""
    return ShellSyntaxError(f"syntax error: unexpected {found}{hint}")


def _reserved(s: Scanner) -> str:
    """The reserved word here, or ""."""
    if s.operator():
        return ""
    word = s.plain_word()
    return word if word in _RESERVED else ""


def _expect(s: Scanner, word: str) -> None:
    if s.operator() or s.plain_word() != word:
        raise _unexpected(s, word)
    s.count()
    s.at += len(word)


def _newlines(s: Scanner) -> None:
    while s.operator() == "\n":
        s.take("\n")


def _sequence(s: Scanner) -> Sequence:
    """`list`: and-or lists with `;`, `&` or newlines between them."""
    items: list[tuple[Command, bool]] = []
    _newlines(s)
    while True:
        if s.operator() in _CLOSERS or _reserved(s) in _ENDS:
            return Sequence(tuple(items))
        command = _and_or(s)
        operator = s.operator()
        items.append((command, operator == "&"))
        if operator in (";", "&", "\n"):
            s.take(operator)
            _newlines(s)
        elif operator not in _CLOSERS and not (_reserved(s) in _ENDS and _ends_compound(command)):
            raise _unexpected(s)


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
        _newlines(s)
        items.append((operator, _pipeline(s)))
    return items[0][1] if len(items) == 1 else AndOr(tuple(items))


def _pipeline(s: Scanner) -> Command:
    negated = False
    while _reserved(s) == "!":
        _expect(s, "!")
        negated = not negated
    if not s.operator() and s.plain_word() == "time" and s.bash:
        _expect(s, "time")
    commands = [_command(s)]
    while (operator := s.operator()) in ("|", "|&"):
        s.take(operator)
        _newlines(s)
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
        command = _parenthesis(s)
    elif (word := _reserved(s)) in _COMPOUND:
        command = _COMPOUND[word](s)
    elif word:
        raise _unexpected(s)
    elif match := _FUNCTION.match(s.text, s.at):
        s.at = match.end()
        command = _function(s, match[1])
    else:
        command = _simple(s)
        s.depth -= 1
        return command
    s.depth -= 1
    redirects = _redirects(s)
    return Redirected(command, redirects) if redirects else command


def _with_redirects(command: Command, more: tuple[Redirect, ...]) -> Command:
    if isinstance(command, Simple):
        return Simple(command.assignments, command.words, command.redirects + more)
    return Redirected(command, more)


def _simple(s: Scanner) -> Command:
    assignments: list[Assignment] = []
    words: list[Word] = []
    redirects: list[Redirect] = []
    while True:
        if redirect := _redirect(s):
            redirects.append(redirect)
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
            raise _unexpected(s)
        words.append(word)
    if not (assignments or words or redirects):
        raise _unexpected(s)
    return Simple(tuple(assignments), tuple(words), tuple(redirects))


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
            raise _unexpected(s, ")")
        items.append(word)
    s.take(")")
    return Assignment(name, Word(), append, tuple(items))


def _redirects(s: Scanner) -> tuple[Redirect, ...]:
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
        raise _unexpected(s)
    return Redirect(fd, operator, target)


# Compound commands


def _parenthesis(s: Scanner) -> Command:
    if s.text.startswith("((", s.at) and (end := closing(s.text, s.at + 2)) > 0:
        if s.text[end : end + 2] == "))":
            expression = s.inside(s.text[s.at + 2 : end])
            s.at = end + 2
            return ArithmeticCommand(expression)
    s.take("(")
    body = _body(s)
    if s.operator() != ")":
        raise _unexpected(s, ")")
    s.take(")")
    return Subshell(body)


def _body(s: Scanner) -> Sequence:
    """A list that must not be empty."""
    body = _sequence(s)
    if not body.items:
        raise _unexpected(s)
    return body


def _group(s: Scanner) -> Command:
    _expect(s, "{")
    body = _body(s)
    _expect(s, "}")
    return Group(body)


def _if(s: Scanner) -> Command:
    _expect(s, "if")
    branches = []
    while True:
        condition = _body(s)
        _expect(s, "then")
        branches.append((condition, _body(s)))
        word = _reserved(s)
        if word == "elif":
            _expect(s, "elif")
            continue
        otherwise = None
        if word == "else":
            _expect(s, "else")
            otherwise = _body(s)
        _expect(s, "fi")
        return If(tuple(branches), otherwise)


def _loop(s: Scanner) -> Command:
    word = _reserved(s)
    _expect(s, word)
    condition = _body(s)
    return Loop(condition, _do(s), word == "until")


def _do(s: Scanner) -> Sequence:
    _expect(s, "do")
    body = _body(s)
    _expect(s, "done")
    return body


def _for(s: Scanner) -> Command:
    _expect(s, "for")
    s.skip_blanks()
    if s.text.startswith("((", s.at):
        return _arithmetic_for(s)
    name = s.plain_word()
    if not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise ShellSyntaxError("syntax error: bad for loop variable")
    s.at += len(name)
    words: list[Word] | None = None
    _newlines(s)
    if not s.operator() and s.plain_word() == "in":
        s.at += 2
        words = []
        while not s.operator():
            words.append(s.word() or Word())
        if s.operator() not in (";", "\n"):
            raise _unexpected(s)
        s.take(s.operator())
    elif s.operator() == ";":
        s.take(";")
    _newlines(s)
    body = _brace_or_do(s)
    return For(name, None if words is None else tuple(words), body)


def _brace_or_do(s: Scanner) -> Sequence:
    if s.bash and _reserved(s) == "{":
        return _group(s).body
    return _do(s)


def _arithmetic_for(s: Scanner) -> Command:
    end = closing(s.text, s.at + 2)
    parts = s.text[s.at + 2 : end].split(";")
    if end < 0 or s.text[end : end + 2] != "))" or len(parts) != 3:
        raise ShellSyntaxError("syntax error: bad for loop variable")
    s.at = end + 2
    if s.operator() == ";":
        s.take(";")
    _newlines(s)
    begin, condition, step = (s.inside(part.strip()) for part in parts)
    return ArithmeticFor(begin, condition, step, _brace_or_do(s))


def _case(s: Scanner) -> Command:
    _expect(s, "case")
    subject = s.word()
    if subject is None:
        raise _unexpected(s)
    _newlines(s)
    _expect(s, "in")
    _newlines(s)
    items = []
    while _reserved(s) != "esac":
        items.append(_case_item(s))
        _newlines(s)
    _expect(s, "esac")
    return Case(subject, tuple(items))


def _case_item(s: Scanner) -> tuple[tuple[Word, ...], Sequence, str]:
    if s.operator() == "(":
        s.take("(")
    patterns = []
    while True:
        pattern = s.word()
        if pattern is None:
            raise _unexpected(s)
        patterns.append(pattern)
        if s.operator() != "|":
            break
        s.take("|")
    if s.operator() != ")":
        raise _unexpected(s, ")")
    s.take(")")
    body = _sequence(s)
    end = s.operator()
    if end in (";;", ";&", ";;&"):
        s.take(end)
    elif _reserved(s) != "esac":
        raise _unexpected(s, ";;")
    return tuple(patterns), body, end or ";;"


def _function(s: Scanner, name: str) -> Command:
    _newlines(s)
    return Function(name, _command(s))


def _function_word(s: Scanner) -> Command:
    _expect(s, "function")
    name = s.plain_word()
    s.at += len(name)
    if s.operator() == "(":
        s.take("(")
        s.take(")")
    return _function(s, name)


def _condition(s: Scanner) -> Command:
    """`[[ … ]]`: its operators are words here, also those that are the shell's elsewhere."""
    _expect(s, "[[")
    words: list[Word] = []
    while True:
        _newlines(s)
        operator = s.operator()
        if operator == "eof":
            raise _unexpected(s, "]]")
        if words and words[-1].raw == "=~":
            words.append(_regular_expression(s))
        elif operator:
            s.take(operator)
            words.append(word_of((Text(operator),), operator))
        elif s.plain_word() == "]]":
            _expect(s, "]]")
            return Condition(tuple(words))
        else:
            words.append(s.word() or Word())


def _regular_expression(s: Scanner) -> Word:
    """After `=~` parentheses and bars belong to the word, up to the next blank."""
    s.skip_blanks()
    begin, depth = s.at, 0
    while s.at < len(s.text):
        char = s.text[s.at]
        if char == "\\":
            s.at += 1
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char in " \t\n" and depth <= 0:
            break
        s.at += 1
    raw = s.text[begin : s.at]
    if raw[:1] in "\"'":
        s.at = begin
        return s.word() or Word()
    if re.search(r"\$[\w{(]", raw):
        return s.inside(raw)
    return word_of((Text(raw, True),), raw)


_COMPOUND: dict[str, Callable[[Scanner], Command]] = {
    "{": _group,
    "if": _if,
    "while": _loop,
    "until": _loop,
    "for": _for,
    "case": _case,
    "[[": _condition,
    "function": _function_word,
}
