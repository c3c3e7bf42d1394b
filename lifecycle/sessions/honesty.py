"""What of the manifests is played, what is only kept and shown, and what is assumed.

A field that is not simulated is still decoded, defaulted, validated, stored and printed; it
just changes nothing that is seen to happen.
"""

import json
from collections.abc import Iterable
from itertools import islice
from typing import Any

from msgspec import structs

from lifecycle.engine.api.newfields import new_fields
from lifecycle.engine.api.scheme import DecodeError, decode_with_problems
from lifecycle.engine.cri.creation import assumption_of
from lifecycle.engine.cri.honesty import stated_of
from lifecycle.manifests.companions import Missing, missing
from lifecycle.manifests.document import Document, split
from lifecycle.manifests.podtemplate import pod_template
from lifecycle.sessions.assumed import Assumptions, with_assumptions

NOT_SIMULATED = frozenset(
    (
        # Of a Pod
        *("dnsConfig", "dnsPolicy", "hostIPC", "hostPID", "hostUsers", "hostnameOverride"),
        *("claims", "fileKeyRef", "resourceClaims", "schedulingGroup", "setHostnameAsFQDN"),
        *("stdinOnce", "stopSignal", "tty"),
        # Of a security context
        *("allowPrivilegeEscalation", "appArmorProfile", "capabilities", "fsGroup"),
        *("fsGroupChangePolicy", "privileged", "procMount", "runAsGroup", "seLinuxChangePolicy"),
        *("seLinuxOptions", "seccompProfile", "supplementalGroups", "supplementalGroupsPolicy"),
        *("sysctls", "windowsOptions"),
        # Of volumes and their mounts
        *("awsElasticBlockStore", "azureDisk", "azureFile", "cephfs", "cinder", "csi", "fc"),
        *("flexVolume", "flocker", "gcePersistentDisk", "gitRepo", "glusterfs", "iscsi", "nfs"),
        *("photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO", "storageos"),
        *("vsphereVolume", "audience", "clusterTrustBundle", "defaultMode", "expirationSeconds"),
        *("mountPropagation", "podCertificate", "recursiveReadOnly", "subPathExpr"),
        # Of a CronJob
        "timeZone",
        # Of a Service
        *("healthCheckNodePort", "loadBalancerClass", "loadBalancerIP"),
        "loadBalancerSourceRanges",
    )
)
ANNOTATIONS_NOT_SIMULATED = frozenset(
    ("service.kubernetes.io/topology-mode", "service.kubernetes.io/topology-aware-hints")
)
"""What a Service's annotations would change: hints for zones by their share of the CPUs.

Hints by `trafficDistribution` are simulated.
"""
SIMPLIFIED = {
    ("limits", "cpu"): "cpu-limit",
    ("limits", "memory"): "memory-limit",
    ("runAsUser",): "user",
    ("serviceAccountName",): "service-account",
    ("hostNetwork",): "host-network",
    ("hostPath", "path"): "host-path",
    ("externalTrafficPolicy",): "external-policy",
    ("requests", "storage"): "storage",
}
"""Fields that have some of their effect: how their paths end, and a name for what is missing.

The page has the words for each name (static/js/layout/simplified.js).
"""
MISSING_AT_MOST = 50
"""More than so many are no help to anybody."""

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


def honesty(
    documents: Iterable[Document],
    assumed: Assumptions | None = None,
    kubernetes: str = "1.36",
) -> dict[str, Any]:
    """Counts of fields, where those stand that change little or nothing, every assumption.

    `assumed` are the scenario's own. What the documents need and do not bring is `missing`;
    `unknown` are the fields that this version of Kubernetes drops.
    """
    documents = tuple(documents)
    simulated, simplified, not_simulated, assumptions = 0, [], [], []
    for number, document in enumerate(documents):
        for path in document.values:
            is_field = path.startswith("spec.") and not path.endswith("]")
            if not is_field and not _is_told_in_vain(path):
                continue
            place = {"document": number, "path": path, "line": document.locate(path).line}
            if not _is_simulated(document, path):
                not_simulated.append(place)
            elif lacks := _simplified(path):
                simplified.append({**place, "lacks": lacks})
            else:
                simulated += 1
        assumptions += _assumptions(document, assumed or {})
    return {
        "simulated": simulated,
        "simplified": simplified,
        "notSimulated": len(not_simulated),
        "assumed": len(assumptions),
        "fields": not_simulated,
        "assumptions": assumptions,
        "unknown": [
            unknown
            for number, document in enumerate(documents)
            for unknown in _unknown(document, number, kubernetes)
        ],
        "missing": [
            _missing(one, documents[one.document])
            for one in islice(missing(documents), MISSING_AT_MOST)
        ],
    }


def is_simulated_kind(kind: str) -> bool:
    """Whether somebody in the cluster acts upon objects of that kind."""
    return kind in SIMULATED_KINDS


def _is_simulated(document: Document, path: str) -> bool:
    if not is_simulated_kind(str(document.value.get("kind"))):
        return False
    if _is_told_in_vain(path):
        return False
    return NOT_SIMULATED.isdisjoint(str(step) for step in split(path))


def _is_told_in_vain(path: str) -> bool:
    """Whether the path is that of an annotation nobody acts upon here."""
    return path.startswith("metadata.annotations") and (
        str(split(path)[-1]) in ANNOTATIONS_NOT_SIMULATED
    )


def _simplified(path: str) -> str:
    """The name of what is missing of the field's effect, if anything is."""
    names = tuple(step for step in split(path) if isinstance(step, str))
    return SIMPLIFIED.get(names[-1:]) or SIMPLIFIED.get(names[-2:]) or ""


def _unknown(document: Document, number: int, kubernetes: str) -> list[dict[str, Any]]:
    """The fields that are dropped because they came later, and since when they are known."""
    try:
        obj, _ = decode_with_problems(document.value)
    except DecodeError:
        return []
    return [
        {
            "document": number,
            "path": field.path,
            "line": document.locate(field.path).line,
            "since": field.since,
        }
        for field in new_fields(obj, kubernetes)
    ]


def _assumptions(document: Document, assumed: Assumptions) -> list[dict[str, Any]]:
    """What is taken for granted, and all that is assumed of the container in its own words."""
    template = pod_template(with_assumptions(document.value, assumed))
    pod = template.pod if template else None
    if pod is None:
        return []
    return [
        {
            "line": document.line,
            **structs.asdict(stated),
            "text": assumption_of(pod, stated.container).text,
        }
        for stated in stated_of(pod)
    ]


def _missing(one: Missing, document: Document) -> dict[str, Any]:
    return {
        "kind": one.reference.kind,
        "name": one.reference.name,
        "line": document.locate(one.reference.path).line,
        "manifest": json.dumps(one.object),
    }
