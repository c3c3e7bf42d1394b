"""Static files from their places in the source tree, answered before Django sees the request.

A page asks for a hundred modules, so an answer must cost next to nothing: it is made once,
packed, and kept with its headers. The address has the version of all files in it; browsers
may keep what they have for ever.
"""

import gzip
import mimetypes
from collections.abc import Awaitable, Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlparse

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation

Headers = list[tuple[bytes, bytes]]
Application = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

TYPES = {".js": "text/javascript", ".woff2": "font/woff2", ".webmanifest": "application/json"}
PACKED = (".js", ".css", ".svg", ".json", ".map", ".webmanifest")
FOR_EVER = b"max-age=31536000, public, immutable"


class Answer(NamedTuple):
    """What is sent: to a browser that has nothing yet, or that has it already (304)."""

    status: int
    headers: Headers
    body: bytes = b""


NOT_ALLOWED = Answer(405, [(b"allow", b"GET, HEAD"), (b"content-length", b"0")])


class File(NamedTuple):
    """The answers that a file can have."""

    plain: Answer
    packed: Answer
    unchanged: Answer
    tag: bytes


class StaticFiles:
    """The ASGI layer around the application; with `DEBUG` it reads each file again."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._prefix = urlparse(settings.STATIC_URL).path
        self._files: dict[str, File] = {}

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Answer for a file; hand everything else on."""
        path = scope["path"]
        file = self._file(path[len(self._prefix) :]) if path.startswith(self._prefix) else None
        if file is None:
            await self._application(scope, receive, send)
            return
        answer = _chosen(file, scope["method"], dict(scope["headers"]))
        await send(
            {
                "type": "http.response.start",
                "status": answer.status,
                "headers": answer.headers,
            }
        )
        body = b"" if scope["method"] == "HEAD" else answer.body
        await send({"type": "http.response.body", "body": body})

    def warm(self, paths: Iterable[str]) -> None:
        """Have these files ready before anybody asks."""
        for path in paths:
            self._file(path)

    def _file(self, path: str) -> File | None:
        if path in self._files:
            return self._files[path]
        try:
            found = finders.find(path)
        except (SuspiciousFileOperation, ValueError):
            return None
        if not found or not Path(found).is_file():
            return None
        file = _read(Path(found))
        if not settings.DEBUG:
            self._files[path] = file
        return file


def _read(path: Path) -> File:
    body = path.read_bytes()
    tag = f'"{sha256(body).hexdigest()[:20]}"'.encode()
    common = [
        (b"cache-control", b"no-cache" if settings.DEBUG else FOR_EVER),
        (b"etag", tag),
        (b"vary", b"accept-encoding"),
        (b"x-content-type-options", b"nosniff"),
    ]
    kind = [*common, (b"content-type", _type(path))]
    plain = Answer(200, [*kind, (b"content-length", b"%d" % len(body))], body)
    packed = plain
    if path.suffix in PACKED:
        small = gzip.compress(body, mtime=0)
        length = (b"content-length", b"%d" % len(small))
        packed = Answer(200, [*kind, (b"content-encoding", b"gzip"), length], small)
    return File(plain, packed, Answer(304, common), tag)


def _type(path: Path) -> bytes:
    guessed = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    kind = guessed or "application/octet-stream"
    return (f"{kind}; charset=utf-8" if kind.startswith("text/") else kind).encode()


def _chosen(file: File, method: str, headers: dict[bytes, bytes]) -> Answer:
    if method not in ("GET", "HEAD"):
        return NOT_ALLOWED
    if headers.get(b"if-none-match") == file.tag:
        return file.unchanged
    return file.packed if b"gzip" in headers.get(b"accept-encoding", b"") else file.plain
