"""A band: between which two moments something comes, and on what condition.

Nothing here knows the future: a band follows from what has happened, from the fields of the
Pod and from how much chance there is in a node's work.
"""

import msgspec

from lifecycle.engine.kernel.clock import Millis

RESTART, READY, UNREADY, STARTED, REMOVAL = "restart", "ready", "unready", "started", "removal"
"""What comes: a container runs again, its readiness changes, it has started, the Pod is gone."""

BACKOFF, ENDED, ENDING, FAILING, PROBING, DELETED = (
    "backoff",
    "ended",
    "ending",
    "failing",
    "probing",
    "deleted",
)
"""What it waits for: its back-off, the next pass, its grace period, or the results of a probe."""


class Band(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """Something comes no earlier than `from_ms` and no later than `to_ms`.

    `to_ms` is None where no latest second is known. With `probe`, it comes if from now on all
    results of that probe of the container are `result`. `record` gave rise to it.
    """

    what: str
    waits_for: str
    from_ms: Millis
    to_ms: Millis | None
    record: int
    container: str = ""
    probe: str = ""
    result: str = ""
