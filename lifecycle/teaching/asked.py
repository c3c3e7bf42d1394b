"""What a page is told about the lesson of what it plays: narration, questions, the goal."""

from collections.abc import Iterable
from typing import Any

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import Record
from lifecycle.sentence import Say
from lifecycle.sessions.lesson import Question
from lifecycle.sessions.scenario import Scenario
from lifecycle.teaching.check import moment_of
from lifecycle.teaching.departed import still_scripted
from lifecycle.teaching.grammar import parse_claim, parse_moment
from lifecycle.teaching.judge import judge, judge_all
from lifecycle.teaching.narration import narration
from lifecycle.teaching.predict import predictions
from lifecycle.teaching.story import Story

NARRATION, QUESTIONS, GOAL, PREDICTIONS = "narration", "questions", "goal", "predictions"


def answer(
    what: str,
    scenario: Scenario,
    records: Iterable[Record],
    until_ms: Millis,
    *,
    departed: bool = False,
    say: Say = str,
) -> str:
    """The answer as JSON, in the language of `say`; times are milliseconds.

    `departed`: the records are those of a branch that has commands of its own.
    """
    if what == PREDICTIONS:
        return msgspec.json.encode(predictions(records, until_ms)).decode()
    astray = None
    if what == NARRATION and departed:
        records, astray = still_scripted(records, scenario)
    story = Story(records, until_ms)
    found: Any
    if what == NARRATION:
        found = [told._asdict() for told in narration(scenario.narration, story, astray)]
    elif what == GOAL:
        found = judge_all(map(parse_claim, scenario.lesson.goal), story)
    else:
        asked = (_asked(question, story) for question in scenario.lesson.questions)
        found = sorted((one for one in asked if one), key=lambda one: one["at_ms"])
    return msgspec.json.encode(found, enc_hook=say).decode()


def _asked(question: Question, story: Story) -> dict[str, Any] | None:
    """A question at its moment; none where the moment or a single right answer is missing."""
    seen = story.when(parse_moment(moment_of(question)))
    verdicts = [judge(parse_claim(one.claim), story) for one in question.answers]
    right = [n for n, verdict in enumerate(verdicts) if verdict.holds]
    if seen is None or len(right) != 1:
        return None
    return {
        "at_ms": seen.t,
        "kind": "asked",
        "ask": question.ask,
        "answers": [one.text for one in question.answers],
        "right": right[0],
        "why": question.why,
        "record": verdicts[right[0]].record,
        "comes_ms": verdicts[right[0]].at_ms,
    }
