"""Scenario files: YAML that people write, keep in git and compare line by line."""

import re
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.manifests.document import Document
from lifecycle.manifests.reader import read
from lifecycle.sentence import Sentence
from lifecycle.sessions.duration import DurationError, parse_duration
from lifecycle.sessions.lesson import Answer, Lesson, Note, Question
from lifecycle.sessions.scenario import (
    FORMAT,
    Chapter,
    Scenario,
    ScenarioError,
    Step,
    malformed,
)

Moment = str | int | float
_HEAD = re.compile(r"^[\"']?podviz[\"']?\s*:", re.MULTILINE)


class _Step(msgspec.Struct, forbid_unknown_fields=True):
    at: Moment
    do: str
    manifest: str = ""


class _Chapter(msgspec.Struct, forbid_unknown_fields=True):
    at: Moment
    title: str


class _Note(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    at: Moment = 0
    when: str = ""
    about: str = ""


class _Answer(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    claim: str


class _Question(msgspec.Struct, forbid_unknown_fields=True):
    ask: str
    answers: list[_Answer]
    why: str = ""
    at: Moment = 0
    when: str = ""


class _Lesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    saying: str = ""
    source: str = ""
    verdict: Literal["", "right", "wrong", "half", "outdated"] = ""
    truth: str = ""
    questions: list[_Question] = []
    goal: list[str] = []
    task: str = ""
    hints: list[str] = []
    fixed: str = ""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    podviz: str
    title: str = ""
    summary: str = ""
    question: int | None = None
    kubernetes: str = "1.36"
    seed: int = 1
    until: Moment = "60s"
    manifests: str = ""
    script: list[_Step] = []
    chapters: list[_Chapter] = []
    assumptions: dict[str, str] = {}
    watch: list[str] = []
    narration: list[_Note] = []
    claims: list[str] = []
    lesson: _Lesson = _Lesson()
    translations: dict[str, dict[str, str]] = {}


def schema() -> dict[str, Any]:
    """The JSON Schema of a scenario file, for editors."""
    return msgspec.json.schema(_File)


def is_scenario_text(text: str) -> bool:
    """Whether a text is meant as a scenario file: `podviz:` stands among its first keys."""
    return bool(_HEAD.search(text[:4096]))


def load(
    text: str,
    name: str = "scenario.yaml",
    check: Callable[[Scenario], None] = lambda scenario: None,
) -> Scenario:
    """Read a scenario file; ScenarioError says what is wrong at which line.

    `check` may raise more of them, with a path of the file as their place.
    """
    reading = read(text, name)
    for complaint in reading.complaints:
        if complaint.severity == "error":
            raise ScenarioError(complaint.message, f"{name}:{complaint.line}", complaint.hint)
    if len(reading.documents) != 1 or "podviz" not in reading.documents[0].value:
        raise ScenarioError(
            Sentence("This is no scenario."),
            name,
            Sentence("Begin the one document with `%(key)s`.", key=f"podviz: {FORMAT}"),
        )
    document = reading.documents[0]
    try:
        scenario = _scenario(msgspec.convert(document.value, _File))
        check(scenario)
        return scenario
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at ")
        path = path.strip("`").removeprefix("$").removeprefix(".")
        raise ScenarioError(malformed(message), _place(document, name, path)) from None
    except ScenarioError as error:
        place = _place(document, name, error.place)
        raise ScenarioError(error.message, place, error.remedy) from None


def _place(document: Document, name: str, path: str) -> str:
    return f"{name}:{document.locate(path).line}" + (f" ({path})" if path else "")


def _scenario(file: _File) -> Scenario:
    if file.podviz != FORMAT:
        raise ScenarioError(
            Sentence(
                "This scenario is of version %(version)s; this podviz reads %(known)s.",
                version=file.podviz,
                known=FORMAT,
            ),
            "podviz",
            Sentence("Use a newer podviz."),
        )
    return Scenario(
        manifests=file.manifests,
        title=file.title,
        summary=file.summary,
        question=file.question,
        script=tuple(
            Step(_ms(step.at, f"script[{n}].at"), step.do, step.manifest)
            for n, step in enumerate(file.script)
        ),
        seed=file.seed,
        kubernetes=file.kubernetes,
        until_ms=_ms(file.until, "until"),
        chapters=tuple(
            Chapter(_ms(chapter.at, f"chapters[{n}].at"), chapter.title)
            for n, chapter in enumerate(file.chapters)
        ),
        assumptions=file.assumptions,
        watch=tuple(file.watch),
        narration=tuple(
            Note(note.text, _ms(note.at, f"narration[{n}].at"), note.when, note.about)
            for n, note in enumerate(file.narration)
        ),
        claims=tuple(file.claims),
        lesson=_lesson(file.lesson),
        translations=file.translations,
    )


def _lesson(lesson: _Lesson) -> Lesson:
    questions = (
        Question(
            question.ask,
            tuple(Answer(answer.text, answer.claim) for answer in question.answers),
            question.why,
            _ms(question.at, f"lesson.questions[{n}].at"),
            question.when,
        )
        for n, question in enumerate(lesson.questions)
    )
    return Lesson(
        saying=lesson.saying,
        source=lesson.source,
        verdict=lesson.verdict,
        truth=lesson.truth,
        questions=tuple(questions),
        goal=tuple(lesson.goal),
        task=lesson.task,
        hints=tuple(lesson.hints),
        fixed=lesson.fixed,
    )


def _ms(moment: Moment, path: str) -> Millis:
    try:
        return parse_duration(moment)
    except DurationError as error:
        raise ScenarioError(error.message, path, Sentence("Write it like 17s or 1m30s.")) from None
