"""TestPreferredAffinity of plugins/interpodaffinity/scoring_test.go, in our own words."""

import pytest

from lifecycle.engine.scheduler.scores.interpodaffinity import pod_affinity_scores
from tests.engine.scheduler.candidates import Candidates, padded, pod

S1, S2 = {"security": "S1"}, {"security": "S2"}
CHINA, INDIA, AZ1, AZ2 = {"region": "China"}, {"region": "India"}, {"az": "az1"}, {"az": "az2"}
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


def term(key, *expressions, **more):
    found = [
        {"key": name, "operator": operator} | ({"values": values} if values else {})
        for name, operator, *values in expressions
    ]
    return {"labelSelector": {"matchExpressions": found}, "topologyKey": key, **more}


def preferring(kind, *weighted):
    terms = [{"weight": weight, "podAffinityTerm": wanted} for weight, wanted in weighted]
    return {kind: {PREFERRED: terms}}


IN_TEAM_1 = {
    "namespaces": ["subteam2.team2"],
    "namespaceSelector": {
        "matchExpressions": [{"key": "team", "operator": "In", "values": ["team1"]}]
    },
}
WITH_S1 = preferring("podAffinity", (5, term("region", ("security", "In", "S1"))))
WITH_S2 = preferring("podAffinity", (6, term("region", ("security", "In", "S2"))))
VARIOUS = preferring(
    "podAffinity",
    (8, term("region", ("security", "NotIn", "S1"), ("security", "In", "S2"))),
    (2, term("region", ("security", "Exists"), ("wrongkey", "DoesNotExist"))),
)
NEEDING = {
    "podAffinity": {
        REQUIRED: [
            term("region", ("security", "In", "S1", "value2")),
            term("region", ("security", "Exists"), ("wrongkey", "DoesNotExist")),
        ]
    }
}
AWAY_FROM_S1 = preferring("podAntiAffinity", (5, term("az", ("security", "In", "S1"))))
AWAY_FROM_S2 = preferring("podAntiAffinity", (5, term("az", ("security", "In", "S2"))))
BOTH = preferring("podAffinity", (8, term("region", ("security", "In", "S1")))) | AWAY_FROM_S2
WITH_TEAM = preferring("podAffinity", (5, term("region", ("security", "In", "S1"), **IN_TEAM_1)))
AWAY_FROM_TEAM = preferring(
    "podAntiAffinity", (5, term("region", ("security", "In", "S1"), **IN_TEAM_1))
)

TWO_REGIONS = {"1": CHINA, "2": INDIA, "3": AZ1}
FIVE = {"1": CHINA, "2": INDIA, "3": CHINA, "4": CHINA, "5": INDIA}
TEAM = {"metadata": {"namespace": "subteam1.team1"}}
NAMESPACE = {
    "apiVersion": "v1",
    "kind": "Namespace",
    "metadata": {"name": "subteam1.team1", "labels": {"team": "team1"}},
}


def on(node, labels, affinity=None):
    return (node, labels, {"affinity": affinity} if affinity else {})


CASES = {
    "nobody prefers anything": (S1, {}, TWO_REGIONS, [], "alike alike alike"),
    "the label of the node and that of the Pod on it must be right": (
        S1,
        {"affinity": WITH_S1},
        TWO_REGIONS,
        [on("1", S1), on("2", S2), on("3", S1)],
        "100 0 0",
    ),
    "all nodes of a domain are worth the same": (
        {},
        {"affinity": WITH_S1},
        {"1": CHINA, "2": CHINA | AZ1, "3": INDIA},
        [on("1", S1)],
        "100 100 0",
    ),
    "the domain with more of them is worth more": (
        S1,
        {"affinity": WITH_S2},
        FIVE,
        [on(name, S2) for name in "112345"],
        "100 0 100 100 0",
    ),
    "several terms, some without a match": (
        S1,
        {"affinity": VARIOUS},
        TWO_REGIONS,
        [on("1", S1), on("2", S2), on("3", S1)],
        "20 100 0",
    ),
    "what the others prefer counts as well": (
        S2,
        {},
        TWO_REGIONS,
        [on("1", S1, WITH_S1), on("2", S2, WITH_S2)],
        "0 100 0",
    ),
    "the others prefer Pods of a team's namespaces": (
        S1,
        TEAM,
        TWO_REGIONS,
        [on("1", S1, WITH_TEAM), on("2", S2, WITH_S2)],
        "100 0 0",
    ),
    "the others avoid Pods of a team's namespaces": (
        S1,
        TEAM,
        TWO_REGIONS,
        [on("1", S1, AWAY_FROM_TEAM), on("2", S2, WITH_S2)],
        "0 100 100",
    ),
    "what the others need counts a little": (
        S1,
        {},
        TWO_REGIONS,
        [on("1", S1, NEEDING), on("2", S2, NEEDING)],
        "100 100 0",
    ),
    "away from Pods": (
        S1,
        {"affinity": AWAY_FROM_S1},
        {"1": AZ1, "2": CHINA},
        [on("1", S1), on("2", S2)],
        "0 100",
    ),
    "away from Pods, where the node has the label": (
        S1,
        {"affinity": AWAY_FROM_S1},
        {"1": AZ1, "2": CHINA},
        [on("1", S1), on("2", S1)],
        "0 100",
    ),
    "the others avoid": (
        S2,
        {},
        {"1": AZ1, "2": AZ2},
        [on("1", S1, AWAY_FROM_S2), on("2", S2, AWAY_FROM_S1)],
        "0 100",
    ),
    "near some and away from others": (
        S1,
        {"affinity": BOTH},
        {"1": CHINA, "2": AZ1},
        [on("1", S1), on("2", S1)],
        "100 0",
    ),
    "together in a region": (
        S1,
        {"affinity": BOTH},
        FIVE | {"1": CHINA | AZ1},
        [on(name, S1) for name in "1123345"],
        "100 0 100 100 0",
    ),
    "all four ways at once": (
        S1,
        {"affinity": BOTH},
        {"1": CHINA, "2": AZ1, "3": INDIA, "4": AZ2},
        [on("1", S1), on("2", S2), on("3", {}, BOTH), on("4", {}, AWAY_FROM_S1)],
        "100 0 100 0",
    ),
    "one of two nodes of a domain": (
        S1,
        {},
        {"1": CHINA, "2": CHINA},
        [on("1", S1), on("2", {}, BOTH)],
        "alike alike",
    ),
}


@pytest.mark.parametrize(
    ("labels", "spec", "nodes", "pods", "wanted"), CASES.values(), ids=CASES.keys()
)
def test_pods_near_make_a_node_better_or_worse(labels, spec, nodes, pods, wanted):
    cluster = Candidates(nodes, pods, [NAMESPACE])
    scores = pod_affinity_scores(pod(labels, **spec), cluster.nodes, cluster)
    assert " ".join(map(str, padded(scores, nodes))) == wanted
