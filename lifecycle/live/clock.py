"""The wall clock, read here and nowhere else."""

import time


def wall_ms() -> int:
    """Milliseconds since 1970, as browsers count them."""
    return time.time_ns() // 1_000_000


def running_s() -> float:
    """Seconds that only go forward, to measure with."""
    return time.monotonic()
