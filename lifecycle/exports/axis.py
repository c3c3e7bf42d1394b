"""Round distances of an axis' moments, the same in every picture."""

from math import ceil

from lifecycle.engine.kernel.clock import Millis

NICE_MS = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000)


def round_step(wish_ms: float) -> Millis:
    """The first round distance that is no shorter than the wish."""
    longest = NICE_MS[-1]
    nice = next((step for step in NICE_MS if step >= wish_ms), None)
    return nice or ceil(wish_ms / longest) * longest
