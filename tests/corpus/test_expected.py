"""What the documentation promises of its own example manifests, held against the engine.

Times are those of the pages; where a page and a real cluster differ, the test says so.
"""

from itertools import pairwise

from tests.corpus.playing import Played, manifest

WAITING_INITS = "website/inline/concepts__workloads__pods__init-containers__L135.yaml"
DEBIAN_SAYS = "echo Hello from the debian container > /pod-data/index.html"

SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: %s}
spec: {ports: [{port: 80}]}
"""


def test_exec_liveness_fails_after_35_s_and_restarts_a_grace_period_later():
    played = Played(manifest("website/pods/probe/exec-liveness.yaml"), 150)
    failures = played.processes("probe", probe="liveness", result="failure")
    assert 30 <= failures[0]["t"] <= 37
    (killing,) = [e for e in played.events("Killing") if e["count"] == 1][:1]
    assert killing["message"] == "Container liveness failed liveness probe, will be restarted"
    unhealthy = played.events("Unhealthy")[0]["message"]
    assert unhealthy == (
        "Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n"
    )
    # The shell ignores SIGTERM, so the restart waits the whole grace period of 30 s.
    restart = played.processes("start", container="liveness")[1]["t"]
    assert killing["t"] + 29.5 <= restart <= killing["t"] + 33
    assert played.columns(restart + 2) == "1/1 Running 1"


def test_tcp_probes_begin_after_15_s_and_make_the_pod_ready():
    played = Played(manifest("website/pods/probe/tcp-liveness-readiness.yaml"), 60)
    for probe in ("liveness", "readiness"):
        times = [p["t"] for p in played.processes("probe", probe=probe)]
        assert 15 <= times[0] <= 27, probe
        assert all(9.5 < b - a < 10.5 for a, b in pairwise(times[1:])), probe
    assert played.columns(14) == "0/1 Running 0"
    assert played.columns() == "1/1 Running 0"


def test_the_init_container_fetches_the_page_before_nginx_starts():
    played = Played(manifest("website/pods/init-containers.yaml"), 60)
    install = played.processes("exit", container="install")
    assert [e["exitCode"] for e in install] == [0]
    (started,) = played.processes("start", container="nginx")
    assert started["t"] > install[0]["t"]
    assert played.columns() == "1/1 Running 0"


def test_init_containers_wait_for_services_that_are_created_later():
    played = Played(
        manifest(WAITING_INITS),
        90,
        (30, "kubectl apply -f -", SERVICE % "myservice"),
        (45, "kubectl apply -f -", SERVICE % "mydb"),
    )
    assert played.columns(29) == "0/1 Init:0/2 0"
    assert played.pod(29)["phase"] == "Pending"
    assert played.condition("Initialized", 29) == "False"
    assert played.container("init-mydb", 29)["reason"] == "PodInitializing"
    assert played.container("myapp-container", 29)["reason"] == "PodInitializing"
    waits = [line for line in played.lines if line.get("text") == "waiting for myservice"]
    gaps = [round(b["t"] - a["t"], 3) for a, b in pairwise(waits)]
    assert len(waits) > 5 and all(2 <= gap < 3.5 for gap in gaps)
    assert played.columns(44) == "0/1 Init:1/2 0"
    assert played.columns() == "1/1 Running 0"
    assert "The app is running!" in played.logs("myapp-container")


def test_of_two_containers_the_short_one_ends_and_the_pod_runs_on():
    played = Played(manifest("website/pods/two-container-pod.yaml"), 60)
    debian = played.container("debian-container")
    assert (debian["state"], debian["reason"], debian["exitCode"]) == ("terminated", "Completed", 0)
    assert played.container("nginx-container")["state"] == "running"
    assert played.columns() == "1/2 NotReady 0"
    assert played.pod()["phase"] == "Running"


def test_the_page_that_one_container_wrote_is_served_by_the_other():
    text = manifest("website/pods/two-container-pod.yaml")
    assert DEBIAN_SAYS in text
    ask = "kubectl exec two-containers -c nginx-container -- curl -s localhost"
    played = Played(text, 60, (30, ask))
    (asked,) = [line for line in played.lines if line.get("line") == ask]
    assert asked["output"].strip() == "Hello from the debian container"


def test_the_main_app_starts_after_the_sidecars_startup_probe():
    played = Played(manifest("website/pods/multi-container/startup-coordination.yaml"), 60)
    success = played.processes("probe", probe="startup", result="success")[0]["t"]
    (main,) = played.processes("start", container="main-app")
    assert main["t"] > success
    assert played.logs("main-app")[0] == "greeting=hello"
    assert played.columns() == "2/2 Running 0"


def test_a_terminating_endpoint_serves_on_while_its_replacement_becomes_ready():
    service = manifest("website/service/pod-with-graceful-termination.yaml") + (
        "\n---\napiVersion: v1\nkind: Service\nmetadata: {name: nginx-service}\n"
        "spec: {selector: {app: nginx}, ports: [{port: 80, targetPort: 80}]}\n"
    )
    played = Played(service, 200, (30, "kubectl delete pod/{app=nginx}[0]"))
    (old,) = played.pods(29)
    assert played.endpoints(29) == {old: (True, True, False)}
    after = played.pods(45)
    (new,) = after.keys() - {old}
    assert (after[old]["ready_column"], after[old]["status_column"]) == ("1/1", "Terminating")
    assert after[new]["status_column"] == "Running"
    assert played.endpoints(45) == {old: (False, True, True), new: (True, True, False)}
    # preStop sleeps longer than the grace period: cut at 120 s, then at most two more.
    (gone,) = [line for line in played.lines if line["type"] == "pod-deleted"]
    assert 150 <= gone["t"] <= 155
    assert played.endpoints() == {new: (True, True, False)}


def test_scheduling_gates_hold_the_pod():
    played = Played(manifest("website/pods/pod-with-scheduling-gates.yaml"), 60)
    assert played.columns() == "0/1 SchedulingGated 0"
    assert played.pod()["phase"] == "Pending"
    assert played.condition("PodScheduled") == "False"
    assert not played.events("Scheduled") and not played.events("FailedScheduling")


def test_a_shared_process_namespace_shows_the_processes_of_all_containers():
    ask = "kubectl exec nginx -c shell -- ps ax"
    played = Played(manifest("website/pods/share-process-namespace.yaml"), 30, (20, ask))
    (asked,) = [line for line in played.lines if line.get("line") == ask]
    assert asked["ok"], asked["output"]
    rows = [row.split(None, 1) for row in asked["output"].splitlines()[1:]]
    assert rows[0][0] == "1" and "/pause" in rows[0][1]
    assert any("nginx: master process" in row[1] for row in rows)
    assert any("sleep 3600" in row[1] for row in rows)


def test_an_extended_resource_that_no_node_has_keeps_the_pod_pending():
    played = Played(manifest("website/pods/resource/extended-resource-pod-2.yaml"), 120)
    assert played.columns() == "0/1 Pending 0"
    assert played.condition("PodScheduled") == "False"
    message = played.events("FailedScheduling")[0]["message"]
    assert message.startswith("0/1 nodes are available: 1 Insufficient example.com/dongle.")


def test_the_same_pod_is_scheduled_once_a_node_has_the_resource():
    patch = (
        "kubectl patch node node1 --subresource=status --type=merge -p "
        '\'{"status":{"capacity":{"example.com/dongle":"4"},'
        '"allocatable":{"example.com/dongle":"4"}}}\''
    )
    text = manifest("website/pods/resource/extended-resource-pod-2.yaml")
    assert Played(text, 120, (60, patch)).columns() == "1/1 Running 0"
