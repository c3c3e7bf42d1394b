"""Cron's five fields: minute, hour, day of the month, month, day of the week; or `@every 90s`.

Times are those of the cluster's clock, in UTC. A day matches if both of its fields do, or,
where both are restricted, if either does.

Mirrors the standard parser of github.com/robfig/cron, which upstream uses.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

MACROS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_LIMITS = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 6))
_LONGEST_SEARCH = 366 * 5
_EVERY = re.compile(r"@every ((?:\d{1,9}(?:\.\d{1,9})?(?:h|m|s|ms|us|µs|ns))+)")
_PART = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|us|µs|ns)")
_SECONDS = {"h": 3600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}


class ScheduleError(ValueError):
    """The text is no schedule."""


class Schedule(NamedTuple):
    """The values that each field allows, sorted; whether the two days are restricted."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    by_day: bool
    by_weekday: bool

    def next(self, after: datetime) -> datetime | None:
        """The first moment after this one; None if there is none within five years."""
        start = after.replace(second=0, microsecond=0) + timedelta(minutes=1)
        day = start.replace(hour=0, minute=0)
        for _ in range(_LONGEST_SEARCH):
            if self._allows(day):
                for hour in self.hours:
                    for minute in self.minutes:
                        moment = day.replace(hour=hour, minute=minute)
                        if moment >= start:
                            return moment
            day += timedelta(days=1)
        return None

    def _allows(self, day: datetime) -> bool:
        if day.month not in self.months:
            return False
        in_month = day.day in self.days
        in_week = (day.weekday() + 1) % 7 in self.weekdays
        if self.by_day and self.by_weekday:
            return in_month or in_week
        return in_month and in_week


class Every(NamedTuple):
    """So many whole seconds after each other (`ConstantDelaySchedule`)."""

    seconds: int

    def next(self, after: datetime) -> datetime | None:
        """So long after this moment's second; None if that is beyond five years."""
        if self.seconds > _LONGEST_SEARCH * 86_400:
            return None
        return after.replace(microsecond=0) + timedelta(seconds=self.seconds)


@lru_cache(maxsize=256)
def parse_schedule(text: str) -> Schedule | Every:
    """Read a schedule; raises ScheduleError."""
    if text.startswith("@every"):
        return _every(text)
    fields = MACROS.get(text.strip(), text).split()
    if len(fields) != 5:
        raise ScheduleError(f"expected exactly 5 fields, found {len(fields)}: {text}")
    names = ((), (), (), _MONTHS, _DAYS)
    values = [_field(f, limits, n) for f, limits, n in zip(fields, _LIMITS, names)]
    return Schedule(*values, by_day=fields[2][0] not in "*?", by_weekday=fields[4][0] not in "*?")


def _every(text: str) -> Every:
    match = _EVERY.fullmatch(text)
    if match is None:
        raise ScheduleError(f"failed to parse duration {text}: time: invalid duration")
    seconds = sum(float(number) * _SECONDS[unit] for number, unit in _PART.findall(match[1]))
    return Every(max(int(seconds), 1))


def _field(text: str, limits: tuple[int, int], names: tuple[str, ...]) -> tuple[int, ...]:
    found: list[int] = []
    for part in text.split(","):
        found += _part(part, limits, names)
    return tuple(sorted(dict.fromkeys(found)))


def _part(text: str, limits: tuple[int, int], names: tuple[str, ...]) -> range:
    span, slash, step = text.partition("/")
    low, high = limits
    if span in ("*", "?"):
        first, last = low, high
    else:
        start, dash, end = span.partition("-")
        first = _number(start, low, names)
        last = _number(end, low, names) if dash else (high if slash else first)
    width = _number(step, 0, ()) if slash else 1
    if not (low <= first <= last <= high) or width < 1:
        raise ScheduleError(f"{text} is not within {low} and {high}")
    return range(first, last + 1, width)


def _number(text: str, low: int, names: tuple[str, ...]) -> int:
    if text.lower() in names:
        return names.index(text.lower()) + low
    if not text.isdigit():
        raise ScheduleError(f"failed to parse int from {text}")
    return int(text)
