"""A scenario as the text of its file: YAML that people read, compare and change."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from lifecycle.sessions.duration import format_duration
from lifecycle.sessions.lesson import Lesson, Note, Question
from lifecycle.sessions.scenario import FORMAT, Scenario


def dump(scenario: Scenario) -> str:
    """The file that `load` reads back; what has its default value is left out."""
    return "\n".join(_lines(scenario)) + "\n"


def _lines(scenario: Scenario) -> Iterator[str]:
    yield f"podviz: {FORMAT}"
    default = Scenario()
    for key in ("title", "summary", "question", "kubernetes", "seed"):
        if getattr(scenario, key) != getattr(default, key):
            yield f"{key}: {_flow(getattr(scenario, key))}"
    yield f"until: {format_duration(scenario.until_ms)}"
    if scenario.assumptions:
        yield f"assumptions: {_flow(scenario.assumptions)}"
    if scenario.watch:
        yield f"watch: {_flow(list(scenario.watch))}"
    yield from _block("manifests", scenario.manifests, "")
    if scenario.script:
        yield "script:"
        for step in scenario.script:
            yield f"- at: {format_duration(step.at_ms)}"
            yield f"  do: {_flow(step.do)}"
            if step.manifest:
                yield from _block("manifest", step.manifest, "  ")
    if scenario.chapters:
        yield "chapters:"
        for chapter in scenario.chapters:
            yield f"- {{at: {format_duration(chapter.at_ms)}, title: {_flow(chapter.title)}}}"
    yield from _taught(scenario)


def _taught(scenario: Scenario) -> Iterator[str]:
    if scenario.narration:
        yield "narration:"
        for note in scenario.narration:
            yield from _entry(_moment(note), about=note.about, text=note.text)
    yield from _list("claims", scenario.claims, "")
    if scenario.lesson != Lesson():
        yield "lesson:"
        yield from _lesson(scenario.lesson)
    if scenario.translations:
        yield "translations:"
        for language, texts in scenario.translations.items():
            yield f"  {_flow(language)}:"
            for text, translated in texts.items():
                yield f"    ? {_flow(text)}"
                yield f"    : {_flow(translated)}"


def _lesson(lesson: Lesson) -> Iterator[str]:
    for key in ("saying", "source", "verdict", "truth", "task"):
        if getattr(lesson, key):
            yield f"  {key}: {_flow(getattr(lesson, key))}"
    yield from _list("goal", lesson.goal, "  ")
    yield from _list("hints", lesson.hints, "  ")
    if lesson.fixed:
        yield from _block("fixed", lesson.fixed, "  ")
    if lesson.questions:
        yield "  questions:"
        for question in lesson.questions:
            yield from _entry(_moment(question), "  ", ask=question.ask, why=question.why)
            yield "    answers:"
            for answer in question.answers:
                yield f"    - {_flow(msgspec.to_builtins(answer))}"


def _moment(told: Note | Question) -> dict[str, str]:
    return {"when": told.when} if told.when else {"at": format_duration(told.at_ms)}


def _entry(moment: dict[str, str], indent: str = "", **values: str) -> Iterator[str]:
    sign = "-"
    for key, value in {**moment, **values}.items():
        if value:
            yield f"{indent}{sign} {key}: {value if key == 'at' else _flow(value)}"
            sign = " "


def _list(key: str, values: Iterable[str], indent: str) -> Iterator[str]:
    values = tuple(values)
    if values:
        yield f"{indent}{key}:"
        for value in values:
            yield f"{indent}- {_flow(value)}"


def _flow(value: Any) -> str:
    """A value in YAML's flow style, of which JSON is a part."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in text)


def _block(key: str, text: str, indent: str) -> Iterator[str]:
    """A long text as a literal block where YAML can hold it so, else quoted."""
    lines = text.removesuffix("\n").split("\n")
    plain = all(line.isprintable() and line == line.rstrip() for line in lines)
    if not text.endswith("\n") or not plain or not lines[-1] or lines[0][:1] in ("", " "):
        yield f"{indent}{key}: {_flow(text)}"
        return
    yield f"{indent}{key}: |"
    for line in lines:
        yield f"{indent}  {line}" if line else ""
