"""Timed commands of the command line: `8s kubectl delete pod web`, one a line."""

from collections.abc import Iterator

from lifecycle.engine.kubectl.commands import KUBECTL, OWN
from lifecycle.engine.kubectl.flags import parse
from lifecycle.engine.kubectl.line import recognise, split
from lifecycle.engine.kubectl.read import READERS
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.sentence import Sentence
from lifecycle.sessions.duration import DurationError, parse_duration
from lifecycle.sessions.scenario import ScenarioError, Step


def parse_step(text: str, place: str) -> Step:
    """One timed command; ScenarioError where it has no time or is no command."""
    moment, _, line = text.strip().partition(" ")
    try:
        at_ms = parse_duration(moment)
    except DurationError as error:
        remedy = Sentence("Begin with the moment: 8s kubectl …")
        raise ScenarioError(error.message, place, remedy) from None
    try:
        _understand(line)
    except Refusal as refusal:
        raise ScenarioError(refusal.message, place, refusal.remedy) from None
    return Step(at_ms, line.strip())


def _understand(line: str) -> None:
    """Raise Refusal where a command is unknown or its flags are."""
    found = recognise(line)
    table = {**KUBECTL, **READERS} if found.is_kubectl else OWN
    if found.name not in table:
        known = ", ".join(f"{'kubectl ' * found.is_kubectl}{name}" for name in sorted(table))
        raise Refusal(f"error: unknown command {found.name!r}.", f"There is {known}.")
    parse(found.name, found.words, table[found.name].flags)


def timed_lines(text: str, name: str) -> Iterator[tuple[str, str]]:
    """The commands of a file, each with its place; empty lines and comments are none."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield line, f"{name}:{number}"


def file_names(line: str) -> list[str]:
    """The files that a command reads with `-f`; `-` is none."""
    names, words = [], split(line)
    for word, following in zip(words, [*words[1:], ""]):
        if word == "--":
            break
        if word in ("-f", "--filename"):
            names.append(following)
        elif word.startswith(("-f=", "--filename=")):
            names.append(word.partition("=")[2])
    return [name for name in names if name != "-"]
