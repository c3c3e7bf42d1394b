"""In which order the containers of a Pod with sidecars get their stop signal.

Every sidecar waits for all app containers and for the sidecars after it; app containers and
ordinary init containers wait for nobody. Only the signal waits: hooks run before, all at
once. Whoever has no grace left waits no longer.

Mirrors pkg/kubelet/kuberuntime/kuberuntime_termination_order.go.
"""

from collections.abc import Collection, Iterable

import msgspec
from lightkube.models.core_v1 import Pod

from lifecycle.engine.kubelet.kuberuntime.restart_rules import is_restartable_init_container


class TerminationOrdering(msgspec.Struct, frozen=True):
    """Whose end each container waits for; a container that is not in it waits for nobody."""

    prerequisites: dict[str, tuple[str, ...]]

    def waits_for(self, container: str, terminated: Collection[str]) -> tuple[str, ...]:
        """Those that still have to end before it is this container's turn."""
        return tuple(
            name for name in self.prerequisites.get(container, ()) if name not in terminated
        )

    def is_turn_of(self, container: str, terminated: Collection[str]) -> bool:
        """Whether this container may get its signal."""
        return not self.waits_for(container, terminated)


def new_termination_ordering(pod: Pod, running: Iterable[str]) -> TerminationOrdering | None:
    """The order for the containers that run now; None when there is no sidecar to wait.

    A container that doesn't run has ended already.
    """
    sidecars = [
        container.name
        for container in pod.spec.initContainers or ()
        if is_restartable_init_container(container)
    ]
    if not sidecars:
        return None
    alive = list(running)
    apps = [container.name for container in pod.spec.containers if container.name in alive]
    prerequisites: dict[str, tuple[str, ...]] = {}
    later: list[str] = []
    for name in reversed(sidecars):
        prerequisites[name] = (*apps, *later)
        if name in alive:
            later.append(name)
    return TerminationOrdering(prerequisites)
