"""How many Pods each controller has: kept current at every write, so that nobody has to count.

Pods of different labels are counted apart, because a selector decides whose they are.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.conditions import is_pod_ready
from lifecycle.engine.api.pod import is_terminal
from lifecycle.engine.apiserver.meta import controller_in
from lifecycle.engine.kernel.world import World

Labels = tuple[tuple[str, str], ...]
Place = tuple[str, str]
"""A namespace, and the uid of the controller; of Pods that have none it is empty."""


class Headcount(NamedTuple):
    """Pods that have not ended; those of them that stay; those of these that are ready."""

    pods: int = 0
    active: int = 0
    ready: int = 0

    def plus(self, other: "Headcount", sign: int = 1) -> "Headcount":
        """Both together, or what is left."""
        return Headcount(
            self.pods + sign * other.pods,
            self.active + sign * other.active,
            self.ready + sign * other.ready,
        )


NOBODY = Headcount()
Counts = Mapping[Labels, Headcount]
NONE: Counts = MappingProxyType({})


class Headcounts:
    """The Pods of each controller, by their labels."""

    def __init__(self, world: World) -> None:
        self._counts: dict[Place, Counts] = world.table("store.headcounts")

    def of(self, namespace: str, uid: str) -> Counts:
        """The Pods of the controller with that uid, or of none if it is empty."""
        return self._counts.get((namespace, uid), NONE)

    def changed(self, old: Pod | None, new: Pod | None) -> None:
        """A Pod was written; it is new if there is no old one, and gone if no new one."""
        if old is not None and new is not None and _counts_alike(old, new):
            return
        if old is not None:
            self._add(old, -1)
        if new is not None:
            self._add(new, 1)

    def _add(self, pod: Pod, sign: int) -> None:
        metadata = pod.metadata
        reference = controller_in(metadata)
        place = (metadata.namespace or "", reference.uid if reference is not None else "")
        labels = tuple((metadata.labels or {}).items())
        counts = dict(self._counts.get(place, NONE))
        total = counts.get(labels, NOBODY).plus(_headcount(pod), sign)
        if total == NOBODY:
            counts.pop(labels, None)
        else:
            counts[labels] = total
        if counts:
            self._counts[place] = counts
        else:
            self._counts.pop(place, None)


def _headcount(pod: Pod) -> Headcount:
    if _has_ended(pod):
        return NOBODY
    active = pod.metadata.deletionTimestamp is None
    return Headcount(1, int(active), int(active and is_pod_ready(pod)))


def _has_ended(pod: Pod) -> bool:
    return pod.status is not None and is_terminal(pod.status.phase)


def _counts_alike(old: Pod, new: Pod) -> bool:
    """Whether the Pod counts for the same controller in the same way."""
    before, after = old.metadata, new.metadata
    return (
        before.labels is after.labels
        and before.ownerReferences is after.ownerReferences
        and before.deletionTimestamp == after.deletionTimestamp
        and (
            old.status is new.status
            or (is_pod_ready(old) == is_pod_ready(new) and _has_ended(old) == _has_ended(new))
        )
    )
