import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from lifecycle.conformance.gaps import GAPS, reason_for
from lifecycle.conformance.judging import Unjudged, judge_folder
from lifecycle.conformance.outside import NOT_JUDGED, why_not

ORACLE = Path(__file__).resolve().parents[3] / "shared" / "oracle"


def phase_case(name, expected):
    return {
        "id": name,
        "about": "one container runs",
        "pod": {"spec": {"containers": [{"name": "web"}], "restartPolicy": "Always"}},
        "statuses": [{"name": "web", "state": {"running": {}}}],
        "podIsTerminal": False,
        "podHasInitialized": True,
        "expect": {"phase": expected},
    }


@pytest.fixture
def folder(tmp_path):
    """A folder with one case that agrees."""
    write(tmp_path, "phases.json", {"cases": [phase_case("right", "Running")]})
    return tmp_path


def write(folder, name, content):
    (folder / name).write_text(json.dumps(content))


def conformance(*args):
    """What the command printed, and its exit status."""
    out = StringIO()
    try:
        call_command("conformance", *map(str, args), stdout=out)
    except SystemExit as exit:
        return out.getvalue(), exit.code
    return out.getvalue(), 0


def test_agreement_is_counted_by_file_and_function(folder):
    printed, status = conformance(folder)
    assert printed.splitlines() == [
        "phases.json getPhase: 1/1",
        "1 of 1 cases agree; 0 known gaps; 0 unexpected",
    ]
    assert status == 0


def test_an_unknown_difference_fails_the_command(folder):
    cases = [phase_case("right", "Running"), phase_case("wrong", "Pending")]
    write(folder, "phases.json", {"cases": cases})
    printed, status = conformance(folder)
    assert "phases.json getPhase: 1/2" in printed
    assert "    wrong one container runs" in printed
    assert "        phase: expected 'Pending', got 'Running'" in printed
    assert status == 1


def test_a_function_that_raises_differs(folder):
    broken = {**phase_case("broken", "Running"), "statuses": [{"name": 5, "state": 7}]}
    del broken["podIsTerminal"]
    write(folder, "phases.json", {"cases": [broken]})
    printed, status = conformance(folder)
    assert "raised KeyError: 'podIsTerminal'" in printed
    assert status == 1


def test_what_nobody_judges_is_said_so(folder):
    write(folder, "weather.json", {"cases": [{"id": "rain"}, {"id": "sun"}]})
    printed, status = conformance(folder)
    assert "weather.json cases: 2 cases, not judged" in printed
    assert status == 0


def test_json_says_the_same(folder):
    printed, _ = conformance(folder, "--json")
    report = json.loads(printed)
    assert (report["cases"], report["agree"], report["notJudged"]) == (1, 1, [])
    assert report["functions"][0]["function"] == "getPhase"


def test_one_case_is_shown_side_by_side(folder):
    write(folder, "phases.json", {"cases": [phase_case("wrong", "Pending")]})
    printed, status = conformance(folder, "--show", "wrong")
    assert "phases.json getPhase wrong one container runs" in printed
    line = next(line for line in printed.splitlines() if '"phase"' in line)
    assert line.split() == ['"phase":', '"Pending"', "|", '"phase":', '"Running"']
    assert status == 0


def test_an_unknown_case_and_a_missing_folder_are_errors(folder):
    with pytest.raises(CommandError, match="No judged case has the id nobody"):
        conformance(folder, "--show", "nobody")
    with pytest.raises(CommandError, match="is not a folder"):
        conformance(folder / "absent")


def test_every_gap_has_a_reason():
    assert all(gap.reason.endswith(".") for gap in GAPS)
    assert reason_for("phases.json", "anything") == ""


def oracle_files():
    return sorted(file.relative_to(ORACLE).as_posix() for file in ORACLE.rglob("*.json*"))


@pytest.mark.skipif(not ORACLE.is_dir(), reason="needs the reference's answers in ../shared/oracle")
@pytest.mark.parametrize("file", oracle_files())
def test_the_real_codes_answers_are_ours(file, tmp_path):
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).symlink_to(ORACLE / file)
    printed, status = conformance(tmp_path)
    assert status == 0, printed


@pytest.mark.skipif(not ORACLE.is_dir(), reason="needs the reference's answers in ../shared/oracle")
def test_every_list_of_the_real_codes_answers_is_judged_or_has_a_reason_why_not():
    unjudged = [each for each in judge_folder(ORACLE) if isinstance(each, Unjudged)]
    assert [each for each in unjudged if not why_not(each.file, each.name)] == []
    assert len(NOT_JUDGED) == len(unjudged)
