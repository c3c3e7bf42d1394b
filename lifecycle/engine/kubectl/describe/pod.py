"""kubectl describe pod.

Mirrors `describePod` (describe.go).
"""

from lightkube.models.core_v1 import Pod, PodStatus, Toleration, TopologySpreadConstraint

from lifecycle.engine.api.pod import is_terminal
from lifecycle.engine.api.qos import get_pod_qos
from lifecycle.engine.api.selectors import format_label_selector
from lifecycle.engine.apiserver.meta import field_at
from lifecycle.engine.apiserver.printers.durations import since
from lifecycle.engine.kubectl.describe.containers import describe_containers, describe_resources
from lifecycle.engine.kubectl.describe.events import describe_events
from lifecycle.engine.kubectl.describe.page import NONE, Page, long_time
from lifecycle.engine.kubectl.describe.volumes import describe_volumes
from lifecycle.engine.kubectl.moment import Moment


def describe_pod(page: Page, pod: Pod, moment: Moment) -> None:
    """All sections, from the name to the Events."""
    status = pod.status or PodStatus()
    _identity(page, pod, status)
    _fate(page, pod, status, moment)
    _addresses(page, pod, status)
    if pod.spec.resources is not None:
        page.write(0, "Resources:")
        describe_resources(page, pod.spec.resources, 1)
    _containers(page, pod, status)
    _conditions(page, pod, status)
    describe_volumes(page, pod.spec.volumes)
    page.field(0, "QoS Class", get_pod_qos(pod))
    page.labels("Node-Selectors", pod.spec.nodeSelector)
    tolerations = sorted(pod.spec.tolerations or (), key=lambda one: one.key or "")
    page.several("Tolerations", [_toleration(one) for one in tolerations])
    if pod.spec.topologySpreadConstraints:
        spread = sorted(pod.spec.topologySpreadConstraints, key=lambda one: one.topologyKey)
        page.several("Topology Spread Constraints", [_constraint(one) for one in spread])
    describe_events(page, pod, moment)


def _identity(page: Page, pod: Pod, status: PodStatus) -> None:
    spec, metadata = pod.spec, pod.metadata
    page.field(0, "Name", metadata.name)
    page.field(0, "Namespace", metadata.namespace)
    if spec.priority is not None:
        page.field(0, "Priority", spec.priority)
    page.optional(0, "Priority Class Name", spec.priorityClassName)
    page.optional(0, "Runtime Class Name", spec.runtimeClassName)
    page.optional(0, "Service Account", spec.serviceAccountName)
    page.field(0, "Node", f"{spec.nodeName}/{status.hostIP or ''}" if spec.nodeName else NONE)
    if status.startTime is not None:
        page.field(0, "Start Time", long_time(status.startTime))
    page.labels("Labels", metadata.labels)
    page.annotations(metadata.annotations)


def _fate(page: Page, pod: Pod, status: PodStatus, moment: Moment) -> None:
    metadata = pod.metadata
    if metadata.deletionTimestamp is not None and not is_terminal(status.phase):
        lasts = since(metadata.deletionTimestamp, moment.now_ms)
        page.field(0, "Status", f"Terminating (lasts {lasts})")
        page.field(0, "Termination Grace Period", f"{metadata.deletionGracePeriodSeconds}s")
    else:
        page.field(0, "Status", status.phase or "")
    page.optional(0, "Reason", status.reason)
    page.optional(0, "Message", status.message)
    security = pod.spec.securityContext
    if security is not None and security.seccompProfile is not None:
        page.field(0, "SeccompProfile", security.seccompProfile.type)
        page.optional(0, "LocalhostProfile", security.seccompProfile.localhostProfile)


def _addresses(page: Page, pod: Pod, status: PodStatus) -> None:
    page.field(0, "IP", status.podIP or "")
    page.write(0, "IPs:" if status.podIPs else f"IPs:\t{NONE}")
    for address in status.podIPs or ():
        page.field(1, "IP", address.ip)
    owner = next((ref for ref in pod.metadata.ownerReferences or () if ref.controller), None)
    if owner is not None:
        page.field(0, "Controlled By", f"{owner.kind}/{owner.name}")
    page.optional(0, "NominatedNodeName", status.nominatedNodeName)


def _containers(page: Page, pod: Pod, status: PodStatus) -> None:
    spec = pod.spec

    def resolve(path: str) -> str:
        return _field_of(pod, path)

    if spec.initContainers:
        statuses = status.initContainerStatuses
        describe_containers(page, "Init Containers", spec.initContainers, statuses, resolve)
    statuses = status.containerStatuses
    describe_containers(page, "Containers", spec.containers, statuses, resolve)
    if spec.ephemeralContainers:
        statuses = status.ephemeralContainerStatuses
        containers = spec.ephemeralContainers
        describe_containers(page, "Ephemeral Containers", containers, statuses, resolve)


def _field_of(pod: Pod, path: str) -> str:
    """A field as the downward API gives it (`ExtractFieldPathAsString`)."""
    start, bracket, key = path.partition("['")
    if bracket:
        return (field_at(pod, start) or {}).get(key.removesuffix("']"), "")
    value = field_at(pod, path)
    return value if isinstance(value, str) else ""


def _conditions(page: Page, pod: Pod, status: PodStatus) -> None:
    by_type = {condition.type: condition.status for condition in status.conditions or ()}
    if pod.spec.readinessGates:
        page.write(0, "Readiness Gates:")
        page.write(1, "Type\tStatus")
        for gate in pod.spec.readinessGates:
            page.write(1, f"{gate.conditionType} \t{by_type.get(gate.conditionType, NONE)} ")
    if status.conditions:
        page.write(0, "Conditions:")
        page.write(1, "Type\tStatus")
        for condition in status.conditions:
            page.write(1, f"{condition.type} \t{condition.status} ")


def _toleration(one: Toleration) -> str:
    text = one.key or ""
    if one.value:
        text += f"={one.value}"
    if one.effect:
        text += f":{one.effect}"
    if one.operator == "Exists" and not one.value:
        text += " op=Exists" if one.key or one.effect else "op=Exists"
    if one.tolerationSeconds is not None:
        text += f" for {one.tolerationSeconds}s"
    return text


def _constraint(one: TopologySpreadConstraint) -> str:
    text = f"{one.topologyKey}:{one.whenUnsatisfiable} when max skew {one.maxSkew} is exceeded"
    if one.labelSelector is not None:
        text += f" for selector {format_label_selector(one.labelSelector)}"
    return text
