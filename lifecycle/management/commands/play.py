"""`manage.py play FILE…`: play manifests or a scenario, and print what happens.

Exit status: 0 played, 1 the API server refuses the manifests, 2 the command line or a file
is wrong.
"""

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from lifecycle.exports.formats import FORMATS
from lifecycle.sessions.journal import APPLY, CREATE, ROOT, Journal, documents
from lifecycle.sessions.replay import check
from lifecycle.sessions.scenario import Scenario, ScenarioError, Step

EXAMPLES = """
examples:
  manage.py play pod.yaml
  manage.py play pod.yaml service.yaml --until 5m --output timeline
  manage.py play pod.yaml --output svg > pod.svg
  manage.py play pod.yaml --do "8s kubectl delete pod web" --do commands.txt --output jsonl
"""
DEFAULT_UNTIL = "2m"
SEPARATOR = "\n---\n"


class Command(BaseCommand):
    """Reads the files, has the tape play them, and prints."""

    help = "Play manifests, or a scenario, and print what a real cluster would do with them."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> Any:
        """The parser, with examples that keep their lines."""
        return super().create_parser(
            prog_name,
            subcommand,
            epilog=EXAMPLES,
            formatter_class=RawDescriptionHelpFormatter,
            **kwargs,
        )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As design and README say; `--output jsonl` is read by other programs."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="manifests, or one scenario")
        parser.add_argument(
            "--do",
            action="append",
            default=[],
            metavar="COMMAND",
            help='a moment and a command, "8s kubectl delete pod web", or a file of such lines',
        )
        parser.add_argument("--until", metavar="TIME", help=f"default: {DEFAULT_UNTIL}")
        parser.add_argument("--seed", type=int, help="decides every chance; default: 1")
        parser.add_argument("--kubernetes", metavar="VERSION", help="default: 1.36")
        parser.add_argument(
            "--output", choices=("watch", "timeline", "jsonl", *FORMATS), default="watch"
        )
        parser.add_argument(
            "--why",
            type=int,
            metavar="ID",
            help="print instead what led to the record with this id",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Play, and exit with a status that tells how it went."""
        try:
            scenario = self._scenario(options)
            records = self._play(scenario)
        except ScenarioError as error:
            self.stderr.write(in_one_line(error))
            sys.exit(2)
        if options["why"] is not None:
            self._explain(records, scenario, options["why"])
        else:
            self._print(records, scenario, options["output"])

    def _play(self, scenario: Scenario) -> list[Any]:
        from lifecycle.engine.records import InputTaken
        from lifecycle.sessions.replay import Tape

        records = Tape(Journal(scenario)).compute(ROOT, scenario.until_ms).records
        refused = [r for r in records if isinstance(r, InputTaken) and r.t == 0 and not r.ok]
        for opening in refused:
            if opening.line in (APPLY, CREATE):
                self.stderr.write(opening.output)
                sys.exit(1)
        return records

    def _print(self, records: list[Any], scenario: Scenario, output: str) -> None:
        if output == "jsonl":
            from lifecycle.sessions.wire import encode

            sys.stdout.write("".join(f"{encode(record)}\n" for record in records))
        elif output == "watch":
            from lifecycle.sessions.watch import watch

            sys.stdout.writelines(f"{line}\n" for line in watch(records))
        elif output in FORMATS:
            written = FORMATS[output].write(records, scenario.until_ms, scenario.title)
            sys.stdout.write(written)
        else:
            from lifecycle.exports.timeline import timeline

            width = terminal_width()
            sys.stdout.writelines(f"{n}\n" for n in timeline(records, scenario.until_ms, width))

    def _explain(self, records: list[Any], scenario: Scenario, number: int) -> None:
        from lifecycle.manifests.reader import read
        from lifecycle.sessions.explain import positions, why

        if not 0 < number <= len(records):
            self.stderr.write(f"--why: There is no record {number}. The last is {len(records)}.")
            sys.exit(2)
        places = positions(read(scenario.manifests).documents)
        sys.stdout.writelines(f"{line}\n" for line in why(records, number, places))

    # Reading what is to be played

    def _scenario(self, options: dict[str, Any]) -> Scenario:
        import msgspec

        from lifecycle.sessions.duration import parse_duration

        scenario = self._opened(options["files"])
        steps = [*scenario.script, *self._steps(options["do"])]
        changes: dict[str, Any] = {"script": tuple(steps)}
        if options["until"] is not None:
            try:
                changes["until_ms"] = parse_duration(options["until"])
            except ValueError as error:
                raise ScenarioError(str(error), "--until") from None
        for key in ("seed", "kubernetes"):
            if options[key] is not None:
                changes[key] = options[key]
        scenario = msgspec.structs.replace(scenario, **changes)
        check(scenario)
        return scenario

    def _opened(self, names: list[str]) -> Scenario:
        from lifecycle.sessions.duration import parse_duration
        from lifecycle.sessions.scenariofile import is_scenario_text, load

        texts = {name: text_of(name, "FILE") for name in names}
        for name, text in texts.items():
            if is_scenario_text(text):
                if len(names) > 1:
                    raise ScenarioError(
                        "A scenario is played alone.", name, "Leave out the other files."
                    )
                return load(text, name)
        return Scenario(joined(texts), until_ms=parse_duration(DEFAULT_UNTIL))

    def _steps(self, given: list[str]) -> list[Step]:
        from lifecycle.sessions.doscript import parse_step, timed_lines

        steps = []
        for text in given:
            is_file = Path(text).is_file()
            lines = timed_lines(text_of(text, "--do"), text) if is_file else [(text, "--do")]
            steps += [self._with_files(parse_step(line, place), place) for line, place in lines]
        return steps

    def _with_files(self, step: Step, place: str) -> Step:
        from lifecycle.sessions.doscript import file_names

        texts = {name: text_of(name, place) for name in file_names(step.do)}
        return Step(step.at_ms, step.do, joined(texts))


def in_one_line(error: ScenarioError) -> str:
    """Where it is, what it is, and what to do about it."""
    message = error.message.rstrip(".") + "." if error.remedy else error.message
    place = f"{error.place}: " if error.place else ""
    return " ".join(f"{place}{message} {error.remedy}".split())


def joined(texts: dict[str, str]) -> str:
    """The texts of several files as one; ScenarioError where one can't be read."""
    import json

    parts = []
    for name, text in texts.items():
        found = documents(text, name)
        # Among others, JSON must stand on one line to be read as a document of YAML.
        is_json = len(texts) > 1 and text.lstrip().startswith("{")
        parts += map(json.dumps, found) if is_json else [text]
    return ("---\n" if len(parts) > 1 else "") + SEPARATOR.join(parts)


def text_of(name: str, place: str) -> str:
    """The text of a file; ScenarioError if there is none."""
    try:
        return Path(name).read_text(encoding="utf-8")
    except OSError as error:
        raise ScenarioError(
            f"{name} can't be read: {error.strerror}.", place, "Is its name right?"
        ) from None
    except UnicodeDecodeError:
        raise ScenarioError(f"{name} is no text.", place, "Manifests are YAML or JSON.") from None


def terminal_width() -> int:
    """The terminal's columns; 100 where there is none."""
    from shutil import get_terminal_size

    return get_terminal_size((100, 24)).columns
