"""Follows the records of a branch and says after each what can be expected, and when.

A fold: it knows only what has been shown. Its bands are made again whenever something of
their Pod has changed, so that those of a moment follow from the records up to it.
"""

import msgspec

from lifecycle.engine.api.pod import is_terminal
from lifecycle.engine.records import ObjectChanged, ProcessChanged, Record
from lifecycle.sessions.foresight.band import Band
from lifecycle.sessions.foresight.pod import Known, new_known
from lifecycle.sessions.foresight.readiness import readiness_of
from lifecycle.sessions.foresight.removal import removal_of
from lifecycle.sessions.foresight.restarts import restart_of

Bands = tuple[Band, ...]
GIVEN_UP = ("DeadlineExceeded", "Evicted")
"""The Events by which the kubelet says that it ends a Pod for good."""


class Foresight:
    """All Pods of a branch; give it every record in order."""

    def __init__(self) -> None:
        self._pods: dict[str, Known] = {}
        self._bands: dict[str, Bands] = {}
        self._unreachable: dict[str, bool] = {}

    def take(self, record: Record) -> Bands | None:
        """The bands of the record's Pod from now on; None where they are as before."""
        uid = self._note(record)
        if uid is None:
            return None
        before, now = self._bands.get(uid, ()), self._of(uid, record)
        if now == before:
            return None
        self._bands[uid] = now
        return now

    def _note(self, record: Record) -> str | None:
        if isinstance(record, ProcessChanged):
            known = self._pods.get(record.uid)
            if known is None:
                return None
            self._pods[record.uid] = known.happened(record)
            return record.uid
        if not isinstance(record, ObjectChanged):
            return None
        if record.kind == "Node":
            self._unreachable[record.name] = record.verb == "deleted" or not _is_ready(record)
        if record.kind == "Event" and record.object.reason in GIVEN_UP:
            return self._give_up(record.object.involvedObject.uid)
        if record.kind != "Pod":
            return None
        if record.verb == "deleted":
            self._pods.pop(record.uid, None)
        elif (known := self._pods.get(record.uid)) is None:
            self._pods[record.uid] = new_known(record)
        else:
            self._pods[record.uid] = known.updated(record)
        return record.uid

    def _give_up(self, uid: str) -> str | None:
        if (known := self._pods.get(uid)) is None:
            return None
        self._pods[uid] = msgspec.structs.replace(known, given_up=True)
        return uid

    def _of(self, uid: str, record: Record) -> Bands:
        known = self._pods.get(uid)
        if known is None:
            return ()
        now, node = record.t, known.pod.spec.nodeName or ""
        reachable = not self._unreachable.get(node, False)
        if known.deleted is not None:
            found = [removal_of(known, reachable)]
        elif not node or not reachable or is_terminal(known.pod.status and known.pod.status.phase):
            return ()
        else:
            found = [
                band
                for name in known.containers
                for band in (restart_of(known, name, now), readiness_of(known, name))
            ]
        return tuple(band for band in found if band is not None)


def _is_ready(record: ObjectChanged) -> bool:
    conditions = record.object.status.conditions if record.object.status else None
    return all(c.status == "True" for c in conditions or () if c.type == "Ready")
