"""TestValidatePodCreateWithSchedulingGates (pkg/apis/core/validation/validation_test.go).

A Pod that waits behind a gate cannot have a node yet.
"""

import pytest

from tests.upstream.validating import created

GATED = "schedulingGates: [{name: wait}]"
CASES = {
    "a gate": (f"{{{GATED}}}", []),
    "a node behind a gate": (
        f"{{nodeName: a, {GATED}}}",
        ["nodeName: Forbidden: cannot be set until all schedulingGates have been cleared"],
    ),
}


@pytest.mark.parametrize(["spec", "said"], CASES.values(), ids=CASES)
def test_a_gated_pod_has_no_node(spec, said):
    assert created(spec, below="spec") == said
