"""Questions made from any trace: at a moment, what comes next, in which container, and when.

The answer is read from the trace itself, so it is always what will be played. A question is
data; the page puts it into words.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from lifecycle.engine.apiserver.printers.pod import summarize_pod
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import InputTaken, ObjectChanged, ProcessChanged, Record

MOST_QUESTIONS = 12
STAYS = "stays"
NOBODY = "nobody"
USUAL = ("Running", "Completed", "Error", "CrashLoopBackOff", "Terminating", "Pending")
LIMITS_MS = (1_000, 5_000, 15_000, 35_000, 70_000, 200_000)
"""Where the answers to "when" are cut: within 1 s, 1 to 5 s, and so on; then later."""


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer. Of a span of time: from `low_ms` to below `high_ms`, None is for ever."""

    value: str = ""
    container: str = ""
    low_ms: Millis = 0
    high_ms: Millis | None = None


class Predicted(msgspec.Struct, frozen=True):
    """`kind` is status, next or when; `right` the option that will be played.

    `comes_ms` and `record` are the moment and the record that decide it, where one does.
    """

    at_ms: Millis
    kind: str
    pod: str
    options: tuple[Option, ...]
    right: int
    container: str = ""
    what: str = ""
    comes_ms: Millis | None = None
    record: int = 0


class _Happened(NamedTuple):
    t: Millis
    record: int
    container: str
    what: str


class _Pod:
    """One Pod's life as the questions see it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.statuses: list[tuple[Millis, int, str]] = []
        self.happened: list[_Happened] = []
        self.gone: Millis | None = None

    def status_at(self, t: Millis) -> str:
        at = bisect_right(self.statuses, t, key=lambda one: one[0])
        return self.statuses[at - 1][2] if at else ""

    def alive(self, t: Millis) -> bool:
        born = bool(self.statuses) and self.statuses[0][0] <= t
        return born and (self.gone is None or self.gone > t)


def predictions(records: Iterable[Record], until_ms: Millis) -> list[Predicted]:
    """Questions about a trace, in order of time; those with nothing to decide are left out."""
    pods: dict[str, _Pod] = {}
    moments: list[tuple[Millis, str]] = []
    for record in records:
        if record.t > until_ms:
            break
        _take(record, pods, moments)
    found: list[Predicted] = []
    last: Millis = -1
    for t, uid in sorted(set(moments)):
        if t <= last or t >= until_ms or uid not in pods or not pods[uid].alive(t):
            continue
        asked = list(_about(pods[uid], t, until_ms))
        if asked:
            found += asked
            last = t + 500
    return found if len(found) <= MOST_QUESTIONS else _spread(found)


def _spread(found: list[Predicted]) -> list[Predicted]:
    """Some of many, from the beginning to the end."""
    step = len(found) / MOST_QUESTIONS
    return [found[int(n * step)] for n in range(MOST_QUESTIONS)]


def _take(record: Record, pods: dict[str, _Pod], moments: list[tuple[Millis, str]]) -> None:
    if isinstance(record, ObjectChanged) and record.kind == "Pod":
        pod = pods.setdefault(record.uid, _Pod(record.name))
        if record.verb == "deleted":
            pod.gone = record.t
            return
        if record.verb == "added":
            moments.append((record.t, record.uid))
        status = summarize_pod(record.object).status
        if not pod.statuses or pod.statuses[-1][2] != status:
            pod.statuses.append((record.t, record.id, status))
    elif isinstance(record, ProcessChanged) and record.uid in pods and record.container:
        if record.what in ("start", "exit"):
            happened = _Happened(record.t, record.id, record.container, record.what)
            pods[record.uid].happened.append(happened)
        if record.what == "exit" or (record.what == "probe" and record.count == record.threshold):
            moments.append((record.t, record.uid))
    elif isinstance(record, InputTaken) and record.t > 0:
        moments += [(record.t, uid) for uid, pod in pods.items() if pod.alive(record.t)]


def _about(pod: _Pod, t: Millis, until_ms: Millis) -> Iterator[Predicted]:
    yield from _status(pod, t, until_ms)
    following = [one for one in pod.happened if one.t > t]
    if following and following[0].t <= until_ms:
        if asked := _next(pod, t, following[0]):
            yield asked
        yield _when(pod, t, following[0])


def _status(pod: _Pod, t: Millis, until_ms: Millis) -> Iterator[Predicted]:
    """What STATUS becomes next; gone counts as staying, as nothing else is shown."""
    now = pod.status_at(t)
    after = next(((at, n, s) for at, n, s in pod.statuses if t < at <= until_ms and s != now), None)
    seen = [status for _, _, status in pod.statuses if status != now]
    right = after[2] if after else STAYS
    others = [value for value in dict.fromkeys((*seen, *USUAL)) if value not in (now, right)]
    values = sorted({right, *others[:2], STAYS}, key=lambda value: (value == STAYS, value))
    yield Predicted(
        t,
        "status",
        pod.name,
        tuple(Option(value) for value in values),
        values.index(right),
        what=now,
        comes_ms=after[0] if after else None,
        record=after[1] if after else 0,
    )


def _next(pod: _Pod, t: Millis, first: _Happened) -> Predicted | None:
    """Which container starts or ends next; None where there is but one to choose.

    What runs can end, and what doesn't run can start.
    """
    last = {one.container: one.what for one in pod.happened if one.t <= t}
    names = sorted({one.container for one in pod.happened})
    pairs = [(first.container, first.what)]
    pairs += [(name, "exit" if last.get(name) == "start" else "start") for name in names]
    shown = sorted(list(dict.fromkeys(pairs))[:4])
    if len(shown) < 2:
        return None
    options = (*(Option(what, name) for name, what in shown), Option(NOBODY))
    right = shown.index((first.container, first.what))
    return Predicted(t, "next", pod.name, options, right, comes_ms=first.t, record=first.record)


def _when(pod: _Pod, t: Millis, first: _Happened) -> Predicted:
    """How long that takes, in three spans of time."""
    wait = first.t - t
    at = bisect_right(LIMITS_MS, wait)
    low = max(0, min(at - 1, len(LIMITS_MS) - 2))
    options = tuple(_span(n) for n in range(low, low + 3))
    return Predicted(
        t,
        "when",
        pod.name,
        options,
        at - low,
        container=first.container,
        what=first.what,
        comes_ms=first.t,
        record=first.record,
    )


def _span(n: int) -> Option:
    low = LIMITS_MS[n - 1] if n else 0
    return Option(low_ms=low, high_ms=LIMITS_MS[n] if n < len(LIMITS_MS) else None)


def next_questions(found: list[Predicted], at_ms: Millis) -> list[Predicted]:
    """The questions of the first moment from `at_ms` on that has some."""
    later = [one for one in found if one.at_ms >= at_ms]
    return [one for one in later if one.at_ms == later[0].at_ms]
