"""How long a Job waits before it replaces a failed Pod: 10 s, doubling to 10 min.

Mirrors pkg/controller/job/backoff_utils.go.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lightkube.models.core_v1 import Pod

from lifecycle.engine.controllers.job.facts import finished_ms
from lifecycle.engine.kernel.clock import Millis

FIRST_MS, LONGEST_MS = 10_000, 600_000


class Backoff(NamedTuple):
    """How many Pods failed since the last that succeeded, and when the last one did."""

    failures: int = 0
    last_ms: Millis = 0

    def after(self, succeeded: Sequence[Pod], failed: Sequence[Pod]) -> "Backoff":
        """The record once these Pods are known to have ended (`newBackoffRecord`)."""
        times = sorted(finished_ms(pod) for pod in failed)
        if not succeeded:
            if not times:
                return self
            return Backoff(self.failures + len(times), times[-1])
        last_success = max(finished_ms(pod) for pod in succeeded)
        later = [moment for moment in times if moment >= last_success]
        return Backoff(len(later), later[-1]) if later else Backoff()

    def remaining(self, now: Millis) -> Millis:
        """How long the next Pod has to wait (`getRemainingTime`)."""
        if not self.failures:
            return 0
        wait = min(FIRST_MS << min(self.failures - 1, 10), LONGEST_MS)
        return max(self.last_ms + wait - now, 0)
