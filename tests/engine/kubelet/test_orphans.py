"""Containers whose Pod went from the API while the kubelet was down."""

from tests.engine.played import Played, pod_of

STUBBORN = {"name": "app", "command": ["sleep", "3600"]}
DOWN = [(10, "kubelet stop node1"), (15, "kubectl delete pod web --force --grace-period=0")]


def test_they_run_on_until_the_kubelet_is_back():
    played = Played(pod_of(STUBBORN), do=DOWN, until=60)
    assert played.gone_at() == 15
    assert played.process("exit") == []


def test_the_first_housekeeping_kills_them_with_the_shortest_grace():
    played = Played(pod_of(STUBBORN), do=[*DOWN, (30, "kubelet start node1")], until=60)
    assert played.events("Killing") == [("Killing", "Stopping container app", 1)]
    (killed,) = played.process("exit", "app")
    assert killed.exit_code == 137
    assert 33 < killed.t / 1000 < 35


def test_a_pod_that_is_still_known_is_left_alone():
    lines = [(10, "kubelet stop node1"), (30, "kubelet start node1")]
    played = Played(pod_of(STUBBORN), do=lines, until=60)
    assert played.process("exit") == []
