"""TestPrintPodConditions (pkg/printers/internalversion/printers_test.go).

The cells of a Pod that runs and of two that have ended. What upstream's row holds beside its
cells (a condition Completed, which no client shows) is not simulated.
"""

import pytest

from tests.upstream.printing import row


@pytest.mark.parametrize("phase", ["Running", "Succeeded", "Failed"])
def test_the_phase_stands_where_no_container_has_more_to_say(phase):
    assert row("running ready x3, nothing x3", phase=phase) == ("1/2", phase, "6")
