"""What a watcher of the API sees of a Pod at each change, as one flat line."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lightkube.models.core_v1 import ContainerState, ContainerStatus, Pod, PodSpec, PodStatus

from lifecycle.engine.api.pod import APP, EPHEMERAL, INIT, SIDECAR, is_sidecar
from lifecycle.engine.api.version import V1_36, VERSIONS, Version
from lifecycle.engine.apiserver.printers.pod import PodSummary, summarize_pod
from lifecycle.engine.controllers.revisions import HASH_LABEL
from lifecycle.engine.kernel.clock import millis
from lifecycle.engine.records import ObjectChanged


def summary_of(record: ObjectChanged) -> PodSummary:
    """READY, STATUS and RESTARTS of the Pod that a record holds, as its version prints them."""
    return summarize_pod(record.object, VERSIONS[record.kubernetes])


def pod_line(pod: Pod, version: Version = V1_36) -> dict[str, Any]:
    """The fields of a `pod` line, with those that the columns of kubectl are made from.

    A Pod of a StatefulSet or DaemonSet says which `revision` of the template it was made by.
    """
    metadata, status = pod.metadata, pod.status or PodStatus()
    summary = summarize_pod(pod, version)
    line = {
        "namespace": metadata.namespace,
        "name": metadata.name,
        "uid": metadata.uid,
        "phase": status.phase,
        "reason": status.reason or None,
        "message": status.message or None,
        "conditions": [
            {
                "type": condition.type,
                "status": condition.status,
                "reason": condition.reason or None,
                "message": condition.message or None,
            }
            for condition in status.conditions or ()
        ],
        "containers": list(_containers(pod.spec, status)),
        "nodeName": pod.spec.nodeName or None,
        "podIP": status.podIP or None,
        "qosClass": status.qosClass or None,
        "creationTimestamp": seconds(metadata.creationTimestamp),
        "deletionTimestamp": seconds(metadata.deletionTimestamp),
        "deletionGracePeriodSeconds": metadata.deletionGracePeriodSeconds,
        "ready_column": summary.ready,
        "status_column": summary.status,
        "restarts_column": str(summary.restarts),
        "lastRestartAt": seconds(summary.last_restart) if summary.restarts else None,
        "owner": owner(metadata),
    }
    if metadata.finalizers:
        line["finalizers"] = metadata.finalizers
    if revision := (metadata.labels or {}).get(HASH_LABEL):
        line["revision"] = revision
    return line


def seconds(moment: datetime | None) -> float | None:
    """A time of the API as seconds since the scenario began."""
    return None if moment is None else millis(moment) / 1000


def owner(metadata: Any) -> str | None:
    """`ReplicaSet/web-5d4f`: the object that controls this one."""
    for reference in metadata.ownerReferences or ():
        if reference.controller:
            return f"{reference.kind}/{reference.name}"
    return None


def _containers(spec: PodSpec, status: PodStatus) -> Iterator[dict[str, Any]]:
    sidecars = [c.name for c in spec.initContainers or () if is_sidecar(c)]
    for one in status.initContainerStatuses or ():
        yield _container(one, SIDECAR if one.name in sidecars else INIT)
    for one in status.containerStatuses or ():
        yield _container(one, APP)
    for one in status.ephemeralContainerStatuses or ():
        yield _container(one, EPHEMERAL)


def _container(status: ContainerStatus, kind: str) -> dict[str, Any]:
    state = status.state or ContainerState()
    name, detail = "waiting", state.waiting
    if state.running:
        name, detail = "running", None
    elif state.terminated:
        name, detail = "terminated", state.terminated
    return {
        "name": status.name,
        "kind": kind,
        "state": name,
        "reason": (detail and detail.reason) or None,
        "message": (detail and detail.message) or None,
        "exitCode": state.terminated.exitCode if state.terminated else None,
        "restartCount": status.restartCount,
        "ready": status.ready,
        "started": status.started,
    }
