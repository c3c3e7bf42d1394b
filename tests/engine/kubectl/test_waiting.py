"""kubectl wait and rollout: what they print, in the end and on the way."""

import pytest
import yaml

from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.engine.kubectl.moment import Later, past
from lifecycle.engine.kubectl.read import is_reading, read
from tests.engine.kubectl.shell import DEPLOYMENT

OTHERS = """
apiVersion: v1
kind: Pod
metadata: {name: solo, labels: {run: solo}}
spec:
  containers:
  - {name: c, image: "busybox:1.35", command: [sleep, "3600"], readinessProbe: {
      exec: {command: ["true"]}, initialDelaySeconds: 20}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: app, image: "nginx:1"}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec:
  template:
    spec: {restartPolicy: Never, containers: [
      {name: c, image: "busybox:1.35", command: [sleep, "5"]}]}
"""


class Played:
    """A cluster that has been played ahead, asked and told at its moments."""

    def __init__(self):
        self.cluster = Cluster()
        documents = tuple(yaml.safe_load_all(f"{DEPLOYMENT}---{OTHERS}"))
        self.cluster.submit(Input(0, "kubectl apply -f -", documents))

    def do(self, seconds, line):
        """Whether a line was carried out at a moment, and what it printed."""
        self.cluster.advance(seconds * 1000)
        taken = self.cluster.submit(Input(seconds * 1000, line))
        return taken.ok, str(taken.output)

    def ask(self, seconds, line, *, until=120):
        """What a line that only looks prints, of what is known up to a moment."""
        self.cluster.advance(until * 1000)
        records, at_ms = self.cluster.records, seconds * 1000
        count = sum(record.t <= at_ms for record in records)
        later = Later(records[count:], until * 1000)
        return read(line, past(records[:count], at_ms, later))


@pytest.mark.parametrize(
    ["line", "said"],
    [
        ("--for=condition=Ready pod/solo", "pod/solo condition met"),
        ("--for=condition=ready=TRUE pod solo", "pod/solo condition met"),
        ("--for=condition=Available deploy/web", "deployment.apps/web condition met"),
        ("--for=condition=complete job -l app!=x", "job.batch/once condition met"),
        ("--for=jsonpath='{.status.phase}'=Running pod/solo", "pod/solo condition met"),
        ("--for=jsonpath=.status.readyReplicas=2 deploy/web", "deployment.apps/web condition met"),
        ("--for=create pod/solo", "pod/solo condition met"),
        ("--for=delete pod/gone", ""),
    ],
)
def test_what_comes_in_time_is_met(line, said):
    assert Played().ask(5, f"kubectl wait {line}") == (True, said)


@pytest.mark.parametrize(
    ["line", "said"],
    [
        (
            "--for=condition=Ready pod/solo --timeout=10s",
            "error: timed out waiting for the condition on pods/solo",
        ),
        ("--for=condition=Ready pod/solo --timeout=0s", "error: condition not met for pods/solo"),
        ("--for=delete pod/solo --timeout=0", "error: condition not met for pods/solo"),
        (
            "--for=condition=Ready pod/gone",
            'Error from server (NotFound): pods "gone" not found',
        ),
        (
            "--for=create pod/gone --timeout=1s",
            "error: timed out waiting for the condition",
        ),
        ("--for=condition=Ready pod -l run=x", "error: no matching resources found"),
        (
            "--for=condition=Ready pod/solo --timeout=10",
            'error: invalid argument "10" for "--timeout" flag: time: missing unit in duration '
            '"10"',
        ),
    ],
)
def test_what_does_not_come_in_time_is_not_met(line, said):
    assert Played().ask(5, f"kubectl wait {line}") == (False, said)


@pytest.mark.parametrize(
    ["line", "said"],
    [
        ("pod/solo", 'error: unrecognized condition: ""'),
        ("--for=soon pod/solo", 'error: unrecognized condition: "soon"'),
        ("--for=condition=Ready", "error: You must provide one or more resources by argument"),
        ("--for=condition=Ready pod", "error: resource(s) were provided, but no name was"),
        ("--for=jsonpath= pod/solo", "error: jsonpath expression cannot be empty"),
        ("--for=jsonpath='{.kind}'= pod/solo", "error: jsonpath wait has to have a value after"),
        ("--for=jsonpath='{.metadata}'=x pod/solo", "error: jsonpath leads to a nested object"),
    ],
)
def test_what_cannot_be_waited_for(line, said):
    ok, text = Played().ask(5, f"kubectl wait {line}")
    assert not ok
    assert text.startswith(said)


def test_of_several_each_is_told():
    ok, text = Played().ask(5, "kubectl wait --for=condition=Ready pod --all --timeout=10s")
    assert not ok
    *met, unmet = text.split("\n")
    assert unmet == "error: timed out waiting for the condition on pods/solo"
    assert "pod/db-0 condition met" in met


def test_what_is_not_known_yet_is_not_guessed():
    line = "kubectl wait --for=condition=Ready pod/solo --timeout=60s"
    ok, text = Played().ask(5, line, until=10)
    assert not ok
    assert text.startswith("error: pods/solo is not there yet")
    ok, text = Played().do(5, line)
    assert not ok
    assert "--timeout=0s" in text
    assert Played().do(60, line) == (True, "pod/solo condition met")


def test_a_deleted_pod_is_waited_for():
    played = Played()
    played.do(40, "kubectl delete pod solo")
    line = "kubectl wait --for=delete pod/solo --timeout=60s"
    assert played.ask(41, line) == (True, "pod/solo condition met")


def test_the_status_of_a_rollout_is_followed_to_its_end():
    played = Played()
    played.do(60, "kubectl set image deploy/web app=nginx:1.25")
    ok, text = played.ask(60, "kubectl rollout status deploy/web")
    first, *_, last = text.split("\n")
    assert ok
    assert first == "Waiting for deployment spec update to be observed..."
    assert 'Waiting for deployment "web" rollout to finish: 1 out of 2 new replicas' in text
    assert last == 'deployment "web" successfully rolled out'
    ok, text = played.ask(60, "kubectl rollout status deploy/web --watch=false")
    assert text == first
    ok, text = played.ask(60, "kubectl rollout status deploy/web --timeout=1ms")
    assert not ok
    assert text.endswith("error: timed out waiting for the condition")


def test_the_status_of_other_workloads():
    played = Played()
    done = "partitioned roll out complete: 1 new pods have been updated..."
    assert played.ask(60, "kubectl rollout status sts/db") == (True, done)
    for line, said in (
        ("status pod/solo", "error: no status viewer has been implemented for Pod"),
        ("status", "error: required resource not specified"),
        ("history job/once", 'error: no history viewer has been implemented for "Job.batch"'),
    ):
        assert played.ask(60, f"kubectl rollout {line}") == (False, said)


def test_history_and_undo():
    played = Played()
    played.do(50, "kubectl annotate deploy web kubernetes.io/change-cause=first")
    played.do(60, "kubectl set image deploy/web app=nginx:1.25")
    played.do(61, "kubectl annotate deploy web kubernetes.io/change-cause=second --overwrite")
    told = "deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         first\n2         second"
    assert played.do(70, "kubectl rollout history deploy/web") == (True, told)
    assert played.do(70, "kubectl rollout undo deploy/web")[1] == "deployment.apps/web rolled back"
    told = "deployment.apps/web \nREVISION  CHANGE-CAUSE\n2         second\n3         first"
    assert played.do(80, "kubectl rollout history deploy/web") == (True, told)
    _, text = played.do(80, "kubectl rollout history deploy/web --revision=2")
    assert text.startswith("deployment.apps/web with revision #2\nPod Template:\n  Labels:")
    assert "\n   app:\n    Image:         nginx:1.25\n" in text


def test_undo_of_a_stateful_set():
    played = Played()
    line = "kubectl rollout undo sts/db"
    assert played.do(50, line) == (False, "error: no last revision to roll back to")
    played.do(60, "kubectl set image sts/db app=nginx:1.25")
    assert played.do(70, line) == (True, "statefulset.apps/db rolled back")
    template = played.cluster.api.find("StatefulSet", "default", "db").spec.template
    assert template.spec.containers[0].image == "nginx:1"
    missing = "error: unable to find specified revision 9 in history"
    assert played.do(80, f"{line} --to-revision=9") == (False, missing)


def test_a_rollout_that_is_paused():
    played = Played()
    played.do(60, "kubectl set image deploy/web app=nginx:1.25")
    played.do(65, "kubectl rollout pause deploy/web")
    for line, said in (
        ("pause deploy/web", 'error: deployments.apps "web" is already paused'),
        ("undo deploy/web", "error: you cannot rollback a paused deployment; resume it first"),
        (
            "restart deploy/web",
            'error: deployments.apps "web" can\'t restart paused deployment (run rollout resume '
            "first)",
        ),
        ("pause sts/db", 'error: statefulsets.apps "db" pausing is not supported'),
        ("restart pod/solo", 'error: pods "solo" restarting is not supported'),
    ):
        ok, text = played.do(70, f"kubectl rollout {line}")
        assert not ok
        assert text.startswith(said)


def test_what_only_looks_is_no_input():
    assert is_reading("kubectl wait --for=delete pod/solo")
    assert is_reading("kubectl -n shop rollout status deploy/web")
    assert not is_reading("kubectl rollout restart deploy/web")
