"""Spans of time as kubectl prints them: `5s`, `2m30s`, `3h`, `5d12h`.

Mirrors staging/src/k8s.io/apimachinery/pkg/util/duration/duration.go and
`translateTimestampSince` of pkg/printers/internalversion/printers.go.
"""

from datetime import datetime

from lifecycle.engine.kernel.clock import Millis, millis

UNKNOWN = "<unknown>"


def human_duration(ms: Millis) -> str:
    """A span with up to three digits of precision (`HumanDuration`)."""
    seconds = int(ms / 1000)
    if seconds < 0:
        return "<invalid>" if seconds < -1 else "0s"
    minutes, hours = seconds // 60, seconds // 3600
    if seconds < 2 * 60:
        return f"{seconds}s"
    if minutes < 10:
        return _two(minutes, "m", seconds % 60, "s")
    if minutes < 3 * 60:
        return f"{minutes}m"
    if hours < 8:
        return _two(hours, "h", minutes % 60, "m")
    if hours < 48:
        return f"{hours}h"
    return _days(hours)


def short_human_duration(ms: Millis) -> str:
    """A span by its largest unit alone (`ShortHumanDuration`)."""
    seconds = int(ms / 1000)
    if seconds < 0:
        return "<invalid>" if seconds < -1 else "0s"
    for unit, size in (("y", 86400 * 365), ("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= size:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def since(moment: datetime | None, now_ms: Millis) -> str:
    """How long ago (`translateTimestampSince`)."""
    return UNKNOWN if moment is None else human_duration(now_ms - millis(moment))


def until(moment: datetime | None, now_ms: Millis) -> str:
    """How long it still takes (`translateTimestampUntil`)."""
    return UNKNOWN if moment is None else human_duration(millis(moment) - now_ms)


def _days(hours: int) -> str:
    days = hours // 24
    if hours < 24 * 8:
        return _two(days, "d", hours % 24, "h")
    if hours < 24 * 365 * 2:
        return f"{days}d"
    if hours < 24 * 365 * 8:
        return _two(days // 365, "y", days % 365, "d")
    return f"{days // 365}y"


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large}{large_unit}{small}{small_unit}" if small else f"{large}{large_unit}"
