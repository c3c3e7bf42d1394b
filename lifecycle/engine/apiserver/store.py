"""Every object of the cluster, and the one counter of their versions.

The only writer of objects: each write bumps the counter, emits an `ObjectChanged` record
and tells the watchers. Rules about what may be written are the registry's.

Mirrors what etcd and staging/src/k8s.io/apiserver/pkg/storage do for a registry.
"""

from bisect import bisect_left, insort

from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.apiserver.headcount import Headcounts
from lifecycle.engine.apiserver.meta import (
    Object,
    controller_in,
    kind_of,
    metadata_of,
    with_metadata,
)
from lifecycle.engine.apiserver.watch import Watches
from lifecycle.engine.kernel.world import World
from lifecycle.engine.records import ObjectChanged

Objects = list[Object]
Key = tuple[str, str]
"""Namespace (empty for kinds of the cluster) and name."""

CLAIMED = ("Pod", "ReplicaSet")
"""The kinds whose objects controllers look for among many others."""


class Store:
    """The tables of objects; entries are values and never changed in place."""

    def __init__(self, world: World, kubernetes: str = "1.36") -> None:
        self._world, self._kubernetes = world, kubernetes
        self._counters: dict[str, int] = world.table("store.counters")
        self._order: dict[str, tuple[Key, ...]] = world.table("store.order")
        self._kinds: dict[str, bool] = world.table("store.kinds")
        self._controlled: dict[tuple[str, str, str], tuple[Key, ...]] = world.table(
            "store.controlled"
        )
        self.watches = Watches(world)
        self.headcounts = Headcounts(world)
        self._tables: dict[str, dict[Key, Object]] = {}

    def _table(self, kind: str) -> dict[Key, Object]:
        """The world's table of the kind's objects; it is always the same one."""
        table = self._tables.get(kind)
        if table is None:
            table = self._tables[kind] = self._world.table("store." + kind)
        return table

    def find(self, kind: str, namespace: str, name: str) -> Object | None:
        """The object, or None."""
        return self._table(kind).get((namespace, name))

    def list(self, kind: str, namespace: str | None = None) -> Objects:
        """The kind's objects by namespace and name; of all namespaces if None."""
        objects = self._table(kind)
        order = self._order.get(kind)
        if order is None:
            order = self._order[kind] = tuple(sorted(objects))
        if namespace is None:
            return [objects[key] for key in order]
        return [objects[key] for key in order if key[0] == namespace]

    def claimable(self, kind: str, namespace: str, uid: str) -> Objects:
        """The objects, by name, whose controller has that uid, and those that have none."""
        keys = self._controlled.get((kind, namespace, uid), ())
        if orphans := self._controlled.get((kind, namespace, "")):
            keys = sorted((*keys, *orphans))
        return list(map(self._table(kind).__getitem__, keys))

    def kinds(self) -> tuple[str, ...]:
        """The kinds of which there has ever been an object, sorted."""
        return tuple(sorted(self._kinds))

    def add(self, obj: Object, rule: str = "", fields: tuple[str, ...] = ()) -> Object:
        """Store a new object and return it with its version."""
        kind, metadata = kind_of(obj), metadata_of(obj)
        obj = with_metadata(obj, resourceVersion=self._next_version())
        self._table(kind)[metadata.namespace or "", metadata.name] = obj
        self._kinds[kind] = True
        self._order.pop(kind, None)
        if kind in CLAIMED:
            self._link(kind, metadata)
        if kind == "Pod":
            self.headcounts.changed(None, obj)
        self._tell("added", obj, None, rule, fields)
        return obj

    def put(self, obj: Object, old: Object, rule: str = "", fields: tuple[str, ...] = ()) -> Object:
        """Store what `old` becomes and return it; nothing happens if they are equal."""
        if obj == old:
            return old
        kind, metadata = kind_of(obj), metadata_of(obj)
        obj = with_metadata(obj, resourceVersion=self._next_version())
        self._table(kind)[metadata.namespace or "", metadata.name] = obj
        if kind in CLAIMED and metadata.ownerReferences is not metadata_of(old).ownerReferences:
            self._unlink(kind, metadata_of(old))
            self._link(kind, metadata)
        if kind == "Pod":
            self.headcounts.changed(old, obj)
        self._tell("modified", obj, old, rule, fields)
        return obj

    def remove(
        self, obj: Object, old: Object, rule: str = "", fields: tuple[str, ...] = ()
    ) -> Object:
        """Take an object out; watchers see `obj`, its last state, with a version of its own."""
        kind, metadata = kind_of(obj), metadata_of(obj)
        del self._table(kind)[metadata.namespace or "", metadata.name]
        self._order.pop(kind, None)
        if kind in CLAIMED:
            self._unlink(kind, metadata_of(old))
        if kind == "Pod":
            self.headcounts.changed(old, None)
        obj = with_metadata(obj, resourceVersion=self._next_version())
        self._tell("deleted", obj, old, rule, fields)
        return obj

    def _link(self, kind: str, metadata: ObjectMeta) -> None:
        """Note under its controller's uid that the object is there."""
        place, key = _place_of(kind, metadata), (metadata.namespace or "", metadata.name)
        keys = list(self._controlled.get(place, ()))
        insort(keys, key)
        self._controlled[place] = tuple(keys)

    def _unlink(self, kind: str, metadata: ObjectMeta) -> None:
        place, key = _place_of(kind, metadata), (metadata.namespace or "", metadata.name)
        keys = self._controlled.pop(place)
        at = bisect_left(keys, key)
        if len(keys) > 1:
            self._controlled[place] = keys[:at] + keys[at + 1 :]

    def _next_version(self) -> str:
        version = self._counters.get("resourceVersion", 0) + 1
        self._counters["resourceVersion"] = version
        return str(version)

    def _tell(
        self, verb: str, obj: Object, old: Object | None, rule: str, fields: tuple[str, ...]
    ) -> None:
        world, kind, metadata = self._world, kind_of(obj), metadata_of(obj)
        namespace, name = metadata.namespace or "", metadata.name
        record = world.emit(
            ObjectChanged,
            verb=verb,
            kind=kind,
            namespace=namespace,
            name=name,
            uid=metadata.uid or "",
            object=obj,
            kubernetes=self._kubernetes,
            rule=rule,
            fields=fields,
        )
        before, world.cause = world.cause, record.id
        self.watches.notify(kind, f"{kind}/{namespace}/{name}", verb, obj, old)
        world.cause = before


def _place_of(kind: str, metadata: ObjectMeta) -> tuple[str, str, str]:
    reference = controller_in(metadata)
    return kind, metadata.namespace or "", reference.uid if reference is not None else ""
