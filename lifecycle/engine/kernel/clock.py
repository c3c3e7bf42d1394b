"""Simulated time: whole milliseconds since the scenario began.

Objects of the API carry `metav1.Time`, which has a resolution of one second; what needs
more keeps milliseconds beside it.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache

Millis = int

EPOCH = datetime(2026, 1, 1, 0, 0, 30, tzinfo=UTC)
"""What the clocks of the simulated cluster show at millisecond zero.

In the middle of a minute: the first run of a CronJob comes as soon as it does on average.
"""


@lru_cache(maxsize=65536)
def _whole_seconds(seconds: int) -> datetime:
    return EPOCH + timedelta(seconds=seconds)


def timestamp(ms: Millis) -> datetime:
    """The moment as the API stores it: truncated to the second (`metav1.Time`)."""
    return _whole_seconds(ms // 1000)


def millis(moment: datetime) -> Millis:
    """The inverse of `timestamp`, for times read back from an object."""
    return round((moment - EPOCH).total_seconds() * 1000)
