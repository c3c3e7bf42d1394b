"""How many sockets each address has open."""

from collections import Counter

from lifecycle import metrics


class Seats:
    """So many for each address; whoever takes one gives it back."""

    def __init__(self, per_address: int) -> None:
        self._per_address = per_address
        self._taken: Counter[str] = Counter()

    def take(self, address: str) -> bool:
        """Whether there is one more for the address; if so, it is taken."""
        if self._taken[address] >= self._per_address:
            metrics.REFUSED.labels("sockets").inc()
            return False
        self._taken[address] += 1
        metrics.VIEWERS.inc()
        return True

    def give_back(self, address: str) -> None:
        """The socket is closed."""
        self._taken[address] -= 1
        metrics.VIEWERS.dec()
        if not self._taken[address]:
            del self._taken[address]
