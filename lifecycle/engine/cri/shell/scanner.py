"""From characters to operators and words, with all that quoting does to them.

What stands in `$(…)` is a script of its own and is read by a parser of its own on the
same text, so that nothing has to guess where it ends.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from lifecycle.engine.cri.shell.syntax import (
    Arithmetic,
    Command,
    Parameter,
    Part,
    Sequence,
    ShellSyntaxError,
    Substitution,
    Text,
    Word,
    word_of,
)

TOKENS_AT_MOST = 8_000
DEPTH_AT_MOST = 40
LONGEST_ARITHMETIC = 2_000

_OPERATOR = re.compile(r"&&|\|\||\|&|;;&|;;|;&|<<<|<<-|<<|<&|<>|>>|>\||>&|&>>|&>|[;&|()<>\n]")
_BLANKS = re.compile(r"(?:[ \t\r]|\\\n)*(?:#[^\n]*)?")
_PLAIN = re.compile(r"[^\s;&|()<>\"'\\$`]+")
_PLAIN_QUOTED = re.compile(r'[^"\\$`]+')
_NAME = re.compile(r"[A-Za-z_]\w*|[0-9]|[@*#?$!-]")
_LONG_NAME = re.compile(r"[A-Za-z_]\w*|[0-9]+|[@*#?$!-]")
_PARAMETER_OPERATOR = re.compile(r":?[-=?+]|##?|%%?|//?|\^\^?|,,?|:|@[A-Za-z]")
_PARENTHESES = re.compile(r"[()]")
_ANSI = {
    "n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", "e": "\x1b",
    "E": "\x1b", "\\": "\\", "'": "'", '"': '"', "?": "?",
}  # fmt: skip


class Grammar(NamedTuple):
    """How what stands in a word or in a compound command is read."""

    sequence: Callable[["Scanner"], Sequence]
    command: Callable[["Scanner"], Command]


class Scanner:
    """The script's text and the place that was reached in it."""

    def __init__(self, text: str, grammar: Grammar, bash: bool, joins: bool) -> None:
        self.text, self.at, self.bash, self.joins = text, 0, bash, joins
        self.grammar = grammar
        self.depth = self.tokens = self.slots = 0

    # Tokens

    def skip_blanks(self) -> None:
        """Go over blanks, continued lines and comments."""
        self.at = _BLANKS.match(self.text, self.at).end()

    def operator(self) -> str:
        """The operator here, without taking it; "" for none, "eof" at the end."""
        self.skip_blanks()
        if self.at >= len(self.text):
            return "eof"
        match = _OPERATOR.match(self.text, self.at)
        found = match[0] if match else ""
        if found in ("&>", "&>>") and not self.joins:
            return "&"
        return found

    def take(self, operator: str) -> None:
        """Go past an operator that is here."""
        self.count()
        self.at += len(operator)

    def count(self) -> None:
        """One more token; there is an end to what is read."""
        self.tokens += 1
        if self.tokens > TOKENS_AT_MOST:
            raise ShellSyntaxError("script too long to be simulated")

    def deeper(self) -> None:
        """One more level of nesting; there is an end to that, too."""
        self.depth += 1
        if self.depth > DEPTH_AT_MOST:
            raise ShellSyntaxError("nested too deeply to be simulated")

    def plain_word(self) -> str:
        """The unquoted word here without taking it, "" if there is none: for reserved words."""
        self.skip_blanks()
        match = _PLAIN.match(self.text, self.at)
        if not match:
            return ""
        end = match.end()
        if end < len(self.text) and self.text[end] in "\"'\\$`":
            return ""
        return match[0]

    # Words

    def word(self) -> Word | None:
        """The word here, or None."""
        self.skip_blanks()
        begin = self.at
        parts: list[Part] = []
        while self.at < len(self.text) and self._part(parts):
            pass
        if self.at == begin:
            return None
        self.count()
        return word_of(tuple(parts), self.text[begin : self.at])

    def _part(self, parts: list[Part]) -> bool:
        """Take one part of a word; False at its end."""
        text = self.text
        if match := _PLAIN.match(text, self.at):
            parts.append(Text(match[0]))
            self.at = match.end()
            return True
        char = text[self.at]
        if char == "\\":
            self._escaped(parts)
        elif char == "'":
            self.count()
            end = self._find("'", self.at + 1)
            parts.append(Text(text[self.at + 1 : end], True))
            self.at = end + 1
        elif char == '"':
            self.at += 1
            self._double_quoted(parts)
        elif char == "$":
            self._dollar(parts, False)
        elif char == "`":
            self._backquoted(parts, False)
        elif char == "(" and parts and self._extended_pattern(parts):
            pass
        else:
            return False
        return True

    def _extended_pattern(self, parts: list[Part]) -> bool:
        """`@(a|b)` and its like, which only bash has."""
        last = parts[-1]
        if not (self.bash and isinstance(last, Text) and not last.quoted):
            return False
        if last.text[-1] not in "@?*+!":
            return False
        end = self._find(")", self.at)
        parts.append(Text(self.text[self.at : end + 1]))
        self.at = end + 1
        return True

    def _escaped(self, parts: list[Part]) -> None:
        following = self.text[self.at + 1 : self.at + 2]
        if following != "\n":
            parts.append(Text(following or "\\", True))
        self.at += 2

    def _find(self, what: str, begin: int) -> int:
        end = self.text.find(what, begin)
        if end < 0:
            name = {"'": "quoted string", ")": "word"}.get(what, "string")
            raise ShellSyntaxError(f"unterminated {name}")
        return end

    def _double_quoted(self, parts: list[Part], end: str = '"') -> None:
        """What stands between double quotes, or a here-document's body when `end` is ""."""
        self.count()
        text = self.text
        parts.append(Text("", True))
        while True:
            if self.at >= len(text):
                if end:
                    raise ShellSyntaxError("unterminated quoted string")
                return
            char = text[self.at]
            if char == end:
                self.at += 1
                return
            if match := _PLAIN_QUOTED.match(text, self.at):
                parts.append(Text(match[0], True))
                self.at = match.end()
            elif char == "\\":
                self._escaped_in_quotes(parts, end)
            elif char == "$":
                self._dollar(parts, True)
            elif char == "`":
                self._backquoted(parts, True)
            else:
                parts.append(Text(char, True))
                self.at += 1

    def _escaped_in_quotes(self, parts: list[Part], end: str) -> None:
        following = self.text[self.at + 1 : self.at + 2]
        if following and following in "$`\\" + end:
            parts.append(Text(following, True))
        elif following != "\n":
            parts.append(Text("\\" + following, True))
        self.at += 2

    # Expansions

    def _dollar(self, parts: list[Part], quoted: bool) -> None:
        self.count()
        text, at = self.text, self.at
        if text.startswith("$((", at) and (found := self._arithmetic(at)):
            parts.append(Arithmetic(found, quoted))
        elif text.startswith("$(", at):
            self.at += 2
            self.deeper()
            body = self.grammar.sequence(self)
            self.depth -= 1
            if self.operator() != ")":
                raise ShellSyntaxError('unexpected end of file (expecting ")")')
            self.at += 1
            parts.append(Substitution(body, self._slot(), quoted))
        elif text.startswith("${", at):
            self.at += 2
            parts.append(self._braced(quoted))
        elif text.startswith("$'", at) and not quoted:
            self.at += 2
            parts.append(Text(self._ansi(), True))
        elif text.startswith('$"', at) and not quoted:
            self.at += 2
            self._double_quoted(parts)
        elif match := _NAME.match(text, at + 1):
            parts.append(Parameter(match[0], quoted=quoted))
            self.at = match.end()
        else:
            parts.append(Text("$", quoted))
            self.at += 1

    def _slot(self) -> int:
        self.slots += 1
        return self.slots

    def _arithmetic(self, at: int) -> Word | None:
        """The expression of `$((…))` at this place; None if it is `$( (…) …)` after all."""
        end = closing(self.text, at + 3)
        if end < 0 or self.text[end : end + 2] != "))":
            return None
        self.at = end + 2
        return self.inside(self.text[at + 3 : end])

    def inside(self, text: str) -> Word:
        """A text in which parameters and commands expand as between double quotes."""
        inner = Scanner(text, self.grammar, self.bash, self.joins)
        inner.slots, inner.depth, inner.tokens = self.slots, self.depth, self.tokens
        inner.deeper()
        parts: list[Part] = []
        inner._double_quoted(parts, "")
        self.slots, self.tokens = inner.slots, inner.tokens
        return word_of(tuple(parts), text)

    def _braced(self, quoted: bool) -> Part:
        """`${…}` after its opening brace."""
        text = self.text
        if text[self.at : self.at + 1] == "#" and (
            match := re.compile(r"#([A-Za-z_]\w*|[0-9]+|[@*?!$-])(\[[@*]\])?\}").match(
                text, self.at
            )
        ):
            self.at = match.end()
            return Parameter(match[1], "#items" if match[2] else "#length", quoted=quoted)
        indirect = text[self.at : self.at + 1] == "!" and text[self.at + 1 : self.at + 2] != "}"
        if indirect:
            self.at += 1
        match = _LONG_NAME.match(text, self.at)
        if not match:
            raise ShellSyntaxError("bad substitution")
        self.at = match.end()
        words: tuple[Word, ...] = ()
        if text[self.at : self.at + 1] == "[":
            end = self._find("]", self.at)
            words = (self.inside(text[self.at + 1 : end]),)
            self.at = end + 1
            return self._after_index(match[0], words, quoted)
        operator = _PARAMETER_OPERATOR.match(text, self.at)
        name = f"!{match[0]}" if indirect else match[0]
        if operator and text[self.at] != "}":
            self.at = operator.end()
            argument = self._argument(quoted)
            return Parameter(name, operator[0], (argument,), quoted)
        self._close()
        return Parameter(name, quoted=quoted)

    def _after_index(self, name: str, words: tuple[Word, ...], quoted: bool) -> Part:
        self._close()
        return Parameter(name, "[]", words, quoted)

    def _close(self) -> None:
        if self.text[self.at : self.at + 1] != "}":
            raise ShellSyntaxError("bad substitution")
        self.at += 1

    def _argument(self, quoted: bool) -> Word:
        """The word after a parameter's operator, up to the closing brace."""
        parts: list[Part] = []
        text, begin = self.text, self.at
        self.deeper()
        while True:
            if self.at >= len(text):
                raise ShellSyntaxError('unexpected end of file (expecting "}")')
            char = text[self.at]
            if char == "}":
                break
            if char == '"':
                self.at += 1
                self._double_quoted(parts)
            elif char == "'" and not quoted:
                self._part(parts)
            elif char in "$`":
                (self._dollar if char == "$" else self._backquoted)(parts, quoted)
            elif char == "\\":
                self._escaped(parts)
            else:
                parts.append(Text(char, quoted))
                self.at += 1
        self.depth -= 1
        self.at += 1
        return word_of(_joined(parts), text[begin : self.at - 1])

    def _ansi(self) -> str:
        """`$'…'` after its opening quote."""
        out: list[str] = []
        text = self.text
        while True:
            if self.at >= len(text):
                raise ShellSyntaxError("unterminated quoted string")
            char = text[self.at]
            self.at += 1
            if char == "'":
                return "".join(out)
            if char != "\\":
                out.append(char)
                continue
            piece, length = ansi_escape(text, self.at)
            out.append(piece)
            self.at += length

    def _backquoted(self, parts: list[Part], quoted: bool) -> None:
        self.count()
        begin = at = self.at + 1
        text = self.text
        while at < len(text) and text[at] != "`":
            at += 2 if text[at] == "\\" else 1
        if at >= len(text):
            raise ShellSyntaxError("EOF in backquote substitution")
        escaped = '[\\\\$`"]' if quoted else r"[\\$`]"
        source = re.sub(rf"\\({escaped})", r"\1", text[begin:at])
        inner = Scanner(source, self.grammar, self.bash, self.joins)
        inner.slots, inner.depth, inner.tokens = self.slots, self.depth, self.tokens
        inner.deeper()
        body = self.grammar.sequence(inner)
        if inner.operator() != "eof":
            raise ShellSyntaxError(f'unexpected "{inner.operator()}"')
        self.slots, self.tokens, self.at = inner.slots, inner.tokens, at + 1
        parts.append(Substitution(body, self._slot(), quoted))

    # Here-documents

    def here_document(self, strip_tabs: bool) -> Word:
        """The body of one whose end word comes next; it is cut out of the text."""
        word = self.word()
        if word is None:
            raise ShellSyntaxError("syntax error: unexpected redirection")
        here = self.at
        begin = self.text.find("\n", here) + 1 or len(self.text)
        mark = "".join(part.text for part in word.parts if isinstance(part, Text))
        body, end = _lines_until(self.text, begin, mark, strip_tabs)
        self.text = self.text[:begin] + self.text[end:]
        if any(part.quoted for part in word.parts if isinstance(part, Text)):
            return word_of((Text(body, True),), body)
        return self.inside(body)


def _lines_until(text: str, at: int, mark: str, strip_tabs: bool) -> tuple[str, int]:
    """The lines from `at` up to the one that is the mark, and where the next one begins."""
    lines = []
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end].lstrip("\t") if strip_tabs else text[at:end]
        at = min(end + 1, len(text))
        if line == mark:
            break
        lines.append(line + "\n")
    return "".join(lines), at


def closing(text: str, at: int) -> int:
    """Where the parenthesis opened before `at` closes; -1 if it doesn't."""
    depth = 1
    for match in _PARENTHESES.finditer(text, at, at + LONGEST_ARITHMETIC):
        depth += 1 if match[0] == "(" else -1
        if not depth:
            return match.start()
    return -1


def ansi_escape(text: str, at: int) -> tuple[str, int]:
    """What the escape after a backslash stands for, and how long it is."""
    char = text[at : at + 1]
    if char in _ANSI and char:
        return _ANSI[char], 1
    if match := re.compile(r"[0-7]{1,3}").match(text, at):
        return chr(int(match[0], 8) & 255), match.end() - at
    if match := re.compile(r"x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})").match(text, at):
        return chr(int(match[1] or match[2], 16)), match.end() - at
    return "\\" + char, len(char)


def _joined(parts: list[Part]) -> tuple[Part, ...]:
    """Single characters put together again."""
    out: list[Part] = []
    for part in parts:
        last = out[-1] if out else None
        if isinstance(part, Text) and isinstance(last, Text) and part.quoted == last.quoted:
            out[-1] = Text(last.text + part.text, part.quoted)
        else:
            out.append(part)
    return tuple(out)
