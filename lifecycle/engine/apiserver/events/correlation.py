"""Which remarks become new Events, which raise a count, and which are dropped.

A remark that was made before raises the count of its Event. From the tenth on, remarks
within ten minutes that differ only by their message are put together into one Event. And
each source may say only so much about one object: 25 Events of a type at once, then one in
five minutes.

Mirrors staging/src/k8s.io/client-go/tools/record/events_cache.go.
"""

from typing import NamedTuple

from lifecycle.engine.api.version import V1_36, Version
from lifecycle.engine.apiserver.events.recent import Recent
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World

_SIMILAR_AT_MOST = 10
_SIMILAR_WITHIN_MS = 600_000
_BURST = 25
_REFILL_MS = 300_000
_COMBINED = "(combined from similar events): "


class Remark(NamedTuple):
    """What a component says about an object, and who says it."""

    source: str
    host: str
    kind: str
    namespace: str
    name: str
    uid: str
    api_version: str
    field_path: str
    type: str
    reason: str
    message: str


class Observation(NamedTuple):
    """An Event that was written: how often it was observed, since when, under which name."""

    count: int
    first: Millis
    name: str


class Correlated(NamedTuple):
    """What is to be written; `seen` is None if it is a new Event."""

    key: tuple
    message: str
    seen: Observation | None


class Correlator:
    """Remembers what each source has said of late."""

    def __init__(self, world: World, version: Version = V1_36) -> None:
        self._world, self._version = world, version
        self._similar = Recent(world.table("events.similar"))
        self._seen = Recent(world.table("events.seen"))
        self._budgets = Recent(world.table("events.budgets"))

    def correlate(self, remark: Remark) -> Correlated:
        """Find the Event that the remark belongs to (`EventAggregate`, `eventObserve`)."""
        if self._is_one_of_many(remark):
            key = (*remark[:7], remark.type, remark.reason)
            return Correlated(key, _COMBINED + remark.message, self._seen.get(key))
        return Correlated(remark, remark.message, self._seen.get(remark))

    def observe(self, key: tuple, observation: Observation) -> None:
        """Remember how the Event stands now."""
        self._seen.put(key, observation)

    def allows(self, remark: Remark) -> bool:
        """Take one from the source's budget for this object (`EventSourceObjectSpamFilter`)."""
        key: tuple = remark[:7]
        if self._version.events_limited_by_type:
            key = (*key, remark.type)
        now = self._world.now
        full = _BURST * _REFILL_MS
        saved, since = self._budgets.get(key) or (full, now)
        saved = min(full, saved + now - since)
        allowed = saved >= _REFILL_MS
        self._budgets.put(key, (saved - _REFILL_MS if allowed else saved, now))
        return allowed

    def forget(self, source: str, host: str) -> None:
        """Lose the memory of a source whose process has ended."""
        for cache in (self._similar, self._seen, self._budgets):
            cache.drop((source, host))

    def _is_one_of_many(self, remark: Remark) -> bool:
        key, now = (*remark[:7], remark.type, remark.reason), self._world.now
        messages, last = self._similar.get(key) or ((), now)
        if now - last > _SIMILAR_WITHIN_MS:
            messages = ()
        if remark.message not in messages:
            messages = (*messages, remark.message)
        many = len(messages) >= _SIMILAR_AT_MOST
        self._similar.put(key, (messages[1:] if many else messages, now))
        return many
