"""The events of one YAML document, by libyaml.

Parsing to events needs no recursion and builds nothing, so that depth and size can be
watched while it goes on. One quirk of kubectl's parser is put in: it takes `\\'` in double
quotes for an apostrophe, which libyaml refuses.
"""

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.cyaml import CParser

from lifecycle.manifests.limits import MAX_ESCAPE_REPAIRS

_STAND_IN = "\ue27f"


def events(text: str) -> Iterator[Any]:
    """The parser's events; raises yaml.YAMLError where the text is not YAML."""
    parser = CParser(text)
    while parser.check_event():
        yield parser.get_event()


def repair_escape(text: str, error: yaml.YAMLError) -> str | None:
    """The text with one refused `\\'` as an apostrophe and a stand-in, or None.

    Nothing else moves, so that positions stay right; `without_stand_in` takes it off.
    """
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return None
    start = 0
    for _ in range(mark.line):
        start = text.find("\n", start) + 1
    found = start + mark.column
    if not text.startswith("\\'", found):
        return None
    return f"{text[:found]}'{_STAND_IN}{text[found + 2 :]}"


def without_stand_in(value: str) -> str:
    """A scalar as it was meant, after repairs."""
    return value.replace("'" + _STAND_IN, "'")


def may_repair(text: str, repairs: int) -> bool:
    """Whether reading once more is still cheap."""
    return (repairs + 1) * len(text) <= MAX_ESCAPE_REPAIRS
