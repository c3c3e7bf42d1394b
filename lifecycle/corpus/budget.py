"""A limit of time on whatever runs inside: nothing may hang the whole folder."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTime(Exception):
    """What ran took longer than it may."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise OutOfTime inside once so many seconds have passed, even in an endless loop.

    Where the system has no interval timer (Windows), nothing is limited.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise OutOfTime(f"no answer within {seconds:g} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
