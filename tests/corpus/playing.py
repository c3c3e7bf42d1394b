"""A manifest of the corpus, played through the whole engine and asked what was seen when."""

from pathlib import Path
from typing import Any

import pytest

from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.replay import Tape
from lifecycle.sessions.scenario import Scenario, Step
from lifecycle.sessions.wire import project

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"


def manifest(name: str) -> str:
    """The text of a corpus file; the test is skipped where the corpus isn't beside the project."""
    file = CORPUS / name
    if not file.exists():
        pytest.skip(f"no {name} in ../shared/corpus")
    return file.read_text(encoding="utf-8")


class Played:
    """What a watcher saw: lines of `play --output jsonl`, in order."""

    def __init__(self, text: str, until_s: float, *steps: tuple[float, str, str] | tuple) -> None:
        script = tuple(Step(round(at * 1000), *rest) for at, *rest in steps)
        scenario = Scenario(text, script=script, until_ms=round(until_s * 1000))
        records = Tape(Journal(scenario)).compute(ROOT, scenario.until_ms).records
        self.lines: list[dict[str, Any]] = [project(record) for record in records]

    def pods(self, at: float = float("inf")) -> dict[str, dict[str, Any]]:
        """Each Pod's latest line at a moment, by name; those that are gone are left out."""
        seen: dict[str, dict[str, Any]] = {}
        for line in self.lines:
            if line["t"] > at:
                break
            if line["type"] == "pod":
                seen[line["name"]] = line
            elif line["type"] == "pod-deleted":
                seen.pop(line["name"], None)
        return seen

    def pod(self, at: float = float("inf")) -> dict[str, Any]:
        """The only Pod's line at a moment."""
        (pod,) = self.pods(at).values()
        return pod

    def container(self, name: str, at: float = float("inf")) -> dict[str, Any]:
        """That container of the only Pod at a moment."""
        return next(c for c in self.pod(at)["containers"] if c["name"] == name)

    def columns(self, at: float = float("inf")) -> str:
        """READY, STATUS and RESTARTS of the only Pod at a moment."""
        pod = self.pod(at)
        return f"{pod['ready_column']} {pod['status_column']} {pod['restarts_column']}"

    def condition(self, name: str, at: float = float("inf")) -> str | None:
        """The status of the only Pod's condition at a moment, None where it is absent."""
        found = {c["type"]: c["status"] for c in self.pod(at)["conditions"]}
        return found.get(name)

    def events(self, reason: str) -> list[dict[str, Any]]:
        """Every update of an Event with that reason."""
        return [e for e in self.lines if e["type"] == "event" and e["reason"] == reason]

    def processes(self, what: str, **fields: Any) -> list[dict[str, Any]]:
        """The process lines of one sort."""
        return [
            line
            for line in self.lines
            if line["type"] == "process"
            and line["what"] == what
            and all(line.get(key) == value for key, value in fields.items())
        ]

    def logs(self, container: str) -> list[str]:
        """What a container wrote."""
        return [
            line["text"]
            for line in self.lines
            if line["type"] == "log" and line["container"] == container
        ]

    def endpoints(self, at: float = float("inf")) -> dict[str, tuple[bool, bool, bool]]:
        """Ready, serving and terminating of each Pod in the EndpointSlices at a moment."""
        slices: dict[str, list[dict[str, Any]]] = {}
        for line in self.lines:
            if line["t"] <= at and line.get("kind") == "EndpointSlice":
                slices[line["name"]] = [] if line["verb"] == "deleted" else line["endpoints"]
        return {
            e["pod"]: (e["ready"], e["serving"], e["terminating"])
            for endpoints in slices.values()
            for e in endpoints
        }
