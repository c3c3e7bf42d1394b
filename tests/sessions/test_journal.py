"""What happens on which branch."""

from lifecycle.sessions.journal import (
    APPLY,
    CREATE,
    ROOT,
    SCRIPT,
    VIEWER,
    Branch,
    Entry,
    Journal,
    opening,
)
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


def test_objects_that_leave_their_name_to_the_server_are_created_not_applied():
    nodes, inputs = opening(
        Scenario(
            "---\n{apiVersion: v1, kind: Pod, metadata: {generateName: job-}}\n---\n"
            "{apiVersion: v1, kind: Node, metadata: {name: node1}}\n---\n"
            "{apiVersion: v1, kind: Pod, metadata: {name: web}}"
        )
    )
    assert [node["metadata"]["name"] for node in nodes] == ["node1"]
    assert [(i.line, len(i.documents)) for i in inputs] == [(APPLY, 1), (CREATE, 1)]
    assert inputs[1].documents[0]["metadata"] == {"generateName": "job-"}
