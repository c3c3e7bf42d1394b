"""`manage.py bench` prints a table, and the same figures as JSON."""

import json

from django.core.management import call_command

from lifecycle.bench import bars, engine


def test_the_engines_figures_are_printed_beside_their_bars_and_kept(
    monkeypatch, capsys, settings, tmp_path
):
    monkeypatch.setattr(bars, "MEASUREMENTS", {"life_1": (engine.life, (1,))})
    monkeypatch.setattr(bars, "BARS", bars.BARS[1:2])
    settings.VAR = tmp_path
    call_command("bench", "--only", "engine")
    printed = capsys.readouterr().out
    kept = json.loads((tmp_path / "bench.json").read_text())
    assert json.loads(printed[printed.index("{") :]) == kept
    assert kept["engine"]["life_1"]["pods"] == 1
    assert kept["engine"]["bars"].keys() == {bars.BARS[0].name}
    assert "ms of CPU" in printed
