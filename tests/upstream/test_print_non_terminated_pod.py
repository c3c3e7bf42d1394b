"""TestPrintNonTerminatedPod (pkg/printers/internalversion/printers_test.go).

The phase stands under STATUS, whichever it is, as long as no container gives a reason.
"""

import pytest

from tests.upstream.printing import row

CASES = [
    ("running ready x3, nothing x3", "Running"),
    ("running ready x3, nothing x3", "Pending"),
    ("running ready x3, nothing x3", "Unknown"),
    ("running ready x3, nothing x3", "Succeeded"),
    ("running ready x3, nothing ready x3", "Failed"),
]


@pytest.mark.parametrize(["apps", "phase"], CASES)
def test_the_phase_is_the_status(apps, phase):
    assert row(apps, phase=phase) == ("1/2", phase, "6")
