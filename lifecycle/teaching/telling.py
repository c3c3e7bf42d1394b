"""A claim said again, from what was understood of it: for readers of other languages.

In English it is a claim that reads as the same one; a test holds every scene's to that.
"""

from lifecycle.engine.kernel.clock import Millis
from lifecycle.sentence import Sentence
from lifecycle.sessions.duration import format_duration
from lifecycle.teaching.claim import (
    At,
    Becoming,
    Claim,
    Demand,
    Happening,
    Measure,
    Moment,
    Subject,
    Window,
)

WHAT = {
    "start": Sentence("start"),
    "restart": Sentence("restart"),
    "exit": Sentence("exit"),
    "OOM-kill": Sentence("OOM-kill"),
    "back-off": Sentence("back-off"),
    "sandbox": Sentence("sandbox"),
    "creation": Sentence("creation"),
    "deletion": Sentence("deletion"),
    "end": Sentence("end"),
    "readiness success": Sentence("readiness success"),
    "readiness failure": Sentence("readiness failure"),
    "liveness success": Sentence("liveness success"),
    "liveness failure": Sentence("liveness failure"),
    "startup success": Sentence("startup success"),
    "startup failure": Sentence("startup failure"),
    "postStart start": Sentence("postStart start"),
    "postStart end": Sentence("postStart end"),
    "postStart failure": Sentence("postStart failure"),
    "preStop start": Sentence("preStop start"),
    "preStop end": Sentence("preStop end"),
    "preStop failure": Sentence("preStop failure"),
    "pull start": Sentence("pull start"),
    "pull end": Sentence("pull end"),
    "pull failure": Sentence("pull failure"),
}
"""What happens to objects and containers, by the words of a claim."""

RESULTS = {"lost": Sentence("lost"), "answered": Sentence("answered"), "sent": Sentence("sent")}
"""What becomes of requests, but for codes and the words of sockets."""


def told(claim: Claim) -> Sentence:
    """The whole claim."""
    about, value = _about(claim.about), _demand(claim.demand)
    if claim.verb == "is":
        assert claim.window.start is not None
        at = _moment(claim.window.start)
        return Sentence("%(about)s is %(value)s at %(moment)s", about=about, value=value, moment=at)
    said = _said(claim, about, value)
    when = _span(claim.window) if claim.verb == "stays" else _when(claim.window)
    return Sentence("%(said)s %(when)s", said=said, when=when) if when else said


def _said(claim: Claim, about: Sentence, value: Sentence | str) -> Sentence:
    match claim.verb:
        case "comes":
            return Sentence("%(about)s comes", about=about)
        case "never":
            return Sentence("%(about)s never comes", about=about)
        case "times":
            return Sentence("%(about)s comes %(n)s times", about=about, n=claim.times)
        case "count":
            return Sentence("%(about)s are %(value)s", about=_requests(claim.about), value=value)
        case "becomes":
            return Sentence("%(about)s becomes %(value)s", about=about, value=value)
        case "never-becomes":
            return Sentence("%(about)s never becomes %(value)s", about=about, value=value)
    return Sentence("%(about)s stays %(value)s", about=about, value=value)


def _requests(about: Happening | Measure) -> Sentence:
    whose, result = _subject(about.subject), RESULTS.get(about.detail, about.detail)
    return Sentence("requests %(result)s of %(subject)s", result=result, subject=whose)


def _demand(demand: Demand) -> Sentence | str:
    match demand.how:
        case "at least":
            return Sentence("at least %(value)s", value=demand.value)
        case "at most":
            return Sentence("at most %(value)s", value=demand.value)
        case "not":
            return Sentence("not %(value)s", value=demand.value)
    return demand.value


def _when(window: Window) -> Sentence | None:
    """A window as a claim gives it: by, before, after, between, within, at least."""
    start, end = window.start, window.end
    if end is None:
        if start is None:
            return None
        if window.low_ms:
            low = _duration(window.low_ms)
            return Sentence("at least %(low)s after %(moment)s", low=low, moment=_moment(start))
        return Sentence("after %(moment)s", moment=_moment(start))
    if start is None:
        if window.closed:
            return Sentence("by %(moment)s", moment=_moment(end))
        return Sentence("before %(moment)s", moment=_moment(end))
    if window.high_ms:
        return _after(window.low_ms, window.high_ms, _moment(start))
    return Sentence("between %(start)s and %(end)s", start=_moment(start), end=_moment(end))


def _after(low_ms: Millis, high_ms: Millis, moment: Sentence | str) -> Sentence:
    low, high = _duration(low_ms), _duration(high_ms)
    if not low_ms:
        return Sentence("within %(high)s after %(moment)s", high=high, moment=moment)
    return Sentence("%(low)s to %(high)s after %(moment)s", low=low, high=high, moment=moment)


def _span(window: Window) -> Sentence | None:
    """How long a value stays."""
    start = _moment(window.start) if window.start is not None else ""
    end = _moment(window.end) if window.end is not None else ""
    if start and end:
        return Sentence("from %(start)s until %(end)s", start=start, end=end)
    if start:
        return Sentence("from %(start)s", start=start)
    return Sentence("until %(end)s", end=end) if end else None


def _moment(moment: Moment) -> Sentence | str:
    if isinstance(moment, At):
        return Sentence("the end") if moment.ms is None else _duration(moment.ms)
    if isinstance(moment, Becoming):
        about = _about(moment.measure)
        if moment.number:
            words = Sentence("%(about)s becomes %(value)s for the %(nth)s time")
            return Sentence(words, about=about, value=moment.value, nth=_nth(moment.number))
        return Sentence("%(about)s becomes %(value)s", about=about, value=moment.value)
    return _about(moment)


def _nth(n: int) -> Sentence:
    endings = {1: Sentence("%(n)sst"), 2: Sentence("%(n)snd"), 3: Sentence("%(n)srd")}
    is_teen = n % 100 in (11, 12, 13)
    words = Sentence("%(n)sth") if is_teen else endings.get(n % 10, Sentence("%(n)sth"))
    return Sentence(words, n=n)


def _about(about: Happening | Measure) -> Sentence:
    return _happening(about) if isinstance(about, Happening) else _measure(about)


def _happening(about: Happening) -> Sentence:
    what, n, whose = about.what, about.number, _subject(about.subject)
    if what == "command":
        return Sentence("command %(n)s", n=n or 1)
    if what == "signal":
        return _signal(f"SIG{about.detail}", n, whose)
    if what == "event":
        reason = f"{about.detail} {n}" if n else about.detail
        return Sentence("event %(reason)s on %(subject)s", reason=reason, subject=whose)
    if what == "log":
        text = f'"{about.detail}"'
        if n:
            words = Sentence("log %(text)s %(n)s of %(subject)s")
            return Sentence(words, text=text, n=n, subject=whose)
        return Sentence("log %(text)s of %(subject)s", text=text, subject=whose)
    if what == "request":
        result = RESULTS.get(about.detail, about.detail)
        if n:
            words = Sentence("request %(result)s %(n)s of %(subject)s")
            return Sentence(words, result=result, n=n, subject=whose)
        return Sentence("request %(result)s of %(subject)s", result=result, subject=whose)
    named = f"pull {about.detail}" if what == "pull" else about.detail or what
    if n:
        words = Sentence("%(what)s %(n)s of %(subject)s")
        return Sentence(words, what=WHAT[named], n=n, subject=whose)
    return Sentence("%(what)s of %(subject)s", what=WHAT[named], subject=whose)


def _signal(signal: str, n: int | None, whose: Sentence | str) -> Sentence:
    if n:
        words = Sentence("%(signal)s %(n)s to %(subject)s")
        return Sentence(words, signal=signal, n=n, subject=whose)
    return Sentence("%(signal)s to %(subject)s", signal=signal, subject=whose)


def _measure(about: Measure) -> Sentence:
    if about.what == "number":
        return _number(about)
    whose = _subject(about.subject)
    if about.what == "endpoint":
        service = f"Service/{about.detail}"
        return Sentence("endpoint of %(pod)s in %(service)s", pod=whose, service=service)
    if about.what == "condition":
        return Sentence("condition %(name)s of %(subject)s", name=about.detail, subject=whose)
    if about.what == "column":
        return Sentence("column %(name)s of %(subject)s", name=about.detail, subject=whose)
    return Sentence("%(column)s of %(subject)s", column=about.what, subject=whose)


def _number(about: Measure) -> Sentence:
    labels = f" {{{_labels(about.subject)}}}" if about.subject.labels else ""
    objects = f"{about.subject.kind}s{labels}"
    if about.detail == "ready":
        return Sentence("number of ready %(objects)s", objects=objects)
    return Sentence("number of %(objects)s", objects=objects)


def _subject(subject: Subject) -> Sentence | str:
    named = f"{subject.kind}/{_name(subject)}"
    if not subject.container:
        return named
    container = subject.container
    return Sentence("%(object)s container %(name)s", object=named, name=container)


def _name(subject: Subject) -> str:
    if subject.labels:
        return f"{{{_labels(subject)}}}[{subject.index}]"
    if subject.namespace != "default":
        return f"{subject.namespace}/{subject.name}"
    return subject.name


def _labels(subject: Subject) -> str:
    return ",".join(f"{key}={value}" for key, value in subject.labels)


def _duration(ms: Millis) -> str:
    """As people say it: up to two minutes in seconds."""
    whole = ms % 1000 == 0 and ms < 120_000
    return f"{ms // 1000}s" if whole else format_duration(ms)
