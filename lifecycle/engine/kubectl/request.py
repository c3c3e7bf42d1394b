"""One command under way: what it was told, and what it may act on."""

from collections.abc import Callable
from typing import Any, NamedTuple

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.world import World
from lifecycle.engine.kubectl.flags import Parsed
from lifecycle.engine.kubectl.refusal import Refusal

USER = "kubernetes-admin"
"""Who types the commands."""

Handler = Callable[..., str | None]


class Request(NamedTuple):
    """A parsed line, the documents that came with it, and the cluster."""

    parsed: Parsed
    documents: tuple[dict[str, Any], ...]
    world: World
    api: ApiServer
    handlers: dict[str, Handler]

    def ask(self, name: str, *args: Any) -> str:
        """Let the part of the cluster act that has registered for this command."""
        handler = self.handlers.get(name)
        if handler is None:
            raise Refusal(f"error: nothing in this cluster can carry out {name}")
        return handler(*args) or ""
