"""What stands around Pods: Services, workloads that make Pods, nodes, budgets."""

from typing import Any

from hypothesis import strategies as st

from tests.properties.containers import Document
from tests.properties.pods import specs

LABELS = {"app": "d"}


def _document(version: str, kind: str, name: str, spec: Document) -> Document:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name}, "spec": spec}


def _service(name: str, app: str, port: int, more: Document) -> Document:
    ports = [{"port": 80, "targetPort": port}]
    return _document("v1", "Service", name, {"selector": {"app": app}, "ports": ports, **more})


SERVICES = st.builds(
    _service,
    st.sampled_from(["s0", "s1"]),
    st.sampled_from(["a", "b", "d"]),
    st.sampled_from([80, 8080]),
    st.sampled_from([{}, {}, {"clusterIP": "None"}, {"publishNotReadyAddresses": True}]),
)
BUDGETS = st.builds(
    lambda least: _document(
        "policy/v1",
        "PodDisruptionBudget",
        "budget",
        {"minAvailable": least, "selector": {"matchLabels": LABELS}},
    ),
    st.sampled_from([0, 1, "50%"]),
)
CONFIG = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {"name": "missing"},
    "data": {"k": "v"},
}


def _template(spec: Document) -> Document:
    return {"metadata": {"labels": LABELS}, "spec": spec}


OTHER_KINDS = ("ReplicaSet", "StatefulSet", "DaemonSet")


@st.composite
def replicated(draw: st.DrawFn, modern: bool) -> Document:
    """A Deployment, StatefulSet, DaemonSet or ReplicaSet."""
    kind = draw(
        st.sampled_from(["Deployment", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"])
    )
    pod = draw(specs(modern, st.just("Always")))
    pod.pop("activeDeadlineSeconds", None)
    # What a kubelet turns away is made again at once, in thousands: true, but slow.
    pod.pop("nodeName", None)
    spec: dict[str, Any] = {"selector": {"matchLabels": LABELS}, "template": _template(pod)}
    if kind != "DaemonSet":
        spec["replicas"] = draw(st.integers(0, 3))
    if kind == "Deployment":
        strategy = draw(st.sampled_from(["RollingUpdate", "Recreate"]))
        spec |= {"strategy": {"type": strategy}, "progressDeadlineSeconds": 30}
    if kind == "StatefulSet":
        spec["serviceName"] = "s0"
    return _document("apps/v1", kind, "d0", spec)


@st.composite
def jobs(draw: st.DrawFn, modern: bool) -> Document:
    """A Job, or one every minute; its Pods end or are given up."""
    pod = draw(specs(modern, st.sampled_from(["Never", "OnFailure"])))
    spec = {
        "template": _template(pod),
        "backoffLimit": draw(st.integers(0, 2)),
        "completions": draw(st.integers(1, 3)),
        "parallelism": draw(st.integers(1, 2)),
    }
    if draw(st.integers(0, 3)) == 0:
        every_minute = {"schedule": "* * * * *", "jobTemplate": {"spec": spec}}
        return _document("batch/v1", "CronJob", "d0", every_minute)
    return _document("batch/v1", "Job", "d0", spec)


NODES = st.sampled_from(
    [
        (),
        (),
        ({"apiVersion": "v1", "kind": "Node", "metadata": {"name": "node1"}},),
        (
            {
                "apiVersion": "v1",
                "kind": "Node",
                "metadata": {"name": "node1"},
                "status": {"capacity": {"memory": "256Mi", "ephemeral-storage": "1Gi"}},
            },
        ),
        tuple(
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}}
            for name in ("node1", "node2")
        ),
    ]
)


@st.composite
def companions(draw: st.DrawFn, modern: bool) -> list[Document]:
    """What stands around the Pods of a life: nothing, a Service, a workload, or all of it."""
    match draw(st.integers(0, 5)):
        case 0 | 1:
            return []
        case 2:
            return [draw(SERVICES)]
        case 3:
            return [draw(SERVICES), draw(replicated(modern))]
        case 4:
            return [draw(jobs(modern)), *draw(st.sampled_from([[], [CONFIG]]))]
        case _:
            return [draw(SERVICES), draw(BUDGETS), draw(replicated(modern)), CONFIG]
