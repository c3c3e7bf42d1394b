"""The schedules of CronJobs: five fields, or one word.

Mirrors the messages of github.com/robfig/cron/v3.
"""

import re

_CRON_FIELD = r"[0-9A-Za-z*?/,\-#]+"
_CRON = re.compile(
    rf"(?:@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every \S+)|"
    rf"{_CRON_FIELD}(?:\s+{_CRON_FIELD}){{4}})"
)
_RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))


def cron_problem(schedule: str) -> str:
    """What is wrong with a schedule, as the cron library says it; empty if nothing is."""
    fields = schedule.split()
    if schedule.startswith("@"):
        if _CRON.fullmatch(schedule):
            return ""
        return f"unrecognized descriptor: {schedule}"
    if len(fields) != 5:
        return f"expected exactly 5 fields, found {len(fields)}: [{' '.join(fields)}]"
    for text, (low, high) in zip(fields, _RANGES):
        for number in map(int, re.findall(r"(?<![\w/])\d{1,9}", text)):
            if number > high:
                return f"end of range ({number}) above maximum ({high}): {text}"
            if number < low:
                return f"beginning of range ({number}) below minimum ({low}): {text}"
        if not re.fullmatch(_CRON_FIELD, text):
            return (
                f"failed to parse int from {text}: strconv.Atoi: parsing {text!r}: invalid syntax"
            )
    return ""
