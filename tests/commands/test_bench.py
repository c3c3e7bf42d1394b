"""`manage.py bench` prints a table, and the same figures as JSON."""

import json

from django.core.management import call_command

from lifecycle.management.commands import bench


def test_the_engines_figures_are_printed_and_kept(monkeypatch, capsys, settings, tmp_path):
    monkeypatch.setattr(bench, "ENGINE_RUNS", ((2, 5_000),))
    settings.VAR = tmp_path
    call_command("bench", "--only", "engine")
    printed = capsys.readouterr().out
    kept = json.loads((tmp_path / "bench.json").read_text())
    assert json.loads(printed[printed.index("{") :]) == kept
    assert kept["engine"][0]["pods"] == 2
    assert set(kept["engine"][0]) == set(bench.COLUMNS)
    assert "KB per Pod" in printed.splitlines()[0]
