"""kubectl events: Events in the order of time.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/events.
"""

from lightkube.models.core_v1 import Event

from lifecycle.engine.apiserver.events.recorder import last_seen_ms
from lifecycle.engine.apiserver.printers.event import count, first_seen, last_seen
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubectl.flags import LIST, SWITCH, TEXT, Flag, Parsed
from lifecycle.engine.kubectl.moment import Moment
from lifecycle.engine.kubectl.resources import Target, targets
from lifecycle.engine.kubectl.tabwriter import table

FLAGS = (
    Flag("for", TEXT),
    Flag("types", LIST),
    Flag("all-namespaces", SWITCH, "A", default=False),
    Flag("no-headers", SWITCH, default=False),
    Flag("watch", SWITCH, "w", default=False),
)


def events(parsed: Parsed, moment: Moment) -> str:
    """All Events of the namespace, or those for one object."""
    everywhere = parsed.flags["all-namespaces"]
    found: list[Event] = moment.objects.list("Event", None if everywhere else parsed.namespace)
    if parsed.flags["for"]:
        target = targets(parsed, moment.objects, (parsed.flags["for"],))[0]
        found = [event for event in found if _is_for(event, target)]
    types = [one for text in parsed.flags["types"] for one in text.split(",")]
    if types:
        found = [event for event in found if event.type in types]
    if not found:
        return (
            f"No events found in {parsed.namespace} namespace."
            if not everywhere
            else "No events found."
        )
    found.sort(key=last_seen_ms)
    rows = [_row(event, moment.now_ms, everywhere) for event in found]
    header = ["LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
    if everywhere:
        header.insert(0, "NAMESPACE")
    return table(rows if parsed.flags["no-headers"] else [header, *rows])


def interval(event: Event, now_ms: Millis) -> str:
    """`5s`, or `5s (x3 over 2m)` for what was observed more than once."""
    if event.series is not None or count(event) > 1:
        return f"{last_seen(event, now_ms)} (x{count(event)} over {first_seen(event, now_ms)})"
    return first_seen(event, now_ms)


def _is_for(event: Event, target: Target) -> bool:
    involved = event.involvedObject
    return involved.kind == target.resource.kind and involved.name == target.name


def _row(event: Event, now_ms: Millis, everywhere: bool) -> list[str]:
    involved = event.involvedObject
    row = [
        interval(event, now_ms),
        event.type or "",
        event.reason or "",
        f"{involved.kind}/{involved.name}",
        (event.message or "").strip(),
    ]
    return [event.metadata.namespace or "", *row] if everywhere else row
