"""Python's cyclic garbage collector, told what kind of program this is."""

import gc

YOUNG, MIDDLE, OLD = 50_000, 100, 50


def spare_the_collector() -> None:
    """Have it look seldom, and never at what was there from the start.

    The engine makes values by the million, keeps most of them, and none leads back to
    itself: a tenth of its time went into looking for cycles among them.
    """
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
