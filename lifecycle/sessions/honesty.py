"""What of the manifests is played, what is only kept and shown, and what is assumed.

A field that is not simulated is still decoded, defaulted, validated, stored and printed; it
just changes nothing that is seen to happen.
"""

from collections.abc import Iterable
from typing import Any

from msgspec import structs

from lifecycle.engine.cri.honesty import stated_of
from lifecycle.manifests.document import Document, split
from lifecycle.manifests.podtemplate import pod_template

NOT_SIMULATED = frozenset(
    (
        # Of a Pod
        *("dnsConfig", "dnsPolicy", "hostIPC", "hostPID", "hostUsers", "hostnameOverride"),
        *("schedulingGroup", "setHostnameAsFQDN", "stdinOnce"),
        # Of a security context
        *("allowPrivilegeEscalation", "appArmorProfile", "capabilities", "fsGroup"),
        *("fsGroupChangePolicy", "privileged", "procMount", "runAsGroup", "seLinuxChangePolicy"),
        *("seLinuxOptions", "seccompProfile", "supplementalGroups", "supplementalGroupsPolicy"),
        *("sysctls", "windowsOptions"),
        # Of volumes and their mounts
        *("awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc"),
        *("flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs", "iscsi", "nfs"),
        *("photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO", "storageos"),
        *("vsphereVolume", "mountPropagation", "recursiveReadOnly", "subPathExpr"),
        # Of a Service
        *("externalTrafficPolicy", "healthCheckNodePort", "internalTrafficPolicy"),
        *("loadBalancerClass", "loadBalancerIP", "loadBalancerSourceRanges", "sessionAffinity"),
        *("sessionAffinityConfig", "trafficDistribution"),
    )
)
SIMULATED_KINDS = frozenset(
    (
        *("Pod", "ReplicationController", "ReplicaSet", "Deployment", "StatefulSet", "DaemonSet"),
        *("Job", "CronJob", "ControllerRevision", "PodDisruptionBudget", "Namespace", "Node"),
        *("Service", "Endpoints", "EndpointSlice", "ConfigMap", "Secret", "ServiceAccount"),
        *("PersistentVolume", "PersistentVolumeClaim", "StorageClass", "LimitRange"),
        *("ResourceQuota", "PodPreset"),
        *("PriorityClass", "RuntimeClass", "Event", "Lease"),
    )
)
"""Objects of any other kind are stored and shown, and nobody acts upon them."""


def honesty(documents: Iterable[Document]) -> dict[str, Any]:
    """Counts of fields, where those stand that change nothing, and every assumption."""
    simulated, not_simulated, assumptions = 0, [], []
    for number, document in enumerate(documents):
        for path in document.values:
            if not path.startswith("spec.") or path.endswith("]"):
                continue
            if _is_simulated(document, path):
                simulated += 1
            else:
                line = document.locate(path).line
                not_simulated.append({"document": number, "path": path, "line": line})
        assumptions += _assumptions(document)
    return {
        "simulated": simulated,
        "simplified": 0,
        "notSimulated": len(not_simulated),
        "assumed": len(assumptions),
        "fields": not_simulated,
        "assumptions": assumptions,
    }


def is_simulated_kind(kind: str) -> bool:
    """Whether somebody in the cluster acts upon objects of that kind."""
    return kind in SIMULATED_KINDS


def _is_simulated(document: Document, path: str) -> bool:
    if not is_simulated_kind(str(document.value.get("kind"))):
        return False
    return NOT_SIMULATED.isdisjoint(str(step) for step in split(path))


def _assumptions(document: Document) -> list[dict[str, Any]]:
    template = pod_template(document.value)
    pod = template.pod if template else None
    if pod is None:
        return []
    return [{"line": document.line, **structs.asdict(stated)} for stated in stated_of(pod)]
