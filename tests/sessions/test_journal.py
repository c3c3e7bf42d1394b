"""What happens on which branch."""

from lifecycle.sessions.journal import ROOT, SCRIPT, VIEWER, Branch, Entry, Journal
from lifecycle.sessions.scenario import Scenario, Step

SCENARIO = Scenario(script=(Step(30_000, "later"), Step(10_000, "sooner")))


def lines(journal, number):
    return [(entry.do, entry.by) for entry in journal.entries(number)]


def test_the_script_happens_in_the_order_of_its_moments():
    assert lines(Journal(SCENARIO), ROOT) == [("sooner", SCRIPT), ("later", SCRIPT)]


def test_a_branch_of_a_branch_keeps_the_inputs_before_its_fork():
    journal = Journal(SCENARIO)
    journal = journal.with_branch(Branch(2, ROOT, 5_000, "", (Entry(5_000, "a"),)))
    journal = journal.with_branch(Branch(3, 2, 20_000, "", (Entry(20_000, "b"),)))
    assert lines(journal, 3) == [
        ("a", VIEWER),
        ("sooner", SCRIPT),
        ("b", VIEWER),
        ("later", SCRIPT),
    ]


def test_an_input_comes_after_the_script_of_its_moment():
    journal = Journal(SCENARIO).with_branch(Branch(2, ROOT, 10_000, "", (Entry(10_000, "a"),)))
    assert lines(journal, 2) == [("sooner", SCRIPT), ("a", VIEWER), ("later", SCRIPT)]


def test_there_is_no_branch_before_the_first_or_after_the_last():
    assert Journal(SCENARIO).branch(0) is None
    assert Journal(SCENARIO).branch(2) is None
    assert Journal(SCENARIO).branch(ROOT).id == ROOT
