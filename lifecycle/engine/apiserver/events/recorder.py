"""Turns what components say about objects into Event objects in the store.

Most components use client-go's older recorder, which counts; the scheduler uses the newer
one of events.k8s.io, whose repetitions are a series. An Event lives for an hour after its
last write.

Mirrors staging/src/k8s.io/client-go/tools/record/event.go and …/tools/events.
"""

from datetime import timedelta
from typing import Any

from lightkube.models.core_v1 import Event, EventSource, ObjectReference
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.api.version import V1_36, Version
from lifecycle.engine.apiserver.events.correlation import Correlator, Observation, Remark
from lifecycle.engine.apiserver.events.series import SeriesKeeper
from lifecycle.engine.apiserver.meta import kind_of, metadata_of
from lifecycle.engine.apiserver.names import Names
from lifecycle.engine.apiserver.store import Store
from lifecycle.engine.kernel.clock import EPOCH, Millis, millis, timestamp
from lifecycle.engine.kernel.world import World

TIME_TO_LIVE_MS = 3_600_000
"""The API server's --event-ttl."""

_NEW_RECORDER = ("default-scheduler",)
_EPOCH_MS = round(EPOCH.timestamp() * 1000)


class EventRecorder:
    """Writes Events; also takes them out when their time is over."""

    def __init__(self, world: World, store: Store, names: Names, version: Version = V1_36) -> None:
        self._world = world
        self._store = store
        self._names = names
        self._correlator = Correlator(world, version)
        self._series = SeriesKeeper(world, store)
        world.on("events.expire", self._expire)

    def record(
        self,
        involved: Any,
        type: str,
        reason: str,
        message: str,
        source: str,
        field_path: str,
        why: tuple[str, tuple[str, ...]],
    ) -> None:
        """Write what the source says of the object, unless it has said too much."""
        remark = _remark(involved, type, reason, message, source, field_path)
        if source in _NEW_RECORDER:
            if not self._series.repeats(remark):
                event = self._event(remark, message, involved, None)
                self._series.begin(remark, self._add(event, why))
            return
        correlated = self._correlator.correlate(remark)
        now, seen = self._world.now, correlated.seen
        written = seen and self._store.find("Event", remark.namespace or "default", seen.name)
        count, first = (seen.count + 1, seen.first) if seen else (1, now)
        name = seen.name if seen else self._free_name(remark)
        self._correlator.observe(correlated.key, Observation(count, first, name))
        if not self._correlator.allows(remark):
            return
        if written:
            self._raise_count(written, count, correlated.message, why)
            return
        event = self._event(remark, correlated.message, involved, Observation(count, first, name))
        self._add(event, why)

    def forget(self, source: str, host: str) -> None:
        """A component's process has ended, and what it remembered with it."""
        self._correlator.forget(source, host)

    def _raise_count(self, old: Event, count: int, message: str, why: tuple) -> None:
        moment = timestamp(self._world.now)
        event = replace(old, count=count, lastTimestamp=moment, message=message)
        self._store.put(event, old, *why)

    def _add(self, event: Event, why: tuple) -> Event:
        event = self._store.add(event, *why)
        metadata = event.metadata
        self._world.after(TIME_TO_LIVE_MS, "events.expire", metadata.namespace, metadata.name)
        return event

    def _event(
        self, remark: Remark, message: str, involved: Any, seen: Observation | None
    ) -> Event:
        """The object: with counts for the older recorder, with a time for the newer."""
        now, namespace = self._world.now, remark.namespace or "default"
        name = seen.name if seen else self._free_name(remark)
        return Event(
            metadata=ObjectMeta(
                name=name,
                namespace=namespace,
                uid=self._names.uid("Event", namespace, name),
                creationTimestamp=timestamp(now),
            ),
            involvedObject=ObjectReference(
                apiVersion=remark.api_version,
                kind=remark.kind,
                namespace=remark.namespace or None,
                name=remark.name,
                uid=remark.uid,
                resourceVersion=metadata_of(involved).resourceVersion,
                fieldPath=remark.field_path or None,
            ),
            type=remark.type,
            reason=remark.reason,
            message=message,
            source=EventSource(component=remark.source, host=remark.host or None)
            if seen
            else EventSource(),
            reportingComponent=remark.source,
            reportingInstance=remark.host,
            count=seen.count if seen else None,
            firstTimestamp=timestamp(seen.first) if seen else None,
            lastTimestamp=timestamp(now) if seen else None,
            eventTime=None if seen else EPOCH + timedelta(milliseconds=now),
        )

    def _free_name(self, remark: Remark) -> str:
        """The object's name and the time in nanoseconds (`GenerateEventName`)."""
        nanos = (_EPOCH_MS + self._world.now) * 1_000_000
        namespace = remark.namespace or "default"
        while self._store.find("Event", namespace, f"{remark.name}.{nanos:x}") is not None:
            nanos += 1
        return f"{remark.name}.{nanos:x}"

    def _expire(self, namespace: str, name: str) -> None:
        """Take the Event out, or wait on if it was written again meanwhile."""
        event = self._store.find("Event", namespace, name)
        if event is None:
            return
        left = last_seen_ms(event) + TIME_TO_LIVE_MS - self._world.now
        if left > 0:
            self._world.after(left, "events.expire", namespace, name)
        else:
            self._store.remove(event, event)


def last_seen_ms(event: Event) -> Millis:
    """When the Event was last observed."""
    if event.series and event.series.lastObservedTime:
        return millis(event.series.lastObservedTime)
    moment = event.lastTimestamp or event.eventTime or event.metadata.creationTimestamp
    return millis(moment)


def _remark(
    involved: Any, type: str, reason: str, message: str, source: str, field_path: str
) -> Remark:
    metadata, kind = metadata_of(involved), kind_of(involved)
    host = ""
    if source == "kubelet":
        host = metadata.name if kind == "Node" else involved.spec.nodeName or ""
    return Remark(
        source,
        host,
        kind,
        metadata.namespace or "",
        metadata.name,
        metadata.uid or "",
        involved["apiVersion"] if isinstance(involved, dict) else involved.apiVersion,
        field_path,
        type,
        reason,
        message,
    )
