"""Plays a scene of the library on a cluster, without a session around it."""

from functools import cache
from pathlib import Path

from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.sessions.journal import Entry, as_input, opening
from lifecycle.sessions.scenario import Scenario
from lifecycle.sessions.scenariofile import load
from lifecycle.teaching.check import check_teaching

FOLDER = Path(__file__).resolve().parents[2] / "lifecycle" / "scenarios"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def scene(name: str) -> Scenario:
    """The scene, read from its file."""
    path = FOLDER / f"{name}.yaml"
    return load(path.read_text(encoding="utf-8"), path.name, check_teaching)


def inputs(scenario: Scenario) -> list[Input]:
    """The manifests and the script as inputs."""
    script = (Entry(step.at_ms, step.do, step.manifest) for step in scenario.script)
    return [*opening(scenario)[1], *(as_input(entry, scenario) for entry in script)]


def new_cluster(scenario: Scenario) -> Cluster:
    return Cluster(seed=scenario.seed, kubernetes=scenario.kubernetes, nodes=opening(scenario)[0])


def play(scenario: Scenario, cluster: Cluster | None = None, after_ms: int = -1) -> Cluster:
    """Play the scene to its end; a cluster that stands in the middle goes on from there."""
    cluster = cluster or new_cluster(scenario)
    for entered in inputs(scenario):
        if entered.at_ms > after_ms:
            cluster.advance(entered.at_ms)
            cluster.submit(entered)
    cluster.advance(scenario.until_ms)
    return cluster
