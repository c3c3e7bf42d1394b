"""What Go's parser of times stumbles over.

Mirrors `parse` of Go's time/format.go for the layout RFC3339.
"""

import re

_LAYOUT = "2006-01-02T15:04:05Z07:00"
_PARTS = (
    ("2006", r"\d{4}"), ("-", "-"), ("01", r"\d\d"), ("-", "-"), ("02", r"\d\d"), ("T", "T"),
    ("15", r"\d\d?"), (":", ":"), ("04", r"\d\d"), (":", ":"), ("05", r"\d\d([.,]\d+)?"),
    ("Z07:00", r"Z|[+-]\d\d:\d\d"),
)  # fmt: skip
_RANGES = (("01", 1, 12, "month"), ("15", 0, 23, "hour"), ("04", 0, 59, "minute"),
           ("05", 0, 59, "second"), ("02", 1, 31, "day"))  # fmt: skip


def time_problem(text: str) -> str:
    """What follows after `parsing time "…"`: where the text leaves the layout, or its range."""
    rest, read = text, {}
    for name, pattern in _PARTS:
        match = re.match(pattern, rest)
        if match is None:
            return f' as "{_LAYOUT}": cannot parse "{rest}" as "{name}"'
        rest, read[name] = rest[match.end() :], match[0]
        if (problem := _out_of_range(name, match[0])) and name != "02":
            return problem
    if rest:
        return f': extra text: "{rest}"'
    return _out_of_range("02", read["02"]) or ": day out of range"


def _out_of_range(name: str, digits: str) -> str:
    for part, least, most, what in _RANGES:
        if part == name and not least <= int(digits[:2]) <= most:
            return f": {what} out of range"
    return ""
