"""Why: the chain of causes of a record, and the lines of the manifest that decided it."""

from collections.abc import Sequence
from typing import Any

from lifecycle.engine.api.kinds import find_kind
from lifecycle.engine.records import Record
from lifecycle.manifests.document import Document

LONGEST_CHAIN = 200


def causes(records: Sequence[Record], number: int) -> list[Record]:
    """The record with that id and what led to it, back to where the story begins.

    The last one has no cause: an input, a fault, or the start of the cluster.
    """
    chain: list[Record] = []
    while 0 < number <= len(records) and len(chain) < LONGEST_CHAIN:
        record = records[number - 1]
        chain.append(record)
        number = record.cause
    return chain


def positions(documents: Sequence[Document]) -> dict[str, Any]:
    """Where each object and each of its fields stands in the manifests.

    `{"Pod/default/web": {"document", "line", "fields": {path: [line, column]}}}`.
    """
    found: dict[str, Any] = {}
    for number, document in enumerate(documents):
        name = _name(document.value)
        if name and name not in found:
            found[name] = {
                "document": number,
                "line": document.line,
                "fields": {
                    path: [place[0], place[1]] for path, place in document.positions.items()
                },
            }
    return found


def _name(value: Any) -> str:
    if not isinstance(value, dict) or not isinstance(value.get("metadata"), dict):
        return ""
    metadata, kind, version = value["metadata"], value.get("kind"), value.get("apiVersion")
    if not isinstance(kind, str) or not isinstance(version, str):
        return ""
    row = find_kind(version, kind)
    namespace = "" if row and not row.namespaced else metadata.get("namespace") or "default"
    return f"{kind}/{namespace}/{metadata.get('name') or metadata.get('generateName') or ''}"
