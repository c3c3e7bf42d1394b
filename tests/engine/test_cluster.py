"""The whole engine, from a manifest to the last record."""

from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.digest import digest
from lifecycle.engine.records import InputTaken, ObjectChanged
from tests.engine.played import Played, pod_of

SLEEPER = pod_of({"name": "app", "command": ["sleep", "3600"]}, terminationGracePeriodSeconds=8)


def test_a_pod_comes_to_life_and_goes_as_on_a_real_cluster():
    played = Played(SLEEPER, do=[(10, "kubectl delete pod web")], until=30)
    assert played.phases() == ["Pending", "Running", "Failed"]
    assert played.states("app") == ["ContainerCreating", "running", "Error"]
    assert [reason for reason, _, _ in played.events()] == [
        "Scheduled", "Pulled", "Created", "Started", "Killing",
    ]  # fmt: skip
    assert 18 < played.gone_at() < 20


def test_conditions_follow_the_pod():
    played = Played(SLEEPER, do=[(10, "kubectl delete pod web")], until=30)
    assert played.conditions("PodReadyToStartContainers") == [
        ("False", None), ("True", None), ("False", None),
    ]  # fmt: skip
    assert played.conditions("Ready") == [
        ("False", "ContainersNotReady"), ("True", None), ("False", "PodFailed"),
    ]  # fmt: skip


def test_a_forced_delete_takes_the_object_at_once_and_the_process_later():
    line = "kubectl delete pod web --force --grace-period=0"
    played = Played(SLEEPER, do=[(10, line)], until=30)
    assert played.gone_at() == 10
    exits = played.process("exit", "app")
    assert [round(record.t / 1000) for record in exits] == [12]


def test_same_seed_and_inputs_give_the_same_records():
    one, other = (Played(SLEEPER, do=[(10, "kubectl delete pod web")]) for _ in range(2))
    assert digest(one.records) == digest(other.records)


def test_another_seed_gives_other_times():
    one, other = (Played(SLEEPER, seed=seed) for seed in (1, 2))
    assert one.starts("app") != other.starts("app")


def test_going_back_and_playing_again_gives_the_same_records():
    played = Played(SLEEPER, until=5)
    cluster = played.cluster
    before = cluster.snapshot()
    cluster.advance(20_000)
    once = digest(cluster.records)
    cluster.restore(before)
    cluster.advance(20_000)
    assert digest(cluster.records) == once


def test_a_refused_command_is_recorded_with_what_was_said():
    taken = Cluster().submit(Input(0, "kubectl delete pod nobody"))
    assert isinstance(taken, InputTaken)
    assert not taken.ok and 'pods "nobody" not found' in taken.output


def test_every_change_of_a_pod_leads_back_to_an_input():
    played = Played(SLEEPER, do=[(10, "kubectl delete pod web")], until=30)
    by_id = {record.id: record for record in played.records}
    for record in played.records:
        if not (isinstance(record, ObjectChanged) and record.kind == "Pod"):
            continue
        first = record
        while first.cause:
            assert first.cause < first.id
            first = by_id[first.cause]
        assert isinstance(first, InputTaken), record


def test_a_node_that_comes_later_need_not_say_anything():
    played = Played(pod_of({"name": "app"}), until=5)
    document = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "bare"}}
    assert played.cluster.submit(Input(5_000, "kubectl apply -f -", (document,))).ok
    played.cluster.advance(90_000)
    assert played.pod().status.phase == "Running"
    assert "bare" in played.cluster.submit(Input(90_000, "kubectl get nodes")).output
