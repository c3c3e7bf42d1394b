"""NodeAffinity: nodes with the labels that a Pod prefers.

Mirrors pkg/scheduler/framework/plugins/nodeaffinity/node_affinity.go (`Score`).
"""

from collections.abc import Sequence

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.nodeselector import term_matches
from lifecycle.engine.scheduler.nodeinfo import NodeInfo
from lifecycle.engine.scheduler.scores import Scores, normalized


def node_affinity_scores(pod: Pod, nodes: Sequence[NodeInfo]) -> Scores:
    """The sum of the weights of the terms that a node fulfils."""
    affinity = pod.spec.affinity and pod.spec.affinity.nodeAffinity
    preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution if affinity else None
    if not preferred:
        return ()
    raw = [
        sum(term.weight for term in preferred if term_matches(term.preference, node.node))
        for node in nodes
    ]
    return normalized(raw, False)
