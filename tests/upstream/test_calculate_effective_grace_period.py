"""Test_calculateEffectiveGracePeriod (pod_workers_test.go).

The grace period of a Pod as a whole may only fall, and is never below one second.
"""

import pytest

from lifecycle.engine.kubelet.grace import calculate_effective_grace_period
from tests.upstream.notation import pod

CASES = [
    # spec, deletion, current, override: seconds, shortened
    (None, None, 0, None, 1, False),
    (30, None, 0, None, 30, False),
    (30, 5, 0, None, 5, False),
    (30, 5, 0, 2, 2, False),
    (30, 5, 0, 10, 5, False),
    (30, 5, 20, None, 5, True),
    (30, 20, 5, None, 5, False),
    (30, None, 0, 0, 1, False),
    (30, 0, 0, None, 1, False),
    (30, 1, 30, None, 1, True),
]


@pytest.mark.parametrize(["spec", "deletion", "current", "override", "seconds", "shorter"], CASES)
def test_the_grace_period_of_a_pod_only_falls(spec, deletion, current, override, seconds, shorter):
    made = pod("web")
    made.spec.terminationGracePeriodSeconds = spec
    made.metadata.deletionGracePeriodSeconds = deletion
    got = calculate_effective_grace_period(made, current=current, override=override)
    assert got == (seconds, shorter)
