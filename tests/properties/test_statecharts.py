"""Every edge of the state charts is walked by some life, so that none is there for nothing."""

from functools import cache
from typing import NamedTuple

import pytest

from lifecycle.engine.statecharts import CHARTS
from tests.engine.played import Played, pod_of
from tests.properties.edges import Edge, edges_of, pod_workers_observed
from tests.properties.histories import History

SLEEP = ["sleep", "3600"]
TAKES_5_S = ["sh", "-c", "trap 'sleep 5; exit 0' TERM; while true; do sleep 0.2; done"]
SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "web"},
    "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]},
}


def app(command=SLEEP, **fields):
    """The app container."""
    return {"name": "app", "command": command, **fields}


def served(command=SLEEP, **fields):
    """A Pod that the Service selects."""
    pod = pod_of(app(command, **fields))
    pod["metadata"]["labels"] = {"app": "web"}
    return pod


class Walk(NamedTuple):
    """What is played to go along some edges."""

    documents: tuple
    do: tuple = ()
    until: float = 60
    kubernetes: str = "1.36"


RULE = {"action": "RestartAllContainers", "exitCodes": {"operator": "In", "values": [8]}}
ONCE = "test -f /v/done && exec sleep 3600; touch /v/done; sleep 2; exit 8"
MOUNTED = {"volumeMounts": [{"name": "v", "mountPath": "/v"}]}
VOLUME = {"volumes": [{"name": "v", "emptyDir": {}}]}
UNREADY = {"readinessProbe": {"exec": {"command": ["cat", "/tmp/ok"]}, "periodSeconds": 1}}
FAILS = {"exec": {"command": ["false"]}, "periodSeconds": 3}
WALKS = {
    "a Pod does its work": Walk(
        (pod_of(app(["sleep", "3"]), restartPolicy="Never"),),
    ),
    "a Pod fails": Walk(
        (pod_of(app(["sh", "-c", "sleep 3; exit 1"]), restartPolicy="Never"),),
    ),
    "an init container fails for good": Walk(
        (pod_of(app(), init=[{"name": "i", "command": ["false"]}], restartPolicy="Never"),),
    ),
    "the kubelet is away while a Pod does its work": Walk(
        (pod_of(app(["sleep", "1"]), restartPolicy="Never"),),
        ((0.75, "kubelet stop node1"), (10, "kubelet start node1")),
    ),
    "all containers restart": Walk(
        (
            pod_of(
                app(
                    ["sh", "-c", ONCE],
                    restartPolicy="Never",
                    restartPolicyRules=[RULE],
                    **MOUNTED,
                ),
                init=[{"name": "i", "command": ["sleep", "3"]}],
                **VOLUME,
            ),
        ),
    ),
    "a container crashes again and again": Walk(
        (pod_of(app(["sh", "-c", "sleep 1; exit 1"])),), until=120
    ),
    "a liveness probe fails again and again": Walk(
        (pod_of(app(livenessProbe=FAILS), terminationGracePeriodSeconds=1),), until=150
    ),
    "a Pod is deleted": Walk((pod_of(app()),), ((5, "kubectl delete pod web --now"),)),
    "a node is lost and comes back": Walk(
        (pod_of(app()),),
        ((5, "node down node1"), (90, "node up node1")),
        until=150,
    ),
    "a Pod is past its deadline in 1.20": Walk(
        (pod_of(app(), activeDeadlineSeconds=5),), kubernetes="1.20"
    ),
    "a Pod is past its deadline before it is ready in 1.20": Walk(
        (pod_of(app(**UNREADY), activeDeadlineSeconds=5),), kubernetes="1.20"
    ),
    "a readiness probe comes and goes behind a Service": Walk(
        (SERVICE, served(**UNREADY)),
        (
            (5, "kubectl exec web -- touch /tmp/ok"),
            (10, "kubectl exec web -- rm /tmp/ok"),
            (20, "kubectl delete pod web --now"),
        ),
    ),
    "a Pod leaves its Service and comes back": Walk(
        (SERVICE, served()),
        (
            (5, "kubectl label pod web app-"),
            (10, "kubectl label pod web app=web"),
            (15, "kubectl delete pod web --now"),
        ),
    ),
    "a Pod leaves its Service and comes back while it is not ready": Walk(
        (SERVICE, served(**UNREADY)),
        ((5, "kubectl label pod web app-"), (10, "kubectl label pod web app=web")),
    ),
    "a Pod comes back to its Service while it ends": Walk(
        (SERVICE, served(TAKES_5_S)),
        (
            (5, "kubectl label pod web app-"),
            (8, "kubectl delete pod web"),
            (10, "kubectl label pod web app=web"),
        ),
    ),
    "a Pod comes to a Service while it ends": Walk(
        (SERVICE, pod_of(app(TAKES_5_S))),
        ((5, "kubectl delete pod web"), (7, "kubectl label pod web app=web")),
    ),
}


@cache
def walked_by(name: str) -> frozenset[Edge]:
    """The edges of one of the lives."""
    walk = WALKS[name]
    with pod_workers_observed() as workers:
        played = Played(*walk.documents, do=walk.do, until=walk.until, kubernetes=walk.kubernetes)
    return frozenset(edges_of(History(played.cluster)) | workers)


EDGES = [(chart.name, *edge) for chart in CHARTS for edge in chart.edges]


@pytest.mark.parametrize("edge", EDGES, ids=" ".join)
def test_some_life_walks_the_edge(edge):
    assert any(edge in walked_by(name) for name in WALKS)


@pytest.mark.parametrize("name", WALKS)
def test_no_life_leaves_its_charts(name):
    assert walked_by(name) <= set(EDGES)
