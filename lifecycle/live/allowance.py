"""How often somebody may do something: so much at once, and so much a second after that."""


class Allowance:
    """A bucket of tokens; the clock is handed in, in seconds."""

    def __init__(self, per_second: float, at_once: float, now: float) -> None:
        self._per_second = per_second
        self._at_once = self._left = at_once
        self._seen = now

    def take(self, now: float) -> bool:
        """Whether one more is allowed now; if so, it is counted."""
        if not self.has(now):
            return False
        self._left -= 1
        return True

    def has(self, now: float) -> bool:
        """Whether one more is allowed now."""
        self._left = min(self._at_once, self._left + (now - self._seen) * self._per_second)
        self._seen = now
        return self._left >= 1


class Budget:
    """Time to be spent, by somebody who must not be stopped: who has overdrawn it must rest."""

    def __init__(self, per_second: float, at_once: float, now: float) -> None:
        self._per_second, self._at_once = per_second, at_once
        self._left, self._seen = at_once, now

    def spend(self, amount: float, now: float) -> None:
        """So much was spent."""
        self._left = self._saved(now) - amount
        self._seen = now

    def rest(self, now: float) -> float:
        """How many seconds it takes until nothing is owed."""
        return max(0.0, -self._saved(now) / self._per_second)

    def _saved(self, now: float) -> float:
        return min(self._at_once, self._left + (now - self._seen) * self._per_second)
