"""How often each address may do something; whoever stays away is forgotten."""

from lifecycle.live.allowance import Allowance
from lifecycle.live.clock import running_s

REMEMBERED = 10_000


class Throttle:
    """An allowance for each address, the same for all."""

    def __init__(self, per_second: float, at_once: float) -> None:
        self._per_second, self._at_once = per_second, at_once
        self._allowances: dict[str, Allowance] = {}

    def take(self, address: str) -> bool:
        """Whether one more is allowed now; if so, it is counted."""
        now = running_s()
        allowance = self._allowances.pop(address, None)
        if allowance is None:
            allowance = Allowance(self._per_second, self._at_once, now)
            if len(self._allowances) >= REMEMBERED:
                # The one at the front has been away longest.
                del self._allowances[next(iter(self._allowances))]
        self._allowances[address] = allowance
        return allowance.take(now)

    def has(self, address: str) -> bool:
        """Whether one more is allowed now."""
        allowance = self._allowances.get(address)
        return allowance is None or allowance.has(running_s())
