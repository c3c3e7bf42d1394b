"""In-place resize: which running containers get new resources, and which a restart.

Mirrors `computePodResizeAction` of pkg/kubelet/kuberuntime/kuberuntime_manager.go.
"""

from collections.abc import Mapping
from typing import NamedTuple

from lightkube.models.core_v1 import Container, ResourceRequirements

from lifecycle.engine.api.quantity import milli_value, value
from lifecycle.engine.cri.status import ContainerStatus
from lifecycle.engine.kubelet.kuberuntime.actions import KillContainer, Plan, UpdateContainer


class Resources(NamedTuple):
    """Cpu in millicores and memory in bytes; 0 is none."""

    cpu_request: int = 0
    cpu_limit: int = 0
    memory_request: int = 0
    memory_limit: int = 0

    @classmethod
    def wanted(cls, requirements: ResourceRequirements | None) -> "Resources":
        """What a spec asks for."""
        if requirements is None:
            return NOTHING
        requests, limits = requirements.requests or {}, requirements.limits or {}
        return cls(
            milli_value(requests.get("cpu", 0)),
            milli_value(limits.get("cpu", 0)),
            value(requests.get("memory", 0)),
            value(limits.get("memory", 0)),
        )


NOTHING = Resources()


class Actuated(NamedTuple):
    """The resources in force: of each container by name, and of the Pod as a whole.

    Of a container that is not in there nothing is known, which counts as no resources.
    """

    containers: Mapping[str, Resources] = {}
    pod: Resources | None = None


def keeps_running(
    container: Container, status: ContainerStatus, actuated: Actuated | None, plan: Plan
) -> bool:
    """Plan the resize of a running container; False when it has to restart for it.

    Without `actuated` there is nothing to resize: the Pod is as it was admitted.
    """
    if actuated is None:
        return True
    now = actuated.containers.get(container.name, NOTHING)
    wanted = Resources.wanted(container.resources)
    if now == wanted:
        return True
    cpu = _change(now.cpu_limit, wanted.cpu_limit) or _change(now.cpu_request, wanted.cpu_request)
    memory = _change(now.memory_limit, wanted.memory_limit) or _change(
        now.memory_request, wanted.memory_request
    )
    if (cpu and _restarts(container, "cpu")) or (memory and _restarts(container, "memory")):
        message = f"Container {container.name} resize requires restart"
        plan.kill.append(KillContainer(status.id, container.name, container, message))
        plan.resized = True
        return False
    for resource, change in (("cpu", cpu), ("memory", memory)):
        _mark(plan, resource, change, UpdateContainer(status.id, container.name, container))
    return True


def pod_level_resize_needed(
    requirements: ResourceRequirements | None, actuated: Actuated | None
) -> bool:
    """Whether the Pod's own resources differ from those in force."""
    if actuated is None or actuated.pod is None or requirements is None:
        return False
    return actuated.pod != Resources.wanted(requirements)


def _change(now: int, wanted: int) -> int:
    return (wanted > now) - (wanted < now)


def _restarts(container: Container, resource: str) -> bool:
    return any(
        policy.resourceName == resource and policy.restartPolicy == "RestartContainer"
        for policy in container.resizePolicy or ()
    )


def _mark(plan: Plan, resource: str, change: int, update: UpdateContainer) -> None:
    """Decreases go first, so that the Pod never has more than both sums."""
    if change > 0:
        plan.update.setdefault(resource, []).append(update)
    elif change < 0:
        plan.update.setdefault(resource, []).insert(0, update)
