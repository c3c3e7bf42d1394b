"""TestDeploymentController_reconcile…ReplicaSet(s) and its neighbours (rolling_test.go)."""

import pytest
from lightkube.models.apps_v1 import (
    Deployment,
    DeploymentSpec,
    DeploymentStrategy,
    ReplicaSet,
    ReplicaSetSpec,
    ReplicaSetStatus,
    RollingUpdateDeployment,
)
from lightkube.models.core_v1 import PodTemplateSpec
from lightkube.models.meta_v1 import LabelSelector, ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.controllers.deployment.rolling import roll
from lifecycle.engine.kernel.clock import timestamp


class Sizes:
    """Takes the place of what writes ReplicaSets; knows the last size of each."""

    def __init__(self, *sets):
        self.sets = {found.metadata.name: found for found in sets}
        self.written = {}

    def scale(self, deployment, found, size, *_fields):
        name = found.metadata.name
        if self.sets[name].spec.replicas == size:
            return False
        spec = replace(found.spec, replicas=size)
        self.sets[name] = replace(self.sets[name], spec=spec)
        self.written[name] = size
        return True

    def current(self, found):
        return self.sets[found.metadata.name]


def replica_set(name, size, available=0):
    return ReplicaSet(
        metadata=ObjectMeta(name=name, creationTimestamp=timestamp(0)),
        spec=ReplicaSetSpec(selector=LabelSelector(), replicas=size),
        status=ReplicaSetStatus(replicas=size, availableReplicas=available),
    )


def rolled(replicas, surge, unavailable, old, new):
    """What a step writes: the new sizes by name. Old and new are (size, available)."""
    update = RollingUpdateDeployment(maxSurge=surge, maxUnavailable=unavailable)
    strategy = DeploymentStrategy(type="RollingUpdate", rollingUpdate=update)
    deployment = Deployment(
        spec=DeploymentSpec(
            replicas=replicas,
            selector=LabelSelector(),
            strategy=strategy,
            template=PodTemplateSpec(),
        )
    )
    old, new = replica_set("old", *old), replica_set("new", *new)
    sizes = Sizes(old, new)
    moved = roll(sizes, deployment, new, [old])
    assert moved == bool(sizes.written)
    return sizes.written


@pytest.mark.parametrize(
    ["surge", "old", "new", "written"],
    [
        (0, 10, 0, None),
        (2, 10, 0, 2),
        (2, 5, 0, 7),
        (2, 10, 2, None),
        (2, 2, 11, 10),
    ],
)
def test_the_new_one_grows_as_far_as_max_surge_lets_it(surge, old, new, written):
    assert rolled(10, surge, 0, (old, old), (new, 0)).get("new") == written


@pytest.mark.parametrize(
    ["unavailable", "old", "new", "written"],
    [
        (0, (10, 10), (0, 0), {"old": 9}),
        (2, (10, 10), (0, 0), {"old": 8}),
        (2, (10, 8), (0, 0), {"old": 8}),
        (2, (10, 9), (0, 0), {"old": 8}),
        (2, (8, 8), (2, 0), {}),
        (2, (10, 1), (0, 0), {"old": 8}),
    ],
)
def test_old_ones_shrink_as_far_as_max_unavailable_lets_them(unavailable, old, new, written):
    assert rolled(10, 0, unavailable, old, new) == written


@pytest.mark.parametrize("old", [(2, 3), (1, 3)])
def test_nothing_shrinks_while_a_status_counts_pods_that_are_to_go(old):
    """Without the guard 2 of 4 would be left where maxUnavailable is 1."""
    assert rolled(4, 1, 1, old, (5 - old[0], 2)) == {}
    assert rolled(4, 1, 1, (2, 2), (3, 2)) == {"old": 1}
