"""JSON Patch: a list of operations on a document (RFC 6902)."""

from typing import Any

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.kubectl.refusal import Refusal

_REJECTED = "the server rejected our request due to an error in our request"


def apply_operations(document: Any, operations: Any) -> Any:
    """The document after all operations; raises Refusal or ApiError Invalid."""
    if not isinstance(operations, list):
        raise Refusal("error: unable to parse the patch: a JSON patch is a list of operations")
    for operation in operations:
        document = _apply(document, operation)
    return document


def _apply(document: Any, operation: Any) -> Any:
    op = operation.get("op") if isinstance(operation, dict) else None
    try:
        path = _tokens(operation["path"])
        if op in ("add", "replace"):
            return _put(document, path, operation["value"], insert=op == "add")
        if op == "remove":
            return _remove(document, path)
        if op in ("move", "copy"):
            value = _get(document, _tokens(operation["from"]))
            if op == "move":
                document = _remove(document, _tokens(operation["from"]))
            return _put(document, path, value, insert=True)
        if op == "test" and _get(document, path) == operation.get("value"):
            return document
    except (KeyError, IndexError, TypeError, ValueError, AttributeError):
        pass
    raise ApiError(422, "Invalid", _REJECTED, generic=True)


def _tokens(path: str) -> list[str]:
    if path and not path.startswith("/"):
        raise ValueError(path)
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]


def _get(document: Any, path: list[str]) -> Any:
    for token in path:
        document = document[int(token)] if isinstance(document, list) else document[token]
    return document


def _put(document: Any, path: list[str], value: Any, *, insert: bool) -> Any:
    if not path:
        return value
    token, rest = path[0], path[1:]
    if isinstance(document, list):
        changed = list(document)
        index = len(changed) if token == "-" else int(token)
        if rest:
            changed[index] = _put(changed[index], rest, value, insert=insert)
        elif not insert:
            changed[index] = value
        elif 0 <= index <= len(changed):
            changed.insert(index, value)
        else:
            raise IndexError(index)
        return changed
    if rest or not insert:
        return {**document, token: _put(document[token], rest, value, insert=insert)}
    return {**document, token: value}


def _remove(document: Any, path: list[str]) -> Any:
    token, rest = path[0], path[1:]
    if isinstance(document, list):
        changed, index = list(document), int(token)
        if rest:
            changed[index] = _remove(changed[index], rest)
        else:
            del changed[index]
        return changed
    if rest:
        return {**document, token: _remove(document[token], rest)}
    if token not in document:
        raise KeyError(token)
    return {name: value for name, value in document.items() if name != token}
