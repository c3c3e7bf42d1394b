"""Pods stay for five minutes on a node that is not ready or out of reach.

Mirrors plugin/pkg/admission/defaulttolerationseconds.
"""

from lightkube.models.core_v1 import Pod, Toleration
from msgspec.structs import replace

from lifecycle.engine.apiserver.store import Store

_SECONDS = 300
_TOLERATIONS = tuple(
    Toleration(key=taint, operator="Exists", effect="NoExecute", tolerationSeconds=_SECONDS)
    for taint in ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
)


def add_tolerations(pod: Pod, _: Store) -> Pod:
    """Tolerate both taints for 300 s, unless the Pod says something of them itself."""
    tolerations = list(pod.spec.tolerations or ())
    added = [
        added
        for added in _TOLERATIONS
        if not any(_covers(toleration, added.key) for toleration in tolerations)
    ]
    if not added:
        return pod
    return replace(pod, spec=replace(pod.spec, tolerations=[*tolerations, *added]))


def _covers(toleration: Toleration, taint: str) -> bool:
    effect = toleration.effect in ("NoExecute", None, "")
    return effect and toleration.key in (taint, None, "")
