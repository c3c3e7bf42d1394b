"""Which changes of a status the status manager refuses: no container comes back from the dead.

Mirrors `checkContainerStateTransition` of pkg/kubelet/status/status_manager.go.
"""

from collections.abc import Iterable

from lightkube.models.core_v1 import Container, ContainerStatus, PodSpec, PodStatus

from lifecycle.engine.kubelet.gates import V1_36, Gates
from lifecycle.engine.kubelet.kuberuntime.restart_rules import (
    all_containers_could_restart,
    container_should_restart,
    is_restartable_init_container,
)


def check_container_state_transition(
    old: PodStatus, new: PodStatus, spec: PodSpec, gates: Gates = V1_36
) -> str | None:
    """What is wrong with going from one status to the other; such an update is dropped.

    A container that has ended for good stays ended.
    """
    if spec.restartPolicy in (None, "Always"):
        return None
    if gates.restart_all_containers and all_containers_could_restart(spec):
        return None
    init_containers = [
        container
        for container in spec.initContainers or ()
        if not is_restartable_init_container(container)
    ]
    return _resurrected(
        old.containerStatuses, new.containerStatuses, spec.containers, spec, gates
    ) or _resurrected(
        old.initContainerStatuses, new.initContainerStatuses, init_containers, spec, gates
    )


def _resurrected(
    old: list[ContainerStatus] | None,
    new: list[ContainerStatus] | None,
    containers: Iterable[Container],
    spec: PodSpec,
    gates: Gates,
) -> str | None:
    alive = [each.name for each in new or () if each.state is None or each.state.terminated is None]
    if not alive:
        return None
    by_name = {container.name: container for container in containers}
    for each in old or ():
        container = by_name.get(each.name)
        ended = each.state.terminated if each.state is not None else None
        if ended is None or container is None or each.name not in alive:
            continue
        if ended.exitCode != 0 and spec.restartPolicy == "OnFailure":
            continue
        if gates.container_restart_rules and container_should_restart(
            container, spec, ended.exitCode
        ):
            continue
        return (
            f"terminated container {each.name} attempted illegal transition to non-terminated state"
        )
    return None
