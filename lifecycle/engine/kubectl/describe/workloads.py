"""kubectl describe for what makes Pods, and for Services.

Mirrors the describers of the same kinds in describe.go.
"""

from typing import Any

from lightkube.models.apps_v1 import Deployment, DeploymentStatus, ReplicaSet
from lightkube.models.batch_v1 import Job, JobStatus
from lightkube.models.core_v1 import Pod, PodTemplateSpec, Service

from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.api.selectors import format_label_selector, of_label_selector
from lifecycle.engine.apiserver.printers.cells import format_labels
from lifecycle.engine.kubectl.describe.containers import describe_containers
from lifecycle.engine.kubectl.describe.events import describe_events
from lifecycle.engine.kubectl.describe.page import NONE, Page, long_time
from lifecycle.engine.kubectl.describe.volumes import describe_volumes
from lifecycle.engine.kubectl.moment import Moment

_PHASES = ("Running", "Waiting", "Succeeded", "Failed")


def describe_deployment(page: Page, obj: Deployment, moment: Moment) -> None:
    """Replicas, strategy, template and ReplicaSets (`describeDeployment`)."""
    spec, status = obj.spec, obj.status or DeploymentStatus()
    metadata = obj.metadata
    page.field(0, "Name", metadata.name)
    page.field(0, "Namespace", metadata.namespace)
    page.field(0, "CreationTimestamp", long_time(metadata.creationTimestamp))
    page.labels("Labels", metadata.labels)
    page.annotations(metadata.annotations)
    page.field(0, "Selector", format_label_selector(spec.selector))
    counts = (
        f"{spec.replicas or 0} desired | {status.updatedReplicas or 0} updated | "
        f"{status.replicas or 0} total | {status.availableReplicas or 0} available | "
        f"{status.unavailableReplicas or 0} unavailable"
    )
    page.field(0, "Replicas", counts)
    strategy = spec.strategy
    page.field(0, "StrategyType", strategy.type if strategy else "")
    page.field(0, "MinReadySeconds", spec.minReadySeconds or 0)
    if strategy is not None and strategy.rollingUpdate is not None:
        rolling = strategy.rollingUpdate
        text = f"{rolling.maxUnavailable} max unavailable, {rolling.maxSurge} max surge"
        page.field(0, "RollingUpdateStrategy", text)
    describe_template(page, spec.template)
    if status.conditions:
        page.write(0, "Conditions:")
        page.write(1, "Type\tStatus\tReason")
        page.write(1, "----\t------\t------")
        for condition in status.conditions:
            page.write(1, f"{condition.type} \t{condition.status}\t{condition.reason or ''}")
    _replica_sets(page, obj, moment)
    describe_events(page, obj, moment)


def _replica_sets(page: Page, obj: Deployment, moment: Moment) -> None:
    mine = [one for one in moment.objects.list("ReplicaSet", obj.metadata.namespace)
            if _is_owned(one, obj)]  # fmt: skip
    new = next((one for one in mine if _same_template(one, obj)), None)
    old = [one for one in mine if one is not new]
    shown = ", ".join(_replica_set(one) for one in old) or NONE
    page.field(0, "OldReplicaSets", shown)
    page.field(0, "NewReplicaSet", _replica_set(new) if new is not None else NONE)


def _replica_set(one: ReplicaSet) -> str:
    created = one.status.replicas if one.status else 0
    return f"{one.metadata.name} ({created}/{one.spec.replicas or 0} replicas created)"


def _same_template(one: ReplicaSet, obj: Deployment) -> bool:
    return one.spec.template.spec == obj.spec.template.spec


def _is_owned(obj: Any, owner: Any) -> bool:
    references = metadata_of(obj).ownerReferences or ()
    return any(ref.uid == metadata_of(owner).uid and ref.controller for ref in references)


def describe_replica_set(page: Page, obj: Any, moment: Moment) -> None:
    """Replicas and the states of their Pods (`describeReplicaSet`), of other kinds, too."""
    metadata, spec, status = obj.metadata, obj.spec, obj.status
    page.field(0, "Name", metadata.name)
    page.field(0, "Namespace", metadata.namespace)
    page.field(0, "Selector", format_label_selector(spec.selector))
    page.labels("Labels", metadata.labels)
    page.annotations(metadata.annotations)
    owner = next((ref for ref in metadata.ownerReferences or () if ref.controller), None)
    if owner is not None:
        page.field(0, "Controlled By", f"{owner.kind}/{owner.name}")
    if hasattr(spec, "replicas"):
        current = (status.replicas if status else 0) or 0
        page.field(0, "Replicas", f"{current} current / {spec.replicas or 0} desired")
    _pods_status(page, obj, moment)
    describe_template(page, spec.template)
    describe_events(page, obj, moment)


def _pods_status(page: Page, obj: Any, moment: Moment) -> None:
    chosen = of_label_selector(obj.spec.selector)
    pods = moment.objects.list("Pod", obj.metadata.namespace, chosen)
    mine: list[Pod] = [pod for pod in pods if _is_owned(pod, obj)]
    counts = dict.fromkeys(_PHASES, 0)
    for pod in mine:
        phase = (pod.status and pod.status.phase) or "Pending"
        counts["Waiting" if phase == "Pending" else phase] += 1
    text = " / ".join(f"{count} {phase}" for phase, count in counts.items())
    page.field(0, "Pods Status", text)


def describe_job(page: Page, obj: Job, moment: Moment) -> None:
    """Parallelism, times and the states of its Pods (`describeJob`)."""
    metadata, spec, status = obj.metadata, obj.spec, obj.status or JobStatus()
    page.heading(obj)
    page.field(0, "Selector", format_label_selector(spec.selector))
    owner = next((ref for ref in metadata.ownerReferences or () if ref.controller), None)
    if owner is not None:
        page.field(0, "Controlled By", f"{owner.kind}/{owner.name}")
    page.field(0, "Parallelism", "<unset>" if spec.parallelism is None else spec.parallelism)
    page.field(0, "Completions", "<unset>" if spec.completions is None else spec.completions)
    page.optional(0, "Completion Mode", spec.completionMode)
    page.field(0, "Suspend", "true" if spec.suspend else "false")
    page.field(0, "Backoff Limit", "<unset>" if spec.backoffLimit is None else spec.backoffLimit)
    if status.startTime is not None:
        page.field(0, "Start Time", long_time(status.startTime))
    if status.completionTime is not None:
        page.field(0, "Completed At", long_time(status.completionTime))
    if spec.activeDeadlineSeconds is not None:
        page.field(0, "Active Deadline Seconds", f"{spec.activeDeadlineSeconds}s")
    ready = f" ({status.ready} Ready)" if status.ready is not None else ""
    counts = (
        f"{status.active or 0} Active{ready} / {status.succeeded or 0} Succeeded / "
        f"{status.failed or 0} Failed"
    )
    page.field(0, "Pods Statuses", counts)
    describe_template(page, spec.template)
    describe_events(page, obj, moment)


_TEMPLATE_INDENT = {0: "  ", 1: " "}
"""How far lines stand in by their level: headings by two, names by one, what is below not."""


def describe_template(page: Page, template: PodTemplateSpec) -> None:
    """The Pods that are made (`DescribePodTemplate`)."""
    inner = Page()
    metadata, spec = template.metadata, template.spec
    inner.labels("Labels", metadata.labels if metadata else None)
    if metadata is not None and metadata.annotations:
        inner.annotations(metadata.annotations)
    inner.optional(0, "Service Account", spec.serviceAccountName)
    if spec.initContainers:
        describe_containers(inner, "Init Containers", spec.initContainers, None, _no_value)
    describe_containers(inner, "Containers", spec.containers, None, _no_value)
    describe_volumes(inner, spec.volumes)
    inner.labels("Node-Selectors", spec.nodeSelector)
    inner.several("Tolerations", [one.key or "" for one in spec.tolerations or ()])
    page.write(0, "Pod Template:")
    for level, line in inner.lines:
        page.write(level, f"{_TEMPLATE_INDENT.get(level, '')}{line}")


def _no_value(_: str) -> str:
    return ""


def describe_service(page: Page, obj: Service, moment: Moment) -> None:
    """Addresses, ports and endpoints (`describeService`)."""
    spec = obj.spec
    page.heading(obj)
    page.field(0, "Selector", format_labels(spec.selector))
    page.field(0, "Type", spec.type or "")
    page.field(0, "IP Family Policy", spec.ipFamilyPolicy or NONE)
    page.field(0, "IP Families", ",".join(spec.ipFamilies or ()) or NONE)
    page.field(0, "IP", spec.clusterIP or "")
    page.field(0, "IPs", ",".join(spec.clusterIPs or ()) or NONE)
    slices = moment.objects.list("EndpointSlice", obj.metadata.namespace)
    mine = [
        one
        for one in slices
        if (one.metadata.labels or {}).get("kubernetes.io/service-name") == obj.metadata.name
    ]
    for port in spec.ports or ():
        name = port.name or "<unset>"
        protocol = port.protocol or "TCP"
        page.field(0, "Port", f"{name}\t{port.port}/{protocol}")
        page.field(0, "TargetPort", f"{port.targetPort}/{protocol}")
        if port.nodePort:
            page.field(0, "NodePort", f"{name}\t{port.nodePort}/{protocol}")
        page.field(0, "Endpoints", _endpoints(mine, port.name))
    page.field(0, "Session Affinity", spec.sessionAffinity or "None")
    page.optional(0, "External Traffic Policy", spec.externalTrafficPolicy)
    page.optional(0, "Internal Traffic Policy", spec.internalTrafficPolicy)
    describe_events(page, obj, moment)


_MOST_SHOWN = 3


def _endpoints(slices: list[Any], port_name: str | None) -> str:
    """The first ready addresses of a port (`formatEndpointSlices`).

    What is beyond is counted, and said as soon as any endpoint comes after the third address.
    """
    if not slices:
        return NONE
    found = [
        (endpoint, port)
        for one in slices
        for port in one.ports or ()
        if (port.name or None) == (port_name or None)
        for endpoint in one.endpoints or ()
    ]
    shown: list[str] = []
    more, count = False, 0
    for endpoint, port in found:
        more = more or len(shown) == _MOST_SHOWN
        if endpoint.conditions is not None and endpoint.conditions.ready is False:
            continue
        count += 1
        if not more:
            shown.append(f"{endpoint.addresses[0]}:{port.port}")
    listed = ",".join(shown)
    return f"{listed} + {count - _MOST_SHOWN} more..." if more else listed
