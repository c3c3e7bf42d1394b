"""The tape: computed in any pieces, visited at any moment, forked anywhere, it stays the same."""

from typing import NamedTuple

import yaml
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.engine.kernel.digest import digest
from lifecycle.sessions.journal import ROOT, Branch, Entry, Journal
from lifecycle.sessions.replay import Tape
from lifecycle.sessions.scenario import Scenario
from lifecycle.sessions.scenario import Step as ScriptStep
from tests.properties.effort import tries
from tests.properties.lives import Life, lives, state_of
from tests.properties.scripts import Step, steps_at

UNTIL_MS = 60_000
MOMENTS = st.integers(0, UNTIL_MS)


def scenario_of(life: Life) -> Scenario:
    """The life as somebody would have written it down."""
    return Scenario(
        manifests=_manifest((*life.nodes, *life.documents)),
        script=tuple(
            ScriptStep(step.at_ms, step.line, _manifest(step.documents)) for step in life.script
        ),
        seed=life.seed,
        kubernetes=life.kubernetes,
    )


def _manifest(documents) -> str:
    return yaml.safe_dump_all(documents, sort_keys=False) if documents else ""


class Fork(NamedTuple):
    """Something done at a moment of a branch, be it in its past or in its future."""

    parent: int
    step: Step


@st.composite
def forks(draw: st.DrawFn) -> list[Fork]:
    """A few of them, each on a branch that is there by then."""
    return [
        Fork(draw(st.integers(ROOT, number)), draw(steps_at(draw(MOMENTS), True)))
        for number in range(ROOT, ROOT + draw(st.integers(0, 3)))
    ]


def forked(tape: Tape, forks: list[Fork], visits: list[int]) -> None:
    """Do all that, looking around at other moments in between."""
    for number, (parent, step) in enumerate(forks, start=ROOT + 1):
        entry = Entry(step.at_ms, step.line, _manifest(step.documents))
        tape.add(Branch(number, parent, step.at_ms, inputs=(entry,)))
        for at_ms in visits:
            tape.visit(parent, at_ms)


@tries(70)
@given(lives(4), st.lists(MOMENTS, max_size=5))
def test_looking_around_changes_nothing(life, visits):
    scenario = scenario_of(life)
    straight, wandering = Tape(Journal(scenario)), Tape(Journal(scenario))
    straight.compute(ROOT, UNTIL_MS)
    for at_ms in visits:
        cluster = wandering.visit(ROOT, at_ms)
        assert cluster.now == at_ms
        assert digest(cluster.records) == digest(wandering.trace().records[: len(cluster.records)])
    wandering.compute(ROOT, UNTIL_MS)
    assert _records_until(wandering, ROOT) == _records_until(straight, ROOT)


@tries(70)
@given(lives(3), forks(), st.lists(MOMENTS, max_size=2))
def test_a_session_rebuilt_from_its_journal_is_the_same(life, planned, visits):
    lived = Tape(Journal(scenario_of(life)))
    forked(lived, planned, visits)
    rebuilt = Tape(lived.journal)
    for branch in reversed(range(ROOT, ROOT + len(planned) + 1)):
        was, now = lived.visit(branch, UNTIL_MS), rebuilt.visit(branch, UNTIL_MS)
        assert state_of(was) == state_of(now)
        assert digest(was.records) == digest(now.records)


@tries(60)
@given(lives(3), forks())
def test_a_branch_is_its_parent_up_to_the_fork_and_the_parent_stays(life, planned):
    tape = Tape(Journal(scenario_of(life)))
    tape.compute(ROOT, UNTIL_MS)
    before = _records_until(tape, ROOT)
    forked(tape, planned, [])
    for branch in tape.journal.branches[1:]:
        trace, parent = tape.compute(branch.id, UNTIL_MS), tape.trace(branch.parent)
        shared = trace.records[: trace.shared]
        assert shared == parent.records[: trace.shared]
        assert all(record.t <= branch.fork_ms for record in shared)
    assert _records_until(tape, ROOT) == before


@tries(60)
@given(lives(4), st.lists(MOMENTS, min_size=1, max_size=4))
def test_a_cluster_put_back_to_a_moment_lives_on_the_same(life, moments):
    cluster = life.cluster()
    cluster.submit(life.inputs()[0])
    frozen = []
    for at_ms in sorted(moments):
        cluster.advance(at_ms)
        frozen.append((cluster.snapshot(), state_of(cluster)))
    cluster.advance(UNTIL_MS)
    ended, told = state_of(cluster), digest(cluster.records)
    for snapshot, state in reversed(frozen):
        cluster.restore(snapshot)
        assert state_of(cluster) == state
        cluster.advance(UNTIL_MS)
        assert (state_of(cluster), digest(cluster.records)) == (ended, told)


def _records_until(tape: Tape, branch: int) -> str:
    trace = tape.compute(branch, UNTIL_MS)
    return digest(trace.records[: trace.count_until(UNTIL_MS)])
