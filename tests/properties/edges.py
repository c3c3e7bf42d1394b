"""Which edges of the state charts a history walks."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from lifecycle.engine.kubelet import pod_workers
from lifecycle.engine.statecharts import CONDITION, CONTAINER, ENDPOINT, PHASE, POD_WORKER, Chart
from tests.properties.histories import History, condition, state_name, statuses
from tests.properties.invariants.endpoints import moves

Edge = tuple[str, str, str]
"""Chart, source, target."""


def edges_of(history: History) -> set[Edge]:
    """The edges of all charts whose machines the API shows."""
    walked: set[Edge] = {(ENDPOINT.name, *move) for move in moves(history)}
    for before, after in history.steps("Pod"):
        walked.add((PHASE.name, before.status.phase, after.status.phase))
        old = {status.name: state_name(status) for status in statuses(before)}
        for status in statuses(after):
            if status.name in old:
                walked.add((CONTAINER.name, old[status.name], state_name(status)))
    for kind in ("Pod", "Node"):
        for before, after in history.steps(kind):
            walked |= _conditions(before, after)
    return {edge for edge in walked if edge[1] != edge[2]}


def _conditions(before, after) -> Iterator[Edge]:
    shown = [*(before.status.conditions or ()), *(after.status.conditions or ())]
    return {
        (CONDITION.name, condition(before, kind), condition(after, kind))
        for kind in sorted({each.type for each in shown})
    }


class _Observed(Chart):
    """A chart that remembers what it was asked."""

    seen: set[Edge]

    def allows(self, source: str, target: str) -> bool:
        self.seen.add((self.name, source, target))
        return super().allows(source, target)


@contextmanager
def pod_workers_observed() -> Iterator[set[Edge]]:
    """The edges that the kubelets' workers go meanwhile, which no record tells of."""
    chart = _Observed(*POD_WORKER)
    chart.seen = set()
    with patch.object(pod_workers, "POD_WORKER", chart):
        yield chart.seen
