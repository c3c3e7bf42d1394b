"""The truth of a session: its scenario, and its branches with the inputs made on each.

A journal is a value; whoever replays the same journal reaches the same bytes. Each input
begins a branch of its own, so nothing that was once shown is ever changed: going back to
the parent is undo, and the way there again is redo.
"""

import msgspec

from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.clock import Millis
from lifecycle.manifests.reader import read
from lifecycle.sentence import Sentence
from lifecycle.sessions.assumed import with_assumptions
from lifecycle.sessions.scenario import Scenario, ScenarioError, Step

SCRIPT, VIEWER = "script", "viewer"
APPLY = "kubectl apply -f -"
CREATE = "kubectl create -f -"
"""What `apply` can't do: objects that leave their name to the API server."""

ROOT = 1
"""The branch on which only the scenario's own script happens."""


class Entry(msgspec.Struct, frozen=True):
    """One input as it was made: by the script, or by somebody who watched."""

    at_ms: Millis
    do: str
    manifest: str = ""
    by: str = VIEWER


class Branch(msgspec.Struct, frozen=True):
    """One line of the future: its parent's up to `fork_ms`, then its own inputs."""

    id: int
    parent: int | None = None
    fork_ms: Millis = 0
    name: str = ""
    inputs: tuple[Entry, ...] = ()


class Journal(msgspec.Struct, frozen=True):
    """A scenario and what was made of it; the branch with id `n` stands at `n - 1`."""

    scenario: Scenario
    branches: tuple[Branch, ...] = (Branch(ROOT),)

    def branch(self, number: int) -> Branch | None:
        """The branch with that id, if there is one."""
        return self.branches[number - 1] if 0 < number <= len(self.branches) else None

    def with_branch(self, branch: Branch) -> "Journal":
        """The journal with one more branch, whose id is the next."""
        assert branch.id == len(self.branches) + 1 and branch.parent is not None
        return Journal(self.scenario, (*self.branches, branch))

    def renamed(self, number: int, name: str) -> "Journal":
        """The journal with another name for a branch: all else about a branch is for ever."""
        branches = list(self.branches)
        branches[number - 1] = msgspec.structs.replace(branches[number - 1], name=name)
        return Journal(self.scenario, tuple(branches))

    def as_scenario(self, number: int) -> Scenario:
        """A scenario that plays a branch: all its inputs are the script."""
        script = tuple(
            Step(entry.at_ms, entry.do, entry.manifest) for entry in self.entries(number)
        )
        return msgspec.structs.replace(self.scenario, script=script)

    def entries(self, number: int) -> tuple[Entry, ...]:
        """All inputs of a branch in order.

        Those of its parent up to the fork, its own, and what the script still does: what
        other viewers did in the parent's future is not part of it.
        """
        branch = self.branches[number - 1]
        script = sorted(
            (Entry(s.at_ms, s.do, s.manifest, SCRIPT) for s in self.scenario.script),
            key=lambda entry: entry.at_ms,
        )
        if branch.parent is None:
            return (*script, *branch.inputs)
        past = (e for e in self.entries(branch.parent) if e.at_ms <= branch.fork_ms)
        still = (e for e in script if e.at_ms > branch.fork_ms)
        return (*past, *branch.inputs, *still)


def as_input(entry: Entry, scenario: Scenario) -> Input:
    """The entry as the engine takes it; ScenarioError where its manifest can't be read."""
    read = documents(entry.manifest)
    assumed = (with_assumptions(document, scenario.assumptions) for document in read)
    return Input(entry.at_ms, entry.do, tuple(assumed))


def opening(scenario: Scenario) -> tuple[tuple[dict, ...], tuple[Input, ...]]:
    """The nodes that the manifests describe, and the inputs that make the rest of them.

    Nodes are there before anything is applied, with a machine behind each.
    """
    nodes: list[dict] = []
    rest: dict[str, list[dict]] = {APPLY: [], CREATE: []}
    for document in documents(scenario.manifests):
        document = with_assumptions(document, scenario.assumptions)
        if document.get("kind") == "Node":
            nodes.append(document)
        else:
            rest[CREATE if _is_generated(document) else APPLY].append(document)
    return tuple(nodes), tuple(Input(0, line, tuple(made)) for line, made in rest.items() if made)


def _is_generated(document: dict) -> bool:
    metadata = document.get("metadata")
    return isinstance(metadata, dict) and not metadata.get("name") and "generateName" in metadata


def documents(manifest: str, name: str = "") -> tuple[dict, ...]:
    """The documents of a manifest; ScenarioError names the line of the first mistake."""
    if not manifest.strip() and not name:
        return ()
    reading = read(manifest, name or "manifest.yaml")
    for complaint in reading.complaints:
        if complaint.severity == "error":
            line = Sentence("line %(line)s", line=complaint.line)
            place = f"{name}:{complaint.line}" if name else line
            raise ScenarioError(complaint.message, place, complaint.hint)
    return tuple(document.value for document in reading.documents)
