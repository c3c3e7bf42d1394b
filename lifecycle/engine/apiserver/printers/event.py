"""The row of an Event.

Mirrors `printEvent` (pkg/printers/internalversion/printers.go).
"""

from lightkube.models.core_v1 import Event

from lifecycle.engine.apiserver.printers.cells import Cells
from lifecycle.engine.apiserver.printers.durations import since
from lifecycle.engine.kernel.clock import Millis


def event(obj: Event, now_ms: Millis) -> Cells:
    """When, what, of which object, and who says so."""
    involved = obj.involvedObject
    kind = (involved.kind or "").lower()
    return (
        last_seen(obj, now_ms),
        obj.type or "",
        obj.reason or "",
        f"{kind}/{involved.name}" if involved.name else kind,
        involved.fieldPath or "",
        source(obj),
        (obj.message or "").strip(),
        first_seen(obj, now_ms),
        str(count(obj)),
        obj.metadata.name,
    )


def first_seen(obj: Event, now_ms: Millis) -> str:
    """How long ago it was observed first."""
    return since(obj.firstTimestamp or obj.eventTime, now_ms)


def last_seen(obj: Event, now_ms: Millis) -> str:
    """How long ago it was observed last."""
    if obj.series is not None:
        return since(obj.series.lastObservedTime, now_ms)
    if obj.lastTimestamp is None:
        return first_seen(obj, now_ms)
    return since(obj.lastTimestamp, now_ms)


def count(obj: Event) -> int:
    """How often it was observed."""
    if obj.series is not None:
        return obj.series.count or 0
    return obj.count or 1


def component(obj: Event) -> str:
    """Who observed it, by name alone."""
    return (obj.source and obj.source.component) or obj.reportingComponent or ""


def source(obj: Event) -> str:
    """Who observed it, and where (`formatEventSource`)."""
    host = (obj.source and obj.source.host) or obj.reportingInstance
    return f"{component(obj)}, {host}" if host else component(obj)
