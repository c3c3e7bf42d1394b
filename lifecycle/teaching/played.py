"""A scenario played to its end at once, for those who don't want to watch."""

from lifecycle.engine.records import Record
from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.replay import Tape
from lifecycle.sessions.scenario import Scenario
from lifecycle.teaching.grammar import parse_claim
from lifecycle.teaching.judge import Verdict, judge_all
from lifecycle.teaching.story import Story


def records_of(scenario: Scenario, max_records: int) -> list[Record]:
    """All that happens in it, cut off after so many records."""
    tape = Tape(Journal(scenario), max_records)
    return tape.compute(ROOT, scenario.until_ms).records


def story_of(scenario: Scenario, max_records: int) -> Story:
    """The same, to be asked by claims."""
    return Story(records_of(scenario, max_records), scenario.until_ms)


def verdicts(scenario: Scenario, max_records: int) -> list[Verdict]:
    """Its claims, held against what is played."""
    return judge_all(map(parse_claim, scenario.claims), story_of(scenario, max_records))
