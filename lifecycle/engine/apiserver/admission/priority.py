"""From the name of a PriorityClass to the number that the scheduler compares.

Mirrors plugin/pkg/admission/priority.
"""

from lightkube.models.core_v1 import Pod
from lightkube.models.meta_v1 import ObjectMeta
from lightkube.models.scheduling_v1 import PriorityClass
from msgspec.structs import replace

from lifecycle.engine.api import errors
from lifecycle.engine.apiserver.meta import name_so_far
from lifecycle.engine.apiserver.store import Store

_SYSTEM = {"system-cluster-critical": 2_000_000_000, "system-node-critical": 2_000_001_000}
_LOWER = "PreemptLowerPriority"


def set_priority(pod: Pod, store: Store) -> Pod:
    """Fill in priority and preemption policy; raises Forbidden if they contradict the class."""
    spec = pod.spec
    if spec.priorityClassName:
        chosen = _find(spec.priorityClassName, store)
        if chosen is None:
            why = f"no PriorityClass with name {spec.priorityClassName} was found"
            raise errors.forbidden("Pod", name_so_far(pod.metadata), why)
    else:
        chosen = _default(store)
    value, policy = (chosen.value, chosen.preemptionPolicy) if chosen else (0, _LOWER)
    if spec.priority is not None and spec.priority != value:
        why = (
            f"the integer value of priority ({spec.priority}) must not be provided in pod spec; "
            f"priority admission controller computed {value} from the given PriorityClass name"
        )
        raise errors.forbidden("Pod", name_so_far(pod.metadata), why)
    policy = policy or _LOWER
    if spec.preemptionPolicy and spec.preemptionPolicy != policy:
        why = (
            f"the string value of PreemptionPolicy ({spec.preemptionPolicy}) must not be provided "
            f"in pod spec; priority admission controller computed {policy} from the given "
            "PriorityClass name"
        )
        raise errors.forbidden("Pod", name_so_far(pod.metadata), why)
    name = chosen.metadata.name if chosen else spec.priorityClassName
    spec = replace(spec, priority=value, preemptionPolicy=policy, priorityClassName=name)
    return replace(pod, spec=spec)


def keep_priority(pod: Pod, old: Pod) -> Pod:
    """What an update does not say of the priority stays; what else it says is judged later."""
    spec, before = pod.spec, old.spec
    if spec.priority is None and before.priority is not None:
        spec = replace(spec, priority=before.priority)
    if not spec.preemptionPolicy and before.preemptionPolicy:
        spec = replace(spec, preemptionPolicy=before.preemptionPolicy)
    return pod if spec is pod.spec else replace(pod, spec=spec)


def check_default(new: PriorityClass, store: Store) -> None:
    """Raise Forbidden for a second default of the cluster (`validatePriorityClass`)."""
    if not new.globalDefault:
        return
    present = _default(store)
    if present is not None and present.metadata.name != new.metadata.name:
        why = (
            f"PriorityClass {present.metadata.name} is already marked as default. "
            "Only one default can exist"
        )
        raise errors.forbidden("PriorityClass", name_so_far(new.metadata), why)


def _find(name: str, store: Store) -> PriorityClass | None:
    found = store.find("PriorityClass", "", name)
    if found is None and name in _SYSTEM:
        return PriorityClass(metadata=ObjectMeta(name=name), value=_SYSTEM[name])
    return found


def _default(store: Store) -> PriorityClass | None:
    """The class that is the default of the cluster; of several, the lowest."""
    marked = [one for one in store.list("PriorityClass") if one.globalDefault]
    return min(marked, key=lambda one: one.value, default=None)
