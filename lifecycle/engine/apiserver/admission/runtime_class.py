"""What a RuntimeClass adds to the Pods that name it: overhead and where they may run.

Mirrors plugin/pkg/admission/runtimeclass.
"""

from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.api import errors
from lifecycle.engine.apiserver.meta import name_so_far
from lifecycle.engine.apiserver.store import Store


def apply_runtime_class(pod: Pod, store: Store) -> Pod:
    """Merge the class's overhead and scheduling; raises Forbidden if there is no such class."""
    name = pod.spec.runtimeClassName
    if not name:
        return pod
    chosen = store.find("RuntimeClass", "", name)
    if chosen is None:
        raise errors.forbidden(
            "Pod", name_so_far(pod.metadata), f'pod rejected: RuntimeClass "{name}" not found'
        )
    spec = pod.spec
    if chosen.overhead is not None and chosen.overhead.podFixed:
        spec = replace(spec, overhead=chosen.overhead.podFixed)
    if chosen.scheduling is not None:
        wanted, given = chosen.scheduling.nodeSelector or {}, spec.nodeSelector or {}
        if any(given.get(key, value) != value for key, value in wanted.items()):
            why = "conflict: runtimeClass.scheduling.nodeSelector and pod.spec.nodeSelector differ"
            raise errors.forbidden("Pod", name_so_far(pod.metadata), why)
        tolerations = list(spec.tolerations or ())
        tolerations += [t for t in chosen.scheduling.tolerations or () if t not in tolerations]
        spec = replace(
            spec, nodeSelector={**given, **wanted} or None, tolerations=tolerations or None
        )
    return replace(pod, spec=spec)
