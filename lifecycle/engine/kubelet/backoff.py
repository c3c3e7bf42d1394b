"""Back-off: how long to wait before trying again, doubling up to a limit.

An entry is a value; the kubelet keeps one table of them for crash loops and one for image
pulls. Whoever asks says at which moment: for a crash loop that is when the container ended.

Mirrors client-go/util/flowcontrol/backoff.go.
"""

from collections.abc import MutableMapping
from typing import NamedTuple

from lightkube.models.core_v1 import Container, Pod

from lifecycle.engine.kernel.clock import Millis

CRASH_LOOP_INITIAL_MS, CRASH_LOOP_MAX_MS = 10_000, 300_000
IMAGE_INITIAL_MS, IMAGE_MAX_MS = 10_000, 300_000


class Entry(NamedTuple):
    """How long the wait is, and when it was last made longer."""

    backoff_ms: Millis
    last_update: Millis


Entries = MutableMapping[str, Entry]


class Backoff(NamedTuple):
    """The rule: where the waits begin and where they stop growing."""

    initial_ms: Millis = CRASH_LOOP_INITIAL_MS
    max_ms: Millis = CRASH_LOOP_MAX_MS

    def get(self, entries: Entries, key: str) -> Millis:
        """The present wait of the key; 0 when there is none."""
        entry = entries.get(key)
        return entry.backoff_ms if entry is not None else 0

    def next(self, entries: Entries, key: str, event_time: Millis, now: Millis) -> Entry:
        """Make the wait longer, or begin anew if the last one lies too far back."""
        entry = entries.get(key)
        if entry is None or self._has_expired(event_time, entry.last_update):
            made = Entry(self.initial_ms, now)
        else:
            made = Entry(min(entry.backoff_ms * 2, self.max_ms), now)
        entries[key] = made
        return made

    def is_in_backoff_since(
        self, entries: Entries, key: str, event_time: Millis, now: Millis
    ) -> bool:
        """Whether the wait that began at `event_time` is still going on."""
        entry = entries.get(key)
        if entry is None or self._has_expired(event_time, entry.last_update):
            return False
        return now - event_time < entry.backoff_ms

    def is_in_backoff_since_update(self, entries: Entries, key: str, now: Millis) -> bool:
        """Whether the wait that began when it was last made longer is still going on."""
        entry = entries.get(key)
        if entry is None or self._has_expired(now, entry.last_update):
            return False
        return now - entry.last_update < entry.backoff_ms

    def collect(self, entries: Entries, now: Millis) -> None:
        """Forget what has not been touched for twice the longest wait (`GC`)."""
        for key in [k for k, e in entries.items() if now - e.last_update > self.max_ms * 2]:
            del entries[key]

    def _has_expired(self, event_time: Millis, last_update: Millis) -> bool:
        return event_time - last_update > self.max_ms * 2


def backoff_key(pod: Pod, container: Container) -> str:
    """Under which a container's crash loop is counted (`GetBackoffKey`).

    A new image or other resources begin a new count.
    """
    meta, resources = pod.metadata, container.resources
    wanted = "" if resources is None else f"{resources.requests}{resources.limits}"
    return f"{meta.name}_{meta.namespace}_{meta.uid}_{container.name}_{container.image}_{wanted}"


def format_duration(duration_ms: Millis) -> str:
    """A duration as Go prints it: `10s`, `2m40s`, `1m0.5s`."""
    seconds, ms = divmod(duration_ms, 1000)
    if seconds == 0 and ms:
        return f"{ms}ms"
    hours, minutes = seconds // 3600, seconds // 60 % 60
    fraction = f".{ms:03d}".rstrip("0") if ms else ""
    text = f"{seconds % 60}{fraction}s"
    if hours:
        return f"{hours}h{minutes}m{text}"
    return f"{minutes}m{text}" if minutes else text
