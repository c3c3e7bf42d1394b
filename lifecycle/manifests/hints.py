"""From a parser's complaint to what the writer probably did.

The parser says where it gave up; the mistake is often a character that looks like another:
a tab, a full-width colon, a curly quote, a template that was never rendered.
"""

import re

from lifecycle.sentence import Sentence

_LOOKED_AT = 300
_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_FULL_WIDTH = re.compile("[：，｛｝［］＃－　]")
_CURLY = re.compile("[“”‘’„«»]")
_CURLY_VALUE = re.compile(r"[\[:,-] ?([“‘])")
_UNQUOTED_COLON = re.compile(r":\s+[^\s'\"\[{|>&*!#][^#]*?:\s")

TEMPLATE = Sentence("This is a template; render it first (for Helm: `helm template`).")
_INDENT = Sentence(
    "Check the indentation: entries of one mapping begin in the same column, "
    "and `- ` begins each member of a list."
)
_BY_PROBLEM = {
    "mapping values are not allowed": Sentence(
        "Check the line above: is its indentation right, and is a space missing after a colon?"
    ),
    "did not find expected key": _INDENT,
    "did not find expected '-' indicator": _INDENT,
    "block sequence entries are not allowed": _INDENT,
    "could not find expected ':'": Sentence(
        "A colon and a space follow each key; is one missing here or on the line above?"
    ),
    "found unexpected end of stream": Sentence("A quote that was opened is never closed."),
    "did not find expected ',' or": Sentence("A bracket or a comma is missing."),
    "did not find expected node content": Sentence("A value is missing, or a bracket too many."),
    "found unknown escape character": Sentence(
        "In double quotes `\\` begins an escape; write `\\\\` for the character "
        "itself, or use single quotes."
    ),
    "found undefined tag handle": Sentence("`!` begins a tag; put the value in quotes."),
    "found character that cannot start any token": Sentence(
        "Put a value that begins with `%`, `@` or a back-quote in quotes."
    ),
    "while scanning an anchor": Sentence("`&` begins an anchor; put the value in quotes."),
    "while scanning an alias": Sentence("`*` begins an alias; put the value in quotes."),
}


def hint_for(problem: str, lines: list[str], line: int) -> str:
    """A remedy for what the parser said about a line (from 1), or the empty string."""
    near = [lines[i][:_LOOKED_AT] for i in (line - 1, line - 2) if 0 <= i < len(lines)]
    if any(_TEMPLATE.search(text) for text in near) or (near and re.match(r"\s*\{%", near[0])):
        return TEMPLATE
    if any(_indented_by_tab(text) for text in near):
        return Sentence("YAML is never indented with tabs: use spaces.")
    for text in near:
        if (found := _FULL_WIDTH.search(text)) is not None:
            return Sentence(
                "`%(sign)s` is a full-width character: type the plain one.", sign=found[0]
            )
        if (found := _CURLY.search(text)) is not None:
            return Sentence("`%(sign)s` is a curly quote: type a straight one.", sign=found[0])
    if near and "mapping values" in problem and _UNQUOTED_COLON.search(near[0] + "\n"):
        return Sentence("A value that contains a colon and a space stands in quotes.")
    return next((hint for part, hint in _BY_PROBLEM.items() if part in problem), "")


def _indented_by_tab(text: str) -> bool:
    return "\t" in text[: len(text) - len(text.lstrip())] or "\t" in text.partition(":")[0]


def suspicious_characters(text: str) -> list[tuple[int, int, str]]:
    """Curly quotes that became part of a value: line, column and what to do."""
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.isascii() and (match := _CURLY_VALUE.search(line)):
            remedy = Sentence(
                "`%(sign)s` is part of the value; for a quote type a straight one.", sign=match[1]
            )
            found.append((number, match.start(1) + 1, remedy))
    return found
