"""Cutting a text into documents, before any of them is parsed.

kubectl cuts at lines that begin with `---`, whatever they stand in, and never sees what
follows a `...`. Each chunk knows the line on which it begins.

Mirrors `YAMLReader` of k8s.io/apimachinery/pkg/util/yaml/decoder.go.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lifecycle.manifests import complaint
from lifecycle.manifests.complaint import Refusal
from lifecycle.sentence import Sentence

_SEPARATOR = re.compile(r"^---(.*)$", re.MULTILINE)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Chunk(NamedTuple):
    """The text of one document; `line` is the number of its first line."""

    text: str
    line: int


def plain_lines(text: str) -> str:
    """The text without byte order mark, its lines ended by \\n, the last one, too."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return text if text.endswith("\n") or not text else text + "\n"


def refuse_forbidden(text: str) -> None:
    """Refuse what no YAML may contain: control characters, halves of surrogate pairs."""
    match = _FORBIDDEN.search(text)
    if match is None:
        return
    line = text.count("\n", 0, match.start()) + 1
    column = match.start() - text.rfind("\n", 0, match.start())
    raise Refusal(
        complaint.at(
            line,
            column,
            f"yaml: control characters are not allowed (U+{ord(match[0]):04X})",
            Sentence("This looks like a binary file; a manifest is plain text in UTF-8.")
            if match[0] in "\0\ufffe\uffff" or len(_FORBIDDEN.findall(text[:4096])) > 3
            else Sentence(
                "Remove this invisible character, or write it as an escape in double quotes."
            ),
        )
    )


def split_documents(text: str) -> Iterator[Chunk]:
    """The chunks between the separators, those with nothing in them included."""
    start, line = 0, 1
    for match in _SEPARATOR.finditer(text):
        rest = match[1].strip()
        here = line + text.count("\n", start, match.start())
        if rest and not rest.startswith("#"):
            raise Refusal(
                complaint.at(
                    here,
                    4,
                    f"invalid Yaml document separator: {rest[:60]}",
                    Sentence(
                        "Write the separator `---` alone on its line, and the content below it."
                    ),
                )
            )
        yield Chunk(text[start : match.start()], line)
        start, line = match.start(), here
        start = text.find("\n", match.start()) + 1 or len(text)
        line = here + 1
    yield Chunk(text[start:], line)
