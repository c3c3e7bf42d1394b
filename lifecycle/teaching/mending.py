"""A manifest to mend: what is broken of a scene, and what reaches its goal."""

from msgspec.structs import replace

from lifecycle.manifests.reader import read
from lifecycle.sessions.lesson import Lesson
from lifecycle.sessions.scenario import Scenario

SEPARATOR = "\n---\n"


def broken(scenario: Scenario) -> Scenario:
    """The scene with only those objects that the mended manifests have as well."""
    wanted = _names(scenario.lesson.fixed)
    parts = [part.strip("\n") for part in scenario.manifests.split(SEPARATOR)]
    kept = [part for part in parts if _names(part) & wanted]
    if not kept:
        return scenario
    return replace(scenario, manifests=SEPARATOR.join(kept) + "\n")


def to_mend(scenario: Scenario) -> Scenario:
    """What is broken, with the goal and its hints, and no word of the solution."""
    lesson = scenario.lesson
    kept = Lesson(goal=lesson.goal, task=lesson.task, hints=lesson.hints)
    return replace(broken(scenario), lesson=kept, narration=(), claims=(), chapters=())


def mended(scenario: Scenario) -> Scenario:
    """The scene with the manifests that reach its goal, if it has some."""
    return replace(scenario, manifests=scenario.lesson.fixed or scenario.manifests)


def _names(manifests: str) -> set[tuple[str, str]]:
    named = set()
    for document in read(manifests).documents:
        metadata = document.value.get("metadata")
        if isinstance(metadata, dict):
            named.add((str(document.value.get("kind")), str(metadata.get("name"))))
    return named
