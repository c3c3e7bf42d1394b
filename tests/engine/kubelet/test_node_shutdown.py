"""A graceful shutdown of the node: two groups of Pods, and how they end."""

from tests.engine.played import Played, pod_of

FOREVER = ["sleep", "3600"]
HANDLED = ["sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.2; done"]
SHUTDOWN = [(10, "node shutdown node1")]


def lonely(name, command, **spec):
    return pod_of({"name": name, "command": command}, name=name, **spec)


def end_of(played, name):
    return round(played.process("exit", name)[0].t / 1000)


def test_ordinary_pods_get_20_seconds_at_most():
    pods = (
        lonely("long", FOREVER, terminationGracePeriodSeconds=60),
        lonely("short", FOREVER, terminationGracePeriodSeconds=5),
    )
    played = Played(*pods, do=SHUTDOWN)
    assert [end_of(played, name) for name in ("long", "short")] == [30, 15]


def test_critical_pods_follow_when_the_last_ordinary_one_has_ended():
    pods = (
        lonely("ordinary", FOREVER, terminationGracePeriodSeconds=4),
        lonely("critical", HANDLED, priorityClassName="system-node-critical"),
    )
    played = Played(*pods, do=SHUTDOWN)
    assert [end_of(played, name) for name in ("ordinary", "critical")] == [14, 14]
    assert played.process("exit", "critical")[0].t > played.process("exit", "ordinary")[0].t


def test_what_is_killed_has_failed_and_what_exits_0_has_succeeded():
    pods = (lonely("killed", FOREVER), lonely("handled", HANDLED))
    played = Played(*pods, do=SHUTDOWN)
    ends = {name: played.pod(name).status for name in ("killed", "handled")}
    assert [(s.phase, s.reason) for s in ends.values()] == [
        ("Failed", "Terminated"),
        ("Succeeded", None),
    ]
    for name in ends:
        assert played.conditions("DisruptionTarget", name)[-1] == ("True", "TerminationByKubelet")


def test_the_node_is_no_longer_ready():
    played = Played(lonely("web", HANDLED), do=SHUTDOWN)
    node = played.cluster.api.get("Node", "", "node1")
    ready = next(c for c in node.status.conditions if c.type == "Ready")
    assert (ready.status, ready.message) == ("False", "node is shutting down")
    assert [taint.key for taint in node.spec.taints][:1] == ["node.kubernetes.io/not-ready"]
