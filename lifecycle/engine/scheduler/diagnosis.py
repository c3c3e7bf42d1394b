"""Why a Pod fits no node, and the sentence that says so.

Mirrors pkg/scheduler/framework/types.go (`Diagnosis`, `FitError`).
"""

from typing import NamedTuple

from lifecycle.engine.scheduler.framework import Status

NO_NODES = "no nodes available to schedule pods"


class Diagnosis(NamedTuple):
    """The answer of every node, or the one that a plugin gave for all of them.

    `plugins` are those that turned the Pod away: changes that help them make it try again.
    """

    nodes: int
    by_node: tuple[tuple[str, Status], ...] = ()
    everywhere: Status | None = None
    plugins: tuple[str, ...] = ()

    def message(self, after: str = "") -> str:
        """The text of the event and the condition; `after` is what preemption says."""
        if not self.nodes:
            return NO_NODES
        if self.everywhere is not None:
            reasons = ", ".join(self.everywhere.reasons)
        else:
            reasons = histogram(status for _, status in self.by_node)
        text = f"0/{self.nodes} nodes are available: {reasons}."
        return f"{text} {after}" if after else text


def histogram(statuses) -> str:
    """How many nodes gave each reason, sorted as text: `1 Insufficient cpu, 2 …`."""
    counts: dict[str, int] = {}
    for status in statuses:
        for reason in status.reasons:
            counts[reason] = counts.get(reason, 0) + 1
    return ", ".join(sorted(f"{count} {reason}" for reason, count in counts.items()))
