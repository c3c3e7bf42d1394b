"""kubectl drain over time: budgets, the end of Pods, timeouts, several nodes."""

import pytest
import yaml

from lifecycle.engine.records import Printed
from tests.engine.kubectl.shell import Shell
from tests.engine.played import Played

NODES = """
apiVersion: v1
kind: Node
metadata: {name: node1, labels: {pool: old}}
---
apiVersion: v1
kind: Node
metadata: {name: node2, labels: {pool: new}}
spec: {unschedulable: true}
"""
CLUSTER = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 3
      containers:
      - {name: app, image: "busybox:1.36", command: [sh, -c, sleep infinity]}
"""
BUDGET = """
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web}
spec: {minAvailable: %s, selector: {matchLabels: {app: web}}}
"""
REFUSED = "Cannot evict pod as it would violate the pod's disruption budget."


def played(text, *do, until=60):
    nodes = tuple(yaml.safe_load_all(NODES))
    return Played(*yaml.safe_load_all(text), do=do, until=until, nodes=nodes)


def printed(game):
    """(seconds, lines) of all that was printed by drains after they were typed."""
    return [(r.t / 1000, r.text.split("\n")) for r in game.records if isinstance(r, Printed)]


def output(game, line):
    return next(r.output for r in game.records if getattr(r, "line", "") == line).split("\n")


def names(game):
    return [pod.metadata.name for pod in game.cluster.api.list("Pod")]


def test_a_drain_waits_until_the_pods_are_gone():
    game = played(CLUSTER, (10, "kubectl drain node1"))
    assert output(game, "kubectl drain node1")[0] == "node/node1 cordoned"
    (at, last) = printed(game)[-1]
    assert last[-1] == "node/node1 drained"
    assert 13 <= at <= 15
    evicted = [line for _, lines in printed(game) for line in lines if line.endswith(" evicted")]
    assert len(evicted) == 2


def test_what_a_budget_forbids_is_tried_again_every_five_seconds():
    game = played(CLUSTER + BUDGET % 2, (10, "kubectl drain node1"), until=27)
    first, second = names(game)
    tried = [
        f"evicting pod default/{first}",
        f'error when evicting pods/"{first}" -n "default" (will retry after 5s): {REFUSED}',
    ]
    assert output(game, "kubectl drain node1")[1:3] == tried
    told = [(at, lines) for at, lines in printed(game) if lines == tried]
    assert [at for at, _ in told] == [15, 20, 25]
    assert names(game) == [first, second]


def test_evictions_go_through_as_soon_as_the_budget_allows_them():
    do = [
        (8, "kubectl uncordon node2"),
        (10, "kubectl drain node1"),
        (17, "kubectl scale deployment web --replicas=3"),
    ]
    game = played(CLUSTER + BUDGET % 2, *do, until=90)
    assert printed(game)[-1][1][-1] == "node/node1 drained"
    assert {p.spec.nodeName for p in game.cluster.api.list("Pod")} == {"node2"}


def test_a_timeout_ends_a_drain_at_the_next_try():
    game = played(CLUSTER + BUDGET % 2, (10, "kubectl drain node1 --timeout=7s"))
    first, second = names(game)
    late = [
        f'error when evicting pods/"{name}" -n "default": global timeout reached: 7s'
        for name in (first, second)
    ]
    both = f"[{', '.join(late)}]"
    assert printed(game)[-1] == (
        20,
        [
            f"evicting pod default/{second}",
            f'There are pending pods in node "node1" when an error occurred: {both}',
            f"pod/{first}",
            f"pod/{second}",
            f'error: unable to drain node "node1" due to error: {both}, continuing command...',
            "There are pending nodes to be drained:",
            " node1",
            *late,
        ],
    )
    assert not [r for r in game.records if isinstance(r, Printed)][-1].ok


def test_a_timeout_ends_the_waiting_for_a_pod_that_does_not_go():
    text = CLUSTER.replace("terminationGracePeriodSeconds: 3", "terminationGracePeriodSeconds: 30")
    game = played(text, (10, "kubectl drain node1 --timeout=90s --grace-period=20"), until=120)
    assert printed(game)[-1][1][-1] == "node/node1 drained"
    assert 30 <= printed(game)[-1][0] <= 32
    game = played(text, (10, "kubectl drain node1 --timeout=1m2s"), (11, "node down node1"),
                  until=120)  # fmt: skip
    assert "terminate: global timeout reached: 1m2s" in printed(game)[-1][1][-1]


def test_pods_that_should_long_be_gone_are_skipped_if_one_likes():
    do = [
        (10, "node down node1"),
        (11, "kubectl delete pod --all"),
        (12, "kubectl drain node1 --skip-wait-for-delete-timeout=20"),
    ]
    game = played(CLUSTER, *do, until=60)
    told = [line for _, lines in printed(game) for line in lines if "skipping" in line]
    assert told
    assert told[0].endswith("has DeletionTimestamp older than 20 seconds, skipping")
    assert printed(game)[-1][1][-1] == "node/node1 drained"


def test_deletion_asks_no_budget():
    game = played(CLUSTER + BUDGET % 2, (10, "kubectl drain node1 --disable-eviction"))
    assert printed(game)[-1][1][-1] == "node/node1 drained"
    assert sum(line.endswith(" deleted") for _, lines in printed(game) for line in lines) == 2
    text = CLUSTER + BUDGET % 2
    late = "kubectl drain node1 --disable-eviction --timeout=2s"
    assert printed(played(text, (10, late)))[-1][1][-1] == "timed out waiting for the condition"


def test_nodes_are_drained_one_after_the_other():
    do = [(5, "kubectl uncordon node2"), (6, "kubectl scale deployment web --replicas=4"),
          (12, "kubectl drain node1 node2")]  # fmt: skip
    game = played(CLUSTER, *do, until=60)
    drained = [(at, line) for at, lines in printed(game) for line in lines if "drained" in line]
    assert [line for _, line in drained] == ["node/node1 drained", "node/node2 drained"]
    assert drained[1][0] - drained[0][0] >= 3
    assert output(game, "kubectl drain node1 node2")[:2] == [
        "node/node1 cordoned",
        "node/node2 cordoned",
    ]


def test_nodes_can_be_chosen_by_label_and_pods_too():
    shell = Shell()
    shell.does("kubectl create -f -", NODES)
    assert shell.does("kubectl drain -l pool=old") == "node/node1 cordoned\nnode/node1 drained"
    said = shell.refuses("kubectl drain node1 -l pool=old")
    assert said == "error: cannot specify both a node name and a --selector option"
    said = shell.refuses("kubectl drain node1 --pod-selector='a=='b'='")
    assert said == "error: --pod-selector=<pod_selector> must be a valid label selector"
    game = played(CLUSTER, (10, "kubectl drain node1 --pod-selector=app=db"))
    assert output(game, "kubectl drain node1 --pod-selector=app=db")[1] == "node/node1 drained"
    assert len(names(game)) == 2


@pytest.mark.parametrize("how", ["client", "server"])
def test_a_dry_run_of_a_drain_changes_nothing(how):
    line = f"kubectl drain node1 --dry-run={how}"
    dry = {"client": "(dry run)", "server": "(server dry run)"}[how]
    game = played(CLUSTER, (10, line))
    first, second = names(game)
    assert output(game, line) == [
        f"node/node1 cordoned {dry}",
        f"evicting pod default/{first} {dry}",
        f"evicting pod default/{second} {dry}",
        f"node/node1 drained {dry}",
    ]
    assert not game.cluster.api.get("Node", "", "node1").spec.unschedulable


def test_a_drain_goes_on_after_a_return_to_an_earlier_moment():
    game = played(CLUSTER + BUDGET % 2, (10, "kubectl drain node1"), until=16)
    there = game.cluster.snapshot()
    game.cluster.advance(40_000)
    first = printed(game)
    game.cluster.restore(there)
    game.cluster.advance(40_000)
    assert printed(game) == first
