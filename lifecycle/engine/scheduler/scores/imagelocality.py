"""ImageLocality: nodes that have a Pod's images, the larger the better.

An image counts by its size and by the share of all nodes that have it: one that only a single
node has must not draw all Pods there. Names are compared as they stand: `nginx:1` is not found
under `docker.io/library/nginx:1`, as upstream doesn't find it.

A node has what its status lists. That is what its manifest says; the simulated kubelets add
nothing to it.

Mirrors pkg/scheduler/framework/plugins/imagelocality/image_locality.go.
"""

from collections.abc import Sequence

from lightkube.models.core_v1 import Pod

from lifecycle.engine.scheduler.framework import Cluster
from lifecycle.engine.scheduler.nodeinfo import NodeInfo
from lifecycle.engine.scheduler.scores import MOST, Scores

_MB = 1024 * 1024
LEAST_SIZE = 23 * _MB
MOST_PER_CONTAINER = 1000 * _MB


def image_scores(pod: Pod, nodes: Sequence[NodeInfo], cluster: Cluster) -> Scores:
    """How much of what a Pod's containers need lies on each node already."""
    if not cluster.stocked or not any(node.images for node in nodes):
        return ()
    names = [
        _normalized(container.image or "")
        for container in (*(pod.spec.initContainers or ()), *pod.spec.containers)
    ]
    everywhere = [_sizes(node) for node in cluster.nodes]
    shares = {
        name: sum(name in sizes for sizes in everywhere) / len(everywhere)
        for name in dict.fromkeys(names)
    }
    most = MOST_PER_CONTAINER * len(names)
    scores = []
    for node in nodes:
        sizes = _sizes(node)
        total = sum(int(sizes[name] * shares[name]) for name in names if name in sizes)
        within = max(LEAST_SIZE, min(most, total))
        scores.append(MOST * (within - LEAST_SIZE) // (most - LEAST_SIZE))
    return scores


def _sizes(node: NodeInfo) -> dict[str, int]:
    """The node's images by each of their names, in bytes."""
    return {name: image.sizeBytes or 0 for image in node.images for name in image.names or ()}


def _normalized(name: str) -> str:
    """The name with a tag (`normalizedImageName`)."""
    return name if name.rfind(":") > name.rfind("/") else f"{name}:latest"
