"""TaintToleration: fewer taints of the effect PreferNoSchedule that a Pod doesn't tolerate.

Mirrors pkg/scheduler/framework/plugins/tainttoleration/taint_toleration.go (`Score`).
"""

from collections.abc import Sequence

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.tolerations import untolerated
from lifecycle.engine.scheduler.nodeinfo import NodeInfo
from lifecycle.engine.scheduler.scores import Scores, normalized

EFFECTS = ("PreferNoSchedule",)


def taint_scores(pod: Pod, nodes: Sequence[NodeInfo]) -> Scores:
    """How few taints keep the Pod away, without forbidding the node."""
    if not any(node.taints for node in nodes):
        return ()
    tolerations = pod.spec.tolerations or ()
    raw = [
        sum(untolerated([taint], tolerations, EFFECTS) is not None for taint in node.taints)
        for node in nodes
    ]
    return normalized(raw, True)
