"""TestPrintPodList (pkg/printers/internalversion/printers_test.go).

The rows of a list are those of its Pods, in their order.
"""

from tests.upstream.printing import row

LISTED = ["running ready x3, running ready x3", "running ready x1"]


def test_a_list_has_a_row_for_each_pod():
    rows = [row(apps, phase="podPhase") for apps in LISTED]
    assert rows == [("2/2", "podPhase", "6"), ("1/1", "podPhase", "1")]
