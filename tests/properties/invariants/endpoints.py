"""What holds for a Pod's place behind a Service."""

from collections.abc import Iterator
from typing import Any

from lifecycle.engine.statecharts import ENDPOINT
from tests.properties.histories import History


def state_of(endpoint: Any) -> str:
    """The chart's word for the conditions of an endpoint."""
    conditions = endpoint.conditions
    if conditions.terminating:
        return "terminating"
    return "ready" if conditions.ready else "not ready"


def moves(history: History) -> Iterator[tuple[str, str]]:
    """Every edge that the endpoint of some Pod behind some Service went."""
    at: dict[tuple[str, str], str] = {}
    for change in history.changes:
        if change.kind != "EndpointSlice":
            continue
        shown = () if change.verb == "deleted" else change.object.endpoints or ()
        now = {(change.uid, e.targetRef.uid): state_of(e) for e in shown if e.targetRef}
        gone = [key for key in at if key[0] == change.uid and key not in now]
        for key, state in [*now.items(), *((key, "gone") for key in gone)]:
            before = at.get(key, "absent")
            at[key] = state
            if before != state:
                yield before, state


def an_endpoint_goes_along_its_chart(history: History) -> None:
    for edge in moves(history):
        assert edge in ENDPOINT.edges, edge


def only_pods_with_an_address_are_endpoints(history: History) -> None:
    addresses: dict[str, str | None] = {}
    for change in history.changes:
        if change.kind == "Pod":
            addresses[change.uid] = change.object.status.podIP
        elif change.kind == "EndpointSlice" and change.verb != "deleted":
            for endpoint in change.object.endpoints or ():
                assert endpoint.addresses == [addresses[endpoint.targetRef.uid]], change


ALL = (an_endpoint_goes_along_its_chart, only_pods_with_an_address_are_endpoints)
