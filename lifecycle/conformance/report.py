"""What the command prints: a line for each file and function, then the first differences."""

import json
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from lifecycle.conformance.judging import Unjudged
from lifecycle.conformance.outside import why_not
from lifecycle.conformance.verdict import Verdict

FIRST = 5
_WIDTH = 76


class Summary:
    """Counts by file and function, in the order in which they came."""

    def __init__(self, verdicts: Iterable[Verdict | Unjudged]) -> None:
        self.unjudged: list[Unjudged] = []
        self.by_function: dict[tuple[str, str], list[Verdict]] = {}
        for each in verdicts:
            if isinstance(each, Unjudged):
                self.unjudged.append(each)
            else:
                self.by_function.setdefault((each.file, each.function), []).append(each)

    @property
    def verdicts(self) -> list[Verdict]:
        return [each for group in self.by_function.values() for each in group]

    @property
    def unexpected(self) -> list[Verdict]:
        """Those that differ and are not known to."""
        return [each for each in self.verdicts if not each.agrees and not each.gap]

    def lines(self) -> Iterator[str]:
        """The report for people."""
        for (file, function), group in self.by_function.items():
            yield _count_line(file, function, group)
            wrong = [each for each in group if not each.agrees and not each.gap]
            for verdict in wrong[:FIRST]:
                yield f"    {verdict.id} {verdict.about}".rstrip()
                yield from (f"        {each}" for each in verdict.differences[:FIRST])
        for each in self.unjudged:
            told = f"{each.file} {each.name}: {each.count} cases, not judged"
            reason = why_not(each.file, each.name)
            yield f"{told}: {reason}" if reason else told
        yield _total_line(self.verdicts)

    def as_json(self) -> dict[str, Any]:
        """The same for programs, and for the page that shows it."""
        return {
            "functions": [
                {
                    "file": file,
                    "function": function,
                    "cases": len(group),
                    "agree": sum(each.agrees for each in group),
                    "gaps": _gaps(group),
                    "differences": [
                        {
                            "id": each.id,
                            "about": each.about,
                            "at": [str(d) for d in each.differences],
                        }
                        for each in group
                        if not each.agrees and not each.gap
                    ],
                }
                for (file, function), group in self.by_function.items()
            ],
            "notJudged": [
                {**each._asdict(), "reason": why_not(each.file, each.name)}
                for each in self.unjudged
            ],
            "cases": len(self.verdicts),
            "agree": sum(each.agrees for each in self.verdicts),
        }


def side_by_side(verdict: Verdict) -> Iterator[str]:
    """One case in full: what was expected on the left, what we answered on the right."""
    yield f"{verdict.file} {verdict.function} {verdict.id} {verdict.about}".rstrip()
    if verdict.gap:
        yield f"known gap: {verdict.gap}"
    yield from (str(each) for each in verdict.differences)
    left, right = _pretty(verdict.answer.expected), _pretty(verdict.answer.got)
    yield f"{'expected':<{_WIDTH}}   got"
    for one, other in zip_longest(left, right, fillvalue=""):
        mark = " " if one == other else "|"
        yield f"{one:<{_WIDTH}} {mark} {other}".rstrip()


def _pretty(value: Any) -> list[str]:
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False).splitlines()


def _gaps(group: list[Verdict]) -> list[dict[str, str]]:
    return [{"id": each.id, "reason": each.gap} for each in group if each.gap]


def _count_line(file: str, function: str, group: list[Verdict]) -> str:
    agree, gaps = sum(each.agrees for each in group), len(_gaps(group))
    known = f", {gaps} known gaps" if gaps else ""
    return f"{file} {function}: {agree}/{len(group)}{known}"


def _total_line(verdicts: list[Verdict]) -> str:
    agree, gaps = sum(each.agrees for each in verdicts), len(_gaps(verdicts))
    wrong = len(verdicts) - agree - gaps
    return f"{agree} of {len(verdicts)} cases agree; {gaps} known gaps; {wrong} unexpected"
