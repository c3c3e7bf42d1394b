"""The committed figures are those that one gets: not typed in, and never stale."""

import json
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lifecycle.conformance import figures

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
COMPARE = SHARED / "tools" / "compare_traces.py"
PLAY = f"{sys.executable} {ROOT / 'manage.py'} play"
SAMPLE = 25
"""Every so many recordings of each comparison are compared anew."""


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the reference in ../shared")
def test_the_answers_are_as_many_as_the_figures_say():
    assert figures.of_oracle(SHARED / "oracle") == figures.read()["oracle"], "run make conformance"


def kept(number):
    return figures.read()["traces"][number]


@pytest.mark.skipif(not COMPARE.exists(), reason="needs the recordings in ../shared")
@pytest.mark.parametrize("number", range(len(figures.read()["traces"])))
def test_a_sample_of_recordings_agrees_or_differs_as_the_figures_say(number, tmp_path):
    compared = kept(number)
    names = sorted([*compared["agreeing"], *(each["name"] for each in compared["different"])])
    folder = SHARED / "traces" / compared["version"]
    sample = [folder / f"{name}.json" for name in names[number::SAMPLE]]
    results = tmp_path / "results.json"
    command = [sys.executable, COMPARE, "--run", PLAY, "--json", results, *sample]
    subprocess.run(command, check=False, capture_output=True, timeout=600)
    found = json.loads(results.read_text())["results"]
    assert len(found) == len(sample)
    agreeing = [name for name, result in found.items() if result["agrees"]]
    assert agreeing == [name for name in found if name in compared["agreeing"]]


def test_the_figures_of_recordings_fit_together():
    for compared in figures.read()["traces"]:
        assert compared["agree"] == len(compared["agreeing"])
        assert compared["recordings"] == compared["agree"] + len(compared["different"])
        assert compared["recordings"] == compared["inTime"] + len(compared["late"])


def test_the_reports_of_the_comparisons_become_figures(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "FILE", tmp_path / "figures.json")
    gap = {"id": "a", "reason": "So it is."}
    function = {"file": "x.json", "function": "f", "cases": 3, "agree": 2, "gaps": [gap]}
    oracle = {
        "cases": 3,
        "agree": 2,
        "functions": [{**function, "differences": []}],
        "notJudged": [],
    }
    scratch = f"{tempfile.gettempdir()}/tmpq0_z/"
    result = {"agrees": False, "times_agree": True, "facets": 4, "facets_ok": 3}
    traces = {
        "results": {"01": {**result, "events_ok": True, "diffs": [f"{scratch}1", "2", "3"]}},
        "skipped": {"02": "no word for it"},
    }
    for name, report in (("oracle", oracle), ("traces", traces)):
        (tmp_path / name).write_text(json.dumps(report))
    arguments = ["--oracle", tmp_path / "oracle", "--traces", "1.36.2", "pods", tmp_path / "traces"]
    call_command("conformance_figures", *map(str, arguments), stdout=StringIO())
    made = figures.read()
    assert made["oracle"]["gaps"] == [{"file": "x.json", "reason": "So it is.", "ids": ["a"]}]
    [compared] = made["traces"]
    assert (compared["recordings"], compared["agree"], compared["inTime"]) == (1, 0, 1)
    assert compared["different"] == [{"name": "01", "first": ["1", "2"]}]
    assert compared["notPlayed"] == [{"name": "02", "why": "no word for it"}]


def test_a_report_that_is_missing_is_named(tmp_path):
    with pytest.raises(CommandError, match="Make it first"):
        call_command("conformance_figures", "--oracle", str(tmp_path / "none"))
