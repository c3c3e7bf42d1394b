"""A claim, taken apart: what is spoken of, what is said of it, and when.

`restart 2 of Pod/web container app comes 10s to 20s after exit 2 of Pod/web container app`
is a Claim about a Happening, with a Window. docs/scenarios.md tells the whole grammar.
"""

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.sentence import Sentence


class Subject(msgspec.Struct, frozen=True):
    """`Pod/web container app`, or `Pod/{app=web}[1]`: the second Pod that had those labels."""

    kind: str
    name: str = ""
    namespace: str = "default"
    labels: tuple[tuple[str, str], ...] = ()
    index: int = 0
    container: str = ""


class Happening(msgspec.Struct, frozen=True):
    """Something that happens at a moment; `number` says which time, None the first or any."""

    what: str
    subject: Subject
    detail: str = ""
    number: int | None = None


class Measure(msgspec.Struct, frozen=True):
    """Something that has a value at every moment: a column, a condition, a count."""

    what: str
    subject: Subject
    detail: str = ""


class Becoming(msgspec.Struct, frozen=True):
    """The moment at which a measure takes a value."""

    measure: Measure
    value: str
    number: int | None = None


class At(msgspec.Struct, frozen=True):
    """A moment by the clock of the scene; None is its end."""

    ms: Millis | None


Moment = At | Happening | Becoming


class Window(msgspec.Struct, frozen=True):
    """When: from `low_ms` after `start` up to `high_ms` after `end`; None is no limit.

    `closed` says whether the last moment belongs to it.
    """

    start: Moment | None = None
    end: Moment | None = None
    low_ms: Millis = 0
    high_ms: Millis = 0
    closed: bool = True


class Demand(msgspec.Struct, frozen=True):
    """What a value must be: equal to, not, at least, at most."""

    value: str
    how: str = "is"


class Claim(msgspec.Struct, frozen=True):
    """`verb` is comes, never, times, count, becomes, never-becomes, stays or is."""

    text: str
    about: Happening | Measure
    verb: str
    window: Window
    demand: Demand = Demand("")
    times: int = 0


class ClaimError(ValueError):
    """What of a claim can't be understood, and how to write it."""

    def __init__(self, message: Sentence, remedy: Sentence) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy
