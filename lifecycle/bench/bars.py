"""What the engine is to reach, and what it reaches."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from lifecycle.bench import engine
from lifecycle.bench.apart import apart

Figures = dict[str, Any]


class Bar(NamedTuple):
    """A figure and its limit: the most that it may be, or the least if `at_least`."""

    name: str
    unit: str
    limit: float
    figure: Callable[[Figures], float]
    at_least: bool = False

    def reached(self, figures: Figures) -> bool:
        """Whether the figure is on the right side of the limit."""
        found = self.figure(figures)
        return found >= self.limit if self.at_least else found <= self.limit

    def line(self, figures: Figures) -> str:
        """The bar as a line of a table."""
        sign, verdict = ("≥≤"[not self.at_least], "" if self.reached(figures) else "  missed")
        found, limit = f"{self.figure(figures):,g}", f"{sign} {self.limit:,g} {self.unit}"
        return f"{self.name:<58} {found:>10}   {limit:<20}{verdict}"


LIVES = (1, 10, 100, 1_000, 10_000)
MEASUREMENTS: dict[str, tuple[Callable[..., dict[str, float]], tuple[int, ...]]] = {
    "pace": (engine.pace, (10,)),
    **{f"life_{count}": (engine.life, (count,)) for count in LIVES},
    "rollout": (engine.rollout, (1_000, 100)),
    "crowd_100": (engine.crowd, (100, 10)),
    "crowd_10000": (engine.crowd, (10_000, 1_000)),
    "travel": (engine.travel, (10, 100_000)),
}


def _of(measurement: str, key: str) -> Callable[[Figures], float]:
    return lambda figures: figures[measurement][key]


def _growth(few: str, many: str) -> Callable[[Figures], float]:
    def cost(found: dict[str, float]) -> float:
        return found["cpu_s"] / found["pods"]

    return lambda figures: round(cost(figures[many]) / cost(figures[few]), 2)


BARS = (
    Bar("one Pod with three probes, simulated seconds", "a second", 100_000,
        _of("pace", "simulated_s_per_s"), at_least=True),
    Bar("one Pod's first 300 s", "ms of CPU", 1, _of("life_1", "cpu_ms_per_pod")),
    Bar("1,000 Pods' first 300 s", "s of CPU", 2, _of("life_1000", "cpu_s")),
    Bar("CPU per Pod, 10,000 against 10", "times", 1.3, _growth("life_10", "life_10000")),
    Bar("memory with 300 s of history, 1,000 Pods", "KB a Pod", 64,
        _of("life_1000", "kb_per_pod")),
    Bar("Deployment of 1,000 Pods on 100 nodes rolled", "s of CPU", 5, _of("rollout", "cpu_s")),
    Bar("10,000 Pods on 1,000 nodes started", "s of CPU", 60, _of("crowd_10000", "cpu_s")),
    Bar("their memory", "MB", 2048, _of("crowd_10000", "peak_mb")),
    Bar("CPU per Pod started, 10,000 on 1,000 nodes against 100 on 10", "times", 1.5,
        _growth("crowd_100", "crowd_10000")),
    Bar("seek to the middle of 100,000 records", "ms", 50, _of("travel", "seek_ms")),
    Bar("fork there", "ms", 300, _of("travel", "fork_ms")),
)  # fmt: skip


def measured() -> Iterator[tuple[str, dict[str, float]]]:
    """Every measurement's name and figures, each as soon as it is made."""
    for name, (measure, args) in MEASUREMENTS.items():
        yield name, apart(measure, *args)
