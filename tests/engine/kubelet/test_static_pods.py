"""Pods that are files on a node, and what the API shows of them (as in recording 36)."""

import pytest

from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.engine.kubectl.moment import Moment
from lifecycle.engine.kubectl.read import read
from lifecycle.engine.records import ObjectChanged
from tests.engine.played import Played, pod_of

TERM_AT_ONCE = ["sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.2; done"]
FILE = "/etc/kubernetes/manifests/web.yaml"
WRITE = "kubelet static node1 -f web.yaml"
MIRROR = "web-node1"


def manifest(command=TERM_AT_ONCE, **fields):
    app = {"name": "app", "command": command, **fields}
    return pod_of(app, terminationGracePeriodSeconds=5)


class Static(Played):
    """A node with a file in its folder from the start; `do` are (seconds, line, *documents)."""

    def __init__(self, *do, until=60, pod=None, **options):
        self.cluster = Cluster(**options)
        for seconds, line, *documents in ((0, WRITE, pod or manifest()), *do):
            entered = Input(round(seconds * 1000), line, tuple(documents))
            taken = self.cluster.submit(entered)
            assert taken.ok, taken.output
        self.cluster.advance(round(until * 1000))

    def lives(self):
        """(verb, seconds) of each mirror that came or went."""
        return [
            (record.verb, record.t / 1000)
            for record in self.records
            if isinstance(record, ObjectChanged)
            and (record.kind, record.name) == ("Pod", MIRROR)
            and record.verb != "modified"
        ]

    def asked(self, line):
        ok, said = read(line, Moment(self.cluster.api, self.records, self.cluster.now))
        assert ok, said
        return said


def test_a_file_becomes_a_pod_that_the_api_is_shown():
    played = Static()
    pod = played.pod(MIRROR)
    assert played.phases(MIRROR) == ["Pending", "Running"]
    assert [owner.kind for owner in pod.metadata.ownerReferences] == ["Node"]
    annotations = pod.metadata.annotations
    assert annotations["kubernetes.io/config.mirror"] == annotations["kubernetes.io/config.hash"]
    assert pod.metadata.uid != annotations["kubernetes.io/config.hash"]
    assert not [event for event in played.events() if event[0] == "Scheduled"]


@pytest.mark.parametrize("kubernetes", ["1.20", "1.36"])
def test_to_delete_the_mirror_does_nothing_to_the_pod(kubernetes):
    played = Static((30, "kubectl delete pod web-node1"), kubernetes=kubernetes)
    assert len(played.starts("app")) == 1
    assert not played.process("exit")
    (_, first), (_, gone), (_, again) = played.lives()
    assert first < 0.1 and gone < 30.1 and again < 30.1
    back = [at for at, pod in played.versions(MIRROR) if at > 30 and pod.status.phase == "Running"]
    assert back and max(back) < 40.1


@pytest.mark.parametrize("kubernetes", ["1.20", "1.36"])
def test_without_its_file_the_pod_ends_and_the_mirror_goes(kubernetes):
    played = Static((30, f"host rm {FILE}"), kubernetes=kubernetes)
    assert [message for _, message, _ in played.events("Killing")] == ["Stopping container app"]
    assert played.phases(MIRROR) == ["Pending", "Running"]
    assert played.pod(MIRROR) is None
    assert 30 < played.gone_at(MIRROR) < 36


def test_a_file_that_changes_is_another_pod_that_waits_for_the_first_to_end():
    other = manifest(["sleep", "3600"])
    played = Static((10, WRITE, other), until=90)
    assert len(played.starts("app")) == 2
    assert played.starts("app")[1] - played.process("exit", "app")[0].t / 1000 < 15
    hashes = [
        pod.metadata.annotations["kubernetes.io/config.hash"] for _, pod in played.versions(MIRROR)
    ]
    assert len(dict.fromkeys(hashes)) == 2
    assert played.phases(MIRROR)[-1] == "Running"


def test_a_file_that_comes_back_while_its_pod_ends_is_started_again():
    slow = manifest(["sh", "-c", "trap 'sleep 3; exit 0' TERM; while true; do sleep 0.2; done"])
    played = Static((10, f"host rm {FILE}"), (11, WRITE, slow), pod=slow, until=60)
    assert len(played.starts("app")) == 2
    assert played.pod(MIRROR).status.phase == "Running"


def test_a_kubelet_that_comes_back_reads_its_files_again():
    played = Static((10, "kubelet stop node1"), (20, "kubelet start node1"))
    assert len(played.starts("app")) == 1
    assert len(played.lives()) == 1
    begun = {pod.status.startTime for _, pod in played.versions(MIRROR)}
    assert len(begun - {None}) == 1


def test_a_pod_that_ended_with_its_node_is_begun_anew_with_it():
    played = Static((10, "node shutdown node1"), (60, "node reboot node1"), until=100)
    assert played.phases(MIRROR) == ["Pending", "Running", "Failed", "Running"]
    assert len(played.starts("app")) == 2


def test_a_file_that_went_while_the_kubelet_was_away_takes_its_mirror_along():
    played = Static(
        (10, "kubelet stop node1"), (15, f"host rm {FILE}"), (20, "kubelet start node1")
    )
    assert played.pod(MIRROR) is None


def test_commands_reach_the_pod_through_its_mirror():
    loud = manifest(["sh", "-c", "echo hello; exec sleep 3600"])
    played = Static((10, "kubectl exec web-node1 -- touch /tmp/ok"), pod=loud)
    assert played.asked("kubectl logs web-node1").strip() == "hello"
    assert "Started" in played.asked("kubectl describe pod web-node1")


def test_no_taint_and_no_drain_takes_the_pod_away():
    played = Static(
        (10, "kubectl taint node node1 k=v:NoExecute"),
        (20, "kubectl drain node1 --ignore-daemonsets --force"),
    )
    assert not played.process("exit")
    assert len(played.lives()) == 1


def test_a_pod_that_fails_is_restarted_in_place():
    played = Static(pod=manifest(["sh", "-c", "sleep 2; exit 1"]), until=30)
    assert len(played.starts("app")) > 1
    assert len(played.lives()) == 1


REFUSED = {
    "an object of the API": (
        manifest(envFrom=[{"configMapRef": {"name": "c"}}]),
        "static pods may not reference configmaps",
    ),
    "nonsense": (manifest(name="No Name"), "spec.containers[0].name: Invalid value"),
    "another kind": (
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}},
        "a ConfigMap is no static Pod",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_kubelet_does_not_take(what):
    document, why = REFUSED[what]
    taken = Cluster().submit(Input(0, WRITE, (document,)))
    assert not taken.ok
    assert why in taken.output
