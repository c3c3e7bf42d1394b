"""Plays a scene of the library on a cluster, without a session around it."""

from functools import cache
from pathlib import Path

from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.manifests.reader import read
from lifecycle.sessions.scenario import Scenario
from lifecycle.sessions.scenariofile import load

FOLDER = Path(__file__).resolve().parents[2] / "lifecycle" / "scenarios"
NAMES = sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def scene(name: str) -> Scenario:
    """The scene, read from its file."""
    path = FOLDER / f"{name}.yaml"
    return load(path.read_text(encoding="utf-8"), path.name)


def inputs(scenario: Scenario) -> list[Input]:
    """The manifests and the script as inputs."""
    steps = [(0, "kubectl apply -f -", scenario.manifests)]
    steps += [(step.at_ms, step.do, step.manifest) for step in scenario.script]
    return [Input(at_ms, line, documents(manifest)) for at_ms, line, manifest in steps]


def documents(manifest: str):
    return tuple(document.value for document in read(manifest).documents) if manifest else ()


def new_cluster(scenario: Scenario) -> Cluster:
    return Cluster(seed=scenario.seed, kubernetes=scenario.kubernetes)


def play(scenario: Scenario, cluster: Cluster | None = None, after_ms: int = -1) -> Cluster:
    """Play the scene to its end; a cluster that stands in the middle goes on from there."""
    cluster = cluster or new_cluster(scenario)
    for entered in inputs(scenario):
        if entered.at_ms > after_ms:
            cluster.advance(entered.at_ms)
            cluster.submit(entered)
    cluster.advance(scenario.until_ms)
    return cluster
