"""TestDaemonSetUpdatesPods… (pkg/controller/daemon/update_test.go), step by step.

A node is written as what it has: `o` an old and `n` a new Pod, in capitals if it is available,
`-` for one that is on its way out.
"""

import pytest
from lightkube.models.apps_v1 import (
    DaemonSet,
    DaemonSetSpec,
    DaemonSetUpdateStrategy,
    RollingUpdateDaemonSet,
)
from lightkube.models.core_v1 import Pod, PodCondition, PodSpec, PodStatus, PodTemplateSpec
from lightkube.models.meta_v1 import LabelSelector, ObjectMeta

from lifecycle.engine.controllers.daemonset.rolling import limits, rolling_update
from lifecycle.engine.kernel.clock import timestamp

NEW = "new"


def daemon_set(surge, unavailable):
    rolling = RollingUpdateDaemonSet(maxSurge=surge, maxUnavailable=unavailable)
    return DaemonSet(
        spec=DaemonSetSpec(
            selector=LabelSelector(),
            template=PodTemplateSpec(),
            updateStrategy=DaemonSetUpdateStrategy(type="RollingUpdate", rollingUpdate=rolling),
        )
    )


def pod(node, sign):
    ready = "True" if sign.isupper() else "False"
    since = timestamp(0)
    return Pod(
        metadata=ObjectMeta(
            name=f"{node}{sign}",
            labels={"controller-revision-hash": NEW if sign in "nN" else "old"},
            deletionTimestamp=since if sign == "-" else None,
        ),
        spec=PodSpec(containers=[]),
        status=PodStatus(
            phase="Running",
            conditions=[PodCondition(type="Ready", status=ready, lastTransitionTime=since)],
        ),
    )


def stepped(nodes, surge=0, unavailable=0):
    """(names of the nodes that lose their old Pod, those that get a second one)."""
    by_node = {}
    for n, signs in enumerate(nodes.split()):
        by_node[str(n)] = [pod(str(n), sign) for sign in signs]
    step = rolling_update(daemon_set(surge, unavailable), by_node, NEW, len(by_node), 60_000)
    assert all(found.metadata.name[-1] in "oO" for found in step.delete)
    return " ".join(found.metadata.name[0] for found in step.delete), " ".join(step.surge)


@pytest.mark.parametrize(
    ["nodes", "most", "deleted"],
    [
        ("O O O", 1, "0"),
        ("O O O", 2, "0 1"),
        ("O O O", "50%", "0 1"),
        ("- O O", 1, ""),
        ("n O O", 1, ""),
        ("N O O", 1, "1"),
        ("N N N", 1, ""),
        ("o O O", 1, "0 1"),
        ("o o O", 1, "0 1 2"),
        ("nO O", 1, ""),
    ],
)
def test_old_pods_go_as_far_as_max_unavailable_lets_them(nodes, most, deleted):
    """A Pod that serves nobody doesn't count against the others."""
    assert stepped(nodes, unavailable=most) == (deleted, "")


@pytest.mark.parametrize(
    ["nodes", "most", "deleted", "surging"],
    [
        ("O O O", 1, "", "0"),
        ("O O O", 2, "", "0 1"),
        ("On O O", 1, "", ""),
        ("On O O", 2, "", "1"),
        ("ON O O", 1, "0", "1"),
        ("ON ON O", 1, "0 1", "2"),
        ("o O O", 1, "", "0 1"),
        ("N N N", 1, "", ""),
        ("OO O", 1, "", ""),
    ],
)
def test_new_pods_come_first_as_far_as_max_surge_lets_them(nodes, most, deleted, surging):
    assert stepped(nodes, surge=most) == (deleted, surging)


@pytest.mark.parametrize(
    ["surge", "unavailable", "wanted", "expected"],
    [(0, 1, 5, (0, 1)), (0, "30%", 5, (0, 2)), ("10%", 0, 5, (1, 0)), (0, 0, 5, (0, 1))],
)
def test_the_limits_are_never_both_nothing(surge, unavailable, wanted, expected):
    assert limits(daemon_set(surge, unavailable), wanted) == expected
