"""One client as a value: what it sends, how far it has come, and what it has counted."""

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubectl.traffic import Load
from lifecycle.engine.records import Lost

SECOND_MS = 1000
Place = tuple[str, int]
Target = tuple[str, int, str]
Counts = tuple[tuple[str, int], ...]


class Pending(msgspec.Struct, frozen=True):
    """A request that a Pod works at: its number, its attempts so far, when it is answered."""

    number: int
    attempt: int
    target: Target
    done_ms: Millis


class Client(msgspec.Struct, frozen=True):
    """`entries` are where its requests come in, one after the other.

    `hops` are nodes behind the entry, whose proxies choose anew. `connections` are kept open, if
    any are: each leads to a target or to none yet. `known_as` says, by entry or hop, to which
    target it was sent last, and when.
    """

    load: Load
    started_ms: Millis
    entries: tuple[str, ...]
    hops: tuple[str, ...] = ()
    known_as: tuple[tuple[str, Target, Millis], ...] = ()
    sent: int = 0
    pending: tuple[Pending, ...] = ()
    connections: tuple[Target | None, ...] = ()
    counts: Counts = ()
    totals: Counts = ()
    last: Counts = ()
    lost: tuple[Lost, ...] = ()
    retried: int = 0
    cause: int = 0
    second: int = 0
    alarm: int = 0
    well: bool = True

    def sends_at(self, number: int) -> Millis:
        """When its request of that number is sent, from 0: evenly over each second."""
        return self.started_ms + number * SECOND_MS // self.load.rps

    @property
    def second_ends_ms(self) -> Millis:
        """Until when it counts together."""
        return self.started_ms + (self.second + 1) * SECOND_MS


def plus(counts: Counts, more: Counts) -> Counts:
    """Both together, by the name of the outcome."""
    total = dict(counts)
    for outcome, count in more:
        total[outcome] = total.get(outcome, 0) + count
    return tuple(sorted(total.items()))
