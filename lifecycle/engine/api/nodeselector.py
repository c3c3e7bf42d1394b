"""Whether a node is one that a Pod asks for by labels.

Mirrors component-helpers/scheduling/corev1/nodeaffinity.
"""

from collections.abc import Mapping

from lightkube.models.core_v1 import (
    Node,
    NodeSelector,
    NodeSelectorRequirement,
    NodeSelectorTerm,
    Pod,
)


def required_node_affinity_matches(pod: Pod, node: Node) -> bool:
    """Both `nodeSelector` and the required node affinity (`GetRequiredNodeAffinity`)."""
    labels = node.metadata.labels or {}
    wanted = pod.spec.nodeSelector or {}
    if any(labels.get(key) != value for key, value in wanted.items()):
        return False
    required = required_selector(pod)
    return required is None or selector_matches(required, node)


def required_selector(pod: Pod) -> NodeSelector | None:
    """The node affinity that must hold, if any."""
    affinity = pod.spec.affinity and pod.spec.affinity.nodeAffinity
    return affinity.requiredDuringSchedulingIgnoredDuringExecution if affinity else None


def selector_matches(selector: NodeSelector, node: Node) -> bool:
    """Whether any of the terms holds."""
    return any(term_matches(term, node) for term in selector.nodeSelectorTerms or ())


def term_matches(term: NodeSelectorTerm, node: Node) -> bool:
    """Whether all of one term's requirements hold; an empty term never does."""
    expressions, fields = term.matchExpressions or (), term.matchFields or ()
    if not expressions and not fields:
        return False
    labels = node.metadata.labels or {}
    named = {"metadata.name": node.metadata.name}
    return all(_holds(r, labels) for r in expressions) and all(_holds(r, named) for r in fields)


def _holds(requirement: NodeSelectorRequirement, labels: Mapping[str, str]) -> bool:
    value = labels.get(requirement.key)
    values = requirement.values or ()
    match requirement.operator:
        case "In":
            return value in values
        case "NotIn":
            return value not in values
        case "Exists":
            return value is not None
        case "DoesNotExist":
            return value is None
    return value is not None and _compares(requirement.operator, value, values[0])


def _compares(operator: str, value: str, limit: str) -> bool:
    try:
        number, bound = int(value), int(limit)
    except ValueError:
        return False
    return number > bound if operator == "Gt" else number < bound
