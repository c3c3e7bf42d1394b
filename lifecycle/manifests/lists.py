"""A List is not an object but several: its members are taken out of it.

Mirrors the flattening of k8s.io/cli-runtime/pkg/resource/visitor.go.
"""

from collections.abc import Iterator

from lifecycle.manifests.document import Document, Position


def expand(document: Document) -> Iterator[Document]:
    """The document itself, or the members of a List, wherever Lists lie in Lists.

    The positions of a member are those of its own fields.
    """
    waiting = [document]
    while waiting:
        document = waiting.pop(0)
        items = document.value.get("items")
        kind = document.value.get("kind")
        if not isinstance(items, list) or not isinstance(kind, str) or not kind.endswith("List"):
            yield document
            continue
        members = [_member(document, i) for i, v in enumerate(items) if isinstance(v, dict)]
        waiting = members + waiting


def _member(document: Document, index: int) -> Document:
    prefix = f"items[{index}]"
    positions = _below(document.positions, prefix)
    line = document.locate(prefix).line
    value = document.value["items"][index]
    return Document(value, line, positions, _below(document.values, prefix))


def _below(positions: dict[str, Position], prefix: str) -> dict[str, Position]:
    start = len(prefix)
    return {
        path[start:].removeprefix("."): position
        for path, position in positions.items()
        if path.startswith(prefix) and path[start : start + 1] in ("", ".", "[")
    }
