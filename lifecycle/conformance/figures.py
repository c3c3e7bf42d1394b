"""The figures that the page of conformance shows: made by `make conformance`, never typed in.

They lie in figures.json beside this module. Nothing in them changes from one run to the
next as long as the answers are the same: no dates, no durations.
"""

import json
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lifecycle.conformance.judging import judge_folder
from lifecycle.conformance.report import Summary

FILE = Path(__file__).with_name("figures.json")
FIRST = 2

Json = dict[str, Any]


def read() -> Json:
    """The committed figures."""
    return json.loads(FILE.read_text("utf-8"))


def write(figures: Json) -> None:
    """Replace the committed figures."""
    FILE.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")


def of_oracle(folder: Path) -> Json:
    """How many of the real code's answers are ours, by function, with the known gaps."""
    return shortened(Summary(judge_folder(folder)).as_json())


def shortened(report: Json) -> Json:
    """The command's report, with the gaps of one reason put together."""
    return {
        "cases": report["cases"],
        "agree": report["agree"],
        "functions": [
            {**{key: each[key] for key in ("file", "function", "cases", "agree")}, **_known(each)}
            for each in report["functions"]
        ],
        "gaps": list(_by_reason(report["functions"])),
        "notJudged": report["notJudged"],
    }


def _known(function: Json) -> Json:
    return {"gaps": len(function["gaps"]), "different": len(function["differences"])}


def _by_reason(functions: Iterable[Json]) -> Iterator[Json]:
    found: dict[tuple[str, str], list[str]] = {}
    for function in functions:
        for gap in function["gaps"]:
            found.setdefault((function["file"], gap["reason"]), []).append(gap["id"])
    for (file, reason), ids in found.items():
        yield {"file": file, "reason": reason, "ids": ids}


def of_traces(version: str, kind: str, report: Json) -> Json:
    """What tools/compare_traces.py found (its `--json`): which recordings agree."""
    results = sorted(report["results"].items())
    return {
        "version": version,
        "kind": kind,
        "recordings": len(results),
        "agree": sum(each["agrees"] for _, each in results),
        "inTime": sum(each["times_agree"] for _, each in results),
        "facets": sum(each["facets"] for _, each in results),
        "facetsAgree": sum(each["facets_ok"] for _, each in results),
        "eventsAgree": sum(each["events_ok"] for _, each in results),
        "agreeing": [name for name, each in results if each["agrees"]],
        "different": [
            {"name": name, "first": [_placeless(diff) for diff in each["diffs"][:FIRST]]}
            for name, each in results
            if not each["agrees"]
        ],
        "late": [name for name, each in results if not each["times_agree"]],
        "notPlayed": [
            {"name": name, "why": why} for name, why in sorted(report["skipped"].items())
        ],
    }


SCRATCH = re.compile(re.escape(tempfile.gettempdir()) + r"/tmp\w+/")
"""Where the judge puts what it plays: a folder of another name each time."""


def _placeless(difference: str) -> str:
    return SCRATCH.sub("", difference)
