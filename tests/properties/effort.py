"""How hard a property is tried: a number of its own, times what the profile asks for."""

from hypothesis import HealthCheck, settings

USUAL = 100
"""What the default profile tries; `fuzz` tries many times as much."""


def tries(number: int) -> settings:
    """So many cases in the default profile, and in proportion in another.

    Lives are large values that take long to make: that is no fault of theirs.
    """
    return settings(
        max_examples=max(1, number * settings.default.max_examples // USUAL),
        suppress_health_check=list(HealthCheck),
    )
