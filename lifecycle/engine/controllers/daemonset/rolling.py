"""A rolling update of a DaemonSet: node by node, with some Pods missing or some too many.

With maxUnavailable an old Pod goes and the next look makes the new one. With maxSurge the new one
comes first, and the old one goes when it is available.

Mirrors `rollingUpdate` and `findUpdatedPodsOnNode` of pkg/controller/daemon/update.go.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lightkube.models.apps_v1 import DaemonSet
from lightkube.models.core_v1 import Pod

from lifecycle.engine.controllers.deployment.limits import scaled
from lifecycle.engine.controllers.pods import is_available
from lifecycle.engine.controllers.revisions import revision_of
from lifecycle.engine.kernel.clock import Millis


class Step(NamedTuple):
    """Old Pods that go now, and nodes that get a second Pod."""

    delete: list[Pod]
    surge: list[str]


class Here(NamedTuple):
    """The one Pod of the new and the one of an older revision on a node, if there are."""

    new: Pod | None
    old: Pod | None


def limits(found: DaemonSet, wanted: int) -> tuple[int, int]:
    """maxSurge and maxUnavailable of so many nodes; never both zero."""
    rolling = found.spec.updateStrategy and found.spec.updateStrategy.rollingUpdate
    surge = scaled(rolling.maxSurge if rolling else 0, wanted, True)
    unavailable = scaled(rolling.maxUnavailable if rolling else 1, wanted, True)
    return (surge, unavailable) if surge or unavailable else (0, 1)


def rolling_update(
    found: DaemonSet, by_node: Mapping[str, Sequence[Pod]], label: str, wanted: int, now: Millis
) -> Step:
    """The next step; `by_node` has the Pods that haven't ended on their way out."""
    seconds = found.spec.minReadySeconds or 0

    def available(pod: Pod) -> bool:
        return is_available(pod, seconds, now)

    surge, unavailable = limits(found, wanted)
    nodes = {name: _on_node(pods, label) for name, pods in by_node.items() if name and pods}
    if surge:
        return _replace_after(nodes, surge, available)
    return Step(_replace_before(nodes, unavailable, available), [])


def _replace_before(nodes: Mapping[str, Here | None], most: int, available) -> list[Pod]:
    """Whoever serves nobody may go; of the others as many as may be missing."""
    missing, broken, serving = 0, [], []
    for here in nodes.values():
        if here is None or (here.new is None) == (here.old is None):
            missing += 1
        elif here.new is not None:
            missing += not available(here.new)
        elif not available(here.old):
            broken.append(here.old)
        else:
            serving.append(here.old)
    return broken + serving[: max(most - missing, 0)]


def _replace_after(nodes: Mapping[str, Here | None], most: int, available) -> Step:
    """A node whose new Pod is available loses the old one; others get a second Pod."""
    done, broken, serving = [], [], []
    surging = 0
    for name, here in nodes.items():
        if here is None:
            surging += 1
        elif here.old is None:
            continue
        elif here.new is None:
            (serving if available(here.old) else broken).append(name)
        elif available(here.new):
            done.append(here.old)
        else:
            surging += 1
    return Step(done, broken + serving[: max(most - surging, 0)])


def _on_node(pods: Sequence[Pod], label: str) -> Here | None:
    """None if there are several of a kind, which is for others to clean up."""
    staying = [pod for pod in pods if pod.metadata.deletionTimestamp is None]
    new = [pod for pod in staying if revision_of(pod) == label]
    old = [pod for pod in staying if revision_of(pod) != label]
    if len(new) > 1 or len(old) > 1:
        return None
    return Here(next(iter(new), None), next(iter(old), None))
