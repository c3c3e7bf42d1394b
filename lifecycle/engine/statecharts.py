"""The machines of a Pod's life, each declared once as a table of its edges.

The engine asserts every transition against these tables, the page draws them, and a test
demands that some scenario walks each edge. A Pod is never one machine: phase, conditions,
containers and endpoint are parallel regions, as the conditions are orthogonal.
"""

from typing import NamedTuple


class Chart(NamedTuple):
    """States in the order in which they are drawn, and the allowed edges between them."""

    name: str
    states: tuple[str, ...]
    edges: tuple[tuple[str, str], ...]

    def allows(self, source: str, target: str) -> bool:
        """Whether going from source to target is an edge, or no move at all."""
        return source == target or (source, target) in self.edges


PHASE = Chart(
    "phase",
    ("Pending", "Running", "Succeeded", "Failed"),
    (
        ("Pending", "Running"),
        ("Pending", "Succeeded"),
        ("Pending", "Failed"),
        ("Running", "Pending"),
        ("Running", "Succeeded"),
        ("Running", "Failed"),
    ),
)

CONDITION = Chart(
    "condition",
    ("Absent", "False", "True", "Unknown"),
    (
        ("Absent", "False"),
        ("Absent", "True"),
        ("False", "True"),
        ("True", "False"),
        ("False", "Unknown"),
        ("True", "Unknown"),
        ("Unknown", "True"),
        ("Unknown", "False"),
        ("False", "Absent"),
        ("True", "Absent"),
    ),
)

CONTAINER = Chart(
    "container",
    ("waiting", "running", "terminated"),
    (
        ("waiting", "running"),
        ("waiting", "terminated"),
        ("running", "terminated"),
        ("running", "waiting"),
        ("terminated", "waiting"),
        ("terminated", "running"),
    ),
)

POD_WORKER = Chart(
    "pod worker",
    ("SyncPod", "TerminatingPod", "TerminatedPod", "Finished"),
    (
        ("SyncPod", "TerminatingPod"),
        ("TerminatingPod", "TerminatedPod"),
        ("TerminatedPod", "Finished"),
    ),
)

ENDPOINT = Chart(
    "endpoint",
    ("absent", "not ready", "ready", "terminating", "gone"),
    (
        ("absent", "not ready"),
        ("absent", "ready"),
        ("absent", "terminating"),
        ("not ready", "ready"),
        ("ready", "not ready"),
        ("not ready", "terminating"),
        ("ready", "terminating"),
        ("not ready", "gone"),
        ("ready", "gone"),
        ("terminating", "gone"),
        ("gone", "not ready"),
        ("gone", "ready"),
        ("gone", "terminating"),
    ),
)

CHARTS = (PHASE, CONDITION, CONTAINER, POD_WORKER, ENDPOINT)
