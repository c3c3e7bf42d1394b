"""The Events of a description.

Mirrors `DescribeEvents` (describe.go).
"""

from datetime import datetime

from lightkube.models.core_v1 import Event, Pod

from lifecycle.engine.api.pod import kubelet_uid
from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.apiserver.printers.event import component
from lifecycle.engine.kernel.clock import EPOCH
from lifecycle.engine.kubectl.describe.page import NONE, Page
from lifecycle.engine.kubectl.eventlist import interval
from lifecycle.engine.kubectl.moment import Moment


def describe_events(page: Page, obj: object, moment: Moment) -> None:
    """What was observed of the object, in the order of the last observation."""
    metadata = metadata_of(obj)
    uid = kubelet_uid(obj) if isinstance(obj, Pod) else metadata.uid
    found = [
        event
        for event in moment.objects.list("Event", metadata.namespace or "default")
        if event.involvedObject.uid == uid
    ]
    if not found:
        page.field(0, "Events", NONE)
        return
    page.write(0, "Events:")
    page.write(1, "Type\tReason\tAge\tFrom\tMessage")
    page.write(1, "----\t------\t----\t----\t-------")
    for event in sorted(found, key=_last):
        message = (event.message or "").strip()
        page.write(
            1,
            f"{event.type}\t{event.reason}\t{interval(event, moment.now_ms)}"
            f"\t{component(event)}\t{message}",
        )


def _last(event: Event) -> datetime:
    """Events of the newer recorder have no such time, and so come first."""
    return event.lastTimestamp or EPOCH
