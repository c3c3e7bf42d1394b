"""What is promised of Pods: init containers, probes, hooks, restarts, the ends they come to."""

from itertools import pairwise

from tests.corpus.expectation import Expectation
from tests.corpus.playing import Played

PODS = "website/pods/"
LIFECYCLE = "website/inline/concepts__workloads__pods__pod-lifecycle__"
LUKSA = "wild/luksa_kubernetes-in-action__"
LUKSA_2 = "wild/luksa_kubernetes-in-action-2nd-edition__"
DASHBOARD = "wild/kubernetes_dashboard__hack__test-resources__"
ROBUSTA = "wild/robusta-dev_kubernetes-demos__"
SERVICES = "wild/k8smeetup_kubernetes.github.io__cn__docs__init-containers-"

SERVICE = """
apiVersion: v1
kind: Service
metadata: {name: %s}
spec: {ports: [{port: 80}]}
"""


def exits(played: Played, container: str) -> list[int]:
    """The exit codes of a container, in order."""
    return [line["exitCode"] for line in played.processes("exit", container=container)]


def starts(played: Played, container: str) -> list[float]:
    """When a container started."""
    return [line["t"] for line in played.processes("start", container=container)]


def reasons(played: Played) -> set[str]:
    """The reasons of all Events."""
    return {line["reason"] for line in played.lines if line["type"] == "event"}


def statuses(played: Played) -> set[str]:
    """Every STATUS that a Pod ever showed."""
    return {line["status_column"] for line in played.lines if line["type"] == "pod"}


def messages(played: Played) -> set[str | None]:
    """What the states of all containers ever said."""
    pods = (line for line in played.lines if line["type"] == "pod")
    return {container["message"] for pod in pods for container in pod["containers"]}


def the_init_container_fetches_a_page(played: Played) -> bool:
    fetched, served = starts(played, "install")[0], starts(played, "nginx")[0]
    return exits(played, "install") == [0] and fetched < served and (
        played.columns(59) == "1/1 Running 0"
    )  # fmt: skip


def the_probe_fails_after_35_s_and_the_container_restarts(played: Played) -> bool:
    early = {e["reason"] for e in played.lines if e["type"] == "event" and e["t"] < 30}
    unhealthy = [
        e for e in played.events("Unhealthy") if "can't open '/tmp/healthy'" in e["message"]
    ]
    first, restarted = unhealthy[0]["t"], starts(played, "liveness")[1]
    return (
        early == {"Scheduled", "Pulled", "Created", "Started"}
        and 30 <= first <= 36
        and max(e["count"] for e in unhealthy if e["t"] < restarted) == 3
        and 65 <= restarted <= 80
        and played.columns(restarted + 2) == "1/1 Running 1"
    )


def both_probes_begin_after_15_s_and_go_on_every_10(played: Played) -> bool:
    for probe in ("liveness", "readiness"):
        times = [line["t"] for line in played.processes("probe", probe=probe)]
        if times[0] < 15 or not all(9.5 < b - a < 10.5 for a, b in pairwise(times[1:])):
            return False
    return played.columns(14) == "0/1 Running 0" and played.columns() == "1/1 Running 0"


def all_containers_restart_in_place(played: Played) -> bool:
    before, during, after = played.pod(50), played.pod(62), played.pod()
    conditions = {
        c["status"]
        for line in played.lines
        if line["type"] == "pod"
        for c in line["conditions"]
        if "Restart" in c["type"]
    }
    again = [starts(played, c)[1] for c in ("setup-environment", "watcher-sidecar")]
    main = starts(played, "main-application")[1]
    return (
        88 in exits(played, "watcher-sidecar")
        and before["uid"] == after["uid"] and before["podIP"] == after["podIP"]
        and len(played.processes("sandbox-start")) == 1
        and again == sorted(again) and again[-1] <= main < 75
        and during["phase"] != "Failed"
        and conditions == {"True", "False"}
    )  # fmt: skip


def the_service_is_waited_for(played: Played) -> bool:
    early = played.pod(29)
    states = {c["name"]: (c["state"], c["reason"]) for c in early["containers"]}
    waits = [line["t"] for line in played.lines if line.get("text") == "waiting for myservice"]
    return (
        (early["status_column"], early["ready_column"], early["phase"])
        == ("Init:0/2", "0/1", "Pending")
        and states["init-myservice"] == ("running", None)
        and states["init-mydb"] == ("waiting", "PodInitializing")
        and states["myapp-container"] == ("waiting", "PodInitializing")
        and played.condition("Initialized", 29) == "False"
        and all(2 <= round(b - a, 3) < 3 for a, b in pairwise(waits))
        and played.columns() == "1/1 Running 0"
    )  # fmt: skip


def a_sidecar_restarts_always_and_the_app_only_after_failure(played: Played) -> bool:
    sidecar, app = starts(played, "logging-sidecar"), starts(played, "main-app")
    return (
        len(sidecar) == 2
        and len(app) == 2
        and exits(played, "main-app") == [137, 0]
        and played.pod()["phase"] == "Succeeded"
    )


def timings_are_written_by_hooks_and_probes(played: Played) -> bool:
    init, started = exits(played, "init"), starts(played, "lifecycle-container")
    hook_end = played.processes("hook-end", hook="postStart")[0]["t"]
    probes = [
        line["t"] - started[0]
        for line in played.processes("probe", container="lifecycle-container")
        if line["t"] < started[1]
    ]
    main_exit = played.processes("exit", container="lifecycle-container")[0]
    return (
        init[:1] == [0]
        and started[0] >= 10
        and 10 <= hook_end - started[0] < 12
        and 35 <= min(probes) < 60
        and main_exit["exitCode"] == 0
        and round(main_exit["t"] - started[0]) == 120
        and bool(played.processes("hook-end", hook="preStop", result="success"))
    )


POD_FACTS = (
    Expectation(
        PODS + "init-containers.yaml",
        "the init container fetches a page and ends, then nginx starts and serves it",
        60,
        the_init_container_fetches_a_page,
    ),
    Expectation(
        PODS + "pod-with-scheduling-gates.yaml",
        "gates keep the Pod Pending, shown as SchedulingGated",
        60,
        lambda p: p.columns() == "0/1 SchedulingGated 0" and p.pod()["phase"] == "Pending",
    ),
    Expectation(
        PODS + "probe/exec-liveness.yaml",
        "no failure within 30 s; failing probes from 35 s, killed after three, running again "
        "after the grace period with one restart",
        110,
        the_probe_fails_after_35_s_and_the_container_restarts,
    ),
    Expectation(
        PODS + "probe/tcp-liveness-readiness.yaml",
        "both probes begin 15 s after the start and go on every 10 s; the Pod becomes ready",
        70,
        both_probes_begin_after_15_s_and_go_on_every_10,
    ),
    Expectation(
        PODS + "probe/grpc-tls-liveness.yaml",
        "gRPC probes over TLS",
        30,
        lambda p: (
            'unknown field "spec.containers[0].livenessProbe.grpc.mode"' in p.lines[-1]["output"]
        ),
        unlike="`mode` of gRPC probes is a field of 1.37; 1.36 does not know it and refuses it",
    ),
    Expectation(
        PODS + "restart-policy/restart-all-containers.yaml",
        "when the watcher exits with 88, all containers restart in place, init containers first",
        90,
        all_containers_restart_in_place,
    ),
    Expectation(
        "website/kyaml/restart-all-containers.yaml",
        "the same, written as KYAML",
        90,
        all_containers_restart_in_place,
    ),
    Expectation(
        PODS + "multi-container/startup-coordination.yaml",
        "the main app starts only after the sidecar's startup probe has succeeded",
        60,
        lambda p: (
            starts(p, "main-app")[0]
            > p.processes("probe", probe="startup", result="success")[0]["t"]
            and p.columns() == "2/2 Running 0"
        ),
    ),
    Expectation(
        "website/inline/concepts__workloads__pods__init-containers__L135.yaml",
        "two init containers wait for a Service each, one after the other",
        90,
        the_service_is_waited_for,
        steps=(
            (30, "kubectl apply -f -", SERVICE % "myservice"),
            (45, "kubectl apply -f -", SERVICE % "mydb"),
        ),
    ),
    Expectation(
        LIFECYCLE + "L363.yaml",
        "a sidecar restarts whatever its exit code; the app restarts only after a failure",
        120,
        a_sidecar_restarts_always_and_the_app_only_after_failure,
        steps=(
            (20, "kill app-with-sidecar -c logging-sidecar --signal=TERM"),
            (40, "kill app-with-sidecar -c main-app --signal=KILL"),
            (80, "kill app-with-sidecar -c main-app --signal=QUIT"),
        ),
    ),
    Expectation(
        LIFECYCLE + "L446.yaml",
        "an init container that may not restart fails the Pod, though the Pod's policy is Always",
        60,
        lambda p: (
            p.pod()["phase"] == "Failed"
            and exits(p, "init-once") == [1]
            and not starts(p, "main-container")
        ),
    ),
    Expectation(
        "website/inline/concepts__workloads__pods__probes__L216.yaml",
        "agnhost without arguments serves nothing: 30 startup probes fail, then it restarts",
        340,
        lambda p: (
            295 <= p.events("Killing")[0]["t"] <= 312
            and starts(p, "app")[1] > 295
            and not p.processes("probe", probe="liveness")
        ),
    ),
    Expectation(
        SERVICES + "v1.5-annotation.yaml",
        "init containers in an annotation mean nothing any more: only the app starts",
        30,
        lambda p: (
            p.columns() == "1/1 Running 0"
            and p.logs("myapp-container") == ["The app is running!"]
            and [c["name"] for c in p.pod()["containers"]] == ["myapp-container"]
        ),
    ),
    Expectation(
        LUKSA_2 + "Chapter06__pod.kiada-init-fail-norestart.yaml",
        "the second init container exits with 1 and the Pod fails, shown as Init:Error",
        60,
        lambda p: (
            p.pod()["phase"] == "Failed"
            and exits(p, "init-demo") == [0]
            and exits(p, "network-check") == [1]
            and p.pod()["status_column"] == "Init:Error"
        ),
    ),
    Expectation(
        LUKSA + "Chapter14__pod-deadline.yaml",
        "after 20 s the Pod has failed with DeadlineExceeded",
        60,
        lambda p: (
            (p.pod()["phase"], p.pod()["reason"]) == ("Failed", "DeadlineExceeded")
            and 19 <= p.events("DeadlineExceeded")[0]["t"] <= 22
        ),
    ),
    Expectation(
        LUKSA + "Chapter17__pre-stop-hook-command.yaml",
        "a preStop hook that exits with 15 is told of, and the termination goes on",
        60,
        lambda p: (
            [h["result"] for h in p.processes("hook-end", hook="preStop")] == ["failure"]
            and len(p.events("FailedPreStopHook")) == 1
            and not p.pods()
            and exits(p, "kubia") != []
        ),
        steps=((20, "kubectl delete pod pod-with-prestop-hook"),),
    ),
    Expectation(
        LUKSA + "Chapter17__termination-message.yaml",
        "exit code 1, and what was written to the termination message path",
        20,
        lambda p: exits(p, "main")[0] == 1 and "I've had enough\n" in messages(p),
    ),
    Expectation(
        "wild/wardviaene_kubernetes-course__pod-lifecycle__lifecycle.yaml",
        "init 10 s, postStart 10 s, probes from 35 s, the main container ends after 120 s and "
        "restarts, preStop 10 s",
        260,
        timings_are_written_by_hooks_and_probes,
        steps=((200, "kubectl delete pod/{app=lifecycle}[0]"),),
    ),
    Expectation(
        ROBUSTA + "init_crashloop_backoff__create_init_crashloop_backoff.yaml",
        "a command that isn't in the image can't be started: Init:CrashLoopBackOff",
        120,
        lambda p: (
            "Init:CrashLoopBackOff" in statuses(p)
            and 'exec: "wge": executable file not found in $PATH'
            in p.events("Failed")[0]["message"]
            and not starts(p, "exporter")
        ),
    ),
    Expectation(
        ROBUSTA + "liveness_probe_fail__failing_liveness_probe.yaml",
        "the liveness probe fails every 5 s and never restarts the container within an hour",
        600,
        lambda p: (
            len(p.processes("probe", probe="liveness", result="failure")) > 100
            and p.columns() == "1/1 Running 0"
        ),
    ),
    Expectation(
        ROBUSTA + "readiness_probe_fail__failing_readiness_probe.yaml",
        "Running, and never ready",
        600,
        lambda p: p.columns() == "0/1 Running 0" and p.condition("Ready") == "False",
    ),
    Expectation(
        DASHBOARD + "crashing-pod.yaml",
        "the container ends after 100 s and is restarted",
        240,
        lambda p: (
            100 <= p.processes("exit", container="crashing")[0]["t"] <= 106
            and len(starts(p, "crashing")) >= 2
        ),
    ),
    Expectation(
        DASHBOARD + "init-container-error-pod.yaml",
        "an init container that fails",
        30,
        lambda p: (
            p.pod()["phase"] == "Succeeded"
            and [c["name"] for c in p.pod()["containers"]] == ["alpine"]
        ),
        unlike="its init container stands in an annotation that Kubernetes ignores since 1.8",
    ),
    Expectation(
        DASHBOARD + "init-container-pod.yaml",
        "an init container that never completes",
        600,
        lambda p: p.columns() == "0/1 Init:0/2 0" and not starts(p, "myapp-container"),
    ),
)
