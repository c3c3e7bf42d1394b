"""Static files as a browser fetches them: through the ASGI layer."""

from typing import NamedTuple

from asgiref.sync import async_to_sync
from channels.testing import HttpCommunicator

from podviz.static_files import StaticFiles


class Fetched(NamedTuple):
    """An answer; names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes


async def beyond(scope, receive, send):
    """What stands for Django behind the layer."""
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b"beyond"})


def fetch(address: str, method: str = "GET", layer: StaticFiles | None = None, **headers: str):
    """What the layer answers; `accept_encoding="gzip"` is that header."""
    sent = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    asked = HttpCommunicator(layer or StaticFiles(beyond), method, address, headers=sent)
    got = async_to_sync(asked.get_response)()
    named = {name.decode(): text.decode() for name, text in got["headers"]}
    return Fetched(got["status"], named, got["body"])
