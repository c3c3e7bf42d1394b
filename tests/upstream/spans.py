"""How the tables write a span of time: `3h10m`, `-2s`, `just under 8d` (a millisecond less)."""

import re

_UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "y": 31_536_000_000}


def ms(text: str) -> int:
    """The span in milliseconds."""
    whole = text.removeprefix("just under ")
    amount = sum(
        int(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+)(ms|[smhdy])", whole)
    )
    return (-amount if whole.startswith("-") else amount) - (whole != text)
