"""Random valid Pods and random scripts, made from a seed: what nobody would think of trying."""

from random import Random

PROGRAMS = (
    ["sleep", "3600"],
    ["sleep", "2"],
    ["sh", "-c", "exit 1"],
    ["sh", "-c", "sleep 3; exit 7"],
    ["sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.2; done"],
    ["sh", "-c", "touch /tmp/ok; sleep 5; rm /tmp/ok; sleep 100"],
    ["nosuch"],
)
CHECKS = (
    {"exec": {"command": ["true"]}},
    {"exec": {"command": ["cat", "/tmp/ok"]}},
    {"exec": {"command": ["sleep", "3"]}},
    {"exec": {"command": ["nosuch"]}},
    {"httpGet": {"port": 80}},
    {"tcpSocket": {"port": 81}},
    {"grpc": {"port": 9}},
)
HOOKS = (
    {"exec": {"command": ["sleep", "3"]}},
    {"exec": {"command": ["sleep", "60"]}},
    {"exec": {"command": ["false"]}},
    {"httpGet": {"port": 80}},
    {"sleep": {"seconds": 1}},
)
LINES = (
    "kubectl delete pod {pod}",
    "kubectl delete pod {pod} --grace-period=1",
    "kubectl delete pod {pod} --grace-period=0 --force",
    "kill {pod} -c {container}",
    "kill {pod} -c {container} --signal=KILL",
    "sandbox kill {pod}",
    "evict {pod}",
    "kubelet stop node1",
    "kubelet start node1",
    "node down node1",
    "node up node1",
    "node reboot node1",
    "node shutdown node1",
    "fault probe {pod} -c {container} liveness fail",
    "fault probe {pod} -c {container} readiness slow",
    "fault probe {pod} -c {container} startup refuse",
    "fault probe {pod} -c {container} liveness clear",
    "image absent nginx",
    "kubectl exec {pod} -c {container} -- touch /tmp/ok",
    "kubectl set image pod/{pod} c0=nginx",
)


def random_pod(random: Random, name: str) -> dict:
    """A Pod that the API server takes, with a little of everything."""
    spec: dict = {
        "containers": [_container(random, f"c{i}") for i in range(random.randint(1, 3))],
        "initContainers": [
            _container(random, f"i{i}", init=True) for i in range(random.randint(0, 2))
        ],
        "terminationGracePeriodSeconds": random.randint(1, 10),
        "restartPolicy": random.choice(["Always", "OnFailure", "Never"]),
        "volumes": [
            {
                "name": "v",
                **random.choice([{"emptyDir": {}}, {"configMap": {"name": "missing"}}]),
            }
        ],
    }
    if random.random() < 0.1:
        spec["activeDeadlineSeconds"] = random.randint(1, 30)
    if random.random() < 0.1:
        spec["shareProcessNamespace"] = True
    metadata: dict = {"name": name}
    if random.random() < 0.1:
        metadata["finalizers"] = ["example.com/hold"]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


def random_line(random: Random, pods: list[str]) -> str:
    return random.choice(LINES).format(
        pod=random.choice(pods), container=random.choice(["c0", "c1", "i0"])
    )


def _container(random: Random, name: str, init: bool = False) -> dict:
    image = random.choice(["busybox:1.35", "busybox:1.35", "nginx", "absent/none:1"])
    container: dict = {"name": name, "image": image}
    if image.startswith("busybox"):
        container["command"] = random.choice(PROGRAMS)
    if random.random() < 0.2:
        container["imagePullPolicy"] = random.choice(["Always", "Never"])
    if random.random() < 0.1:
        container["volumeMounts"] = [{"name": "v", "mountPath": "/v"}]
    if init and random.random() < 0.5:
        container["restartPolicy"] = "Always"
    if not init or "restartPolicy" in container:
        _watch_over(random, container)
    return container


def _watch_over(random: Random, container: dict) -> None:
    """Probes and hooks, which ordinary init containers can't have."""
    for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
        if random.random() < 0.35:
            container[probe] = {
                **random.choice(CHECKS),
                "periodSeconds": random.randint(1, 6),
                "failureThreshold": random.randint(1, 3),
                "initialDelaySeconds": random.choice([0, 0, 4]),
            }
    lifecycle = {
        hook: random.choice(HOOKS) for hook in ("preStop", "postStart") if random.random() < 0.2
    }
    if lifecycle:
        container["lifecycle"] = lifecycle
