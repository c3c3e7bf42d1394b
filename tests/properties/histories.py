"""A trace, sorted by what it is about: the versions of each object, the lives of processes."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from lifecycle.engine.cluster import Cluster
from lifecycle.engine.records import ObjectChanged, ProcessChanged, Record


class Instance(NamedTuple):
    """One container of one Pod in one attempt."""

    uid: str
    container: str
    attempt: int


class History:
    """What happened in a cluster; `modern` is any but the old one."""

    def __init__(self, cluster: Cluster, modern: bool = True) -> None:
        self.cluster, self.modern = cluster, modern
        self.records: list[Record] = cluster.records
        self.changes = [r for r in self.records if isinstance(r, ObjectChanged)]
        self.process = [r for r in self.records if isinstance(r, ProcessChanged)]
        self.by_uid: dict[str, list[ObjectChanged]] = defaultdict(list)
        for change in self.changes:
            self.by_uid[change.uid].append(change)

    def of(self, kind: str) -> Iterator[list[ObjectChanged]]:
        """For each object of that kind that ever was, all that watchers saw of it."""
        for changes in self.by_uid.values():
            if changes[0].kind == kind:
                yield changes

    def steps(self, kind: str) -> Iterator[tuple[Any, Any]]:
        """Each version of an object with the next one."""
        for changes in self.of(kind):
            yield from pairwise(change.object for change in changes)

    def versions(self, kind: str) -> Iterator[Any]:
        """Every version of every object of that kind, as long as it was there."""
        for change in self.changes:
            if change.kind == kind and change.verb != "deleted":
                yield change.object


def statuses(pod: Any) -> list[Any]:
    """All container statuses of a Pod."""
    status = pod.status
    return [
        *(status.initContainerStatuses or ()),
        *(status.containerStatuses or ()),
        *(status.ephemeralContainerStatuses or ()),
    ]


def state_name(status: Any) -> str:
    """waiting, running or terminated."""
    state = status.state
    if state.running is not None:
        return "running"
    return "terminated" if state.terminated is not None else "waiting"


def condition(pod: Any, kind: str) -> str:
    """True, False, Unknown or Absent."""
    for each in pod.status.conditions or ():
        if each.type == kind:
            return each.status
    return "Absent"
