"""The tape: a journal played by one cluster, computed ahead, with marks to return to.

A trace is append-only. The cluster is the head of the tape: it stands at one moment of one
branch and is moved by restoring the nearest mark before the goal and playing from there. A
fork therefore costs what lies between two marks, however long the trace.
"""

from bisect import bisect_right
from typing import Any, NamedTuple

from lifecycle.engine.api.scheme import DecodeError
from lifecycle.engine.cluster import GATES, Cluster
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.digest import digest
from lifecycle.engine.kubectl.moment import Later, Moment, past
from lifecycle.sentence import Sentence
from lifecycle.sessions.assumed import check_assumptions
from lifecycle.sessions.duration import format_duration
from lifecycle.sessions.journal import ROOT, Branch, Journal, as_input, opening
from lifecycle.sessions.scenario import Scenario, ScenarioError

MARK_EVERY = 1000
"""So many records lie between two marks: some tens of milliseconds of computing."""

MARK_SHARE = 2
"""In a large world, where a mark is large as well, as many as this part of its entries."""

SLICE_RECORDS = 400
"""A slice is made longer or shorter until it yields about so many records."""

LONGEST_SLICE: Millis = 60_000


class Mark(NamedTuple):
    """A moment to return to: a frozen cluster, and how many inputs it has taken."""

    now: Millis
    records: int
    taken: int
    snapshot: Any


class Trace:
    """What happens on one branch, as far as it has been computed.

    Up to and including `horizon_ms` it is complete; `ended` says that nothing comes after.
    """

    def __init__(self, branch: int, inputs: tuple[Input, ...], shared: int = 0) -> None:
        self.branch = branch
        self.inputs = inputs
        self.shared = shared
        self.records: list[Any] = []
        self.horizon_ms: Millis = -1
        self.ended = False
        self.marks: list[Mark] = []
        self.frontier: Mark | None = None

    def mark_before(self, at_ms: Millis) -> Mark:
        """The last mark from which that moment can be reached by playing on."""
        if self.frontier is not None and self.frontier.now <= at_ms:
            return self.frontier
        return self.marks[bisect_right(self.marks, at_ms, key=lambda mark: mark.now) - 1]

    def count_until(self, at_ms: Millis) -> int:
        """How many records there are up to and including that moment."""
        return bisect_right(self.records, at_ms, key=lambda record: record.t)

    def moment(self, at_ms: Millis) -> Moment:
        """What a command that only looks can see at that moment, or wait for after it."""
        count = self.count_until(at_ms)
        later = Later(self.records[count:], self.horizon_ms, self.ended)
        return past(self.records[:count], at_ms, later)


def check(scenario: Scenario) -> None:
    """Raise ScenarioError where no cluster can be made for it."""
    if scenario.kubernetes not in GATES:
        versions = ", ".join(sorted(GATES))
        raise ScenarioError(
            Sentence("Kubernetes %(version)s can't be played.", version=scenario.kubernetes),
            "kubernetes",
            Sentence("There are %(versions)s.", versions=versions),
        )
    check_assumptions(scenario.assumptions)
    if not 0 <= scenario.seed < 2**53:
        raise ScenarioError(Sentence("The seed must lie between 0 and 2⁵³."), "seed")


def new_cluster(scenario: Scenario, nodes: tuple[dict[str, Any], ...]) -> Cluster:
    """The cluster in which a scenario is played, before anything has happened in it."""
    try:
        return Cluster(seed=scenario.seed, kubernetes=scenario.kubernetes, nodes=nodes)
    except DecodeError as error:
        raise ScenarioError(str(error), "manifests") from None


class Tape:
    """Plays a journal. `max_records` is where a trace that never ends is cut off."""

    def __init__(self, journal: Journal, max_records: int = 200_000) -> None:
        self.journal = journal
        self.max_records = max_records
        nodes, self._opening = opening(journal.scenario)
        self._cluster = new_cluster(journal.scenario, nodes)
        self._taken = 0
        self._slice_ms: Millis = 1000
        self._visited: tuple[Trace, Mark] | None = None
        root = Trace(ROOT, self._inputs(ROOT))
        root.records = self._cluster.records
        root.marks.append(self._frozen())
        self._head: Trace | None = root
        self._traces = {ROOT: root}

    @property
    def events(self) -> int:
        """How many alarms have been set since the cluster began: what it has had to do."""
        return self._cluster.world.agenda.set_so_far

    def trace(self, branch: int = ROOT) -> Trace:
        """The trace of a branch; one that the journal knows only is forked now."""
        if branch not in self._traces:
            self._fork(branch)
        return self._traces[branch]

    def add(self, branch: Branch) -> Trace:
        """Begin a branch; its parent stays as it is."""
        self.journal = self.journal.with_branch(branch)
        return self.trace(branch.id)

    def compute(self, branch: int, until_ms: Millis) -> Trace:
        """Have the trace of a branch reach `until_ms`."""
        while not self.step(branch, until_ms):
            pass
        return self.trace(branch)

    def step(self, branch: int, until_ms: Millis) -> bool:
        """Compute one slice towards `until_ms`; True when the trace has got there."""
        trace = self.trace(branch)
        if trace.ended or trace.horizon_ms >= until_ms:
            return True
        self._go_to_frontier(trace)
        before = len(trace.records)
        self._play(trace, min(until_ms, trace.horizon_ms + self._slice_ms))
        trace.horizon_ms = self._cluster.now
        trace.ended = len(trace.records) >= self.max_records or self._nothing_is_left(trace)
        last = trace.marks[-1]
        if len(trace.records) >= last.records + max(MARK_EVERY, last.snapshot.size // MARK_SHARE):
            trace.marks.append(self._frozen())
        self._fit_slice(len(trace.records) - before)
        return trace.ended or trace.horizon_ms >= until_ms

    def visit(self, branch: int, at_ms: Millis) -> Cluster:
        """The cluster as it was at that moment, to be asked; the next call moves it on."""
        trace = self.compute(branch, at_ms)
        if at_ms > trace.horizon_ms and len(trace.records) >= self.max_records:
            raise ScenarioError(
                Sentence(
                    "So much happens that this is played up to %(time)s.",
                    time=format_duration(trace.horizon_ms),
                ),
                format_duration(at_ms),
                Sentence("Choose an earlier moment."),
            )
        self._go_to(trace, at_ms)
        # Who asks what would come of an input is about to fork here.
        self._visited = (trace, self._frozen())
        return self._cluster

    def digest(self, branch: int = ROOT) -> str:
        """One number for the whole trace of a branch, as far as it was computed."""
        return digest(self.trace(branch).records)

    def _inputs(self, branch: int) -> tuple[Input, ...]:
        scenario = self.journal.scenario
        own = (as_input(entry, scenario) for entry in self.journal.entries(branch))
        return (*self._opening, *own)

    def _fork(self, number: int) -> None:
        """Lay the trace of a new branch: its parent's records and marks up to the fork."""
        branch = self.journal.branches[number - 1]
        parent = self.compute(branch.parent, branch.fork_ms)
        self._go_to(parent, branch.fork_ms)
        shared = len(self._cluster.records)
        assert shared == parent.count_until(branch.fork_ms), "a replay differs from its trace"
        trace = Trace(number, self._inputs(number), shared)
        trace.records = parent.records[:shared]
        trace.marks = [mark for mark in parent.marks if mark.now <= branch.fork_ms]
        trace.horizon_ms = branch.fork_ms - 1
        self._cluster.world.records = trace.records
        self._head = self._traces[number] = trace

    # The head of the tape: the trace at whose end the cluster stands, or none.

    def _go_to_frontier(self, trace: Trace) -> None:
        if self._head is not trace:
            self._leave()
            self._restore(trace.frontier, trace.records)
            self._head, trace.frontier = trace, None

    def _go_to(self, trace: Trace, at_ms: Millis) -> None:
        """Stand at a moment that the trace has reached, on a copy of its records."""
        self._leave()
        mark = trace.mark_before(at_ms)
        if self._visited is not None:
            of, visited = self._visited
            mark = visited if of is trace and mark.now <= visited.now <= at_ms else mark
        self._restore(mark, trace.records[: mark.records])
        self._play(trace, at_ms)

    def _leave(self) -> None:
        if self._head is not None:
            self._head.frontier = self._frozen()
            self._head = None

    def _restore(self, mark: Mark, records: list[Any]) -> None:
        self._cluster.world.records = records
        self._cluster.restore(mark.snapshot)
        self._taken = mark.taken

    def _frozen(self) -> Mark:
        cluster = self._cluster
        return Mark(cluster.now, len(cluster.records), self._taken, cluster.snapshot())

    def _play(self, trace: Trace, until_ms: Millis) -> None:
        """Advance to `until_ms`, taking inputs on the way, each after all that is due."""
        cluster, inputs = self._cluster, trace.inputs
        while self._taken < len(inputs) and inputs[self._taken].at_ms <= until_ms:
            cluster.advance(inputs[self._taken].at_ms)
            cluster.submit(inputs[self._taken])
            self._taken += 1
        cluster.advance(until_ms)

    def _nothing_is_left(self, trace: Trace) -> bool:
        return self._cluster.next_due() is None and self._taken == len(trace.inputs)

    def _fit_slice(self, yielded: int) -> None:
        if yielded > 2 * SLICE_RECORDS:
            self._slice_ms = max(100, self._slice_ms // 2)
        elif yielded < SLICE_RECORDS // 2:
            self._slice_ms = min(LONGEST_SLICE, self._slice_ms * 2)
