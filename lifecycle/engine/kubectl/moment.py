"""What a read-only command looks at: objects, log lines and the time, of any moment.

The live API server is one such view; another is made of the records up to a moment, so
that `kubectl describe` answers in the past as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.api.selectors import Selector
from lifecycle.engine.api.version import V1_36, VERSIONS, Version
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubectl.endpoints import WithEndpoints
from lifecycle.engine.records import Logged, ObjectChanged


class Objects(Protocol):
    """Read access to objects; `ApiServer` has it, and so has `Past`."""

    def find(self, kind: str, namespace: str, name: str) -> Any:
        """The object, or None."""

    def list(
        self, kind: str, namespace: str | None = None, selector: Selector | None = None
    ) -> list[Any]:
        """The kind's objects, by namespace and name."""

    def kinds(self) -> tuple[str, ...]:
        """The kinds of which there is anything."""


class Past:
    """The objects as they were after some records."""

    def __init__(self, records: Iterable[Any], now_ms: Millis) -> None:
        self._objects: dict[str, dict[tuple[str, str], Any]] = {}
        for record in records:
            if record.t > now_ms:
                break
            if isinstance(record, ObjectChanged):
                self._apply(record)

    def _apply(self, record: ObjectChanged) -> None:
        objects = self._objects.setdefault(record.kind, {})
        key = (record.namespace, record.name)
        if record.verb == "deleted":
            objects.pop(key, None)
        else:
            objects[key] = record.object

    def find(self, kind: str, namespace: str, name: str) -> Any:
        """The object, or None."""
        return self._objects.get(kind, {}).get((namespace, name))

    def list(
        self, kind: str, namespace: str | None = None, selector: Selector | None = None
    ) -> list[Any]:
        """The kind's objects, by namespace and name."""
        objects = self._objects.get(kind, {})
        return [
            obj
            for key, obj in sorted(objects.items(), key=lambda item: item[0])
            if namespace in (None, key[0])
            and (selector is None or selector.matches(metadata_of(obj).labels))
        ]

    def kinds(self) -> tuple[str, ...]:
        """The kinds of which there is anything."""
        return tuple(sorted(kind for kind, objects in self._objects.items() if objects))


class Later(NamedTuple):
    """What comes after a moment if nobody does anything, as far as it has been computed."""

    records: Sequence[Any] = ()
    until_ms: Millis = -1
    ended: bool = False


class Moment:
    """Objects, the trace and the time that a command looks at.

    Commands that wait look at what comes `later`; of the present of a cluster that is still
    being played nothing is known.
    """

    def __init__(
        self, objects: Objects, records: list[Any], now_ms: Millis, later: Later | None = None
    ) -> None:
        self.objects: Objects = WithEndpoints(objects)
        self.now_ms = now_ms
        self.later = later or Later()
        self._records = records

    @property
    def version(self) -> Version:
        """What the server that answers is like."""
        told = (r.kubernetes for r in self._records if isinstance(r, ObjectChanged))
        return VERSIONS[next(told, V1_36.name)]

    def is_known(self, at_ms: Millis) -> bool:
        """Whether all that happens up to then has been computed."""
        return self.later.ended or at_ms <= max(self.now_ms, self.later.until_ms)

    def versions(self, kind: str, namespace: str, name: str) -> Iterator[tuple[Millis, Any]]:
        """The object now, and at each later change; None while there is none."""
        yield self.now_ms, self.objects.find(kind, namespace, name)
        for record in self.later.records:
            if isinstance(record, ObjectChanged) and (
                (record.kind, record.namespace, record.name) == (kind, namespace, name)
            ):
                yield record.t, None if record.verb == "deleted" else record.object

    def logged(self, uid: str, container: str) -> list[Logged]:
        """What a container of a Pod has written up to now, oldest first."""
        return [
            record
            for record in self._records
            if isinstance(record, Logged)
            and record.t <= self.now_ms
            and record.uid == uid
            and record.container == container
        ]


def past(records: list[Any], now_ms: Millis, later: Later | None = None) -> Moment:
    """The moment of a trace."""
    return Moment(Past(records, now_ms), records, now_ms, later)
