"""Judging all cases of a folder."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lifecycle.conformance.casefile import CaseList, case_id, case_lists
from lifecycle.conformance.gaps import reason_for
from lifecycle.conformance.judges import JUDGES, Row
from lifecycle.conformance.verdict import ABSENT, Answer, Case, Difference, Verdict, differences


class Unjudged(NamedTuple):
    """A list of cases that nobody here can judge."""

    file: str
    name: str
    count: int


def judge_folder(folder: Path) -> Iterator[Verdict | Unjudged]:
    """A verdict for each case, in the order of files and cases."""
    for listed in case_lists(folder):
        row = JUDGES.get(listed.form)
        if row is None:
            yield Unjudged(listed.file, listed.name, len(listed.cases))
        else:
            yield from _judge_list(listed, row)


def _judge_list(listed: CaseList, row: Row) -> Iterator[Verdict]:
    for number, case in enumerate(listed.cases, start=1):
        yield judge_case(listed.file, row, case, case_id(case, number))


def judge_case(file: str, row: Row, case: Case, name: str) -> Verdict:
    """One case. A function that raises has given an answer, too: the wrong one."""
    try:
        answer = row.judge(case)
        found = tuple(differences(answer.expected, answer.got))
    except Exception as error:
        raised = f"raised {type(error).__name__}: {error}"
        answer = Answer(case.get("expect", ABSENT), raised)
        found = (Difference("", answer.expected, raised),)
    about = str(case.get("about") or "")
    gap = reason_for(file, name) if found else ""
    return Verdict(file, row.function, name, about, answer, found, gap)
