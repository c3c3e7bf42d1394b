"""Every edge that the stage draws says what takes it."""

from pathlib import Path

import pytest

from lifecycle.engine.statecharts import CONTAINER, ENDPOINT, PHASE

ROOT = Path(__file__).resolve().parents[2]
TEXTS = (ROOT / "static/js/layout/edges.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("chart", [PHASE, CONTAINER, ENDPOINT], ids=lambda chart: chart.name)
def test_every_edge_has_a_sentence(chart):
    _, _, told = TEXTS.partition(f"    {chart.name}: {{")
    told = told.partition("\n    }")[0]
    drawn = [edge for edge in chart.edges if "absent" not in edge]
    assert [edge for edge in drawn if f'"{" → ".join(edge)}": gettext(' not in told] == []
