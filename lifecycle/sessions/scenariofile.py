"""Scenario files: YAML that people write, keep in git and compare line by line."""

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.manifests.document import Document
from lifecycle.manifests.reader import read
from lifecycle.sessions.duration import format_duration, parse_duration
from lifecycle.sessions.scenario import FORMAT, Chapter, Scenario, ScenarioError, Step

Moment = str | int | float
_HEAD = re.compile(r"^[\"']?podviz[\"']?\s*:", re.MULTILINE)


class _Step(msgspec.Struct, forbid_unknown_fields=True):
    at: Moment
    do: str
    manifest: str = ""


class _Chapter(msgspec.Struct, forbid_unknown_fields=True):
    at: Moment
    title: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    podviz: str
    title: str = ""
    summary: str = ""
    question: int | None = None
    kubernetes: str = "1.36"
    seed: int = 1
    until: Moment = "60s"
    manifests: str = ""
    script: list[_Step] = []
    chapters: list[_Chapter] = []
    assumptions: dict[str, str] = {}
    watch: list[str] = []


def is_scenario_text(text: str) -> bool:
    """Whether a text is meant as a scenario file: `podviz:` stands among its first keys."""
    return bool(_HEAD.search(text[:4096]))


def load(text: str, name: str = "scenario.yaml") -> Scenario:
    """Read a scenario file; ScenarioError says what is wrong at which line."""
    reading = read(text, name)
    for complaint in reading.complaints:
        if complaint.severity == "error":
            raise ScenarioError(complaint.message, f"{name}:{complaint.line}", complaint.hint)
    if len(reading.documents) != 1 or "podviz" not in reading.documents[0].value:
        raise ScenarioError(
            "This is no scenario.", name, f"Begin the one document with `podviz: {FORMAT}`."
        )
    document = reading.documents[0]
    try:
        return _scenario(msgspec.convert(document.value, _File))
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at ")
        path = path.strip("`").removeprefix("$").removeprefix(".")
        raise ScenarioError(message, _place(document, name, path)) from None
    except ScenarioError as error:
        place = _place(document, name, error.place)
        raise ScenarioError(error.message, place, error.remedy) from None


def _place(document: Document, name: str, path: str) -> str:
    return f"{name}:{document.locate(path).line}" + (f" ({path})" if path else "")


def _scenario(file: _File) -> Scenario:
    if file.podviz != FORMAT:
        raise ScenarioError(
            f"This scenario is of version {file.podviz}; this podviz reads {FORMAT}.",
            "podviz",
            "Use a newer podviz.",
        )
    return Scenario(
        manifests=file.manifests,
        title=file.title,
        summary=file.summary,
        question=file.question,
        script=tuple(
            Step(_ms(step.at, f"script[{n}].at"), step.do, step.manifest)
            for n, step in enumerate(file.script)
        ),
        seed=file.seed,
        kubernetes=file.kubernetes,
        until_ms=_ms(file.until, "until"),
        chapters=tuple(
            Chapter(_ms(chapter.at, f"chapters[{n}].at"), chapter.title)
            for n, chapter in enumerate(file.chapters)
        ),
        assumptions=file.assumptions,
        watch=tuple(file.watch),
    )


def _ms(moment: Moment, path: str) -> Millis:
    try:
        return parse_duration(moment)
    except ValueError as error:
        raise ScenarioError(str(error), path, "Write it like 17s or 1m30s.") from None


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
