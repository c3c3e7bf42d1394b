"""Every command of podviz' own and every fault stands in the documentation."""

from pathlib import Path

import pytest

from lifecycle.engine.faults import VERDICTS
from lifecycle.engine.kubectl.absent import refused
from lifecycle.engine.kubectl.commands import KUBECTL, OWN
from lifecycle.engine.kubectl.read import READERS

DOCS = Path(__file__).parents[3] / "docs"
TEXT = (DOCS / "faults.md").read_text(encoding="utf-8")
KUBECTL_TEXT = (DOCS / "kubectl.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", OWN)
def test_a_command_of_our_own_is_documented(command):
    assert f"`{command} " in TEXT or f"\n{command} " in TEXT or f", `{command} " in TEXT


@pytest.mark.parametrize(
    ["kind", "verdict"], [(k, v) for k, verdicts in VERDICTS.items() for v in verdicts]
)
def test_a_fault_is_documented(kind, verdict):
    start = "`image " if kind == "image" else f"`fault {kind} "
    rows = [line for line in TEXT.splitlines() if start in line]
    assert any(verdict in row for row in rows)


@pytest.mark.parametrize("command", [*KUBECTL, *READERS])
def test_a_command_of_kubectl_is_documented(command):
    assert f"`{command}`" in KUBECTL_TEXT or f"`{command} " in KUBECTL_TEXT


@pytest.mark.parametrize("command", ["edit", "top", "autoscale", "port-forward", "explain"])
def test_a_command_that_is_not_simulated_has_a_remedy_and_is_documented(command):
    assert refused(command).remedy
    assert f"`{command}`" in KUBECTL_TEXT
