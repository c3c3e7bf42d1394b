"""Pods that the API server takes."""

from typing import Any

from hypothesis import strategies as st

from tests.properties.containers import Document, containers, init_containers

VOLUMES = st.sampled_from(
    [
        {"emptyDir": {}},
        {"emptyDir": {}},
        {"emptyDir": {"medium": "Memory"}},
        {"configMap": {"name": "missing"}},
        {"configMap": {"name": "missing", "optional": True}},
        {"secret": {"secretName": "missing"}},
        {"hostPath": {"path": "/tmp", "type": "Directory"}},
        {"persistentVolumeClaim": {"claimName": "claim"}},
        {"downwardAPI": {"items": [{"path": "n", "fieldRef": {"fieldPath": "metadata.name"}}]}},
    ]
)
POLICIES = st.sampled_from(["Always", "OnFailure", "Never"])
_SPEC: dict[str, st.SearchStrategy[Any]] = {
    "activeDeadlineSeconds": st.integers(1, 40),
    "shareProcessNamespace": st.just(True),
    "hostNetwork": st.just(True),
    "hostAliases": st.just([{"ip": "10.9.9.9", "hostnames": ["s0"]}]),
    "nodeName": st.sampled_from(["node1", "node1", "nowhere"]),
    "nodeSelector": st.sampled_from([{"kubernetes.io/os": "linux"}, {"disk": "ssd"}]),
    "tolerations": st.just([{"operator": "Exists"}]),
    "readinessGates": st.just([{"conditionType": "example.com/gate"}]),
    "securityContext": st.sampled_from([{"runAsNonRoot": True}, {"fsGroup": 1}]),
    "hostname": st.just("h"),
    "subdomain": st.just("s0"),
    "enableServiceLinks": st.booleans(),
    "automountServiceAccountToken": st.just(False),
    "priorityClassName": st.sampled_from(["system-node-critical"]),
}
_MODERN = {"schedulingGates": st.just([{"name": "example.com/wait"}])}
ASSUMPTIONS = st.sampled_from(
    ["runs=2s exit=1", "serves=500", "term=ignored", "term=exit:3@2s", "after=5s", "serves=nothing"]
)


@st.composite
def specs(draw: st.DrawFn, modern: bool, policies: st.SearchStrategy[str] = POLICIES) -> Document:
    """What makes a Pod."""
    apps = [
        draw(containers(f"c{number}", number, modern)) for number in range(draw(st.integers(1, 3)))
    ]
    before = [
        draw(init_containers(f"i{number}", 3 + number, modern))
        for number in range(draw(st.sampled_from([0, 0, 1, 2])))
    ]
    optional = _SPEC | _MODERN if modern else _SPEC
    chosen = draw(st.lists(st.sampled_from(sorted(optional)), max_size=2, unique=True))
    spec = {
        "containers": apps,
        "restartPolicy": draw(policies),
        "terminationGracePeriodSeconds": draw(st.integers(1, 12)),
        **{field: draw(optional[field]) for field in chosen},
    }
    if before:
        spec["initContainers"] = before
    if any("volumeMounts" in each for each in (*apps, *before)):
        spec["volumes"] = [{"name": "v", **draw(VOLUMES)}]
    return _consistent(spec)


def _consistent(spec: Document) -> Document:
    """What the API server would otherwise refuse."""
    if spec.get("hostNetwork"):
        # Its ports are the node's: each can be asked for once.
        taken = [*spec.get("initContainers", ()), *spec["containers"]][1:]
        for container in taken:
            container.pop("ports", None)
    if spec["restartPolicy"] == "Never":
        for container in [*spec.get("initContainers", ()), *spec["containers"]]:
            container.pop("resizePolicy", None)
    if "schedulingGates" in spec:
        spec.pop("nodeName", None)
    return spec


@st.composite
def pods(draw: st.DrawFn, name: str, modern: bool) -> Document:
    """A Pod of that name with labels that Services of these lives select."""
    metadata: Document = {"name": name, "labels": {"app": draw(st.sampled_from(["a", "b"]))}}
    if draw(st.integers(0, 7)) == 0:
        metadata["finalizers"] = ["example.com/hold"]
    if draw(st.integers(0, 3)) == 0:
        metadata["annotations"] = {"podviz.io/assume.c0": draw(ASSUMPTIONS)}
    spec = draw(specs(modern))
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}
