"""Which Pods the terms of a Pod's affinity to other Pods speak of.

Mirrors pkg/scheduler/framework/types.go (`AffinityTerm`, `GetAffinityTerms`).
"""

from collections.abc import Callable, Iterable, Iterator

from lightkube.models.core_v1 import Namespace, Pod, PodAffinityTerm
from lightkube.models.meta_v1 import LabelSelector

from lifecycle.engine.api.selectors import matches

FindNamespace = Callable[[str], Namespace | None]


def required_affinity(pod: Pod) -> list[PodAffinityTerm]:
    """The terms of which some Pod must be near."""
    affinity = pod.spec.affinity and pod.spec.affinity.podAffinity
    return (affinity.requiredDuringSchedulingIgnoredDuringExecution or []) if affinity else []


def required_anti_affinity(pod: Pod) -> list[PodAffinityTerm]:
    """The terms of which no Pod may be near."""
    affinity = pod.spec.affinity and pod.spec.affinity.podAntiAffinity
    return (affinity.requiredDuringSchedulingIgnoredDuringExecution or []) if affinity else []


def preferences(pod: Pod) -> Iterator[tuple[int, PodAffinityTerm]]:
    """The terms that are only preferred, with their weights; below 0 for Pods to avoid."""
    affinity = pod.spec.affinity
    near = affinity.podAffinity if affinity else None
    away = affinity.podAntiAffinity if affinity else None
    for sign, side in ((1, near), (-1, away)):
        for one in (side and side.preferredDuringSchedulingIgnoredDuringExecution) or ():
            yield sign * one.weight, one.podAffinityTerm


def is_sociable(pod: Pod) -> bool:
    """Whether it says anything of other Pods near it."""
    affinity = pod.spec.affinity
    return bool(affinity and (affinity.podAffinity or affinity.podAntiAffinity))


def term_matches(owner: Pod, term: PodAffinityTerm, pod: Pod, find: FindNamespace) -> bool:
    """Whether the term of `owner` speaks of `pod`."""
    labels, own = pod.metadata.labels or {}, owner.metadata.labels or {}
    if term.labelSelector is None or not matches(term.labelSelector, labels):
        return False
    if any(labels.get(key) != own.get(key) for key in term.matchLabelKeys or () if key in own):
        return False
    if any(labels.get(key) == own.get(key) for key in term.mismatchLabelKeys or () if key in own):
        return False
    return _namespace_matches(owner, term, pod.metadata.namespace, find)


def all_match(owner: Pod, terms: Iterable[PodAffinityTerm], pod: Pod, find: FindNamespace) -> bool:
    """Whether every term speaks of `pod`."""
    return all(term_matches(owner, term, pod, find) for term in terms)


def _namespace_matches(
    owner: Pod, term: PodAffinityTerm, namespace: str, find: FindNamespace
) -> bool:
    if not term.namespaces and term.namespaceSelector is None:
        return namespace == owner.metadata.namespace
    if namespace in (term.namespaces or ()):
        return True
    return term.namespaceSelector is not None and _selected(term.namespaceSelector, find(namespace))


def _selected(selector: LabelSelector, namespace: Namespace | None) -> bool:
    labels = (namespace.metadata.labels or {}) if namespace else {}
    return matches(selector, labels)
