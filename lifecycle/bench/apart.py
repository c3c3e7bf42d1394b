"""A measurement in a fresh process, so that none warms or burdens the next."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

from lifecycle.collector import spare_the_collector

STATUS = Path("/proc/self/status")


def apart(measure: Callable[..., dict[str, float]], *args: Any) -> dict[str, float]:
    """What `measure` finds in a process of its own, set up as a server is."""
    with ProcessPoolExecutor(1, get_context("spawn"), spare_the_collector) as pool:
        return pool.submit(measure, *args).result()


def peak_kb() -> int:
    """The most memory that this process has held so far.

    From /proc where there is one: `getrusage` counts what the process was forked from, too.
    """
    if STATUS.exists():
        lines = dict(line.split(":", 1) for line in STATUS.read_text().splitlines())
        return int(lines["VmHWM"].split()[0])
    return getrusage(RUSAGE_SELF).ru_maxrss
