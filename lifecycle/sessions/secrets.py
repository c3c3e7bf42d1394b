"""What looks like a secret in a manifest: to be pointed out before it is shared.

A guess by names and shapes. It is better to ask once too often than to put a password in
a link.
"""

import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

from lifecycle.manifests.document import Document, Path, child

_NAME = re.compile(
    r"(?<![a-z])pass(?![a-z])|passwo?r?d|passphrase|secret|token|(api|private)_?key|credential"
)
_FLAG = re.compile(r"--?[\w-]*(?:password|secret|token|api-?key)[=\s]\S")
_URL = re.compile(r"://[^/\s:@]+:[^/\s:@]+@")
_FLAG_VALUE = re.compile(r"(--?[\w-]*(?:password|secret|token|api-?key)[=\s])[^\s\"']+")
_URL_VALUE = re.compile(r"(://[^/\s:@]+:)[^/\s:@]+@")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


BLANK = "blanked"
_BLANK_BASE64 = "YmxhbmtlZA=="


class Exposed(NamedTuple):
    """A value that should perhaps not be shown to others."""

    line: int
    path: Path
    what: str


def exposed(document: Document) -> list[Exposed]:
    """The values of a document that look like secrets, in the order of its lines."""
    found = _secret_data(document.value) if document.value.get("kind") == "Secret" else ()
    places = [*found, *_walk(document.value, "")]
    lines = [Exposed(document.locate(path).line, path, what) for path, what in places]
    return sorted(dict.fromkeys(lines))


def blanked(text: str, documents: tuple[Document, ...]) -> str:
    """The manifests' text with every exposed value replaced, and nothing else changed."""
    lines = text.splitlines(keepends=True)
    starts = [0, *accumulate(map(len, lines))]
    stretches: dict[tuple[int, int], Exposed] = {}
    for document in documents:
        for found in exposed(document):
            at = document.values[found.path]
            start = starts[at.line - 1] + at.column - 1
            stretches[start, starts[at.end_line - 1] + at.end_column - 1] = found
    for (start, end), found in sorted(stretches.items(), reverse=True):
        text = text[:start] + _blank(text[start:end], found.path) + text[end:]
    return text


def _blank(value: str, path: Path) -> str:
    """What stands in place of a value; of a flag or an address only the secret goes."""
    kept = _URL_VALUE.sub(rf"\1{BLANK}@", _FLAG_VALUE.sub(rf"\1{BLANK}", value))
    if kept != value:
        return kept
    ending = "\n" if value.endswith("\n") else ""
    return (_BLANK_BASE64 if path.startswith("data") else BLANK) + ending


def _secret_data(value: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for field in ("data", "stringData"):
        if isinstance(value.get(field), dict):
            for key, text in value[field].items():
                if text:
                    yield child(field, key), key


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        name, text = value.get("name"), value.get("value")
        if isinstance(name, str) and isinstance(text, str) and text and _is_secret_name(name):
            yield child(path, "value"), name
        for key, inner in value.items():
            yield from _walk(inner, child(path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _walk(inner, f"{path}[{number}]")
    elif isinstance(value, str) and (_FLAG.search(value) or _URL.search(value)):
        yield path, "password"


def _is_secret_name(name: str) -> bool:
    return bool(_NAME.search(_WORD.sub("_", name).lower()))
