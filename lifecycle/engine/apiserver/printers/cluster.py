"""Rows of nodes, namespaces, configuration and policies.

Mirrors the functions of the same names in pkg/printers/internalversion/printers.go.
"""

from lightkube.models.autoscaling_v2 import HorizontalPodAutoscaler
from lightkube.models.coordination_v1 import Lease
from lightkube.models.core_v1 import (
    ConfigMap,
    LimitRange,
    Namespace,
    Node,
    NodeStatus,
    PersistentVolume,
    PersistentVolumeClaim,
    ResourceQuota,
    Secret,
    ServiceAccount,
)
from lightkube.models.node_v1 import RuntimeClass
from lightkube.models.policy_v1 import PodDisruptionBudget
from lightkube.models.scheduling_v1 import PriorityClass
from lightkube.models.storage_v1 import StorageClass

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.apiserver.printers.cells import NONE, UNSET, Cells, age, boolean, number
from lifecycle.engine.kernel.clock import Millis

_ROLE = "node-role.kubernetes.io/"
_MODES = {
    "ReadWriteOnce": "RWO",
    "ReadOnlyMany": "ROX",
    "ReadWriteMany": "RWX",
    "ReadWriteOncePod": "RWOP",
}


def node(obj: Node, now_ms: Millis) -> Cells:
    """Whether the node is ready, and what runs it."""
    status = obj.status or NodeStatus()
    ready = get_condition(status, "Ready")
    shown = "Unknown" if ready is None else "Ready" if ready.status == "True" else "NotReady"
    if obj.spec and obj.spec.unschedulable:
        shown += ",SchedulingDisabled"
    addresses = {address.type: address.address for address in status.addresses or ()}
    info = status.nodeInfo
    return (
        obj.metadata.name,
        shown,
        _roles(obj),
        age(obj, now_ms),
        info.kubeletVersion if info else "",
        addresses.get("InternalIP", NONE),
        addresses.get("ExternalIP", NONE),
        (info and info.osImage) or "<unknown>",
        (info and info.kernelVersion) or "<unknown>",
        (info and info.containerRuntimeVersion) or "<unknown>",
    )


def _roles(obj: Node) -> str:
    labels = obj.metadata.labels or {}
    found = [key.removeprefix(_ROLE) for key in labels if key.startswith(_ROLE)]
    if labels.get("kubernetes.io/role"):
        found.append(labels["kubernetes.io/role"])
    return ",".join(sorted(role for role in found if role)) or NONE


def namespace(obj: Namespace, now_ms: Millis) -> Cells:
    """Whether it is active."""
    return obj.metadata.name, (obj.status and obj.status.phase) or "", age(obj, now_ms)


def config_map(obj: ConfigMap, now_ms: Millis) -> Cells:
    """How many entries."""
    return obj.metadata.name, str(len(obj.data or {}) + len(obj.binaryData or {})), age(obj, now_ms)


def secret(obj: Secret, now_ms: Millis) -> Cells:
    """The type, and how many entries."""
    return obj.metadata.name, obj.type or "", str(len(obj.data or {})), age(obj, now_ms)


def service_account(obj: ServiceAccount, now_ms: Millis) -> Cells:
    """Name and age."""
    return obj.metadata.name, age(obj, now_ms)


def pod_disruption_budget(obj: PodDisruptionBudget, now_ms: Millis) -> Cells:
    """What the budget asks for, and how much is left of it."""
    least, most = obj.spec.minAvailable, obj.spec.maxUnavailable
    return (
        obj.metadata.name,
        "N/A" if least is None else str(least),
        "N/A" if most is None else str(most),
        number(obj.status.disruptionsAllowed if obj.status else 0),
        age(obj, now_ms),
    )


def priority_class(obj: PriorityClass, now_ms: Millis) -> Cells:
    """The number behind the name."""
    policy = obj.preemptionPolicy or ""
    return (
        obj.metadata.name,
        str(obj.value),
        boolean(obj.globalDefault),
        age(obj, now_ms),
        policy,
    )


def lease(obj: Lease, now_ms: Millis) -> Cells:
    """Who holds it."""
    holder = obj.spec.holderIdentity if obj.spec else None
    return obj.metadata.name, holder or "", age(obj, now_ms)


def runtime_class(obj: RuntimeClass, now_ms: Millis) -> Cells:
    """The handler."""
    return obj.metadata.name, obj.handler, age(obj, now_ms)


def resource_quota(obj: ResourceQuota, now_ms: Millis) -> Cells:
    """What is used of what may be requested, and of the limits."""
    status = obj.status
    hard = (status and status.hard) or {}
    used = (status and status.used) or {}
    parts: dict[bool, list[str]] = {False: [], True: []}
    for name in sorted(hard):
        parts[name.startswith("limits.")].append(f"{name}: {used.get(name, 0)}/{hard[name]}")
    return obj.metadata.name, ", ".join(parts[False]), ", ".join(parts[True]), age(obj, now_ms)


def limit_range(obj: LimitRange, now_ms: Millis) -> Cells:
    """When it was created."""
    created = obj.metadata.creationTimestamp
    return obj.metadata.name, created.strftime("%Y-%m-%dT%H:%M:%SZ") if created else ""


def storage_class(obj: StorageClass, now_ms: Millis) -> Cells:
    """Who provides volumes, and how."""
    annotations = obj.metadata.annotations or {}
    is_default = annotations.get("storageclass.kubernetes.io/is-default-class") == "true"
    return (
        obj.metadata.name + (" (default)" if is_default else ""),
        obj.provisioner,
        obj.reclaimPolicy or "Delete",
        obj.volumeBindingMode or "Immediate",
        boolean(obj.allowVolumeExpansion),
        age(obj, now_ms),
    )


def persistent_volume(obj: PersistentVolume, now_ms: Millis) -> Cells:
    """Size, claim and state of a volume."""
    spec, status = obj.spec, obj.status
    claim = spec.claimRef
    phase = (status and status.phase) or ""
    return (
        obj.metadata.name,
        (spec.capacity or {}).get("storage", ""),
        _modes(spec.accessModes),
        spec.persistentVolumeReclaimPolicy or "",
        "Terminating" if obj.metadata.deletionTimestamp else phase,
        f"{claim.namespace}/{claim.name}" if claim else "",
        spec.storageClassName or "",
        spec.volumeAttributesClassName or UNSET,
        (status and status.reason) or "",
        age(obj, now_ms),
        spec.volumeMode or UNSET,
    )


def persistent_volume_claim(obj: PersistentVolumeClaim, now_ms: Millis) -> Cells:
    """Which volume a claim has got."""
    spec, status = obj.spec, obj.status
    phase = (status and status.phase) or ""
    bound = bool(spec.volumeName)
    return (
        obj.metadata.name,
        "Terminating" if obj.metadata.deletionTimestamp else phase,
        spec.volumeName or "",
        ((status and status.capacity) or {}).get("storage", "") if bound else "",
        _modes(status.accessModes if status else None) if bound else "",
        spec.storageClassName or "",
        spec.volumeAttributesClassName or UNSET,
        age(obj, now_ms),
        spec.volumeMode or UNSET,
    )


def _modes(modes: list[str] | None) -> str:
    return ",".join(short for mode, short in _MODES.items() if mode in (modes or ()))


def horizontal_pod_autoscaler(obj: HorizontalPodAutoscaler, now_ms: Millis) -> Cells:
    """What is scaled, between which bounds."""
    spec, status = obj.spec, obj.status
    targets = []
    for metric in spec.metrics or ():
        if metric.resource is not None:
            wanted = metric.resource.target.averageUtilization
            targets.append(f"{metric.resource.name}: <unknown>/{wanted}%")
    return (
        obj.metadata.name,
        f"{spec.scaleTargetRef.kind}/{spec.scaleTargetRef.name}",
        ", ".join(targets) or NONE,
        UNSET if spec.minReplicas is None else str(spec.minReplicas),
        str(spec.maxReplicas),
        number(status.currentReplicas if status else 0),
        age(obj, now_ms),
    )
