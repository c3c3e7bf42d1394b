"""What is taken for granted where nobody can know: images and programs without a rule.

An unknown image runs for ever, serves its containerPorts and probe ports with 200 and
SERVING, and ends with 0 on SIGTERM. An unknown program in a hook or probe succeeds at once;
in an init container it succeeds after two seconds. Each is a value that the page shows and
that the annotation `podviz.io/assume.<container>` or the scenario can change, written as
`runs=for-ever serves=200 term=exit:0 init=2s hook=0`.
"""

import re

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.sentence import Sentence

ANNOTATION = "podviz.io/assume."
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)?")
_MILLIS = {"ms": 1, "s": 1000, None: 1000, "m": 60_000, "h": 3_600_000}


class Assumption(msgspec.Struct, frozen=True):
    """How one container's unknown program behaves; exits are codes, times milliseconds.

    `runs_ms` None is for ever. `status` is what http answers, `serving` what gRPC answers;
    status 0 serves nothing. `term_code` None ignores SIGTERM; otherwise it ends so,
    `term_ms` later. `after_ms` is how long it takes to open its ports.
    """

    runs_ms: Millis | None = None
    exit_code: int = 0
    status: int = 200
    serving: bool = True
    after_ms: Millis = 0
    term_code: int | None = 0
    term_ms: Millis = 0
    init_ms: Millis = 2000
    hook_code: int = 0
    memory: int = 0

    @property
    def text(self) -> str:
        """The same in the annotation's words."""
        runs = "for-ever" if self.runs_ms is None else f"{self.runs_ms}ms"
        term = "ignored" if self.term_code is None else f"exit:{self.term_code}"
        if self.term_code is not None and self.term_ms:
            term += f"@{self.term_ms}ms"
        words = [f"runs={runs}", f"exit={self.exit_code}", f"serves={self.status}"]
        words += [f"grpc={'SERVING' if self.serving else 'NOT_SERVING'}", f"term={term}"]
        words += [f"init={self.init_ms}ms", f"hook={self.hook_code}"]
        if self.after_ms:
            words.append(f"after={self.after_ms}ms")
        return " ".join(words)


class Stated(msgspec.Struct, frozen=True):
    """One assumption as the page lists it: of which container, and what is assumed."""

    container: str
    what: str
    subject: str
    assumption: str


class AssumptionError(ValueError):
    """The text of an assumption can't be read; the message says which word and why."""

    def __init__(self, message: Sentence) -> None:
        super().__init__(message)
        self.message = message


def parse(text: str) -> Assumption:
    """Read `key=value` words; what they leave out is as it is assumed of everybody."""
    changes: dict[str, object] = {}
    for word in text.split():
        key, equals, value = word.partition("=")
        reader = _READERS.get(key)
        if not equals or reader is None:
            known = ", ".join(sorted(_READERS))
            raise AssumptionError(
                Sentence("“%(word)s” is no assumption; known are %(known)s", word=word, known=known)
            )
        try:
            changes.update(reader(value))
        except ValueError as error:
            why = error.message if isinstance(error, AssumptionError) else str(error)
            raise AssumptionError(Sentence("“%(word)s”: %(why)s", word=word, why=why)) from None
    return msgspec.structs.replace(Assumption(), **changes)


def duration(text: str) -> Millis:
    """`90s`, `1.5m`, `200ms` or plain seconds, in milliseconds."""
    match = _DURATION.fullmatch(text)
    if not match:
        raise AssumptionError(Sentence("a duration looks like 30s, 5m or 200ms"))
    return round(float(match[1]) * _MILLIS[match[2]])


def _code(text: str) -> int:
    if not text.isdigit() or int(text) > 255:
        raise AssumptionError(Sentence("an exit code is 0 to 255"))
    return int(text)


def _runs(text: str) -> dict[str, object]:
    return {"runs_ms": None if text == "for-ever" else duration(text)}


def _term(text: str) -> dict[str, object]:
    if text == "ignored":
        return {"term_code": None}
    code, _, after = text.removeprefix("exit:").partition("@")
    return {"term_code": _code(code), "term_ms": duration(after) if after else 0}


def _serves(text: str) -> dict[str, object]:
    if text == "nothing":
        return {"status": 0}
    if not text.isdigit() or int(text) > 599:
        raise AssumptionError(Sentence("an HTTP status or nothing"))
    return {"status": int(text)}


_READERS = {
    "runs": _runs,
    "exit": lambda text: {"exit_code": _code(text)},
    "serves": _serves,
    "grpc": lambda text: {"serving": text == "SERVING"},
    "after": lambda text: {"after_ms": duration(text)},
    "term": _term,
    "init": lambda text: {"init_ms": duration(text)},
    "hook": lambda text: {"hook_code": _code(text)},
}
