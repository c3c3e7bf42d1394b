"""How listeners answer: each way has a name, so that a listener stays a plain value."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from lifecycle.engine.cri.filesystem import clean
from lifecycle.engine.kernel.clock import Millis

if TYPE_CHECKING:
    from lifecycle.engine.cri.network import Listener, Network


class Answer(msgspec.Struct, frozen=True):
    """What a server sends; status 0 closes the connection without a word of HTTP.

    `serving` is the gRPC health answer, None where that service is not spoken.
    """

    status: int = 200
    body: str = ""
    after_ms: Millis = 0
    serving: bool | None = None
    location: str = ""
    secure: bool = False
    error: str = ""


HANG = Answer(status=0, after_ms=1 << 40)
CLOSED = Answer(status=0)


def answer(network: "Network", listener: "Listener", path: str, count: int) -> Answer:
    """What the listener answers to a request for this path, its `count`th."""
    return RESPONDERS[listener.responder](network, listener, path.partition("?")[0], count)


def _fixed(network: "Network", listener: "Listener", path: str, count: int) -> Answer:
    """options: status, body, serving."""
    status, body, serving = listener.options
    return Answer(status, body, serving=serving, secure=True)


def _paths(network: "Network", listener: "Listener", path: str, count: int) -> Answer:
    """options: (path, status, body)…; the last one's path "" answers for all others."""
    for prefix, status, body in listener.options:
        if prefix in ("", path):
            return Answer(status, body)
    return Answer(404, "404 page not found\n")


def _raw(network: "Network", listener: "Listener", path: str, count: int) -> Answer:
    """A server of another protocol: it takes the connection and hangs up on HTTP."""
    return Answer(status=0, error='malformed HTTP response "\\x00"')


def _static(network: "Network", listener: "Listener", path: str, count: int) -> Answer:
    """options: the directory that is served, and the body of its index where it has none."""
    root, index = listener.options
    node = network.nodes[listener.node]
    view = node.containers[listener.container].view
    for name in _served(root, path):
        file = node.files.get(view.place(name))
        if file is not None and not file.directory:
            return Answer(200, file.text)
    if index and path in ("", "/", "/index.html"):
        return Answer(200, index)
    return Answer(404, "404 Not Found\n")


@lru_cache(maxsize=128)
def _served(root: str, path: str) -> tuple[str, str]:
    """The files that may be meant by a path: probes ask for the same one again and again."""
    return clean(f"{root}/{path}"), clean(f"{root}/{path}/index.html")


def _well_for(network: "Network", listener: "Listener", path: str, count: int) -> Answer:
    """agnhost liveness: /healthz is well for some milliseconds and then no more."""
    (well_ms,) = listener.options
    past = network.world.now - listener.opened_ms
    if path == "/healthz" and past > well_ms:
        return Answer(500, f"error: {past / 1000:.6f}")
    return Answer(200, "ok")


def _serving_for(network: "Network", listener: "Listener", path: str, count: int) -> Answer:
    """agnhost grpc-health-checking: SERVING for some milliseconds and then no more."""
    (well_ms,) = listener.options
    well = network.world.now - listener.opened_ms < well_ms
    return Answer(200 if well else 500, serving=well)


def _serving_by_files(network: "Network", listener: "Listener", path: str, count: int) -> Answer:
    """options: files of the container, at whose presence it hangs, or is NOT_SERVING."""
    hangs, fails = listener.options
    node = network.nodes[listener.node]
    view = node.containers[listener.container].view
    if node.files.get(view.place(hangs)) is not None:
        return HANG
    return Answer(serving=node.files.get(view.place(fails)) is None)


def _counting(network: "Network", listener: "Listener", path: str, count: int) -> Answer:
    """options: so many requests are answered well, and the status and body after that."""
    most, status, body = listener.options
    return Answer() if count <= most else Answer(status, body)


def _netcat(network: "Network", listener: "Listener", path: str, count: int) -> Answer:
    """`nc -l`: sends what it reads, and is woken to take the connection."""
    (pipe,) = listener.options
    node = network.nodes[listener.node]
    text, ended = node.pipes.peek(pipe) if pipe > 0 else ("", pipe == 0)
    node.connect(listener.key)
    if not text:
        return CLOSED if ended else HANG
    head, _, body = text.replace("\r\n", "\n").partition("\n\n")
    words = head.split()
    if len(words) < 2 or not words[0].startswith("HTTP/") or not words[1].isdigit():
        return Answer(status=0, error=f'malformed HTTP response "{head.partition(chr(10))[0]}"')
    lines = (line.partition(":") for line in head.split("\n")[1:])
    location = next((v.strip() for k, _, v in lines if k.lower() == "location"), "")
    return Answer(int(words[1]), body, location=location)


Responder = Callable[["Network", "Listener", str, int], Answer]
RESPONDERS: dict[str, Responder] = {
    "fixed": _fixed,
    "paths": _paths,
    "raw": _raw,
    "static": _static,
    "well-for": _well_for,
    "serving-for": _serving_for,
    "serving-by-files": _serving_by_files,
    "counting": _counting,
    "netcat": _netcat,
}
