"""Repetitions as the recorder of events.k8s.io keeps them: a series.

The second time that the same is said, a series begins and is written; from then on it is
counted in memory, and written again when nothing was heard for six minutes.

Mirrors `recordToSink` and `finishSeries` (client-go/tools/events/event_broadcaster.go).
"""

from datetime import timedelta
from typing import NamedTuple

from lightkube.models.core_v1 import Event, EventSeries
from msgspec.structs import replace

from lifecycle.engine.apiserver.events.correlation import Remark
from lifecycle.engine.apiserver.store import Store
from lifecycle.engine.kernel.clock import EPOCH, Millis
from lifecycle.engine.kernel.world import World

_FINISH_AFTER_MS = 360_000


class _Series(NamedTuple):
    name: str
    count: int
    last: Millis


class SeriesKeeper:
    """Knows which remarks of the newer recorder are repetitions."""

    def __init__(self, world: World, store: Store) -> None:
        self._world = world
        self._store = store
        self._table: dict[tuple, _Series] = world.table("events.series")
        world.on("events.finish_series", self._finish)

    def begin(self, remark: Remark, event: Event) -> None:
        """Remember the first of its kind."""
        key = _key(remark)
        self._table[key] = _Series(event.metadata.name, 1, self._world.now)
        self._world.after(_FINISH_AFTER_MS, "events.finish_series", key)

    def repeats(self, remark: Remark) -> bool:
        """Count a remark that was made before; False if it was not."""
        key = _key(remark)
        series = self._table.get(key)
        if series is None:
            return False
        series = series._replace(count=series.count + 1, last=self._world.now)
        self._table[key] = series
        if series.count == 2:
            self._write(key, series)
        return True

    def _write(self, key: tuple, series: _Series) -> None:
        event = self._store.find("Event", key[3] or "default", series.name)
        if event is not None:
            moment = EPOCH + timedelta(milliseconds=series.last)
            written = EventSeries(count=series.count, lastObservedTime=moment)
            self._store.put(replace(event, series=written), event)

    def _finish(self, key: tuple) -> None:
        series = self._table[key]
        left = series.last + _FINISH_AFTER_MS - self._world.now
        if left > 0:
            self._world.after(left, "events.finish_series", key)
            return
        if series.count > 1:
            self._write(key, series)
        del self._table[key]


def _key(remark: Remark) -> tuple:
    """Who says what about which version of the object (`getKey`).

    What is said the first time changes the object's conditions, and so its version.
    """
    return (*remark[:7], remark.type, remark.reason, remark.message)
