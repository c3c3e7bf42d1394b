"""What a RuntimeClass adds to the Pods that name it: overhead and where they may run.

Mirrors plugin/pkg/admission/runtimeclass.
"""

from typing import Any

from lightkube.models.core_v1 import Pod, PodSpec
from msgspec.structs import replace

from lifecycle.engine.api import errors
from lifecycle.engine.api.resources import quantities
from lifecycle.engine.api.tolerations import merge_tolerations
from lifecycle.engine.apiserver.meta import name_so_far
from lifecycle.engine.apiserver.store import Store

_DIFFERS = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"
_UNFOUNDED = "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"


def apply_runtime_class(pod: Pod, store: Store) -> Pod:
    """Merge the class's overhead and scheduling; raises Forbidden if they contradict the Pod."""
    chosen = _class_of(pod, store)
    if chosen is None:
        return pod
    spec = pod.spec
    if chosen.overhead is not None:
        if spec.overhead and not _is_same(chosen, spec):
            raise _forbidden(pod, _DIFFERS)
        spec = replace(spec, overhead=chosen.overhead.podFixed)
    if chosen.scheduling is not None:
        spec = replace(
            spec,
            nodeSelector=_selector(pod, chosen) or None,
            tolerations=merge_tolerations(spec.tolerations, chosen.scheduling.tolerations) or None,
        )
    return replace(pod, spec=spec)


def check_overhead(pod: Pod, store: Store) -> None:
    """Raise Forbidden for an overhead that is not that of the class (`validateOverhead`)."""
    if not pod.spec.overhead:
        return
    chosen = _class_of(pod, store)
    if chosen is None or chosen.overhead is None:
        raise _forbidden(pod, _UNFOUNDED)
    if not _is_same(chosen, pod.spec):
        raise _forbidden(pod, _DIFFERS)


def _class_of(pod: Pod, store: Store) -> Any:
    """The class that the Pod names, or None if it names none; raises Forbidden without it."""
    name = pod.spec.runtimeClassName
    if not name:
        return None
    chosen = store.find("RuntimeClass", "", name)
    if chosen is None:
        raise _forbidden(pod, f'pod rejected: RuntimeClass "{name}" not found')
    return chosen


def _is_same(chosen: Any, spec: PodSpec) -> bool:
    return quantities(chosen.overhead.podFixed) == quantities(spec.overhead)


def _selector(pod: Pod, chosen: Any) -> dict[str, str]:
    """The Pod's own labels of nodes and the class's; raises Forbidden if they contradict."""
    wanted, given = chosen.scheduling.nodeSelector or {}, pod.spec.nodeSelector or {}
    for key, value in wanted.items():
        if given.get(key, value) != value:
            why = (
                f"conflict: runtimeClass.scheduling.nodeSelector[{key}] = {value}; "
                f"pod.spec.nodeSelector[{key}] = {given[key]}"
            )
            raise _forbidden(pod, why)
    return {**given, **wanted}


def _forbidden(pod: Pod, why: str) -> errors.ApiError:
    return errors.forbidden("Pod", name_so_far(pod.metadata), why)
