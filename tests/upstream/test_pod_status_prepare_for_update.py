"""TestPodStatusPrepareForUpdate, Test_preserveOldObservedGeneration of
pkg/registry/core/pod/strategy_test.go: what a writer of statuses can't clear.
"""

import pytest
from lightkube.models.core_v1 import PodCondition, PodStatus
from msgspec.structs import replace

from lifecycle.engine.apiserver.registry.pod import PodStrategy
from tests.engine.apiserver.served import pod


def status(generation=None, qos=None, **conditions):
    listed = [
        PodCondition(type=t, status="True", observedGeneration=g) for t, g in conditions.items()
    ]
    return PodStatus(observedGeneration=generation, qosClass=qos, conditions=listed or None)


CASES = [
    # old, new, what is stored
    (status(), status(), status()),
    (status(1), status(), status(1)),
    (status(1), status(2), status(2)),
    (status(qos="Burstable"), status(), status(qos="Burstable")),
    (status(Ready=1), status(Ready=None), status(Ready=1)),
    (status(Ready=1), status(Ready=2), status(Ready=2)),
    (status(Ready=1), status(Other=None), status(Other=None)),
    (status(Ready=1, Other=2), status(Other=None, Ready=3), status(Other=2, Ready=3)),
    (status(2, Ready=1), status(3, Ready=None), status(3, Ready=1)),
]


@pytest.mark.parametrize(["old", "new", "stored"], CASES)
def test_what_was_observed_is_not_cleared(old, new, stored):
    before = replace(pod(), status=old)
    after = replace(pod(hostNetwork=True), status=new)
    made = PodStrategy().prepare_for_status_update(after, before)
    assert made.status == stored
    assert made.spec is before.spec
