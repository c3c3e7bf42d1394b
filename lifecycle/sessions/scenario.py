"""A scenario: what is played. Manifests, a script of commands, seed, version, narration.

It is the truth of a scene, of a session and of a link alike. In a file it is YAML:

    podviz: v1
    title: A readiness probe that fails for a while
    until: 60s
    manifests: |
      apiVersion: v1
      ...
    script:
    - {at: 17s, do: kubectl exec web -- rm /tmp/ready}
    chapters:
    - {at: 17s, title: Not ready}

docs/scenarios.md tells every key.
"""

import re
from typing import Any

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.sentence import Sentence
from lifecycle.sessions.lesson import Lesson, Note

FORMAT = "v1"


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One command of the script; `manifest` is what it reads for `-f -`."""

    at_ms: Millis
    do: str
    manifest: str = ""


class Chapter(msgspec.Struct, frozen=True):
    """A named moment, drawn as a flag over the time axis."""

    at_ms: Millis
    title: str


class Scenario(msgspec.Struct, frozen=True):
    """All that is needed to play the same thing again."""

    manifests: str = ""
    title: str = ""
    summary: str = ""
    question: int | None = None
    script: tuple[Step, ...] = ()
    seed: int = 1
    kubernetes: str = "1.36"
    until_ms: Millis = 60_000
    chapters: tuple[Chapter, ...] = ()
    assumptions: dict[str, str] = {}
    watch: tuple[str, ...] = ()
    narration: tuple[Note, ...] = ()
    claims: tuple[str, ...] = ()
    lesson: Lesson = Lesson()
    translations: dict[str, dict[str, str]] = {}


class ScenarioError(ValueError):
    """What is wrong with a scenario, and where it says so (a path or a line)."""

    def __init__(self, message: str, place: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message, self.place, self.remedy = message, place, remedy

    @property
    def told(self) -> str:
        """The message with its place before it."""
        if not self.place:
            return self.message
        return Sentence("%(place)s: %(what)s", place=self.place, what=self.message)


_MALFORMED = (
    (
        re.compile(r"Expected `(?P<wanted>.*)`, got `(?P<found>.*)`"),
        Sentence("Here `%(wanted)s` is expected instead of `%(found)s`."),
    ),
    (
        re.compile("Object missing required field `(?P<name>.*)`"),
        Sentence("The key `%(name)s` is missing."),
    ),
    (
        re.compile("Object contains unknown field `(?P<name>.*)`"),
        Sentence("There is no key `%(name)s` here."),
    ),
    (
        re.compile("Invalid enum value (?P<found>.*)"),
        Sentence("The value %(found)s is none of those that are allowed."),
    ),
)


def malformed(message: str) -> str:
    """What msgspec says of a value of the wrong shape, as a sentence where it is a usual one."""
    for pattern, words in _MALFORMED:
        if match := pattern.fullmatch(message):
            return _filled(words, match)
    return message


def _filled(words: Sentence, match: re.Match[str]) -> Sentence:
    return Sentence(words, **match.groupdict())


def from_json(value: Any) -> Scenario:
    """The scenario that came over the wire or out of a link or the database."""
    try:
        scenario = msgspec.convert(value, Scenario)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at ")
        raise ScenarioError(malformed(message), path.strip("`").removeprefix("$.")) from None
    if any(step.at_ms < 0 for step in scenario.script) or scenario.until_ms < 0:
        raise ScenarioError(
            Sentence("A moment lies before the beginning."), "script", Sentence("Count from 0.")
        )
    return scenario


def to_json(scenario: Scenario) -> dict[str, Any]:
    """The scenario as plain JSON values, every key present."""
    return {
        name: msgspec.to_builtins(getattr(scenario, name)) for name in scenario.__struct_fields__
    }
