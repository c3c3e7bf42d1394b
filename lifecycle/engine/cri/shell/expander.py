"""Words to fields: parameters, commands, arithmetic, then splitting and file names.

POSIX 2.6. The text of a field keeps a backslash before each character that was quoted
until file names have been matched; that is how quoting survives until then.
"""

from typing import TYPE_CHECKING

from lifecycle.engine.cri.shell import patterns
from lifecycle.engine.cri.shell.arithmetic import ArithmeticFailure, evaluate
from lifecycle.engine.cri.shell.syntax import (
    Arithmetic,
    ExpansionFailure,
    Parameter,
    Substitution,
    Text,
    Word,
)

if TYPE_CHECKING:
    from lifecycle.engine.cri.shell.machine import Machine

FIELDS_AT_MOST = 10_000
_BLANKS = " \t\n"


def fields(m: "Machine", words: tuple[Word, ...]) -> list[str]:
    """All fields that the words expand to."""
    out: list[str] = []
    for word in words:
        literal = word.literal
        if literal is not None:
            out.append(literal)
        else:
            out += _fields_of(m, word)
            if len(out) > FIELDS_AT_MOST:
                raise ExpansionFailure("argument list too long", 126)
    return out


def text_of(m: "Machine", word: Word) -> str:
    """One field without splitting: of assignments, redirections, case subjects."""
    literal = word.literal
    if literal is not None:
        return literal
    parts = word.parts
    if len(parts) == 1 and isinstance(parts[0], Substitution):
        return m.captures.get(parts[0].slot, "")
    texts = []
    for index, part in enumerate(parts):
        if isinstance(part, Text):
            text = part.text
            if not index and not part.quoted and text.startswith("~"):
                text = _home(m, text)
            texts.append(text)
        else:
            values = _values(m, part)
            texts.append(values[0] if len(values) == 1 else " ".join(values))
    return m.sized("".join(texts), texts)


def pattern_of(m: "Machine", word: Word) -> str:
    """The word as a pattern: quoted characters stand for themselves."""
    out = []
    for part in word.parts:
        if isinstance(part, Text):
            out.append(patterns.quote(part.text) if part.quoted else part.text)
        else:
            text = " ".join(_values(m, part))
            out.append(patterns.quote(text) if part.quoted else text)
    return "".join(out)


def arithmetic(m: "Machine", word: Word) -> int:
    """The value of an expression after its expansions."""
    try:
        return evaluate(text_of(m, word), m.arithmetic_value, m.assign)
    except ArithmeticFailure as failure:
        raise ExpansionFailure(str(failure)) from None


def _home(m: "Machine", text: str) -> str:
    user, slash, rest = text.partition("/")
    home = m.value("HOME") or "/root" if user == "~" else user
    return home + slash + rest


def _values(m: "Machine", part: Parameter | Arithmetic | Substitution) -> list[str]:
    """What the part stands for: one text, or several for "$@"."""
    if isinstance(part, Parameter):
        return m.parameter(part)
    if isinstance(part, Substitution):
        return [m.captures.get(part.slot, "")]
    return [str(arithmetic(m, part.expression))]


def _fields_of(m: "Machine", word: Word) -> list[str]:
    building = _Fields(m.value("IFS"))
    for index, part in enumerate(word.parts):
        if isinstance(part, Text):
            text = part.text
            if part.quoted:
                building.quoted(text)
            elif not index and text.startswith("~"):
                building.quoted(_home(m, text))
            else:
                building.unquoted(text)
            continue
        values = _values(m, part)
        if part.quoted:
            building.several(values)
        else:
            for number, value in enumerate(values):
                if number:
                    building.end()
                building.split(value)
    building.end()
    return _matched(m, building.out)


def _matched(m: "Machine", found: list[tuple[str, bool]]) -> list[str]:
    out: list[str] = []
    for pattern, magic in found:
        if magic and "f" not in m.options:
            names = patterns.file_names(m.files, pattern)
            m.looked()
            out += names or [patterns.unquote(pattern)]
        else:
            out.append(patterns.unquote(pattern))
    return out


class _Fields:
    """Fields being built: each as a pattern, with whether it has anything to match."""

    def __init__(self, separators: str | None) -> None:
        self.separators = _BLANKS if separators is None else separators
        self.out: list[tuple[str, bool]] = []
        self.parts: list[str] = []
        self.magic = self.there = False

    def quoted(self, text: str) -> None:
        self.there = True
        self.parts.append(patterns.quote(text))

    def unquoted(self, text: str) -> None:
        """Characters of the script itself: they match, but are not split."""
        self.there = True
        self.parts.append(text)
        self.magic = self.magic or bool(patterns.MAGIC.intersection(text))

    def several(self, values: list[str]) -> None:
        for number, value in enumerate(values):
            if number:
                self.end()
            self.quoted(value)

    def split(self, text: str) -> None:
        """What an expansion gave: split at separators."""
        if not any(char in text for char in self.separators):
            if text:
                self.unquoted(text.replace("\\", "\\\\"))
            return
        blank = all(char in _BLANKS for char in self.separators)
        pieces = text.split() if blank else self._pieces(text)
        if text[0] in self.separators and text[0] in _BLANKS:
            self.end()
        for number, piece in enumerate(pieces):
            if number:
                self.end()
            self.unquoted(piece.replace("\\", "\\\\"))
        if pieces and text[-1] in self.separators:
            self.end()

    def _pieces(self, text: str) -> list[str]:
        """Split where some separators are not blanks: each of those ends a field."""
        hard = [char for char in self.separators if char not in _BLANKS]
        soft = "".join(char for char in self.separators if char in _BLANKS)
        pieces, piece = [], ""
        for char in text.strip(soft) if soft else text:
            if char in hard:
                pieces.append(piece.strip(soft) if soft else piece)
                piece = ""
            elif soft and char in soft and not piece:
                continue
            else:
                piece += char
        return [*pieces, piece] if piece or not pieces else pieces

    def end(self) -> None:
        """The field ends here; an unquoted nothing is no field."""
        if self.there:
            self.out.append(("".join(self.parts), self.magic))
        self.parts, self.magic, self.there = [], False, False
