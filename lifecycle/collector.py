"""Python's cyclic garbage collector, told what kind of program this is.

The engine makes values by the million, keeps most of them, and none leads back to itself: a
tenth of its time went into looking for cycles among them. What does lead back to itself is a
closed socket or an answered request.
"""

import gc

YOUNG, MIDDLE, OLD = 500, 5, 100_000
"""Small portions: while it looks nobody is answered, and 50,000 values took 30 ms at a time.

The oldest are never looked at on the way: `look_everywhere` takes half a second for a million.
"""


def spare_the_collector() -> None:
    """Have it look at each value twice and no more, and never at what was there from the start."""
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)


def look_everywhere() -> None:
    """Find what sockets and requests have left behind: when nobody waits, or when it is much."""
    gc.collect()
