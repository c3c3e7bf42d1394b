"""Notes on a branch speak of what the script still does there."""

import json

from lifecycle.engine.records import InputTaken
from lifecycle.sessions.lesson import Note
from lifecycle.sessions.scenario import Scenario, Step
from lifecycle.teaching.asked import NARRATION, answer
from lifecycle.teaching.departed import still_scripted

SCENARIO = Scenario(
    "",
    script=(Step(1000, "first"), Step(2000, "second"), Step(3000, "third")),
    narration=(
        Note("First.", when="command 1"),
        Note("At 1.5 s.", at_ms=1500),
        Note("Second.", when="command 2"),
        Note("At 2.5 s.", at_ms=2500),
        Note("Third.", when="command 3"),
    ),
)


def taken(*commands):
    return [InputTaken(id=n, t=t, line=line, ok=ok) for n, (t, line, ok) in enumerate(commands, 1)]


ALL = taken((500, "mine", True), (1000, "first", True), (2000, "second", True), (3000, "third", 1))
LOST = taken(
    (500, "mine", True), (1000, "first", True), (2000, "second", False), (3000, "third", 1)
)


def told(records, *, departed=True):
    found = json.loads(answer(NARRATION, SCENARIO, records, 9000, departed=departed))
    return [one["text"] for one in found]


def test_a_viewers_commands_are_not_counted():
    assert told(ALL) == ["First.", "At 1.5 s.", "Second.", "At 2.5 s.", "Third."]


def test_a_viewer_may_type_what_the_script_says():
    again = taken((500, "first", True), (1000, "first", True), (1000, "first", True))
    kept, astray = still_scripted(again, SCENARIO)
    assert [record.t for record in kept] == [1000] and astray is None


def test_once_a_command_of_the_script_is_refused_its_notes_are_not_told():
    assert told(LOST) == ["First.", "At 1.5 s."]


def test_in_the_scenario_itself_a_refusal_may_be_what_is_shown():
    assert told(LOST[1:], departed=False) == [
        "First.",
        "At 1.5 s.",
        "Second.",
        "At 2.5 s.",
        "Third.",
    ]
