"""The grammar of compound commands: groups, conditionals, loops, functions."""

import re
from collections.abc import Callable

from lifecycle.engine.cri.shell.scanner import Scanner, closing
from lifecycle.engine.cri.shell.syntax import (
    ArithmeticCommand,
    ArithmeticFor,
    Case,
    Command,
    Condition,
    For,
    Function,
    Group,
    If,
    Loop,
    Sequence,
    ShellSyntaxError,
    Subshell,
    Text,
    Word,
    word_of,
)
from lifecycle.engine.cri.shell.tokens import expect, newlines, reserved, unexpected


def parenthesis(s: Scanner) -> Command:
    """`( … )`, or `(( … ))` if that is what it turns out to be."""
    end = closing(s.text, s.at + 2) if s.text.startswith("((", s.at) else -1
    if end > 0 and s.text[end : end + 2] == "))":
        expression = s.inside(s.text[s.at + 2 : end])
        s.at = end + 2
        return ArithmeticCommand(expression)
    s.take("(")
    body = _body(s)
    if s.operator() != ")":
        raise unexpected(s, ")")
    s.take(")")
    return Subshell(body)


def _body(s: Scanner) -> Sequence:
    """A list that must not be empty."""
    body = s.grammar.sequence(s)
    if not body.items:
        raise unexpected(s)
    return body


def _group(s: Scanner) -> Command:
    expect(s, "{")
    body = _body(s)
    expect(s, "}")
    return Group(body)


def _if(s: Scanner) -> Command:
    expect(s, "if")
    branches = []
    while True:
        condition = _body(s)
        expect(s, "then")
        branches.append((condition, _body(s)))
        word = reserved(s)
        if word == "elif":
            expect(s, "elif")
            continue
        otherwise = None
        if word == "else":
            expect(s, "else")
            otherwise = _body(s)
        expect(s, "fi")
        return If(tuple(branches), otherwise)


def _loop(s: Scanner) -> Command:
    word = reserved(s)
    expect(s, word)
    condition = _body(s)
    return Loop(condition, _do(s), word == "until")


def _do(s: Scanner) -> Sequence:
    expect(s, "do")
    body = _body(s)
    expect(s, "done")
    return body


def _for(s: Scanner) -> Command:
    expect(s, "for")
    s.skip_blanks()
    if s.text.startswith("((", s.at):
        return _arithmetic_for(s)
    name = s.plain_word()
    if not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise ShellSyntaxError("syntax error: bad for loop variable")
    s.at += len(name)
    words: list[Word] | None = None
    newlines(s)
    if not s.operator() and s.plain_word() == "in":
        s.at += 2
        words = []
        while not s.operator():
            words.append(s.word() or Word())
        if s.operator() not in (";", "\n"):
            raise unexpected(s)
        s.take(s.operator())
    elif s.operator() == ";":
        s.take(";")
    newlines(s)
    body = _brace_or_do(s)
    return For(name, None if words is None else tuple(words), body)


def _brace_or_do(s: Scanner) -> Sequence:
    if s.bash and reserved(s) == "{":
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
    newlines(s)
    begin, condition, step = (s.inside(part.strip()) for part in parts)
    return ArithmeticFor(begin, condition, step, _brace_or_do(s))


def _case(s: Scanner) -> Command:
    expect(s, "case")
    subject = s.word()
    if subject is None:
        raise unexpected(s)
    newlines(s)
    expect(s, "in")
    newlines(s)
    items = []
    while reserved(s) != "esac":
        items.append(_case_item(s))
        newlines(s)
    expect(s, "esac")
    return Case(subject, tuple(items))


def _case_item(s: Scanner) -> tuple[tuple[Word, ...], Sequence, str]:
    if s.operator() == "(":
        s.take("(")
    patterns = []
    while True:
        pattern = s.word()
        if pattern is None:
            raise unexpected(s)
        patterns.append(pattern)
        if s.operator() != "|":
            break
        s.take("|")
    if s.operator() != ")":
        raise unexpected(s, ")")
    s.take(")")
    body = s.grammar.sequence(s)
    end = s.operator()
    if end in (";;", ";&", ";;&"):
        s.take(end)
    elif reserved(s) != "esac":
        raise unexpected(s, ";;")
    return tuple(patterns), body, end or ";;"


def function(s: Scanner, name: str) -> Command:
    """The body of a function of that name."""
    newlines(s)
    return Function(name, s.grammar.command(s))


def _function_word(s: Scanner) -> Command:
    expect(s, "function")
    name = s.plain_word()
    s.at += len(name)
    if s.operator() == "(":
        s.take("(")
        s.take(")")
    return function(s, name)


def _condition(s: Scanner) -> Command:
    """`[[ … ]]`: its operators are words here, also those that are the shell's elsewhere."""
    expect(s, "[[")
    words: list[Word] = []
    while True:
        newlines(s)
        operator = s.operator()
        if operator == "eof":
            raise unexpected(s, "]]")
        if words and words[-1].raw == "=~":
            words.append(_regular_expression(s))
        elif operator:
            s.take(operator)
            words.append(word_of((Text(operator),), operator))
        elif s.plain_word() == "]]":
            expect(s, "]]")
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


COMPOUND: dict[str, Callable[[Scanner], Command]] = {
    "{": _group,
    "if": _if,
    "while": _loop,
    "until": _loop,
    "for": _for,
    "case": _case,
    "[[": _condition,
    "function": _function_word,
}
