"""Which taints of a node a Pod puts up with.

Mirrors component-helpers/scheduling/corev1 (`FindMatchingUntoleratedTaint`),
api/core/v1 `ToleratesTaint` and pkg/util/tolerations.
"""

from collections.abc import Iterable

from lightkube.models.core_v1 import Taint, Toleration

UNSCHEDULABLE = Taint(key="node.kubernetes.io/unschedulable", effect="NoSchedule")
"""The taint that stands for `spec.unschedulable`."""


def tolerates(toleration: Toleration, taint: Taint) -> bool:
    """Whether one toleration covers one taint; empty effect and key cover all."""
    if toleration.effect and toleration.effect != taint.effect:
        return False
    if toleration.key and toleration.key != taint.key:
        return False
    operator = toleration.operator or "Equal"
    if operator == "Exists":
        return True
    if operator == "Equal":
        return bool(toleration.key) and (toleration.value or "") == (taint.value or "")
    return _compares(operator, toleration.value, taint.value)


def _compares(operator: str, asked: str | None, given: str | None) -> bool:
    """`Lt` and `Gt`: the taint's value is below or above the toleration's."""
    try:
        limit, value = int(asked or ""), int(given or "")
    except ValueError:
        return False
    return value < limit if operator == "Lt" else value > limit


def untolerated(
    taints: Iterable[Taint], tolerations: Iterable[Toleration], effects: tuple[str, ...]
) -> Taint | None:
    """The first taint of these effects that no toleration covers."""
    tolerations = tuple(tolerations)
    for taint in taints:
        if taint.effect in effects and not any(tolerates(t, taint) for t in tolerations):
            return taint
    return None


def merge_tolerations(
    first: Iterable[Toleration] | None, second: Iterable[Toleration] | None
) -> list[Toleration]:
    """Both lists, without what another toleration covers already (`MergeTolerations`)."""
    everyone = [*(first or ()), *(second or ())]
    merged: list[Toleration] = []
    for index, one in enumerate(everyone):
        later = (other for other in everyone[index + 1 :] if other != one)
        if not any(_covers(other, one) for other in (*merged, *later)):
            merged.append(one)
    return merged


def _covers(wide: Toleration, narrow: Toleration) -> bool:
    """Whether the one puts up with all that the other does (`isSuperset`)."""
    if wide == narrow:
        return True
    exists = wide.operator == "Exists"
    if (narrow.key or "") != (wide.key or "") and (wide.key or not exists):
        return False
    if wide.effect and narrow.effect != wide.effect:
        return False
    if wide.effect == "NoExecute" and wide.tolerationSeconds is not None:
        seconds = narrow.tolerationSeconds
        if seconds is None or seconds > wide.tolerationSeconds:
            return False
    if exists:
        return True
    same = (narrow.value or "") == (wide.value or "")
    return wide.operator in (None, "", "Equal") and narrow.operator == "Equal" and same
