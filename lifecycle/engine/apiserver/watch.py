"""Who is told of a change, and when.

Each watcher hears of all changes in their order, a few milliseconds after they were made.
The changes come as alarms, so that a watcher never runs inside of somebody's write.

Mirrors staging/src/k8s.io/apiserver/pkg/storage/cacher, as far as a client can tell.
"""

from typing import NamedTuple
from zlib import crc32

from lifecycle.engine.apiserver.meta import Object, field_at
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.delays import DELAYS
from lifecycle.engine.kernel.world import World


class Watch(NamedTuple):
    """One watcher: its alarm's handler and first arguments, and the fields it selects.

    Its number comes from these, so that one watcher more changes nothing for the others.
    """

    number: int
    handler: str
    args: tuple
    fields: tuple[tuple[str, str], ...]

    def selects(self, obj: Object) -> bool:
        """Whether the object has all the fields' values."""
        return all(field_at(obj, path) == value for path, value in self.fields)

    def verb(self, verb: str, obj: Object, old: Object | None) -> str:
        """What a watcher of some fields sees of a change; empty if nothing.

        An object that begins to match the fields is added, one that ceases to is deleted.
        """
        now, before = self.selects(obj), old is not None and self.selects(old)
        if verb == "modified" and now != before:
            return "added" if now else "deleted"
        return verb if now or before else ""


class Watches:
    """All watchers, by kind."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_kind: dict[str, tuple[Watch, ...]] = world.table("watches")
        self._told: dict[int, Millis] = world.table("watches.told")

    def add(self, kind: str, handler: str, args: tuple, fields: dict[str, str]) -> None:
        """Tell `handler` of every later change of the kind's objects."""
        selected = tuple(sorted(fields.items()))
        number = crc32(repr((kind, handler, args, selected)).encode())
        watch = Watch(number, handler, args, selected)
        self._by_kind[kind] = (*self._by_kind.get(kind, ()), watch)

    def notify(self, kind: str, key: str, verb: str, obj: Object, old: Object | None) -> None:
        """Set the alarms for one change; they carry the world's present cause.

        The watchers hear of it within 3 ms of each other, in an order that chance decides.
        """
        watches = self._by_kind.get(kind)
        if not watches:
            return
        world, told = self._world, self._told
        share = world.draw("watch", key, world.now)
        soonest = world.now + DELAYS["watch"].at(share)
        spread = int(share * (1 << 48))
        for watch in watches:
            seen = watch.verb(verb, obj, old) if watch.fields else verb
            if not seen:
                continue
            number = watch.number
            due = soonest + (spread >> (number & 15) * 2 & 3)
            last = told.get(number, 0)
            if due < last:
                due = last
            told[number] = due
            world.agenda.at(due, watch.handler, (*watch.args, seen, obj, old), world.cause)
