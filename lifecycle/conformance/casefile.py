"""Reading the files of cases: JSON with lists of cases, and JSON lines with one case each."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lifecycle.conformance.verdict import Case


class CaseList(NamedTuple):
    """Cases of one form. `file` is the path within the folder, `name` the list's key in it."""

    file: str
    name: str
    cases: list[Case]

    @property
    def form(self) -> tuple[str, str]:
        """What decides who can judge them: `("fuzz/actions", "cases")`."""
        return self.file.rpartition(".")[0], self.name


def case_lists(folder: Path) -> Iterator[CaseList]:
    """Every list of cases below a folder, by file name; whatever is missing is not there."""
    for path in sorted(folder.rglob("*.json")):
        yield from _lists_of(path.relative_to(folder).as_posix(), _load(path))
    for path in sorted(folder.rglob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]
        cases = [each for each in lines if "meta" not in each]
        yield CaseList(path.relative_to(folder).as_posix(), "cases", cases)


def _load(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def _lists_of(file: str, content: Any) -> Iterator[CaseList]:
    if not isinstance(content, dict):
        return
    for name, value in content.items():
        if isinstance(value, dict) and name not in ("meta", "facts"):
            # Cases by name, as a request's own title.
            value = [{"id": key, **each} for key, each in value.items() if isinstance(each, dict)]
        if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
            yield CaseList(file, name, value)


def case_id(case: Case, number: int) -> str:
    """The case's own name, or the file it was made from, or its number."""
    return str(case.get("id") or case.get("file") or number)
