"""Reads claims: a small grammar of English sentences that a teacher can read and write."""

import re
from collections.abc import Iterable
from functools import lru_cache

from lifecycle.sentence import Sentence
from lifecycle.sessions.duration import parse_duration
from lifecycle.teaching.claim import (
    At,
    Becoming,
    Claim,
    ClaimError,
    Demand,
    Happening,
    Measure,
    Moment,
    Subject,
    Window,
)
from lifecycle.teaching.requests import OUTCOMES

LONGEST = 400
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_SUBJECT = re.compile(r"([A-Z][A-Za-z]+)/(?:([a-z0-9.-]+)/)?([A-Za-z0-9.*-]+)$")
_LABELS = re.compile(r"([A-Z][A-Za-z]+)/\{([^{}]+)\}(?:\[(\d{1,4})\])?$")
_DURATION = re.compile(r"\d[\d.]*(ms|h|m|s)[\dhms.]*$")

SIGNALS = ("SIGTERM", "SIGKILL", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH")
PROBES = ("readiness", "liveness", "startup")
HOOKS = ("postStart", "preStop")
OF_CONTAINER = ("start", "restart", "exit", "OOM-kill", "back-off", "sandbox")
OF_OBJECT = ("creation", "deletion", "end")
COLUMNS = ("READY", "STATUS", "RESTARTS", "phase", "node", "reason", "IP", "state", "code")
HAPPENINGS = (
    "start, restart 2, exit 2, OOM-kill, back-off, sandbox, SIGTERM … to, readiness failure, "
    "preStop start, pull failure, creation, deletion, end, event Reason on, log “text”, "
    "request lost 2 of Service/web, command 1"
)
MEASURES = (
    "READY, STATUS, RESTARTS, phase, node, reason, state, code, condition Ready, column Ready, "
    "number of Pods {app=web}, number of ready Pods {app=web}, endpoint … in Service/web, "
    "requests lost of Service/web"
)
_A_WORD, _A_VALUE = Sentence("a word"), Sentence("a value")


@lru_cache(maxsize=4096)
def parse_claim(text: str) -> Claim:
    """The claim in a sentence; ClaimError says what can't be understood."""
    if len(text) > LONGEST:
        raise ClaimError(
            Sentence("This claim is too long."),
            Sentence("Keep it below %(most)s characters.", most=LONGEST),
        )
    words = _Words(text)
    claim = _claim(words, text)
    words.end()
    return claim


@lru_cache(maxsize=4096)
def parse_moment(text: str) -> Moment:
    """The moment that a narration or a question hangs on: `exit 2 of Pod/web container app`."""
    words = _Words(text)
    moment = _moment(words)
    words.end()
    return moment


@lru_cache(maxsize=4096)
def parse_subject(text: str) -> Subject:
    """What a narration speaks of: `Pod/web container app`."""
    words = _Words(text)
    subject = _subject(words)
    words.end()
    return subject


class _Words:
    """The words of a sentence, taken one after the other."""

    def __init__(self, text: str) -> None:
        self._words = [(a or b, bool(a)) for a, b in _WORD.findall(text)]
        self._next = 0

    def peek(self, ahead: int = 0) -> str:
        at = self._next + ahead
        return self._words[at][0] if at < len(self._words) else ""

    def take(self, wanted: str = _A_WORD) -> str:
        word = self.peek()
        if not word:
            raise ClaimError(
                Sentence("The sentence ends where %(wanted)s should stand.", wanted=wanted),
                Sentence("Go on with it."),
            )
        self._next += 1
        return word

    def accept(self, *words: str) -> bool:
        """Take these words if they come next."""
        if all(self.peek(n) == word for n, word in enumerate(words)):
            self._next += len(words)
            return True
        return False

    def expect(self, *words: str) -> None:
        for word in words:
            if not self.accept(word):
                found = f"“{self.peek()}”" if self.peek() else Sentence("the end")
                raise ClaimError(
                    Sentence("Here is %(found)s instead of “%(word)s”.", found=found, word=word),
                    Sentence("Write “%(word)s”.", word=word),
                )

    def number(self) -> int | None:
        word = self.peek()
        if re.fullmatch(r"[1-9]\d{0,3}", word):
            self._next += 1
            return int(word)
        return None

    def end(self) -> None:
        if self.peek():
            raise ClaimError(
                Sentence("“%(word)s” stands where the sentence should end.", word=self.peek()),
                Sentence("Make two claims of it, or leave it out."),
            )


def _claim(words: _Words, text: str) -> Claim:
    if words.accept("requests"):
        return _of_requests(words, text)
    about = _about(words)
    if isinstance(about, Happening):
        return _of_happening(words, text, about)
    if words.accept("never", "becomes"):
        test = Demand(words.take(_A_VALUE))
        return Claim(text, about, "never-becomes", _window(words), test)
    if words.accept("becomes"):
        return Claim(
            text, about, "becomes", demand=Demand(words.take(_A_VALUE)), window=_window(words)
        )
    if words.accept("stays"):
        return Claim(text, about, "stays", demand=_demand(words), window=_span(words))
    if words.accept("is"):
        test = _demand(words)
        words.expect("at")
        return Claim(text, about, "is", Window(_moment(words)), test)
    raise ClaimError(
        Sentence("“%(word)s” says nothing of a value.", word=words.peek()),
        Sentence("Go on with becomes, never becomes, stays … until, or is … at."),
    )


def _of_happening(words: _Words, text: str, about: Happening) -> Claim:
    if words.accept("never", "comes"):
        return Claim(text, about, "never", _window(words))
    if words.accept("comes"):
        if words.peek(1) in ("time", "times"):
            times = words.number()
            if times is None:
                raise ClaimError(
                    Sentence("How many times?"), Sentence("Write a number: comes 3 times.")
                )
            words.take()
            return Claim(text, about, "times", _window(words), times=times)
        return Claim(text, about, "comes", _window(words))
    raise ClaimError(
        Sentence("“%(word)s” says nothing of when that happens.", word=words.peek()),
        Sentence("Go on with comes, never comes, or comes 3 times."),
    )


def _of_requests(words: _Words, text: str) -> Claim:
    """`requests lost of Service/web are 0 between 10s and 20s`: so many of them came then."""
    about = _request(words)
    if not words.accept("are"):
        words.expect("=")
    demand = _demand(words)
    if not demand.value.isdecimal():
        raise ClaimError(
            Sentence("“%(word)s” is no number.", word=demand.value),
            Sentence("Write 0, at most 5, at least 100."),
        )
    return Claim(text, about, "count", _window(words), demand)


def _request(words: _Words) -> Happening:
    outcome = words.take(Sentence("what became of the requests"))
    if outcome not in OUTCOMES:
        raise ClaimError(Sentence("No request ends “%(word)s”.", word=outcome), _there_is(OUTCOMES))
    number = words.number()
    return Happening("request", _of(words), outcome, number)


def _demand(words: _Words) -> Demand:
    for how in (("at", "least"), ("at", "most"), ("not",)):
        if words.accept(*how):
            return Demand(words.take(_A_VALUE), " ".join(how))
    return Demand(words.take(_A_VALUE))


def _window(words: _Words) -> Window:
    """`by …`, `before …`, `after …`, `between … and …`, `10s to 20s after …`, or always."""
    if not words.peek():
        return Window()
    if words.accept("by"):
        return Window(end=_moment(words))
    if words.accept("before"):
        return Window(end=_moment(words), closed=False)
    if words.accept("after"):
        return Window(start=_moment(words))
    if words.accept("between"):
        start = _moment(words)
        words.expect("and")
        return Window(start, _moment(words))
    if words.accept("within"):
        high = _duration(words)
        words.expect("after")
        moment = _moment(words)
        return Window(moment, moment, 0, high)
    if words.accept("at", "least"):
        low = _duration(words)
        words.expect("after")
        return Window(_moment(words), None, low)
    low = _duration(words)
    words.expect("to")
    high = _duration(words)
    words.expect("after")
    moment = _moment(words)
    return Window(moment, moment, low, high)


def _span(words: _Words) -> Window:
    """How long a value stays: `until …`, `from … until …`, or always."""
    start = _moment(words) if words.accept("from") else None
    end = _moment(words) if words.accept("until") else None
    return Window(start, end, closed=False)


def _moment(words: _Words) -> Moment:
    if words.accept("the", "end"):
        return At(None)
    if _DURATION.match(words.peek()):
        return At(_duration(words))
    about = _about(words)
    if isinstance(about, Happening):
        return about
    words.expect("becomes")
    value = words.take(_A_VALUE)
    return Becoming(about, value, _which_time(words))


def _which_time(words: _Words) -> int | None:
    """`for the 2nd time`. Not `#2`, which YAML takes for a comment: it would be lost unseen."""
    if not words.accept("for", "the"):
        return None
    word = words.take(Sentence("which time"))
    found = re.fullmatch(r"([1-9]\d{0,3})(st|nd|rd|th)", word)
    if not found:
        raise ClaimError(
            Sentence("“%(word)s” is no ordinal number.", word=word),
            Sentence("Write it like 2nd or 3rd."),
        )
    words.expect("time")
    return int(found[1])


def _duration(words: _Words) -> int:
    word = words.take(Sentence("a time"))
    try:
        return parse_duration(word)
    except ValueError:
        raise ClaimError(
            Sentence("“%(word)s” is no time.", word=word),
            Sentence("Write it like 17s, 1m30s or 250ms."),
        ) from None


def _about(words: _Words) -> Happening | Measure:
    """A happening or a measure, told apart by their first word."""
    word = words.take(Sentence("what is spoken of"))
    if word in OF_CONTAINER:
        number = words.number()
        return Happening(word, _of(words), number=number)
    if word in OF_OBJECT:
        return Happening(word, _of(words))
    if word in SIGNALS:
        number = words.number()
        words.expect("to")
        return Happening("signal", _subject(words), word.removeprefix("SIG"), number)
    if word in PROBES:
        return _numbered(words, "probe", word, ("success", "failure"))
    if word in HOOKS:
        return _numbered(words, "hook", word, ("start", "end", "failure"))
    if word == "pull":
        return _numbered(words, "pull", "", ("start", "end", "failure"))
    if word == "event":
        reason, number = words.take(Sentence("the reason of an event")), words.number()
        words.expect("on")
        return Happening("event", _subject(words), reason, number)
    if word == "log":
        written, number = words.take(Sentence("what is written")), words.number()
        return Happening("log", _of(words), written, number)
    if word == "request":
        return _request(words)
    if word == "command":
        return Happening("command", Subject(""), number=words.number() or 1)
    return _measure(words, word)


def _numbered(words: _Words, what: str, name: str, results: tuple[str, ...]) -> Happening:
    result = words.take(", ".join(results))
    if result not in results:
        raise ClaimError(Sentence("“%(word)s” is no part of it.", word=result), _there_is(results))
    number = words.number()
    return Happening(what, _of(words), f"{name} {result}".strip(), number)


def _measure(words: _Words, word: str) -> Measure:
    if word == "number":
        return _number_of(words)
    if word in ("condition", "column"):
        name = words.take(Sentence("the name of a %(what)s", what=word))
        return Measure(word, _of(words), name)
    if word == "endpoint":
        subject = _of(words)
        words.expect("in")
        service = _subject(words)
        return Measure("endpoint", subject, service.name)
    if word == "exit-code":
        word = "code"
    if word in COLUMNS:
        return Measure(word, _of(words))
    raise ClaimError(
        Sentence("“%(word)s” is nothing that can be claimed.", word=word),
        Sentence(
            "Begin with what happens (%(happenings)s) or what has a value (%(measures)s).",
            happenings=HAPPENINGS,
            measures=MEASURES,
        ),
    )


def _number_of(words: _Words) -> Measure:
    words.expect("of")
    which = "ready" if words.accept("ready") else ""
    kind = words.take("Pods, Jobs …")
    if not re.fullmatch(r"[A-Z][A-Za-z]+s", kind):
        raise ClaimError(
            Sentence("“%(word)s” is no kind in the plural.", word=kind),
            Sentence("Write: number of Pods {app=web}."),
        )
    kind = kind.removesuffix("s")
    labels: tuple[tuple[str, str], ...] = ()
    if words.peek().startswith("{"):
        labels = _labels(words.take().strip("{}"))
    return Measure("number", Subject(kind, labels=labels), which)


def _there_is(words: Iterable[str]) -> Sentence:
    return Sentence("There is %(words)s.", words=", ".join(words))


def _of(words: _Words) -> Subject:
    words.expect("of")
    return _subject(words)


def _subject(words: _Words) -> Subject:
    word = words.take(Sentence("an object like Pod/web"))
    container = ""
    if found := _LABELS.match(word):
        kind, labels, index = found[1], _labels(found[2]), int(found[3] or 0)
        subject = Subject(kind, labels=labels, index=index)
    elif found := _SUBJECT.match(word):
        subject = Subject(found[1], found[3], found[2] or "default")
    else:
        raise ClaimError(
            Sentence("“%(word)s” names no object.", word=word),
            Sentence(
                "Write Pod/web, Pod/other-namespace/web, or Pod/{app=web}[0] for the first of "
                "several."
            ),
        )
    if words.accept("container"):
        container = words.take(Sentence("the container's name"))
    return Subject(
        subject.kind, subject.name, subject.namespace, subject.labels, subject.index, container
    )


def _labels(text: str) -> tuple[tuple[str, str], ...]:
    pairs = [pair.partition("=") for pair in text.split(",")]
    if not all(key and sign for key, sign, _ in pairs):
        raise ClaimError(
            Sentence("“%(text)s” are no labels.", text=text),
            Sentence("Write {app=web,tier=front}."),
        )
    return tuple((key.strip(), value.strip()) for key, _, value in pairs)
