"""The table of docs/curriculum.md; `python -m tests.teaching.table` writes it."""

from collections.abc import Iterator
from pathlib import Path

from lifecycle.teaching.syllabus import Course, Notes, Questions, parse
from tests.scenarios.playing import FOLDER, NAMES, scene

DOCS = Path(__file__).resolve().parents[2] / "docs" / "curriculum.md"


def read(name: str, kind: type):
    return parse((FOLDER / "course" / name).read_text(encoding="utf-8"), name, kind)


def lines() -> Iterator[str]:
    titles = {name.lstrip("0123456789-"): scene(name).title for name in NAMES}
    yield "# The 25 questions and the five notes"
    yield ""
    yield "Made from `lifecycle/scenarios/course` by `python -m tests.teaching.table`; a test holds"
    yield "this file to those, and every scene to its claims."
    yield ""
    yield "| question | scenes |"
    yield "|---|---|"
    for number, asked in enumerate(read("questions.yaml", Questions).questions, 1):
        named = ", ".join(titles[name] for name in asked.scenes)
        yield f"| {number} {asked.ask} | {named} |"
    for note in read("notes.yaml", Notes).notes:
        yield ""
        yield f"## {note.title}: {note.about}"
        yield ""
        yield "| the note says | today | scene |"
        yield "|---|---|---|"
        for one in note.statements:
            today = f"{one.verdict}. {one.truth}".strip()
            yield f"| {one.says} | {today} | {titles.get(one.scene, '–')} |"
    yield ""
    yield "## The course"
    for chapter in read("course.yaml", Course).chapters:
        yield ""
        yield f"{chapter.title}: {', '.join(titles[name] for name in chapter.scenes)}."


if __name__ == "__main__":
    DOCS.write_text("\n".join(lines()) + "\n", encoding="utf-8")
