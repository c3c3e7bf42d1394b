"""Remedies for a text that no reader can read: tabs, typographic characters, comments in JSON.

And for a key that stands twice, where it is known which of the two is too many.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from lifecycle.manifests.complaint import Complaint
from lifecycle.manifests.remedy import Edit, Remedy
from lifecycle.sentence import Sentence

_TABS = re.compile(r"[ \t]*\t[ \t]*")
_TYPOGRAPHIC = str.maketrans("：，｛｝［］＃－\u3000“”‘’„«»", ':,{}[]#- ""\'\'"""')
_FULL_WIDTH_COLON = re.compile(r"：(?=\S)")
_COMMENT = re.compile(r'^(?P<json>(?:[^"/#]|"(?:[^"\\]|\\.)*"|/(?![/*]))*)(?P<comment>//.*|#.*)$')
WIDTH = 2
"""Spaces for a tab."""

MOST_EDITS = 2_000
"""Lines that one remedy may change."""


def text_remedies(text: str, complaint: Complaint) -> tuple[Remedy, ...]:
    """What can be done about a complaint of the reader."""
    lines = _lines(text)
    if not 0 < complaint.line <= len(lines):
        return ()
    if "already set in map" in complaint.message:
        return tuple(_one_of_two(lines, complaint))
    if complaint.message.startswith("json: ") and "invalid character '" in complaint.message:
        return _uncommented(text)
    if complaint.message.startswith("yaml: ") or "curly quote" in complaint.message:
        return _plainer(text)
    return ()


@lru_cache(maxsize=4)
def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n"))


@lru_cache(maxsize=4)
def _uncommented(text: str) -> tuple[Remedy, ...]:
    edits = tuple(_without_comments(_lines(text)))
    return _whole(Remedy(Sentence("Take the comments out"), edits))


@lru_cache(maxsize=4)
def _plainer(text: str) -> tuple[Remedy, ...]:
    """The same for every complaint about the text."""
    lines = _lines(text)
    tabs = Sentence("Indent with spaces instead of tabs")
    plain = Sentence("Write plain colons, quotes and brackets")
    return (
        *_whole(Remedy(tabs, tuple(_without_tabs(lines)))),
        *_whole(Remedy(plain, tuple(_without_typography(lines)))),
    )


def _whole(remedy: Remedy) -> tuple[Remedy, ...]:
    """A remedy that touches many lines, unless it touches none, or more than a page can take."""
    return (remedy,) if 0 < len(remedy.edits) <= MOST_EDITS else ()


def _without_tabs(lines: Sequence[str]) -> Iterator[Edit]:
    for number, line in enumerate(lines, 1):
        match = _TABS.match(line)
        if match is not None:
            spaces = match[0].replace("\t", " " * WIDTH)
            yield Edit(number, 1, number, match.end() + 1, spaces)


def _without_typography(lines: Sequence[str]) -> Iterator[Edit]:
    for number, line in enumerate(lines, 1):
        plain = _FULL_WIDTH_COLON.sub(": ", line).translate(_TYPOGRAPHIC)
        if plain != line:
            yield Edit(number, 1, number, len(line) + 1, plain)


def _without_comments(lines: Sequence[str]) -> Iterator[Edit]:
    for number, line in enumerate(lines, 1):
        match = _COMMENT.match(line)
        if match is not None:
            yield Edit(number, match.start("comment") + 1, number, len(line) + 1, "")


def _one_of_two(lines: Sequence[str], complaint: Complaint) -> Iterator[Remedy]:
    """Leave out one of two blocks that have the same key, in the same column."""
    first = re.search(r"already on line (\d+)", complaint.hint)
    at, column = complaint.line, complaint.column - 1
    key = complaint.path.rpartition(".")[2] or complaint.path
    if first is None or not _begins(lines[at - 1], column, key):
        return
    words = Sentence("Leave the %(field)s of line %(line)s out")
    earlier, second = int(first[1]), _block(lines, at, column)
    if _begins(lines[earlier - 1], column, key):
        block = _block(lines, earlier, column)
        together = _together(lines, block, second)
        if together:
            yield Remedy(Sentence("Put the two %(field)s together", field=key), together)
        yield Remedy(Sentence(words, field=key, line=first[1]), (block,))
    yield Remedy(Sentence(words, field=key, line=str(at)), (second,))


def _together(lines: Sequence[str], first: Edit, second: Edit) -> tuple[Edit, ...]:
    """The members of the second block at the end of the first, where both are lists alike."""
    members = lines[second.line : second.end_line - 1]
    others = lines[first.line : first.end_line - 1]
    if not _is_list(members) or not _is_list(others) or _indent(members[0]) != _indent(others[0]):
        return ()
    moved = "".join(f"{line}\n" for line in members)
    return (Edit(first.end_line, 1, first.end_line, 1, moved), second)


def _is_list(block: Sequence[str]) -> bool:
    return bool(block) and block[0].lstrip().startswith("- ")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _begins(line: str, column: int, key: str) -> bool:
    return line[:column].isspace() or not column if line[column:].startswith(key) else False


def _block(lines: Sequence[str], number: int, column: int) -> Edit:
    """The lines of a key: its own, those indented more, and the members of its list."""
    end = number
    while end < len(lines):
        line = lines[end]
        bare = line.lstrip()
        indent = len(line) - len(bare)
        if bare and not (indent > column or (indent == column and bare.startswith("- "))):
            break
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    return Edit(number, 1, min(end + 1, len(lines)), 1, "")
