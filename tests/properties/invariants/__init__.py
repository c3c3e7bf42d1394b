"""What holds in every life, as functions of its history that fail where it does not."""

from tests.properties.histories import History
from tests.properties.invariants import containers, endpoints, pods, processes, trace

ALL = (*trace.ALL, *pods.ALL, *containers.ALL, *processes.ALL, *endpoints.ALL)


def hold(history: History) -> None:
    """Check all of them."""
    for invariant in ALL:
        invariant(history)
