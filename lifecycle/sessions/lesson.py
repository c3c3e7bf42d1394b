"""What a scenario teaches: what is told when, what people say, what is asked, what to mend.

All of it is text and claims; `lifecycle.teaching` understands and judges them. A scenario is
written in one language; `translations` of the scenario hold its texts in others.
"""

import msgspec

from lifecycle.engine.kernel.clock import Millis


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is told at a moment: a time, or what `when` names, as `exit 2 of Pod/web`.

    `about` names the object that is spoken of, as claims name it.
    """

    text: str
    at_ms: Millis = 0
    when: str = ""
    about: str = ""


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that may come next; it is right if its claim holds."""

    text: str
    claim: str


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """At a moment the future is hidden, and this is asked about it."""

    ask: str
    answers: tuple[Answer, ...]
    why: str = ""
    at_ms: Millis = 0
    when: str = ""


class Lesson(msgspec.Struct, frozen=True, omit_defaults=True):
    """A saying and the truth about it, questions, and a manifest to mend.

    `saying` is what people believe; `verdict` is right, wrong, half or outdated. The scenario's
    manifests are the broken ones where there is a `goal`; `fixed` reaches it.
    """

    saying: str = ""
    source: str = ""
    verdict: str = ""
    truth: str = ""
    questions: tuple[Question, ...] = ()
    goal: tuple[str, ...] = ()
    task: str = ""
    hints: tuple[str, ...] = ()
    fixed: str = ""


VERDICTS = ("right", "wrong", "half", "outdated")
