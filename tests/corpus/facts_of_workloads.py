"""What is promised of Jobs, Deployments and StatefulSets, and of the Pods that they make."""

from itertools import pairwise
from typing import Any

from tests.corpus.expectation import Expectation
from tests.corpus.facts_of_pods import LUKSA_2, ROBUSTA, exits, reasons, starts
from tests.corpus.playing import Played

NODES = "\n---\n".join(
    f"{{apiVersion: v1, kind: Node, metadata: {{name: node{number}}}, "
    "status: {capacity: {cpu: '2', memory: 24Gi, pods: '110'}, "
    "allocatable: {cpu: '2', memory: 24Gi, pods: '110'}}}"
    for number in (1, 2, 3)
)
COLOURS = "{apiVersion: v1, kind: ConfigMap, metadata: {name: color}, data: {color: red}}"
SERVICE = (
    "\n{apiVersion: v1, kind: Service, metadata: {name: nginx-service}, "
    "spec: {selector: {app: nginx}, ports: [{port: 80}]}}"
)


def status_of(played: Played, kind: str) -> dict[str, Any]:
    """The latest status of the only object of that kind."""
    lines = [line for line in played.lines if line["type"] == "object" and line["kind"] == kind]
    return lines[-1]["status"] or {}


def conditions_of(played: Played, kind: str) -> dict[str, str]:
    """The reasons of the conditions that are true, by type."""
    conditions = status_of(played, kind).get("conditions") or ()
    return {c["type"]: c.get("reason", "") for c in conditions if c["status"] == "True"}


def in_order(played: Played, *names: str) -> bool:
    """Whether each of these Pods was created only when the one before it was ready."""
    created, ready = {}, {}
    for line in played.lines:
        if line["type"] == "pod":
            created.setdefault(line["name"], line["t"])
            if any(c["type"] == "Ready" and c["status"] == "True" for c in line["conditions"]):
                ready.setdefault(line["name"], line["t"])
    return all(created[b] >= ready[a] for a, b in pairwise(names))


def three_members_come_up_in_order(played: Played) -> bool:
    names = ("cassandra-0", "cassandra-1", "cassandra-2")
    columns = {name: pod["ready_column"] for name, pod in played.pods().items()}
    return in_order(played, *names) and columns == dict.fromkeys(names, "1/1")


def drained(played: Played, node: str) -> str:
    """All that the drain of a node has printed."""
    lines = (line for line in played.lines if line.get("line") == f"kubectl drain {node}")
    return "\n".join(line.get("output") or line["text"] for line in lines)


def the_ensemble_resists(played: Played) -> bool:
    names = ("zk-0", "zk-1", "zk-2")
    first, second = (drained(played, node) for node in ("node1", "node2"))
    return (
        in_order(played, *names)
        and {p["ready_column"] for p in played.pods(150).values()} == {"1/1"}
        and played.pods(199)["zk-0"]["restarts_column"] == "1"
        and first.endswith(" drained")
        and sorted(p["status_column"] for p in played.pods(239).values())
        == ["Pending", "Running", "Running"]
        and "violate the pod's disruption budget" in second
        and " drained" not in second
    )  # fmt: skip


def indexes_are_reversed(played: Played) -> bool:
    status = status_of(played, "Job")
    running = max(
        line["status"].get("active", 0) or 0
        for line in played.lines
        if line["type"] == "object" and line["kind"] == "Job" and line["status"]
    )
    return (
        sorted(played.logs("worker")) == ["oof", "rab", "xuq", "zab", "zyx"]
        and (status["succeeded"], status["completedIndexes"]) == (5, "0-4")
        and running == 3
    )


def the_page_is_written_by_the_sidecar(played: Played) -> bool:
    pods = played.pods().values()
    ask = next(line for line in played.lines if "curl" in line.get("line", ""))
    return (
        [pod["ready_column"] for pod in pods] == ["2/2"] * 3
        and {pod["status_column"] for pod in pods} == {"Running"}
        and "My preferred color is red" in ask["output"]
    )


def the_old_endpoint_serves_while_it_ends(played: Played) -> bool:
    (old,) = played.pods(29)
    (new,) = played.pods(45).keys() - {old}
    (gone,) = (line["t"] for line in played.lines if line["type"] == "pod-deleted")
    return (
        played.endpoints(29) == {old: (True, True, False)}
        and played.pods(45)[old]["status_column"] == "Terminating"
        and played.endpoints(45) == {old: (False, True, True), new: (True, True, False)}
        and 150 <= gone <= 155
        and played.endpoints() == {new: (True, True, False)}
    )


def one_pod_of_two_gets_done(played: Played) -> bool:
    status = status_of(played, "Job")
    return (
        status["succeeded"] == 1
        and conditions_of(played, "Job")["Failed"] == "DeadlineExceeded"
        and 90 <= played.events("SuccessfulDelete")[0]["t"] <= 91
    )


WORKLOAD_FACTS = (
    Expectation(
        "website/application/cassandra/cassandra-statefulset.yaml",
        "three members come up one after the other",
        400,
        three_members_come_up_in_order,
        beside=NODES,
    ),
    Expectation(
        "website/application/zookeeper/zookeeper.yaml",
        "three members in order on nodes of their own; a killed server restarts; while one member "
        "finds no node, no other node can be drained",
        300,
        the_ensemble_resists,
        steps=(
            (160, "kubectl exec zk-0 -- pkill java"),
            (200, "kubectl drain node1"),
            (240, "kubectl drain node2"),
        ),
        beside=NODES,
    ),
    Expectation(
        "website/application/job/indexed-job.yaml",
        "three at a time; each index writes its own word backwards",
        120,
        indexes_are_reversed,
    ),
    Expectation(
        "website/deployments/deployment-with-configmap-and-sidecar-container.yaml",
        "three Pods, 2/2; the sidecar writes the page",
        60,
        the_page_is_written_by_the_sidecar,
        steps=(
            (
                40,
                "kubectl exec deploy/configmap-sidecar-container -c nginx -- curl -s localhost",
            ),
        ),
        beside=COLOURS,
    ),
    Expectation(
        "website/service/pod-with-graceful-termination.yaml",
        "a deleted Pod's endpoint serves on, not ready, until its grace is over",
        200,
        the_old_endpoint_serves_while_it_ends,
        steps=((30, "kubectl delete pod/{app=nginx}[0]"),),
        beside=SERVICE,
    ),
    Expectation(
        "website/inline/concepts__workloads__controllers__job__L780.yaml",
        "a Job that is not done after 100 s, here for want of its image, has failed with "
        "DeadlineExceeded",
        150,
        lambda p: (
            conditions_of(p, "Job")["Failed"] == "DeadlineExceeded"
            and 100 <= p.events("SuccessfulDelete")[0]["t"] <= 101
        ),
        steps=((0, "image absent perl:5.34.0"),),
    ),
    Expectation(
        LUKSA_2 + "Chapter18__job.demo-good-sidecar.yaml",
        "a native sidecar does not keep the Job from being complete after 20 s",
        90,
        lambda p: (
            "Complete" in conditions_of(p, "Job")
            and round(p.processes("exit", container="demo")[0]["t"] - starts(p, "demo")[0]) == 20
        ),
    ),
    Expectation(
        LUKSA_2 + "Chapter18__job.demo-deadline.yaml",
        "of two Pods of 60 s one gets done; at 90 s the Job has failed",
        150,
        one_pod_of_two_gets_done,
    ),
    Expectation(
        ROBUSTA + "job_run_forever__job_run_forever.yaml",
        "the script has a syntax error, so it never runs at all: exit code 2, and the Job fails",
        400,
        lambda p: (
            set(exits(p, "run-forever")) == {2}
            and conditions_of(p, "Job")["Failed"] == "BackoffLimitExceeded"
        ),
    ),
    Expectation(
        ROBUSTA + "image_pull_backoff__no_such_image.yaml",
        "the image can't be pulled: ImagePullBackOff",
        60,
        lambda p: (
            {pod["status_column"] for pod in p.pods().values()}
            <= {"ImagePullBackOff", "ErrImagePull"}
            and "BackOff" in reasons(p)
        ),
    ),
    Expectation(
        ROBUSTA + "oomkill__oomkill_job.yaml",
        "the container is killed for its memory: OOMKilled",
        60,
        lambda p: (
            "OOMKilled"
            in {
                c["reason"] for line in p.lines if line["type"] == "pod" for c in line["containers"]
            }
        ),
    ),
)
