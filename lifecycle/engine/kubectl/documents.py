"""The documents of `-f`, as the objects that kubectl sends."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from lifecycle.engine.api.oldversions import as_stored, renewed
from lifecycle.engine.api.scheme import DecodeError, decode, metadata_of
from lifecycle.engine.apiserver.meta import with_metadata
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import Resource, resource_of
from lifecycle.sentence import Sentence


def documents(request: Request) -> list[dict[str, Any]]:
    """What `-f` names, lists taken apart; raises Refusal if there is nothing."""
    files = request.parsed.flags["filename"]
    if not files:
        raise Refusal(
            "error: must specify one of -f and -k",
            Sentence(
                "Give a manifest: kubectl %(command)s -f FILE", command=request.parsed.command
            ),
        )
    if not request.documents:
        raise Refusal(
            f'error: the path "{files[0]}" does not exist',
            Sentence("Send the manifest along with the command."),
        )
    return [as_stored(part) for document in request.documents for part in _parts(document)]


def carry_out(request: Request, one: Callable[[Request, dict[str, Any]], str]) -> str:
    """Do it with all documents; the first that fails does not keep the others from being done."""
    said, failed = _told_of(request), False
    for document in documents(request):
        try:
            said.append(one(request, document))
        except Refusal as refusal:
            failed = True
            said.append(str(refusal))
    if failed:
        raise Refusal("\n".join(said))
    return "\n".join(said)


def _told_of(request: Request) -> list[str]:
    """A warning for each document of a version that is served no longer, once each."""
    parts = (part for document in request.documents for part in _parts(document))
    told = (new.told for new in map(renewed, parts) if new is not None)
    return [f"Warning: {text}" for text in dict.fromkeys(told)]


def _parts(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if str(document.get("kind", "")).endswith("List") and "items" in document:
        for item in document["items"] or ():
            yield from _parts(item)
    else:
        yield document


def read(request: Request, document: dict[str, Any]) -> tuple[Any, Resource]:
    """The document as an object in its namespace; raises Refusal."""
    file = request.parsed.flags["filename"][0]
    try:
        obj = decode(document)
    except DecodeError as error:
        raise Refusal(_undecodable(error, document, file)) from error
    resource = resource_of(obj, request.api)
    metadata = metadata_of(obj)
    if not resource.namespaced:
        return with_metadata(obj, namespace=None), resource
    asked = request.parsed.flags["namespace"]
    if asked and metadata.namespace and asked != metadata.namespace:
        raise Refusal(
            f'error: the namespace from the provided object "{metadata.namespace}" does not '
            f'match the namespace "{asked}". You must pass '
            f"'--namespace={metadata.namespace}' to perform this operation."
        )
    namespace = metadata.namespace or request.parsed.namespace
    return with_metadata(obj, namespace=namespace), resource


def _undecodable(error: DecodeError, document: dict[str, Any], file: str) -> str:
    """kubectl's own words for what it can't send, the API server's for what it can't take."""
    what = str(error)
    if what.startswith("no matches for kind"):
        return (
            f'error: resource mapping not found from "{file}": {what}\n'
            "ensure CRDs are installed first"
        )
    if "cannot be handled as a" in what:
        return f'Error from server (BadRequest): error when creating "{file}": {what}'
    if what.startswith("Object 'Kind' is missing"):
        sent = msgspec.json.encode(document, order="sorted").decode()
        return f"error: unable to decode \"{file}\": {what} in '{sent}'"
    return (
        f'error: error validating "{file}": {what}; if you choose to ignore these errors, '
        "turn validation off with --validate=false"
    )
