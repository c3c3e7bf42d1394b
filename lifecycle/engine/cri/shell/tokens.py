"""Small questions of the grammar to the scanner: reserved words, newlines, surprises."""

from lifecycle.engine.cri.shell.scanner import Scanner
from lifecycle.engine.cri.shell.syntax import ShellSyntaxError

_RESERVED = frozenset(
    ["!", "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in",
     "then", "until", "while", "[[", "function"]
)  # fmt: skip


def unexpected(s: Scanner, expected: str = "") -> ShellSyntaxError:
    """What stands here can't stand here."""
    found = s.operator() or s.plain_word() or "word"
    names = {"eof": "end of file", "\n": "newline"}
    found = names.get(found) or f'"{found}"'
    hint = f' (expecting "{expected}")' if expected else ""
    return ShellSyntaxError(f"syntax error: unexpected {found}{hint}")


def reserved(s: Scanner) -> str:
    """The reserved word here, or ""."""
    if s.operator():
        return ""
    word = s.plain_word()
    return word if word in _RESERVED else ""


def expect(s: Scanner, word: str) -> None:
    """Take this word, or complain."""
    if s.operator() or s.plain_word() != word:
        raise unexpected(s, word)
    s.count()
    s.at += len(word)


def newlines(s: Scanner) -> None:
    """Go past empty lines."""
    while s.operator() == "\n":
        s.take("\n")
