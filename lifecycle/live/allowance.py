"""How often somebody may do something: so much at once, and so much a second after that."""


class Allowance:
    """A bucket of tokens; the clock is handed in, in seconds."""

    def __init__(self, per_second: float, at_once: float, now: float) -> None:
        self._per_second = per_second
        self._at_once = self._left = at_once
        self._seen = now

    def take(self, now: float) -> bool:
        """Whether one more is allowed now; if so, it is counted."""
        self._left = min(self._at_once, self._left + (now - self._seen) * self._per_second)
        self._seen = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
