"""What looks like a secret in a manifest: to be pointed out before it is shared.

A guess by names and shapes. It is better to ask once too often than to put a password in
a link.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lifecycle.manifests.document import Document, Path, child

_NAME = re.compile(
    r"(?<![a-z])pass(?![a-z])|passwo?r?d|passphrase|secret|token|(api|private)_?key|credential"
)
_FLAG = re.compile(r"--?[\w-]*(?:password|secret|token|api-?key)[=\s]\S")
_URL = re.compile(r"://[^/\s:@]+:[^/\s:@]+@")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


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
