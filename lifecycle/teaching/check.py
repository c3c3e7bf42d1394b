"""Whether what a scenario teaches can be understood: every claim and every moment of it."""

from collections.abc import Iterator

from lifecycle.sentence import Sentence
from lifecycle.sessions.lesson import Note, Question
from lifecycle.sessions.scenario import Scenario, ScenarioError
from lifecycle.teaching.claim import ClaimError
from lifecycle.teaching.grammar import parse_claim, parse_moment, parse_subject

MOST = 200
"""Claims, notes and questions of one scenario."""

LONGEST_TEXT = 4000
PARSERS = {"claim": parse_claim, "moment": parse_moment, "subject": parse_subject}


def check_teaching(scenario: Scenario) -> None:
    """Raise ScenarioError at the first sentence that can't be understood."""
    for place, count in _counts(scenario):
        if count > MOST:
            raise ScenarioError(
                Sentence("There are more than %(most)s of them.", most=MOST),
                place,
                Sentence("Leave some out."),
            )
    for place, kind, text in sentences(scenario):
        try:
            PARSERS[kind](text)
        except ClaimError as error:
            message = Sentence("“%(text)s”: %(why)s", text=text, why=error.message)
            raise ScenarioError(message, place, error.remedy) from None
    for text in texts(scenario):
        if len(text) > LONGEST_TEXT:
            raise ScenarioError(
                Sentence("A text is longer than anybody reads."), "", Sentence("Make it shorter.")
            )
    for place, question in enumerate(scenario.lesson.questions):
        if not 2 <= len(question.answers) <= 9:
            raise ScenarioError(
                Sentence("A question has two to nine answers."),
                f"lesson.questions[{place}].answers",
                Sentence("They are chosen by the keys 1 to 9."),
            )


def sentences(scenario: Scenario) -> Iterator[tuple[str, str, str]]:
    """Every claim, moment and object in words: where it stands, which it is, its text."""
    for n, claim in enumerate(scenario.claims):
        yield f"claims[{n}]", "claim", claim
    for n, claim in enumerate(scenario.lesson.goal):
        yield f"lesson.goal[{n}]", "claim", claim
    for n, note in enumerate(scenario.narration):
        if note.when:
            yield f"narration[{n}].when", "moment", note.when
        if note.about:
            yield f"narration[{n}].about", "subject", note.about
    for n, question in enumerate(scenario.lesson.questions):
        if question.when:
            yield f"lesson.questions[{n}].when", "moment", question.when
        for m, answer in enumerate(question.answers):
            yield f"lesson.questions[{n}].answers[{m}].claim", "claim", answer.claim


def _counts(scenario: Scenario) -> Iterator[tuple[str, int]]:
    yield "claims", len(scenario.claims)
    yield "narration", len(scenario.narration)
    yield "lesson.goal", len(scenario.lesson.goal)
    yield "lesson.questions", len(scenario.lesson.questions)
    for n, question in enumerate(scenario.lesson.questions[: MOST + 1]):
        yield f"lesson.questions[{n}].answers", len(question.answers)


def texts(scenario: Scenario) -> Iterator[str]:
    """Every text of a scenario that is read by people and can be translated, once each."""
    lesson = scenario.lesson
    found = [scenario.title, scenario.summary]
    found += [chapter.title for chapter in scenario.chapters]
    found += [note.text for note in scenario.narration]
    source = "" if lesson.source.startswith("https://") else lesson.source
    found += [lesson.saying, source, lesson.truth, lesson.task, *lesson.hints]
    for question in lesson.questions:
        found += [question.ask, question.why, *(answer.text for answer in question.answers)]
    yield from dict.fromkeys(text for text in found if text)


def stale(scenario: Scenario, language: str) -> tuple[list[str], list[str]]:
    """The texts that have no translation, and the translations of texts that are no more."""
    own, translated = list(texts(scenario)), scenario.translations.get(language, {})
    missing = [text for text in own if not translated.get(text)]
    return missing, [text for text in translated if text not in own]


def moment_of(told: Note | Question) -> str:
    """What a note or a question hangs on, in words."""
    return told.when or f"{told.at_ms}ms"
