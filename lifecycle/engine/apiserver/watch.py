"""Who is told of a change, and when.

Each watcher hears of all changes in their order, a few milliseconds after they were made.
The changes come as alarms, so that a watcher never runs inside of somebody's write; those
who hear at the same millisecond share one.

Mirrors staging/src/k8s.io/apiserver/pkg/storage/cacher, as far as a client can tell.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple
from zlib import crc32

from lifecycle.engine.apiserver.meta import Object, field_at
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.delays import DELAYS
from lifecycle.engine.kernel.world import World


class Watch(NamedTuple):
    """One watcher: its alarm's handler and first arguments.

    Its number comes from these, so that one watcher more changes nothing for the others.
    """

    number: int
    handler: str
    args: tuple


class Watches:
    """All watchers: of a whole kind, or of its objects that have a value in a field.

    The latter are found by the value, so that a change costs nothing for the kubelets of
    other nodes.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_kind: dict[str, tuple[Watch, ...]] = world.table("watches")
        self._paths: dict[str, tuple[str, ...]] = world.table("watches.paths")
        self._by_value: dict[tuple[str, str, Any], tuple[Watch, ...]] = world.table(
            "watches.by-value"
        )
        self._told: dict[int, Millis] = world.table("watches.told")
        world.on("watch.tell", self._tell)

    def add(self, kind: str, handler: str, args: tuple, fields: dict[str, str]) -> None:
        """Tell `handler` of every later change of the kind's objects.

        With a field, of those only that have its value. Nobody selects by two fields.
        """
        selected = tuple(fields.items())
        watch = Watch(crc32(repr((kind, handler, args, selected)).encode()), handler, args)
        if not selected:
            self._by_kind[kind] = (*self._by_kind.get(kind, ()), watch)
            return
        [(path, value)] = selected
        paths, key = self._paths.get(kind, ()), (kind, path, value)
        self._paths[kind] = paths if path in paths else (*paths, path)
        self._by_value[key] = (*self._by_value.get(key, ()), watch)

    def notify(self, kind: str, key: str, verb: str, obj: Object, old: Object | None) -> None:
        """Set the alarms for one change; they carry the world's present cause.

        The watchers hear of it within 3 ms of each other, in an order that chance decides.
        """
        world, told = self._world, self._told
        share = world.draw("watch", key, world.now)
        soonest = world.now + DELAYS["watch"].at(share)
        spread = int(share * (1 << 48))
        hearing: dict[Millis, list[tuple[str, tuple]]] = {}
        for watch, seen in self._interested(kind, verb, obj, old):
            number = watch.number
            due = soonest + (spread >> (number & 15) * 2 & 3)
            last = told.get(number, 0)
            if due < last:
                due = last
            told[number] = due
            heard = (watch.handler, (*watch.args, seen, obj, old))
            if due in hearing:
                hearing[due].append(heard)
            else:
                hearing[due] = [heard]
        for due, all_heard in hearing.items():
            world.agenda.at(due, "watch.tell", tuple(all_heard), world.cause)

    def _interested(
        self, kind: str, verb: str, obj: Object, old: Object | None
    ) -> Iterator[tuple[Watch, str]]:
        """The watchers, and what each sees of the change.

        To those who select by a field, an object is added that begins to have the value, and
        deleted that ceases to.
        """
        for watch in self._by_kind.get(kind, ()):
            yield watch, verb
        for path in self._paths.get(kind, ()):
            now = field_at(obj, path)
            before = now if old is None else field_at(old, path)
            moved = now != before
            for watch in self._by_value.get((kind, path, now), ()):
                yield watch, "added" if moved and verb == "modified" else verb
            if moved:
                for watch in self._by_value.get((kind, path, before), ()):
                    yield watch, "deleted"

    def _tell(self, *all_heard: tuple[str, tuple]) -> None:
        """Let each of those hear it who hear it now, as if each had an alarm of its own."""
        world, cause = self._world, self._world.cause
        for handler, args in all_heard:
            world.cause = cause
            world.run(handler, args)
