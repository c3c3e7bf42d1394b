"""What the tutorials promise of further manifests: volumes, variables, logs, scheduling."""

from itertools import pairwise

from tests.corpus.expectation import Expectation
from tests.corpus.facts_of_pods import exits, messages, reasons, starts, statuses
from tests.corpus.facts_of_workloads import conditions_of, status_of
from tests.corpus.playing import Played

CONFIG_MAP = "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: %s}, data: {%s}}"
SECRET = "{apiVersion: v1, kind: Secret, metadata: {name: %s}, stringData: {%s}}"
SPECIAL = CONFIG_MAP % ("special-config", "SPECIAL_LEVEL: very, SPECIAL_TYPE: charm")
LIMITS = (
    "{apiVersion: v1, kind: LimitRange, metadata: {name: limits}, "
    "spec: {limits: [{type: Container, %s}]}}"
)
DONGLES = (
    "{apiVersion: v1, kind: Node, metadata: {name: node1}, status: {capacity: {cpu: '2', "
    "memory: 24Gi, pods: '110', example.com/dongle: '4'}, allocatable: {cpu: '2', memory: 24Gi, "
    "pods: '110', example.com/dongle: '4'}}}"
)


def runs(pods: int, containers: int = 1):
    """All Pods are there and ready, without a restart."""

    def holds(played: Played) -> bool:
        columns = [
            (pod["ready_column"], pod["status_column"], pod["restarts_column"])
            for pod in played.pods().values()
        ]
        return columns == [(f"{containers}/{containers}", "Running", "0")] * pods

    return holds


def refused_with(words: str):
    """The first command was refused, and why."""

    def holds(played: Played) -> bool:
        (opening,) = (line for line in played.lines if line["type"] == "input")
        return not opening["ok"] and words in opening["output"]

    return holds


def says(container: str, *texts: str):
    """Each of the texts stands in a line of the container's log."""

    def holds(played: Played) -> bool:
        lines = played.logs(container)
        return all(any(text in line for line in lines) for text in texts)

    return holds


def one_line_a_second(played: Played) -> bool:
    times = [line["t"] for line in played.lines if line["type"] == "log"]
    steps = [round(b - a) for a, b in pairwise(times) if b > a]
    return len(times) > 50 and set(steps) == {1}


def killed_for_its_memory_again_and_again(played: Played) -> bool:
    return (
        len(set(exits(played, "memory-demo-2-ctr"))) == 1
        and exits(played, "memory-demo-2-ctr")[0] == 137
        and "OOMKilled" in statuses(played)
        and "BackOff" in reasons(played)
    )


def a_killed_redis_finds_its_files_again(played: Played) -> bool:
    (asked,) = [line for line in played.lines if "cat" in line.get("line", "")]
    return (
        exits(played, "redis") == [0]
        and "Completed" in statuses(played)
        and played.columns() == "1/1 Running 1"
        and asked["output"] == "Hello\n"
    )


def the_page_changes_with_its_config_map(played: Played) -> bool:
    lines = [line for line in played.lines if line["type"] == "log"]
    football = [line["t"] for line in lines if "football" in line["text"]]
    cricket = [line["t"] for line in lines if "cricket" in line["text"]]
    return 30 < max(football) < 160 and min(cricket) > 30 and runs(3)(played)


TUTORIAL_FACTS = (
    Expectation(
        "website/admin/dns/dnsutils.yaml",
        "nslookup of kubernetes.default works by exec",
        30,
        lambda p: runs(1)(p) and "10.96.0.1" in p.lines[-1]["output"],
        steps=((30, "kubectl exec dnsutils -- nslookup kubernetes.default"),),
    ),
    Expectation(
        "website/admin/resource/cpu-constraints-pod-2.yaml",
        "a limit above the namespace's maximum is forbidden",
        10,
        refused_with("maximum cpu usage per Container is 800m, but limit is 1500m"),
        beside=LIMITS % "max: {cpu: 800m}, min: {cpu: 200m}",
    ),
    Expectation(
        "website/admin/resource/cpu-constraints-pod-3.yaml",
        "a request below the namespace's minimum is forbidden",
        10,
        refused_with("minimum cpu usage per Container is 200m, but request is 100m"),
        beside=LIMITS % "max: {cpu: 800m}, min: {cpu: 200m}",
    ),
    Expectation(
        "website/admin/resource/memory-constraints-pod-3.yaml",
        "the same of memory",
        10,
        refused_with("minimum memory usage per Container is 500Mi, but request is 100Mi"),
        beside=LIMITS % "max: {memory: 1Gi}, min: {memory: 500Mi}",
    ),
    Expectation(
        "website/application/deployment.yaml", "two Pods run", 60, runs(2)
    ),
    Expectation(
        "website/application/guestbook/frontend-deployment.yaml", "three frontends run", 90, runs(3)
    ),
    Expectation(
        "website/application/guestbook/redis-leader-deployment.yaml", "the leader runs", 60, runs(1)
    ),
    Expectation(
        "website/application/job/cronjob.yaml",
        "a Job every minute says hello",
        200,
        lambda p: len(p.events("SuccessfulCreate")) >= 3
        and says("hello", "Hello from the Kubernetes cluster")(p),
    ),
    Expectation(
        "website/application/web/web-parallel.yaml",
        "both Pods are launched at the same time",
        60,
        lambda p: runs(2)(p)
        and len({line["t"] for line in p.lines
                 if line["type"] == "pod" and line["verb"] == "added"}) <= 2,
    ),
    Expectation(
        "website/controllers/frontend.yaml",
        "three replicas are there and ready",
        60,
        lambda p: status_of(p, "ReplicaSet")["readyReplicas"] == 3,
    ),
    Expectation(
        "website/controllers/job-pod-failure-policy-failjob.yaml",
        "after 30 s a Pod exits with 42, and the whole Job has failed for it",
        90,
        lambda p: conditions_of(p, "Job")["Failed"] == "PodFailurePolicy"
        and "failed with exit code 42 matching FailJob rule at index 0" in str(status_of(p, "Job")),
    ),
    Expectation(
        "website/controllers/job-pod-failure-policy-example.yaml",
        "exit code 42 of main fails the whole Job",
        90,
        lambda p: conditions_of(p, "Job")["Failed"] == "PodFailurePolicy",
    ),
    Expectation(
        "website/controllers/job-pod-failure-policy-config-issue.yaml",
        "an image that doesn't exist keeps the Pod Pending",
        60,
        lambda p: {pod["phase"] for pod in p.pods().values()} == {"Pending"}
        and any("Back-off pulling image" in (text or "") for text in messages(p)),
    ),
    Expectation(
        "website/controllers/nginx-deployment.yaml",
        "at first none of three is ready, then all",
        60,
        lambda p: {pod["ready_column"] for pod in p.pods(0.5).values()} == {"0/1"} and runs(3)(p),
    ),
    Expectation(
        "website/controllers/replication-nginx-1.16.1.yaml",
        "`nginx -T` prints the configuration and exits with 0, so the container loops",
        120,
        lambda p: set(exits(p, "nginx")) == {0} and "CrashLoopBackOff" in statuses(p),
    ),
    Expectation(
        "website/controllers/replication.yaml", "three Pods run", 60, runs(3)
    ),
    Expectation(
        "website/debug/counter-pod.yaml", "one line a second", 60, one_line_a_second
    ),
    Expectation(
        "website/debug/counter-pod-err.yaml",
        "each second a line on both streams",
        20,
        lambda p: {line["stream"] for line in p.lines if line["type"] == "log"}
        == {"stdout", "stderr"},
    ),
    Expectation(
        "website/deployments/deployment-with-configmap-as-volume.yaml",
        "a changed ConfigMap shows in the volume, without a restart",
        200,
        the_page_changes_with_its_config_map,
        steps=((30, "kubectl apply -f -", CONFIG_MAP % ("sport", "sport: cricket")),),
        beside=CONFIG_MAP % ("sport", "sport: football"),
    ),
    Expectation(
        "website/pods/commands.yaml",
        "the command prints two variables and the Pod is complete",
        30,
        lambda p: p.columns() == "0/1 Completed 0"
        and p.logs("command-demo-container") == ["command-demo", "tcp://10.96.0.1:443"],
    ),
    Expectation(
        "website/pods/inject/dapi-envars-pod.yaml",
        "the log has the names of node, Pod, namespace and account",
        30,
        lambda p: {"node1", "default"} <= set(p.logs("test-container")),
    ),
    Expectation(
        "website/pods/inject/dapi-volume.yaml",
        "the log has the Pod's labels and annotations",
        30,
        says("client-container", 'cluster="test-cluster1"', 'build="two"'),
    ),
    Expectation(
        "website/pods/inject/secret-pod.yaml",
        "with its Secret the Pod runs",
        30,
        runs(1),
        beside=SECRET % ("test-secret", "username: a, password: b"),
    ),
    Expectation(
        "website/pods/pod-configmap-volume.yaml",
        "the volume has a file for each key",
        30,
        lambda p: p.logs("test-container") == ["SPECIAL_LEVEL", "SPECIAL_TYPE"],
        beside=SPECIAL,
    ),
    Expectation(
        "website/pods/pod-without-scheduling-gates.yaml", "without gates it runs", 30, runs(1)
    ),
    Expectation(
        "website/pods/qos/qos-pod-3.yaml",
        "no requests: best effort",
        10,
        lambda p: p.pod()["qosClass"] == "BestEffort",
    ),
    Expectation(
        "website/pods/resource/extended-resource-pod.yaml",
        "it runs where a node has dongles",
        30,
        runs(1),
        beside=DONGLES,
    ),
    Expectation(
        "website/pods/resource/extended-resource-pod-2.yaml",
        "no node has dongles: Pending",
        30,
        lambda p: p.columns() == "0/1 Pending 0"
        and "Insufficient example.com/dongle" in p.events("FailedScheduling")[0]["message"],
    ),
    Expectation(
        "website/pods/resource/memory-request-limit.yaml", "150M within 200Mi run", 60, runs(1)
    ),
    Expectation(
        "website/pods/resource/memory-request-limit-2.yaml",
        "250M beyond 100Mi are killed, again and again",
        60,
        killed_for_its_memory_again_and_again,
    ),
    Expectation(
        "website/pods/storage/redis.yaml",
        "a killed redis is restarted and finds its files",
        60,
        a_killed_redis_finds_its_files_again,
        steps=(
            (20, "kubectl exec redis -- sh -c 'echo Hello > /data/redis/test-file; kill 1'"),
            (40, "kubectl exec redis -- cat /data/redis/test-file"),
        ),
    ),
    Expectation(
        "website/service/access/hello-application.yaml", "two Pods run", 60, runs(2)
    ),
    Expectation(
        "website/service/networking/run-my-nginx.yaml", "two Pods run", 60, runs(2)
    ),
    Expectation(
        "website/storage/rro.yaml", "`sleep infinity` runs", 60, runs(1)
    ),
    Expectation(
        "website/inline/concepts__workloads__controllers__job__L894.yaml",
        "a finished Job is deleted after 100 s, and its Pod with it",
        150,
        lambda p: [line["verb"] for line in p.lines
                   if line["type"] == "object" and line["kind"] == "Job"][-1] == "deleted"
        and not p.pods(),
    ),
    Expectation(
        "website/inline/concepts__workloads__pods__pod-lifecycle__L321.yaml",
        "exit code 0 completes the Job without a restart",
        60,
        lambda p: "Complete" in conditions_of(p, "Job")
        and {pod["restarts_column"] for pod in p.pods().values()} == {"0"},
    ),
    Expectation(
        "website/inline/tasks__inject-data-application__define-environment-variable-container__"
        "L108.yaml",
        "variables in a command are filled in",
        20,
        says("env-print-demo", "Warm greetings to The Most Honorable Kubernetes"),
    ),
    Expectation(
        "wild/robusta-dev_kubernetes-demos__crashloop_backoff__create_crashloop_backoff.yaml",
        "a command that isn't in the image: CrashLoopBackOff",
        120,
        lambda p: "CrashLoopBackOff" in statuses(p) and not any(
            starts(p, c["name"]) for c in p.pod()["containers"]
        ),
    ),
    Expectation(
        "wild/kubernetes_dashboard__hack__test-resources__crashloopbackoff-pod.yaml",
        "a container that ends at once, again and again",
        120,
        lambda p: "CrashLoopBackOff" in statuses(p),
    ),
    Expectation(
        "wild/kubernetes_dashboard__hack__test-resources__pending-pod.yaml",
        "a scheduler that doesn't exist",
        30,
        lambda p: p.columns() == "0/1 Completed 0",
        unlike="it is named in an annotation that has had no meaning since 1.6",
    ),
    Expectation(
        "wild/kubernetes_dashboard__hack__test-resources__terminated-pod.yaml",
        "a container that ends with an error",
        30,
        lambda p: p.pod()["phase"] == "Failed",
    ),
    Expectation(
        "wild/robusta-dev_kubernetes-demos__pending_pods__pending_pod_node_selector.yaml",
        "no node has the label: Pending",
        30,
        lambda p: p.columns() == "0/1 Pending 0"
        and "didn't match Pod's node affinity/selector"
        in p.events("FailedScheduling")[0]["message"],
    ),
)  # fmt: skip
