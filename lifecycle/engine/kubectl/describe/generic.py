"""kubectl describe for kinds that have no describer of their own.

Mirrors `genericDescriber` (describe.go): the object's own fields, in words.
"""

import re
from typing import Any

from lifecycle.engine.api.scheme import encode
from lifecycle.engine.kubectl.describe.events import describe_events
from lifecycle.engine.kubectl.describe.page import Page
from lifecycle.engine.kubectl.moment import Moment

_SKIPPED = ("kind", "apiVersion", "metadata")
_METADATA = ("creationTimestamp", "deletionTimestamp", "finalizers", "generation",
             "ownerReferences", "resourceVersion", "uid")  # fmt: skip
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")
_ACRONYMS = ("api", "dns", "http", "https", "id", "ip", "json", "tcp", "tls", "udp", "uid", "url")


def describe_object(page: Page, obj: Any, moment: Moment) -> None:
    """Identity first, then every field."""
    document = encode(obj)
    metadata = document.get("metadata") or {}
    page.heading(obj, namespaced=bool(metadata.get("namespace")))
    page.field(0, "API Version", document["apiVersion"])
    page.field(0, "Kind", document["kind"])
    page.write(0, "Metadata:")
    _fields(page, 1, {name: metadata[name] for name in _METADATA if name in metadata})
    _fields(page, 0, {name: part for name, part in document.items() if name not in _SKIPPED})
    describe_events(page, obj, moment)


def _fields(page: Page, level: int, fields: dict[str, Any]) -> None:
    for name, value in sorted(fields.items()):
        label = _label(name)
        if isinstance(value, dict):
            page.write(level, f"{label}:")
            _fields(page, level + 1, value)
        elif isinstance(value, list):
            page.write(level, f"{label}:")
            for item in value:
                if isinstance(item, dict):
                    _fields(page, level + 1, item)
                else:
                    page.write(level + 1, _plain(item))
        else:
            page.field(level, label, _plain(value))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _label(name: str) -> str:
    """`podIPs` as `Pod I Ps`: words with capitals (`smartLabelFor`)."""
    if not name.isidentifier():
        return name
    words = _WORD.findall(name)
    shown = [word.upper() if word.lower() in _ACRONYMS else word.capitalize() for word in words]
    return " ".join(shown)
