"""The schedules of CronJobs: five fields, or one word.

Mirrors the standard parser of github.com/robfig/cron/v3 and its messages.
"""

import re
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lifecycle.engine.api.validation.govalues import quote

_WORDS = ("@annually", "@daily", "@hourly", "@midnight", "@monthly", "@weekly", "@yearly")
_EVERY = "@every "
_DURATION = re.compile(r"[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|[-+]?0")
_NUMBER = re.compile(r"[-+]?[0-9]+")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
_BOUNDS: tuple[tuple[int, int, dict[str, int]], ...] = (
    (0, 59, {}),
    (0, 23, {}),
    (1, 31, {}),
    (1, 12, {name: i for i, name in enumerate(_MONTHS, 1)}),
    (0, 6, {name: i for i, name in enumerate(_DAYS)}),
)
_MOST = 1 << 63
_KNOWN_ZONES = ("UTC", "Local")
_ZONE_PART = re.compile(r"[A-Za-z.\-_0-9+]{1,14}")
_SOME_ZONE = "Europe/London"


class _WrongError(ValueError):
    """What is wrong with a field."""


def cron_problem(schedule: str) -> str:
    """What is wrong with a schedule, as the cron library says it; empty if nothing is."""
    if schedule.startswith(("TZ=", "CRON_TZ=")):
        zone, space, rest = schedule.partition(" ")
        if (name := zone.partition("=")[2]) and not _is_zone(name):
            return f"provided bad location {name}: unknown time zone {name}"
        schedule = rest.strip() if space else ""
    if schedule.startswith("@"):
        return _word_problem(schedule)
    fields = schedule.split()
    if len(fields) != len(_BOUNDS):
        return f"expected exactly 5 fields, found {len(fields)}: [{' '.join(fields)}]"
    try:
        for text, bounds in zip(fields, _BOUNDS):
            for part in filter(None, text.split(",")):
                _check_range(part, *bounds)
    except _WrongError as wrong:
        return str(wrong)
    return ""


def _word_problem(schedule: str) -> str:
    if schedule in _WORDS:
        return ""
    if not schedule.startswith(_EVERY):
        return f"unrecognized descriptor: {schedule}"
    text = schedule.removeprefix(_EVERY)
    if _DURATION.fullmatch(text):
        return ""
    why = f"time: invalid duration {quote(text)}"
    if re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)", text):
        why = f"time: missing unit in duration {quote(text)}"
    elif unit := re.fullmatch(r"[-+]?(?:\d+\.?\d*|\.\d+)([^\d.]+).*", text):
        why = f"time: unknown unit {quote(unit[1])} in duration {quote(text)}"
    return f"failed to parse duration {schedule}: {why}"


def _check_range(text: str, low: int, high: int, names: dict[str, int]) -> None:
    """One of the ranges of a field: `*/15`, `1-5`, `MON` (`getRange`)."""
    values, *steps = text.split("/")
    first, *others = values.split("-")
    if first in ("*", "?"):
        start, end = low, high
    else:
        start = end = _number_or_name(first, names)
        if len(others) > 1:
            raise _WrongError(f"too many hyphens: {text}")
        if others:
            end = _number_or_name(others[0], names)
    if len(steps) > 1:
        raise _WrongError(f"too many slashes: {text}")
    step = _number(steps[0]) if steps else 1
    if steps and not others:
        end = high
    if start < low:
        raise _WrongError(f"beginning of range ({start}) below minimum ({low}): {text}")
    if end > high:
        raise _WrongError(f"end of range ({end}) above maximum ({high}): {text}")
    if start > end:
        raise _WrongError(f"beginning of range ({start}) beyond end of range ({end}): {text}")
    if step == 0:
        raise _WrongError(f"step of range should be a positive number: {text}")


def _number_or_name(text: str, names: dict[str, int]) -> int:
    named = names.get(text.lower())
    return _number(text) if named is None else named


def _number(text: str) -> int:
    why = ""
    if not _NUMBER.fullmatch(text):
        why = "invalid syntax"
    elif len(text) > 20 or not -_MOST <= int(text) < _MOST:
        why = "value out of range"
    if why:
        failed = f"strconv.Atoi: parsing {quote(text)}: {why}"
        raise _WrongError(f"failed to parse int from {text}: {failed}")
    if int(text) < 0:
        raise _WrongError(f"negative number ({int(text)}) not allowed: {text}")
    return int(text)


def time_zone_problems(zone: str) -> list[str]:
    """What is wrong with the name of a time zone (`validateTimeZone`)."""
    if not zone:
        return ["timeZone must be nil or non-empty string"]
    for part in zone.split("/"):
        if part in (".", "..") or part.startswith("-") or not _ZONE_PART.fullmatch(part):
            return [f"unknown time zone {zone}"]
    problems = []
    if zone.lower() == "local":
        where = "https://www.iana.org/time-zones"
        problems.append(f"timeZone must be an explicit time zone as defined in {where}")
    if not _is_zone(zone):
        problems.append(f"unknown time zone {zone}")
    return problems


@lru_cache(maxsize=256)
def _is_zone(name: str) -> bool:
    """Whether there is such a zone; all are taken where no zones are known at all."""
    if name in _KNOWN_ZONES:
        return True
    for known in (name, _SOME_ZONE):
        try:
            ZoneInfo(known)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
        return known == name
    return True
