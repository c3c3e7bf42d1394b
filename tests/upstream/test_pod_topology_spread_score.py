"""TestPodTopologySpreadScore of plugins/podtopologyspread/scoring_test.go, in our own words."""

import pytest

from lifecycle.engine.scheduler.nodeinfo import new_pod_info
from lifecycle.engine.scheduler.scores.podtopologyspread import spread_scores
from tests.engine.scheduler.candidates import Candidates, padded, pod

HOST = "kubernetes.io/hostname"
FOO, BAR = {"foo": ""}, {"bar": ""}
BOTH = FOO | BAR
SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "s", "namespace": "default"},
    "spec": {"selector": FOO},
}


def wish(key, skew=1, label="foo", **more):
    expressions = {"matchExpressions": [{"key": label, "operator": "Exists"}]}
    return {
        "topologyKey": key,
        "maxSkew": skew,
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": expressions,
        **more,
    }


def hosts(*names, zones=None):
    zones = zones or {}
    return {name: {HOST: name} | ({"zone": zones[name]} if name in zones else {}) for name in names}


def crowd(**counts):
    """So many Pods labelled foo on each node."""
    return [(name, FOO) for name, count in counts.items() for _ in range(count)]


ZONES = {"a": "zone1", "b": "zone1", "x": "zone2", "y": "zone2"}
IN_ZONES = hosts(*ZONES, zones=ZONES)
ONLY_ZONES = {name: {"zone": zone} for name, zone in ZONES.items()}
ENDING = {"deletionTimestamp": "2026-01-01T00:00:00Z"}
LABELLED = {"a": {"node": "a", "foo": ""}, "b": {"node": "b", "foo": ""}, "c": {"node": "c"}}
MIXED = [("a", FOO), ("b", BOTH), ("y", FOO), ("y", BAR)]

CASES = {
    "two nodes with as many Pods are alike": (
        [wish(HOST)],
        Candidates(hosts("a", "b"), crowd(a=1, b=1)),
        {"a": "alike", "b": "alike"},
    ),
    "2/1/0/3 over nodes": (
        [wish(HOST)],
        Candidates(hosts("a", "b", "c", "d"), crowd(a=2, b=1, d=3)),
        {"a": 20, "b": 60, "c": 100, "d": 0},
    ),
    "a constraint without a selector counts nobody": (
        [wish(HOST, labelSelector=None)],
        Candidates(hosts("a", "b", "c", "d"), crowd(a=2, b=1, d=3)),
        dict.fromkeys("abcd", "alike"),
    ),
    "2/1/0/3, a skew of 2 is borne": (
        [wish(HOST, 2)],
        Candidates(hosts("a", "b", "c", "d"), crowd(a=2, b=1, d=3)),
        {"a": 33, "b": 66, "c": 100, "d": 16},
    ),
    "4/3/2/1, a skew of 3 is borne": (
        [wish(HOST, 3)],
        Candidates(hosts("a", "b", "c", "d"), crowd(a=4, b=3, c=2, d=1)),
        {"a": 44, "b": 66, "c": 77, "d": 100},
    ),
    "by default, behind a Service, on nodes without zones": (
        [],
        Candidates(hosts("a", "b", "c", "d"), crowd(a=4, b=3, c=2, d=1), [SERVICE]),
        {"a": 44, "b": 66, "c": 77, "d": 100},
    ),
    "4/2/1/~3~, the fourth is no candidate": (
        [wish(HOST)],
        Candidates(hosts("a", "b", "x", "y"), crowd(a=4, b=2, x=1, y=3)),
        {"a": 33, "b": 83, "x": 100},
    ),
    "a node without the label gets nothing": (
        [wish(HOST)],
        Candidates(hosts("a", "x", "y") | {"b": {"n": "b"}}, crowd(a=4, b=2, x=1, y=3)),
        {"a": 16, "b": 0, "x": 100},
    ),
    "4/2/1/~3~ over zones": (
        [wish("zone")],
        Candidates(IN_ZONES, crowd(a=4, b=2, x=1, y=3)),
        {"a": 75, "b": 75, "x": 100},
    ),
    "2/~1~/2/~4~ over zones and nodes": (
        [wish("zone"), wish(HOST)],
        Candidates(IN_ZONES, crowd(a=2, b=1, x=2, y=4)),
        {"a": 100, "x": 63},
    ),
    "two constraints over zones, for different Pods": (
        [wish("zone"), wish("zone", label="bar")],
        Candidates(
            ONLY_ZONES,
            [("a", BOTH), ("a", FOO), ("b", BOTH), ("y", FOO), ("y", BOTH), ("y", FOO)],
        ),
        {"a": 85, "x": 100},
    ),
    "zones for some Pods, nodes for others": (
        [wish("zone"), wish(HOST, label="bar")],
        Candidates(IN_ZONES, MIXED),
        {"a": 60, "b": 20, "x": 100, "y": 60},
    ),
    "zones for some Pods, nodes for others, nobody on one": (
        [wish("zone"), wish(HOST, label="bar")],
        Candidates(IN_ZONES, [("b", BAR), ("x", FOO), ("y", BOTH)]),
        {"a": 100, "b": 60, "x": 40, "y": 0},
    ),
    "zones for some Pods, nodes for others, the fourth is no candidate": (
        [wish("zone"), wish(HOST, label="bar")],
        Candidates(IN_ZONES, MIXED),
        {"a": 50, "b": 25, "x": 100},
    ),
    "Pods of another namespace don't count": (
        [wish(HOST)],
        Candidates(
            hosts("a", "b"),
            [("a", FOO, {"metadata": {"namespace": "ns1"}}), *crowd(a=1, b=2)],
        ),
        {"a": 100, "b": 33},
    ),
    "Pods that end don't count": (
        [wish(HOST)],
        Candidates(hosts("a", "b"), [("a", FOO, {"metadata": ENDING}), ("b", FOO)]),
        {"a": 100, "b": 0},
    ),
    "minDomains means nothing where the spread is only preferred": (
        [wish("node", 2, minDomains=10)],
        Candidates({name: {"node": name} for name in "abc"}, crowd(a=2, b=2, c=1)),
        {"a": 75, "b": 75, "c": 100},
    ),
    "what nodes the Pod may not run on hold doesn't count": (
        [wish("node")],
        Candidates(LABELLED, crowd(a=2, b=1, c=1)),
        {"a": 0, "b": 33, "c": 100},
    ),
    "or it does, if nodeAffinityPolicy says so": (
        [wish("node", nodeAffinityPolicy="Ignore")],
        Candidates(LABELLED, crowd(a=2, b=1, c=1)),
        {"a": 66, "b": 100, "c": 100},
    ),
    "matchLabelKeys stand for a selector": (
        [
            wish("zone", labelSelector={}, matchLabelKeys=["foo"]),
            wish(HOST, labelSelector={}, matchLabelKeys=["bar"]),
        ],
        Candidates(IN_ZONES, MIXED),
        {"a": 60, "b": 20, "x": 100, "y": 60},
    ),
}


@pytest.mark.parametrize(("wishes", "cluster", "wanted"), CASES.values(), ids=CASES.keys())
def test_like_pods_around_make_a_node_worse(wishes, cluster, wanted):
    spec = {"topologySpreadConstraints": wishes} if wishes else {}
    if "c" in wanted and cluster.infos["a"].node.metadata.labels.get("foo") == "":
        spec["nodeSelector"] = FOO
    new = pod(BOTH, **spec)
    nodes = cluster.choice(*wanted)
    scores = spread_scores(new_pod_info(new), nodes, cluster)
    assert dict(zip(wanted, padded(scores, nodes))) == wanted
