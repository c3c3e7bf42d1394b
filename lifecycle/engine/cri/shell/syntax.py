"""The parts of a script: words with their expansions, commands, lists of commands."""

from typing import NamedTuple

import msgspec


class ShellSyntaxError(Exception):
    """The script can't be read; the message is the shell's, without its name."""


class ExpansionFailure(Exception):
    """An expansion failed; the argument is the shell's message, `code` what it exits with."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


class Text(NamedTuple):
    """Characters as they are; quoted ones neither split nor match."""

    text: str
    quoted: bool = False


class Parameter(NamedTuple):
    """`$name` or `${name…}`; `operator` with its colon, `words` what follows it."""

    name: str
    operator: str = ""
    words: tuple["Word", ...] = ()
    quoted: bool = False


class Arithmetic(NamedTuple):
    """`$((…))`."""

    expression: "Word"
    quoted: bool = False


class Substitution(NamedTuple):
    """`$(…)` or backquotes; `slot` says where its output is kept until it is used."""

    body: "Sequence"
    slot: int
    quoted: bool = False


Part = Text | Parameter | Arithmetic | Substitution


class Word(msgspec.Struct, frozen=True):
    """Parts that stand side by side; `raw` is how it was written.

    `literal` is the word's text, if nothing in it is to be expanded, split or matched.
    """

    parts: tuple[Part, ...] = ()
    raw: str = ""
    literal: str | None = ""


def word_of(parts: tuple[Part, ...], raw: str) -> Word:
    """The word, with its literal text found out once and for all."""
    texts = []
    for part in parts:
        if not isinstance(part, Text) or (not part.quoted and _SPECIAL.intersection(part.text)):
            return Word(parts, raw, None)
        texts.append(part.text)
    return Word(parts, raw, "".join(texts))


_SPECIAL = frozenset("*?[~")


class Redirect(NamedTuple):
    """`fd operator target`; a here-document's target is its body."""

    fd: int
    operator: str
    target: Word


class Assignment(NamedTuple):
    """`name=value`, `name+=value`, `name=(…)`."""

    name: str
    value: Word
    append: bool = False
    items: tuple[Word, ...] | None = None
    index: Word | None = None


class Simple(NamedTuple):
    assignments: tuple[Assignment, ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


class Pipeline(NamedTuple):
    commands: tuple["Command", ...]
    negated: bool = False


class AndOr(NamedTuple):
    """Pipelines with the operator before each, "" for the first."""

    items: tuple[tuple[str, "Command"], ...]


class Sequence(NamedTuple):
    """Commands one after the other; True marks one that is put in the background."""

    items: tuple[tuple["Command", bool], ...]


class If(NamedTuple):
    branches: tuple[tuple[Sequence, Sequence], ...]
    otherwise: Sequence | None


class Loop(NamedTuple):
    condition: Sequence
    body: Sequence
    until: bool


class For(NamedTuple):
    """Without `words` over the positional parameters."""

    name: str
    words: tuple[Word, ...] | None
    body: Sequence


class ArithmeticFor(NamedTuple):
    begin: Word
    condition: Word
    step: Word
    body: Sequence


class Case(NamedTuple):
    """Items: patterns, body, and ";;", ";&" or ";;&"."""

    subject: Word
    items: tuple[tuple[tuple[Word, ...], Sequence, str], ...]


class Function(NamedTuple):
    name: str
    body: "Command"


class Group(NamedTuple):
    body: Sequence


class Subshell(NamedTuple):
    body: Sequence


class ArithmeticCommand(NamedTuple):
    expression: Word


class Condition(NamedTuple):
    """`[[ … ]]` as its words; operators stand for themselves."""

    words: tuple[Word, ...]


class Redirected(NamedTuple):
    command: "Command"
    redirects: tuple[Redirect, ...]


Command = (
    Simple | Pipeline | AndOr | Sequence | If | Loop | For | ArithmeticFor | Case | Function
    | Group | Subshell | ArithmeticCommand | Condition | Redirected
)  # fmt: skip
