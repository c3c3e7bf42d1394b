"""Selectors that take a Pod's own labels: `matchLabelKeys` and `mismatchLabelKeys`.

Mirrors `applyMatchLabelKeysAndMismatchLabelKeys` and `mutateTopologySpreadConstraints` of
pkg/registry/core/pod/strategy.go.
"""

from typing import Any

from lightkube.models.core_v1 import PodSpec
from lightkube.models.meta_v1 import LabelSelectorRequirement, ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.api.defaults.fill import change, each

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"


def with_label_keys(spec: PodSpec, metadata: ObjectMeta) -> PodSpec:
    """The spec with the labels that are named put into the selectors."""
    labels = metadata.labels or {}

    def term(old: Any) -> Any:
        keys = (("In", old.matchLabelKeys), ("NotIn", getattr(old, "mismatchLabelKeys", None)))
        added = [
            LabelSelectorRequirement(key=key, operator=operator, values=[labels[key]])
            for operator, names in keys
            for key in names or ()
            if key in labels
        ]
        if not added or old.labelSelector is None:
            return old
        expressions = [*(old.labelSelector.matchExpressions or ()), *added]
        selector = replace(old.labelSelector, matchExpressions=expressions)
        return replace(old, labelSelector=selector)

    def of_pods(old: Any) -> Any:
        weighted = each(lambda preferred: change(preferred, podAffinityTerm=term))
        return change(old, **{_REQUIRED: each(term), _PREFERRED: weighted})

    return change(
        spec,
        affinity=lambda old: change(old, podAffinity=of_pods, podAntiAffinity=of_pods),
        topologySpreadConstraints=each(term),
    )
