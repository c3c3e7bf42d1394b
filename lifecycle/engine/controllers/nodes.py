"""The machines of the played cluster as the API shows them: Node objects.

A Node that a manifest describes keeps what it says (capacity, labels, taints); what it
leaves out is that of the default machine, so that three lines make a node.

Mirrors what the kubelet registers (pkg/kubelet/kubelet_node_status.go `initialNode`).
"""

from collections.abc import Iterable

from lightkube.models.core_v1 import (
    DaemonEndpoint,
    Node,
    NodeAddress,
    NodeCondition,
    NodeDaemonEndpoints,
    NodeSpec,
    NodeStatus,
    NodeSystemInfo,
)
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.kernel.clock import Millis, timestamp

DEFAULT_CAPACITY = {
    "cpu": "2",
    "ephemeral-storage": "100Gi",
    "hugepages-1Gi": "0",
    "hugepages-2Mi": "0",
    "memory": "24Gi",
    "pods": "110",
}

HEALTHY = (
    (
        "MemoryPressure",
        "False",
        "KubeletHasSufficientMemory",
        "kubelet has sufficient memory available",
    ),
    ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
)
"""Type, status, reason and message of a healthy node's conditions, in the kubelet's order."""


def default_node(name: str = "node1") -> Node:
    """A Node of which nothing is said but its name."""
    return Node(metadata=ObjectMeta(name=name))


def registered(node: Node, index: int, cidr: str, version: str, now: Millis) -> Node:
    """The Node as its kubelet registers it; `index` counts the cluster's nodes from 0.

    `cidr` is what it hands out to its Pods, unless it says something itself.
    """
    meta = node.metadata or ObjectMeta()
    name = meta.name or f"node{index + 1}"
    labels = {
        "beta.kubernetes.io/arch": "amd64",
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        **(meta.labels or {}),
    }
    spec = node.spec or NodeSpec()
    cidr = spec.podCIDR or cidr
    return replace(
        node,
        apiVersion="v1",
        kind="Node",
        metadata=replace(meta, name=name, labels=labels),
        spec=replace(spec, podCIDR=cidr, podCIDRs=spec.podCIDRs or [cidr]),
        status=_status(node.status or NodeStatus(), name, index, version, now),
    )


def _status(given: NodeStatus, name: str, index: int, version: str, now: Millis) -> NodeStatus:
    capacity = {**DEFAULT_CAPACITY, **(given.allocatable or {}), **(given.capacity or {})}
    return replace(
        given,
        capacity=capacity,
        allocatable={**capacity, **(given.allocatable or {})},
        addresses=given.addresses or _addresses(name, index),
        conditions=given.conditions or list(_conditions(now)),
        daemonEndpoints=NodeDaemonEndpoints(kubeletEndpoint=DaemonEndpoint(Port=10250)),
        nodeInfo=given.nodeInfo or _system(name, version),
    )


def _addresses(name: str, index: int) -> list[NodeAddress]:
    ip = f"192.168.{1 + index // 240}.{11 + index % 240}"
    return [
        NodeAddress(type="InternalIP", address=ip),
        NodeAddress(type="Hostname", address=name),
    ]


def _conditions(now: Millis) -> Iterable[NodeCondition]:
    moment = timestamp(now)
    for kind, status, reason, message in HEALTHY:
        yield NodeCondition(
            type=kind,
            status=status,
            reason=reason,
            message=message,
            lastHeartbeatTime=moment,
            lastTransitionTime=moment,
        )


def _system(name: str, version: str) -> NodeSystemInfo:
    return NodeSystemInfo(
        architecture="amd64",
        bootID=f"boot-{name}",
        containerRuntimeVersion="containerd://2.1.0",
        kernelVersion="6.12.0",
        kubeProxyVersion="",
        kubeletVersion=f"v{version}.2" if version.count(".") == 1 else f"v{version}",
        machineID=f"machine-{name}",
        operatingSystem="linux",
        osImage="podviz",
        systemUUID=f"system-{name}",
    )
