"""Holds claims against a trace. A verdict says what was seen, so that it can be argued with."""

from collections.abc import Iterable

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.sentence import Sentence
from lifecycle.teaching.claim import Becoming, Claim, Demand, Happening, Measure, Window
from lifecycle.teaching.story import NOTHING, Seen, Story
from lifecycle.teaching.telling import told


class Verdict(msgspec.Struct, frozen=True):
    """Whether a claim holds, what was seen, and the record that shows it."""

    claim: Sentence
    holds: bool
    seen: Sentence
    at_ms: Millis | None = None
    record: int = 0


class _Missing(Exception):
    """The moment that a claim hangs on never came."""


Span = tuple[Millis, Millis | None, bool]


def judge(claim: Claim, story: Story) -> Verdict:
    """Hold one claim against a trace."""
    try:
        span = _span(claim.window, story)
    except _Missing:
        return Verdict(told(claim), False, Sentence("the moment that it counts from never came"))
    return _JUDGES[claim.verb](claim, story, span)


def judge_all(claims: Iterable[Claim], story: Story) -> list[Verdict]:
    """Hold each claim against the same trace."""
    return [judge(claim, story) for claim in claims]


def _span(window: Window, story: Story) -> Span:
    if window.end is None:
        low = _moment(window.start, story) if window.start is not None else 0
        return low + window.low_ms, None, True
    high = _moment(window.end, story) + window.high_ms
    low = _moment(window.start, story) + window.low_ms if window.start is not None else 0
    return low, high, window.closed


def _moment(moment, story: Story) -> Millis:
    seen = story.when(moment)
    if seen is None:
        raise _Missing
    return seen.t


def _inside(t: Millis, span: Span) -> bool:
    low, high, closed = span
    return t >= low and (high is None or t < high or (closed and t == high))


def _comes(claim: Claim, story: Story, span: Span) -> Verdict:
    seen = story.when(claim.about)  # type: ignore[arg-type]
    if seen is None:
        return Verdict(told(claim), False, Sentence("it never came"))
    return _shown(claim, _inside(seen.t, span), seen)


def _never(claim: Claim, story: Story, span: Span) -> Verdict:
    assert isinstance(claim.about, Happening)
    number = claim.about.number
    happened = story.happened(claim.about)
    if number is not None:
        happened = happened[number - 1 : number]
    came = next((seen for seen in happened if _inside(seen.t, span)), None)
    if came is None:
        return Verdict(told(claim), True, Sentence("it never came"))
    return _shown(claim, False, came)


def _times(claim: Claim, story: Story, span: Span) -> Verdict:
    assert isinstance(claim.about, Happening)
    came = [seen for seen in story.happened(claim.about) if _inside(seen.t, span)]
    once = len(came) == 1
    words = Sentence("it came once") if once else Sentence("it came %(n)s times", n=len(came))
    last = came[-1] if came else Seen(0, 0)
    return Verdict(told(claim), len(came) == claim.times, words, last.t, last.record)


def _count(claim: Claim, story: Story, span: Span) -> Verdict:
    assert isinstance(claim.about, Happening)
    came = [seen for seen in story.happened(claim.about) if _inside(seen.t, span)]
    first = came[0] if came else Seen(0, 0)
    words = Sentence("there were %(n)s", n=len(came))
    return Verdict(told(claim), passes(claim.demand, str(len(came))), words, first.t, first.record)


def _becomes(claim: Claim, story: Story, span: Span) -> Verdict:
    assert isinstance(claim.about, Measure)
    came = story.becomings(Becoming(claim.about, claim.demand.value))
    inside = next((seen for seen in came if _inside(seen.t, span)), None)
    if claim.verb == "never-becomes":
        if inside is None:
            return Verdict(told(claim), True, Sentence("it never did"))
        return _shown(claim, False, inside)
    if inside is not None:
        return _shown(claim, True, inside)
    if came:
        return _shown(claim, False, came[0])
    values = _all_values(story, claim.about)
    return Verdict(told(claim), False, Sentence("it was %(values)s", values=values))


def _stays(claim: Claim, story: Story, span: Span) -> Verdict:
    assert isinstance(claim.about, Measure)
    low, high, _ = span
    high = story.until_ms + 1 if high is None else high
    start = story.value_at(claim.about, low)
    later = [seen for seen in story.values(claim.about) if low < seen.t < high]
    seen_values = [*([start] if start else []), *later]
    if not seen_values:
        return Verdict(told(claim), False, Sentence("there was nothing to look at"))
    wrong = next((seen for seen in seen_values if not passes(claim.demand, seen.value)), None)
    if wrong is None:
        words = Sentence("it stayed %(value)s", value=seen_values[0].value)
        return Verdict(told(claim), True, words, seen_values[0].t)
    words = _was(wrong.value, max(wrong.t, low))
    return Verdict(told(claim), False, words, max(wrong.t, low), wrong.record)


def _is(claim: Claim, story: Story, span: Span) -> Verdict:
    assert isinstance(claim.about, Measure)
    seen = story.value_at(claim.about, span[0])
    value = seen.value if seen else NOTHING
    words = _was(value, span[0])
    return Verdict(
        told(claim), passes(claim.demand, value), words, span[0], seen.record if seen else 0
    )


def passes(test: Demand, value: str) -> bool:
    """Whether a value is what a test asks for."""
    if test.how == "is":
        return value == test.value
    if test.how == "not":
        return value != test.value
    try:
        found, wanted = float(value), float(test.value)
    except ValueError:
        return False
    return found >= wanted if test.how == "at least" else found <= wanted


def _shown(claim: Claim, holds: bool, seen: Seen) -> Verdict:
    words = Sentence("it came at %(time)s", time=_clock(seen.t))
    return Verdict(told(claim), holds, words, seen.t, seen.record)


def _was(value: str, at_ms: Millis) -> Sentence:
    return Sentence("it was %(value)s at %(time)s", value=value, time=_clock(at_ms))


def _all_values(story: Story, measure: Measure) -> str:
    values = [seen.value for seen in story.values(measure)]
    return ", ".join(dict.fromkeys(values[:8])) or NOTHING


def _clock(ms: Millis) -> Sentence:
    return Sentence("%(seconds)s s", seconds=f"{ms / 1000:.1f}")


_JUDGES = {
    "comes": _comes,
    "never": _never,
    "times": _times,
    "count": _count,
    "becomes": _becomes,
    "never-becomes": _becomes,
    "stays": _stays,
    "is": _is,
}
