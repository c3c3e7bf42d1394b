"""ImageLocality: nodes that have a Pod's images, the larger the better.

An image counts by its size and by the share of all nodes that have it: one that only a single
node has must not draw all Pods there. Names are compared as they stand: `nginx:1` is not found
under `docker.io/library/nginx:1`, as upstream doesn't find it.

A node has what its status lists: what its manifest says, and what its kubelet has pulled.

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
    if not cluster.stock:
        return ()
    names = [
        _normalized(container.image or "")
        for container in (*(pod.spec.initContainers or ()), *pod.spec.containers)
    ]
    wanted = [name for name in names if name in cluster.stock]
    if not wanted:
        return ()
    count = len(cluster.nodes)
    shares = {name: (cluster.stock[name] / count, wanted.count(name)) for name in wanted}
    most = MOST_PER_CONTAINER * len(names)
    scores = []
    for node in nodes:
        total = 0
        for image in node.images:
            for name in image.names or ():
                if name in shares:
                    share, times = shares[name]
                    total += int((image.sizeBytes or 0) * share) * times
        within = max(LEAST_SIZE, min(most, total))
        scores.append(MOST * (within - LEAST_SIZE) // (most - LEAST_SIZE))
    return scores


def _normalized(name: str) -> str:
    """The name with a tag (`normalizedImageName`)."""
    return name if name.rfind(":") > name.rfind("/") else f"{name}:latest"
