"""What containers write: one record a line, and the end of it for termination messages.

A line is recorded when its newline comes, as `kubectl logs -f` shows it; what is left
without one is recorded when the container ends. A container that floods its log within
one millisecond is cut short there.
"""

from lifecycle.engine.cri.container import Container
from lifecycle.engine.kernel.world import World
from lifecycle.engine.records import Logged

LINES_AT_ONCE = 256
LINE_LENGTH = 16_384
FALLBACK_LINES, FALLBACK_BYTES = 80, 2048


class Logs:
    """The unfinished lines, the last lines, and how much was written this millisecond."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._unfinished: dict[tuple[str, str], str] = world.table("log-unfinished")
        self._tails: dict[str, tuple[str, ...]] = world.table("log-tails")
        self._flood: dict[str, tuple[int, int]] = world.table("log-flood")

    def write(self, container: Container, stream: str, text: str) -> None:
        """Take the text, and record the lines that it completes."""
        key = (container.id, stream)
        if key in self._unfinished:
            text = self._unfinished.pop(key) + text
        lines = text.split("\n")
        if rest := lines.pop():
            self._unfinished[key] = rest[-LINE_LENGTH:]
        if lines:
            self._record(container, stream, lines)

    def close(self, container: Container) -> None:
        """Record what was left without a newline; the container has ended."""
        for stream in ("stdout", "stderr"):
            if rest := self._unfinished.pop((container.id, stream), ""):
                self._record(container, stream, [rest])

    def tail(self, container: Container) -> str:
        """The last lines, as FallbackToLogsOnError takes them."""
        lines = self._tails.get(container.id, ())
        text = "".join(f"{line}\n" for line in lines[-FALLBACK_LINES:])
        return text[-FALLBACK_BYTES:]

    def forget(self, container: Container) -> None:
        """The container is removed."""
        self._tails.pop(container.id, None)
        self._flood.pop(container.id, None)

    def _record(self, container: Container, stream: str, lines: list[str]) -> None:
        now = self._world.now
        moment, count = self._flood.get(container.id, (now, 0))
        if moment != now:
            count = 0
        lines = lines[: max(0, LINES_AT_ONCE - count)]
        self._flood[container.id] = (now, count + len(lines))
        for line in lines:
            self._world.emit(
                Logged,
                namespace=container.namespace,
                pod=container.pod,
                uid=container.uid,
                container=container.name,
                attempt=container.attempt,
                stream=stream,
                text=line[:LINE_LENGTH],
            )
        if container.fallback_to_logs and lines:
            kept = (*self._tails.get(container.id, ()), *lines)
            self._tails[container.id] = kept[-FALLBACK_LINES:]
