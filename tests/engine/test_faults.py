"""Faults: each is a rule, does what it says, is listed, and is over when it is cleared."""

import pytest

from lifecycle.engine.faults import Faults
from lifecycle.engine.inputs import Input
from lifecycle.engine.records import ProcessChanged
from tests.engine.played import Played, pod_of

PROBED = {
    "name": "app",
    "image": "nginx:1.25",
    "ports": [{"containerPort": 80}],
    "livenessProbe": {"httpGet": {"path": "/", "port": 80}, "periodSeconds": 5},
    "resources": {"limits": {"memory": "64Mi"}},
}
LOOP = {"name": "app", "command": ["sh", "-c", "while true; do echo tick; sleep 2; done"]}
ASKING = {"name": "app", "command": ["sh", "-c", "while true; do nslookup db; sleep 2; done"]}
SERVICE = {
    "apiVersion": "v1", "kind": "Service", "metadata": {"name": "db"},
    "spec": {"ports": [{"port": 80}], "selector": {"app": "db"}},
}  # fmt: skip


def ends(played):
    return [
        (round(record.t / 1000), record.exit_code)
        for record in played.records
        if isinstance(record, ProcessChanged) and record.what == "exit"
    ]


def test_a_process_that_hangs_is_killed_by_its_probe_and_comes_back_well():
    played = Played(
        pod_of(PROBED, terminationGracePeriodSeconds=4),
        do=[(10, "fault process web -c app hang")],
        until=90,
    )
    ((moment, code),) = ends(played)
    assert code == 137  # it did not hear the SIGTERM
    assert 22 <= moment <= 34
    assert played.pod().status.containerStatuses[0].ready
    assert Faults(played.cluster.world).list() == ()  # the fault went with the process


def test_a_process_that_hangs_goes_on_where_it_stood():
    played = Played(
        pod_of(LOOP),
        do=[
            (11, "fault process web -c app hang"),
            (31, "fault process web -c app clear"),
        ],
        until=40,
    )
    lines = [line for line in played.cluster.commands.run(
        Input(40_000, "kubectl logs web"))[1].split("\n") if line]  # fmt: skip
    assert 9 <= len(lines) <= 12  # 5 or 6 before, and as many after


def test_signals_wait_for_a_process_that_hangs():
    trap = {"name": "app", "command": ["sh", "-c", "trap 'exit 3' TERM; sleep 600 & wait"]}
    played = Played(
        pod_of(trap, restartPolicy="Never"),
        do=[
            (10, "fault process web -c app hang"),
            (11, "kill web -c app"),
            (20, "fault process web -c app clear"),
        ],
        until=30,
    )
    assert ends(played) == [(20, 3)]


def test_a_leak_ends_at_the_limit_again_and_again():
    played = Played(pod_of(PROBED), do=[(10, "fault process web -c app leak=8Mi")], until=45)
    first = ends(played)[0]
    assert first == (18, 137)
    assert played.pod().status.containerStatuses[0].restartCount >= 2
    terminated = played.pod().status.containerStatuses[0].lastState.terminated
    assert terminated.reason == "OOMKilled"


def test_a_leak_that_is_mended_in_time_does_no_harm():
    played = Played(
        pod_of(PROBED),
        do=[(10, "fault process web -c app leak=8Mi"), (16, "fault process web -c app clear")],
        until=60,
    )
    assert ends(played) == []


def test_a_process_exits_by_itself_with_a_code():
    played = Played(
        pod_of(PROBED, restartPolicy="Never"), do=[(10, "kill web --exit-code=7")], until=20
    )
    assert ends(played) == [(10, 7)]


@pytest.mark.parametrize("line", ["fault service db absent", "fault dns db fail"])
def test_a_name_that_is_hidden_is_not_found_until_it_is_back(line):
    clear = " ".join([*line.split()[:-1], "clear"])
    played = Played(SERVICE, pod_of(ASKING), do=[(10, line), (20, clear)], until=30)
    log = played.cluster.commands.run(Input(30_000, "kubectl logs web"))[1]
    assert "can't find db" in log or "NXDOMAIN" in log or "can't resolve" in log
    assert log.count("10.") > 5


def test_an_image_that_needs_credentials_is_pulled_with_them():
    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "cred"}}
    for documents, spec, running in (
        ((), {}, False),
        ((), {"imagePullSecrets": [{"name": "cred"}]}, False),
        ((secret,), {"imagePullSecrets": [{"name": "cred"}]}, True),
    ):
        cluster = Played(do=[(0, "image denied nginx:1.25")], until=0).cluster
        cluster.submit(Input(0, "kubectl apply -f -", (*documents, pod_of(PROBED, **spec))))
        cluster.advance(30_000)
        pod = cluster.api.find("Pod", "default", "web")
        state = pod.status.containerStatuses[0].state
        assert (state.running is not None) is running
        if not running:
            assert "pull access denied" in state.waiting.message


def test_a_pull_secret_that_is_not_there_is_told_in_an_event():
    played = Played(pod_of(PROBED, imagePullSecrets=[{"name": "regcred"}]), until=10)
    messages = [e.message for e in played.cluster.api.list("Event", "default")
                if e.reason == "FailedToRetrieveImagePullSecret"]  # fmt: skip
    assert messages == [
        "Unable to retrieve some image pull secrets (regcred); attempting to pull the image may "
        "not succeed."
    ]


def test_a_registry_that_is_down_gives_nothing_and_a_slow_one_takes_long():
    unknown = {"name": "app", "image": "example.com/team/app:1"}
    played = Played(do=[(0, "fault registry example.com down")], until=0)
    played.cluster.submit(Input(0, "kubectl apply -f -", (pod_of(unknown),)))
    played.cluster.advance(10_000)
    waiting = played.pod().status.containerStatuses[0].state.waiting
    assert "lookup example.com: no such host" in waiting.message
    played = Played(do=[(0, "fault registry example.com slow")], until=0)
    played.cluster.submit(Input(0, "kubectl apply -f -", (pod_of(unknown),)))
    played.cluster.advance(15_000)
    assert played.pod().status.phase == "Pending"
    played.cluster.advance(200_000)
    assert played.pod().status.phase == "Running"


def test_a_slow_runtime_takes_ten_times_as_long():
    def start(*do):
        played = Played(do=do, until=0)
        played.cluster.submit(Input(0, "kubectl apply -f -", (pod_of(LOOP),)))
        played.cluster.advance(60_000)
        begun = [r.t for r in played.records if isinstance(r, ProcessChanged) and r.what == "start"]
        return begun[0]

    assert start((0, "fault runtime node1 slow")) > 5 * start()


def test_faults_are_listed_and_cleared_by_number():
    played = Played(pod_of(PROBED), until=5)
    shell = played.cluster

    def run(line):
        return shell.submit(Input(5_000, line)).output

    assert run("fault list") == "No fault is in force."
    lines = (
        "fault probe web -c app liveness fail", "fault process web -c app leak=10Mi",
        "fault dns db slow", "fault service db absent", "image slow nginx",
        "fault registry docker.io down", "fault runtime node1 slow",
    )  # fmt: skip
    for line in lines:
        run(line)
    assert [row.partition("\t")[2] for row in run("fault list").split("\n")] == list(lines)
    assert run("fault clear 3") == "fault cleared: fault dns db slow"
    assert len(run("fault clear all").split("\n")) == 6
    assert run("fault list") == "No fault is in force."


@pytest.mark.parametrize(
    ["line", "said"],
    [
        ("fault process web -c app leak=much", "error: much:"),
        ("fault process web -c app leak=-1Mi", "error: -1Mi is no growth"),
        ("fault process web -c app explode", "error: fault process web explode is not a command"),
        ("fault process web -c app clear", "error: no fault is set on the process of app"),
        ("fault service db gone", "error: fault service db gone is not a command"),
        ("fault runtime node9 slow", 'Error from server (NotFound): nodes "node9" not found'),
        ("fault clear 9", "error: there is no fault 9"),
        ("kill web --exit-code=300", "error: 300 is no exit code"),
    ],
)
def test_mistakes_are_told(line, said):
    taken = Played(pod_of(PROBED), until=5).cluster.submit(Input(5_000, line))
    assert not taken.ok and taken.output.startswith(said)


def test_a_runtime_that_is_down_leaves_containers_running_and_the_node_not_ready():
    played = Played(
        pod_of(LOOP, {"name": "short", "command": ["sleep", "15"]}),
        do=[(10, "fault runtime node1 down")],
        until=70,
    )
    (app, short) = played.pod().status.containerStatuses
    assert app.state.running and short.state.running  # nobody has seen its end
    node = played.cluster.api.get("Node", "", "node1")
    (ready,) = [c for c in node.status.conditions if c.type == "Ready"]
    assert (ready.status, ready.message) == ("False", "container runtime is down")
    log = played.cluster.commands.run(Input(70_000, "kubectl logs web -c app"))[1]
    assert log.count("tick") > 30
    played.cluster.submit(Input(70_000, "fault runtime node1 clear"))
    played.cluster.advance(100_000)
    node = played.cluster.api.get("Node", "", "node1")
    assert [c.status for c in node.status.conditions if c.type == "Ready"] == ["True"]
    assert played.pod().status.containerStatuses[1].restartCount >= 1


def test_a_pod_that_is_deleted_while_the_runtime_is_down_goes_when_it_is_back():
    played = Played(
        pod_of(LOOP, terminationGracePeriodSeconds=2),
        do=[
            (10, "fault runtime node1 down"),
            (12, "kubectl delete pod web"),
            (40, "fault runtime node1 clear"),
        ],
        until=60,
    )
    assert 42 <= played.gone_at() <= 48


def test_commands_in_containers_fail_while_the_runtime_is_down():
    probed = {**LOOP, "readinessProbe": {"exec": {"command": ["true"]}, "periodSeconds": 5}}
    played = Played(pod_of(probed), do=[(10, "fault runtime node1 down")], until=25)
    messages = [message for _, message, _ in played.events("Unhealthy")]
    assert any("rpc error: code = Unavailable" in message for message in messages)
