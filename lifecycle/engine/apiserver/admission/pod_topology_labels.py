"""A Pod on a node bears the node's zone and region as labels, for the downward API to read.

Mirrors plugin/pkg/admission/podtopologylabels, on by default since 1.35.
"""

from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.apiserver.store import Store

_LABELS = ("topology.kubernetes.io/zone", "topology.kubernetes.io/region")


def label_topology(pod: Pod, store: Store) -> Pod:
    """The Pod with what its node says of the place, whatever it said itself."""
    node = store.find("Node", "", pod.spec.nodeName) if pod.spec.nodeName else None
    known = (node.metadata.labels if node is not None else None) or {}
    copied = {name: known[name] for name in _LABELS if name in known}
    if not copied:
        return pod
    labels = {**(pod.metadata.labels or {}), **copied}
    return replace(pod, metadata=replace(pod.metadata, labels=labels))
