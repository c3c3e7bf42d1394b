"""How the tables of the Pod garbage collector write Pods, nodes and what a round takes away.

Pods are `a Failed on node1, b Running deleting, c Failed Evicted`, the oldest first; one of
`NoPhase` has none yet. Nodes are `node1, node2 unready, node3 unready lost=NoExecute`: the
last one has the taint out-of-service with that effect.
"""

import re

from lightkube.models.core_v1 import Taint

from lifecycle.conformance.judges import podgc
from lifecycle.engine.controllers.podgc import OUT_OF_SERVICE

_POD = re.compile(
    r"(?P<name>\w+) (?P<phase>[A-Z]\w+)(?P<evicted> Evicted)?"
    r"(?P<deleting> deleting)?(?: on (?P<node>\w+))?"
)
_NODE = re.compile(
    r"(?P<name>\w+)(?P<unready> unready)?(?: lost=(?P<effect>\w+)(?P<value> for a reason)?)?"
)


def pods(text):
    return [_pod(age, part) for age, part in enumerate(text.split(", "))]


def nodes(text):
    return [_node(part) for part in filter(None, text.split(", "))]


def told(collected):
    """Who was removed, and who of them was given the phase Failed before."""
    return " ".join(collected.deleted), " ".join(collected.failed)


def _pod(age, text):
    match = _POD.fullmatch(text)
    assert match, f"not a Pod: {text}"
    return podgc.pod(
        match["name"],
        match["phase"].replace("NoPhase", ""),
        match["node"] or "",
        age=age,
        deleting=bool(match["deleting"]),
        reason=(match["evicted"] or "").strip(),
    )


def _node(text):
    match = _NODE.fullmatch(text)
    assert match, f"not a node: {text}"
    value = "reason" if match["value"] else None
    lost = Taint(key=OUT_OF_SERVICE, effect=match["effect"], value=value)
    taints = [lost] if match["effect"] else []
    return podgc.node(match["name"], "False" if match["unready"] else "True", taints)
