"""What 1.20 did differently, each beside what 1.36 does, through the whole cluster."""

import pytest

from lifecycle.engine.api.conditions import is_true
from lifecycle.engine.api.version import V1_20
from lifecycle.engine.apiserver.printers.pod import print_pod
from lifecycle.engine.apiserver.printers.tables import table_of
from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.clock import millis
from lifecycle.engine.records import ObjectChanged

HONEST = "trap 'exit 0' TERM; while true; do sleep 0.2; done"
ACCESS = "/var/run/secrets/kubernetes.io/serviceaccount"
STUBBORN = "trap '' TERM; while true; do sleep 0.2; done"


def pod(script, **spec):
    container = {"name": "app", "image": "busybox:1.35", "command": ["sh", "-c", script]}
    container |= spec.pop("container", {})
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web"},
        "spec": {"containers": [container], **spec},
    }


def play(kubernetes, manifest, until_s, *commands):
    """A cluster in which the Pod was applied at 0 s and then the commands were given."""
    cluster = Cluster(kubernetes=kubernetes)
    cluster.submit(Input(0, "kubectl apply -f -", (manifest,)))
    for at_s, line in commands:
        taken = cluster.submit(Input(at_s * 1000, line))
        assert taken.ok, taken.output
    cluster.advance(until_s * 1000)
    return cluster


def said(cluster, reason):
    """The messages of the Pod's Events of that reason."""
    events = cluster.api.list("Event", "default")
    return [event.message for event in events if event.reason == reason]


def condition_types(cluster):
    return [c.type for c in cluster.api.get("Pod", "default", "web").status.conditions or ()]


@pytest.mark.parametrize(("kubernetes", "count"), [("1.36", 7), ("1.20", 5)])
def test_in_1_20_all_that_is_said_of_a_pod_comes_from_one_budget(kubernetes, count):
    cluster = play(kubernetes, pod("exit 1"), 400)
    event = next(e for e in cluster.api.list("Event", "default") if e.reason == "Started")
    assert event.count == count


@pytest.mark.parametrize(("kubernetes", "explained"), [("1.36", True), ("1.20", False)])
def test_in_1_20_the_scheduler_does_not_speak_of_preemption(kubernetes, explained):
    greedy = pod(HONEST, container={"resources": {"requests": {"cpu": "64"}}})
    message = said(play(kubernetes, greedy, 5), "FailedScheduling")[0]
    assert message.startswith("0/1 nodes are available: 1 Insufficient cpu.")
    assert ("preemption" in message) is explained


@pytest.mark.parametrize(("kubernetes", "named"), [("1.36", False), ("1.20", True)])
def test_in_1_20_a_victim_is_told_the_name_of_who_took_its_place(kubernetes, named):
    greedy = {"resources": {"requests": {"cpu": "1500m"}}}
    urgent = pod(HONEST, container=greedy, priorityClassName="system-node-critical")
    urgent["metadata"]["name"] = "urgent"
    cluster = play(kubernetes, pod(HONEST, container=greedy), 5)
    cluster.submit(Input(5_000, "kubectl apply -f -", (urgent,)))
    cluster.advance(6_000)
    uid = cluster.api.get("Pod", "default", "urgent").metadata.uid
    by = "default/urgent" if named else f"pod {uid}"
    assert said(cluster, "Preempted") == [f"Preempted by {by} on node node1"]


def test_in_1_20_the_scheduler_complains_of_a_waiting_pod_that_was_deleted():
    greedy = pod(HONEST, container={"resources": {"requests": {"cpu": "64"}}})
    delete = (8, "kubectl delete pod web --wait=false")
    told = "skip schedule deleting pod: default/web"
    assert told in said(play("1.20", greedy, 10, delete), "FailedScheduling")
    assert told not in said(play("1.36", greedy, 10, delete), "FailedScheduling")


@pytest.mark.parametrize(
    ("kubernetes", "source"), [("1.36", "taint-eviction-controller"), ("1.20", "taint-controller")]
)
def test_in_1_20_a_pod_that_a_taint_drives_away_is_not_marked(kubernetes, source):
    taint = (5, "kubectl taint node node1 maint=yes:NoExecute")
    cluster = play(kubernetes, pod(STUBBORN), 7, taint)
    marked = "DisruptionTarget" in condition_types(cluster)
    assert marked is (kubernetes == "1.36")
    events = cluster.api.list("Event", "default")
    assert source in [event.source.component for event in events if event.source]


def test_in_1_20_a_pod_past_its_deadline_keeps_the_status_of_that_moment():
    deadline = pod(STUBBORN, activeDeadlineSeconds=10, terminationGracePeriodSeconds=4)
    cluster = play("1.20", deadline, 40)
    status = cluster.api.get("Pod", "default", "web").status
    assert (status.phase, status.reason) == ("Failed", "DeadlineExceeded")
    assert status.containerStatuses[0].state.running is not None
    assert not [kind for kind in condition_types(cluster) if kind in ("Ready", "Initialized")]


def test_in_1_20_an_init_container_that_runs_at_the_delete_is_unknown_and_dies_in_silence():
    waiting = pod(HONEST, terminationGracePeriodSeconds=4)
    first = {"name": "first", "image": "busybox:1.35", "command": ["sh", "-c", STUBBORN]}
    waiting["spec"]["initContainers"] = [first]
    cluster = play("1.20", waiting, 9, (8, "kubectl delete pod web --wait=false"))
    state = cluster.api.get("Pod", "default", "web").status.initContainerStatuses[0].state
    assert state.terminated.reason == "ContainerStatusUnknown"
    cluster.advance(40_000)
    assert cluster.api.find("Pod", "default", "web") is None
    assert said(cluster, "Killing") == []


def test_in_1_20_housekeeping_does_not_wait_for_a_hook():
    hook = {"exec": {"command": ["sh", "-c", "sleep 60"]}}
    hooked = pod(HONEST, container={"lifecycle": {"postStart": hook}})
    cluster = play("1.20", hooked, 12, (8, "kubectl delete pod web --wait=false"))
    assert said(cluster, "Killing") == ["FailedPostStartHook"]


def test_in_1_20_an_exec_probe_that_takes_too_long_has_said_nothing():
    probe = {"exec": {"command": ["sh", "-c", "sleep 10"]}, "periodSeconds": 3}
    cluster = play("1.20", pod(HONEST, container={"readinessProbe": probe}), 12)
    assert said(cluster, "Unhealthy") == ["Readiness probe failed: "]


def row(cluster):
    pod = cluster.api.get("Pod", "default", "web")
    return print_pod(pod, cluster.now, cluster.api.version)


@pytest.mark.parametrize(("kubernetes", "said"), [("1.36", "2 (5s ago)"), ("1.20", "2")])
def test_in_1_20_restarts_is_a_mere_number(kubernetes, said):
    cluster = play(kubernetes, pod("exit 1"), 1)
    while cluster.api.get("Pod", "default", "web").status.containerStatuses[0].restartCount < 2:
        cluster.advance(cluster.next_due())
    terminated = cluster.api.get("Pod", "default", "web").status.containerStatuses[0].lastState
    cluster.advance(millis(terminated.terminated.finishedAt) + 5_500)
    assert row(cluster).restarts == said


@pytest.mark.parametrize(("kubernetes", "status"), [("1.36", "Error"), ("1.20", "Completed")])
def test_in_1_20_the_first_container_decides_what_status_says_at_the_end(kubernetes, status):
    two = pod("exit 0", restartPolicy="Never")
    failing = {"name": "other", "image": "busybox:1.35", "command": ["sh", "-c", "exit 3"]}
    two["spec"]["containers"].append(failing)
    assert row(play(kubernetes, two, 8)).status == status


def test_in_1_20_a_deleted_pod_is_terminating_until_it_is_gone():
    done = pod("exit 0", restartPolicy="Never")
    done["metadata"]["finalizers"] = ["example.com/hold"]
    delete = (8, "kubectl delete pod web --wait=false")
    assert row(play("1.20", done, 10, delete)).status == "Terminating"
    assert row(play("1.36", done, 10, delete)).status == "Completed"


def test_in_1_20_jobs_have_no_status_column():
    assert "Status" not in table_of("Job", V1_20).header(wide=False)
    assert "Status" in table_of("Job").header(wide=False)


def test_in_1_20_an_eviction_leaves_no_mark():
    evicted = play("1.20", pod(STUBBORN), 7, (5, "evict web"))
    assert "DisruptionTarget" not in condition_types(evicted)
    assert "DisruptionTarget" in condition_types(play("1.36", pod(STUBBORN), 7, (5, "evict web")))


def test_in_1_20_a_deleted_pod_is_let_go_seconds_after_its_end():
    delete = (8, "kubectl delete pod web --wait=false")
    cluster = play("1.20", pod(HONEST), 10, delete)
    state = cluster.api.get("Pod", "default", "web").status.containerStatuses[0].state
    assert state.terminated is not None
    cluster.advance(20_000)
    assert cluster.api.find("Pod", "default", "web") is None
    assert play("1.36", pod(HONEST), 11, delete).api.find("Pod", "default", "web") is None


def test_in_1_20_a_deleted_pod_without_any_container_keeps_its_sandbox_for_long():
    never = pod(HONEST, container={"image": "nope:1", "imagePullPolicy": "Never"})
    cluster = play("1.20", never, 40, (20, "kubectl delete pod web --wait=false"))
    assert cluster.api.find("Pod", "default", "web") is not None
    cluster.advance(55_000)
    assert cluster.api.find("Pod", "default", "web") is None


def test_in_1_20_all_pods_of_an_account_mount_its_secret():
    cluster = play("1.20", pod(HONEST), 3)
    account = cluster.api.get("ServiceAccount", "default", "default")
    (volume,) = cluster.api.get("Pod", "default", "web").spec.volumes
    assert [secret.name for secret in account.secrets] == [volume.name]
    assert volume.name.startswith("default-token-")
    secret = cluster.api.get("Secret", "default", volume.secret.secretName)
    assert secret.type == "kubernetes.io/service-account-token"
    taken = cluster.submit(Input(3_000, f"kubectl exec web -- cat {ACCESS}/namespace"))
    assert taken.output == "default"


def test_in_1_20_an_account_and_its_pod_can_come_together():
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "robot"}}
    cluster = Cluster(kubernetes="1.20")
    both = (account, pod(HONEST, serviceAccountName="robot"))
    cluster.submit(Input(0, "kubectl apply -f -", both))
    cluster.advance(3_000)
    (volume,) = cluster.api.get("Pod", "default", "web").spec.volumes
    assert cluster.api.get("Pod", "default", "web").status.phase == "Running"
    cluster.submit(Input(3_000, "kubectl delete serviceaccount robot"))
    cluster.advance(4_000)
    assert cluster.api.find("Secret", "default", volume.name) is None


def test_in_1_20_what_is_not_mounted_in_time_is_told_with_the_token():
    lost = pod(HONEST, volumes=[{"name": "v", "configMap": {"name": "no"}}])
    lost["spec"]["containers"][0]["volumeMounts"] = [{"name": "v", "mountPath": "/v"}]
    cluster = play("1.20", lost, 125)
    token = cluster.api.get("Pod", "default", "web").spec.volumes[-1].name
    told = f"unmounted volumes=[v], unattached volumes=[{token} v]: timed out"
    assert told in said(cluster, "FailedMount")[-1]


def test_in_1_20_no_kubelet_takes_part_in_a_shutdown():
    cluster = Cluster(kubernetes="1.20")
    taken = cluster.submit(Input(1000, "node shutdown node1"))
    assert not taken.ok
    assert "came with Kubernetes 1.21" in taken.output


def test_in_1_20_a_failed_startup_probe_is_acted_on_at_the_next_sync():
    probe = {"exec": {"command": ["false"]}, "periodSeconds": 2, "failureThreshold": 3}
    never_up = pod(HONEST, container={"startupProbe": probe})
    assert said(play("1.36", never_up, 20), "Killing") != []
    cluster = play("1.20", never_up, 50)
    assert said(cluster, "Killing") == []
    cluster.advance(100_000)
    assert said(cluster, "Killing") == ["Container app failed startup probe, will be restarted"]


def shown_ready(cluster, since_s):
    """The moments after which the Pod was shown as (not) ready, in seconds."""
    pods = [r for r in cluster.records if isinstance(r, ObjectChanged) and r.kind == "Pod"]
    return [
        (record.t / 1000, is_true(record.object.status, "Ready"))
        for record in pods
        if record.t > since_s * 1000
    ]


def test_in_1_20_a_kubelet_that_starts_waits_for_the_next_probe():
    restart = (20, "kubelet stop node1"), (21, "kubelet start node1")
    probed = pod(HONEST, container={"readinessProbe": {"exec": {"command": ["true"]}}})
    assert shown_ready(play("1.36", probed, 60, *restart), 20) == []
    (lost, no), (found, yes) = shown_ready(play("1.20", probed, 60, *restart), 20)
    assert (no, yes) == (False, True)
    assert 26 < lost < 29
    assert lost + 0.5 < found < lost + 10


def test_in_1_20_the_scheduler_names_the_taint_and_knows_no_selector():
    choosy = pod(HONEST, nodeSelector={"disk": "ssd"})
    message = said(play("1.20", choosy, 3), "FailedScheduling")[0]
    assert message == "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity."
    cluster = Cluster(kubernetes="1.20")
    cluster.submit(Input(0, "kubectl taint node node1 maint=yes:NoSchedule"))
    cluster.submit(Input(1000, "kubectl apply -f -", (pod(HONEST),)))
    cluster.advance(3_000)
    told = "1 node(s) had taint {maint: yes}, that the pod didn't tolerate"
    assert told in said(cluster, "FailedScheduling")[0]


@pytest.mark.parametrize(("kubernetes", "why"), [("1.36", True), ("1.20", False)])
def test_in_1_20_a_kubelet_does_not_say_why_a_predicate_failed(kubernetes, why):
    misplaced = pod(HONEST, nodeName="node1", nodeSelector={"disk": "ssd"})
    cluster = play(kubernetes, misplaced, 3)
    assert ("didn't match" in said(cluster, "NodeAffinity")[0]) is why
    message = cluster.api.get("Pod", "default", "web").status.message
    assert message.startswith("Pod was rejected: " if why else "Pod Predicate NodeAffinity")


@pytest.mark.parametrize(("kubernetes", "after_s"), [("1.36", (49, 52)), ("1.20", (35, 37))])
def test_how_long_a_node_may_be_silent(kubernetes, after_s):
    cluster = play(kubernetes, pod(HONEST), 80, (8, "kubelet stop node1"))
    ready = next(
        condition
        for condition in cluster.api.get("Pod", "default", "web").status.conditions
        if condition.type == "Ready"
    )
    least, most = after_s
    assert least <= millis(ready.lastTransitionTime) / 1000 - 8 <= most


NODES = tuple(
    {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name},
        "status": {"capacity": {"cpu": "2", "memory": "4Gi", "pods": "110"}},
    }
    for name in ("node1", "node2")
)


@pytest.mark.parametrize(
    ("kubernetes", "nodes", "evicted"),
    [("1.36", NODES[:1], True), ("1.20", NODES[:1], False), ("1.20", NODES, True)],
    ids=("the last node", "the last node in 1.20", "one of two in 1.20"),
)
def test_in_1_20_nothing_is_evicted_while_no_node_is_heard_of(kubernetes, nodes, evicted):
    cluster = Cluster(kubernetes=kubernetes, nodes=nodes)
    impatient = {
        "key": "node.kubernetes.io/unreachable", "operator": "Exists", "effect": "NoExecute",
        "tolerationSeconds": 5,
    }  # fmt: skip
    web = pod(HONEST, nodeName="node1", tolerations=[impatient])
    cluster.submit(Input(0, "kubectl apply -f -", (web,)))
    cluster.submit(Input(8_000, "kubelet stop node1"))
    cluster.advance(100_000)
    assert (cluster.api.get("Pod", "default", "web").metadata.deletionTimestamp is not None) is (
        evicted
    )


@pytest.mark.parametrize(("kubernetes", "column"), [("1.36", "Error"), ("1.20", "Evicted")])
def test_in_1_20_nothing_is_left_in_the_status_of_an_evicted_pod(kubernetes, column):
    mount = {"volumeMounts": [{"name": "s", "mountPath": "/s"}]}
    volume = {"name": "s", "emptyDir": {"sizeLimit": "4Mi"}}
    writer = "dd if=/dev/zero of=/s/f bs=1M count=12; exec sleep 3600"
    cluster = play(kubernetes, pod(writer, container=mount, volumes=[volume]), 200)
    evicted = cluster.api.get("Pod", "default", "web")
    assert (evicted.status.phase, evicted.status.reason) == ("Failed", "Evicted")
    assert bool(evicted.status.conditions) is bool(evicted.status.containerStatuses)
    assert bool(evicted.status.conditions) is (kubernetes == "1.36")
    assert print_pod(evicted, cluster.now, cluster.api.version)[2] == column
