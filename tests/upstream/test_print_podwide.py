"""TestPrintPodwide (pkg/printers/internalversion/printers_test.go).

The wide columns: the first address, both kinds of node, and how many gates are open.
"""

import pytest

from tests.upstream.printing import wide

PLACED = {"node": "node1", "nominated": "node2", "gates": "a b c", "a": "False", "b": "True"}
CASES = [
    ("running ready x3, nothing x3", {"ips": "1.1.1.1"}, "1.1.1.1 node1 node2 1/3"),
    ("running ready x3, nothing x3", {"ips": "1.1.1.1 2001:db8::"}, "1.1.1.1 node1 node2 1/3"),
]


@pytest.mark.parametrize(["apps", "addresses", "cells"], CASES)
def test_the_wide_columns_show_address_nodes_and_gates(apps, addresses, cells):
    assert " ".join(wide(apps, **addresses, **PLACED)) == cells


def test_the_wide_columns_of_a_new_pod_are_empty():
    assert wide("running ready x3, waiting Reason x3") == ("<none>",) * 4
