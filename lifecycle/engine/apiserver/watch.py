"""Who is told of a change, and when.

Each watcher hears of all changes in their order, a few milliseconds after they were made.
The changes come as alarms, so that a watcher never runs inside of somebody's write; those
who hear at the same millisecond share one.

Mirrors staging/src/k8s.io/apiserver/pkg/storage/cacher, as far as a client can tell.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from zlib import crc32

from lifecycle.engine.apiserver.meta import Object, controller_in, field_at, metadata_of
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.delays import DELAYS
from lifecycle.engine.kernel.world import World

OTHERS = "*"
"""In place of a kind of owner: all those that no watcher names."""


class Watch(NamedTuple):
    """One watcher: its alarm's handler and first arguments.

    Its number comes from these, so that one watcher more changes nothing for the others.
    """

    number: int
    handler: str
    args: tuple


class Watches:
    """All watchers: of a whole kind, of what is owned by some kinds, or of a field's value.

    They are found by kind, owner's kind and value, so that a change costs nothing for those
    who would not look at it: controllers of other kinds, kubelets of other nodes.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_owner: dict[str, dict[str, tuple[Watch, ...]]] = world.table("watches")
        self._paths: dict[str, tuple[str, ...]] = world.table("watches.paths")
        self._by_value: dict[tuple[str, str, Any], tuple[Watch, ...]] = world.table(
            "watches.by-value"
        )
        self._told: dict[int, Millis] = world.table("watches.told")
        world.on("watch.tell", self._tell)

    def add(
        self, kind: str, handler: str, args: tuple, owners: Iterable[str], fields: dict[str, str]
    ) -> None:
        """Tell `handler` of every later change of the kind's objects.

        With `owners`, of those only whose controller is of these kinds ("" is none); with a
        field, of those that have its value. Nobody selects by two fields.
        """
        selected = tuple(fields.items())
        watch = Watch(crc32(repr((kind, handler, args, selected)).encode()), handler, args)
        if selected:
            self._add_to_value(kind, *selected[0], watch)
            return
        known = self._by_owner.get(kind, {OTHERS: ()})
        for owner in owners or known:
            known = {**known, owner: (*known.get(owner, known[OTHERS]), watch)}
        self._by_owner[kind] = known

    def _add_to_value(self, kind: str, path: str, value: str, watch: Watch) -> None:
        paths, key = self._paths.get(kind, ()), (kind, path, value)
        self._paths[kind] = paths if path in paths else (*paths, path)
        self._by_value[key] = (*self._by_value.get(key, ()), watch)

    def notify(self, kind: str, key: str, verb: str, obj: Object, old: Object | None) -> None:
        """Set the alarms for one change; they carry the world's present cause.

        The watchers hear of it within 3 ms of each other, in an order that chance decides.
        """
        if kind not in self._by_owner and kind not in self._paths:
            return
        world, told = self._world, self._told
        share = world.draw("watch", key, world.now)
        soonest = world.now + DELAYS["watch"].at(share)
        spread = int(share * (1 << 48))
        for seen, watches in self._interested(kind, verb, obj, old):
            hearing: dict[Millis, tuple[Watch, ...]] = {}
            for watch in watches:
                number = watch[0]
                due = soonest + (spread >> (number & 15) * 2 & 3)
                last = told.get(number, 0)
                if due < last:
                    due = last
                told[number] = due
                hearing[due] = (*hearing[due], watch) if due in hearing else (watch,)
            for due, who in hearing.items():
                world.agenda.at(due, "watch.tell", (who, seen, obj, old), world.cause)

    def _interested(
        self, kind: str, verb: str, obj: Object, old: Object | None
    ) -> Iterator[tuple[str, Iterable[Watch]]]:
        """What is seen of the change, and who sees that.

        To those who select by a field, an object is added that begins to have the value, and
        deleted that ceases to.
        """
        yield verb, self._of_owner(kind, obj, old)
        for path in self._paths.get(kind, ()):
            now = field_at(obj, path)
            before = now if old is None else field_at(old, path)
            moved = now != before
            seen = "added" if moved and verb == "modified" else verb
            yield seen, self._by_value.get((kind, path, now), ())
            if moved:
                yield "deleted", self._by_value.get((kind, path, before), ())

    def _of_owner(self, kind: str, obj: Object, old: Object | None) -> Iterable[Watch]:
        """Those who watch the whole kind, or what is or was owned as the object is or was."""
        known = self._by_owner.get(kind)
        if known is None:
            return ()
        if len(known) == 1:
            return known[OTHERS]
        owner = _kind_of_controller(obj)
        watches = known.get(owner, known[OTHERS])
        if old is not None and (before := _kind_of_controller(old)) != owner:
            watches = tuple(dict.fromkeys((*watches, *known.get(before, known[OTHERS]))))
        return watches

    def _tell(self, watches: tuple[Watch, ...], verb: str, obj: Object, old: Object | None) -> None:
        """Let each of those hear it who hear it now, as if each had an alarm of its own."""
        world, cause = self._world, self._world.cause
        for _, handler, args in watches:
            world.cause = cause
            world.run(handler, *args, verb, obj, old)


def _kind_of_controller(obj: Object) -> str:
    reference = controller_in(metadata_of(obj))
    return reference.kind if reference is not None else ""
