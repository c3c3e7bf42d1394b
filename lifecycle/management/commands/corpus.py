"""`manage.py corpus DIR`: what becomes of every manifest in a folder.

Exit status: 0 every file was answered, 1 one crashed or took too long, 2 wrong arguments.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lifecycle.corpus.folder import Entry, entries
from lifecycle.corpus.mending import mended
from lifecycle.corpus.outcome import MENDED, PLAYED
from lifecycle.corpus.report import Report, in_full
from lifecycle.corpus.trial import play, try_file
from lifecycle.manifests.check import as_read
from lifecycle.sessions.duration import parse_duration
from lifecycle.sessions.watch import watch

DEFAULT_UNTIL = "10m"


class Command(BaseCommand):
    """Tries each file for itself, in a cluster of its own."""

    help = "Play every manifest of a folder, and say which are played, and why others are not."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A folder, how long to play, and what to print."""
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--show", metavar="FILE", help="try this file alone, and tell all")
        parser.add_argument(
            "--until", metavar="TIME", default=DEFAULT_UNTIL, help=f"default: {DEFAULT_UNTIL}"
        )

    def handle(
        self, *args: Any, folder: Path, json: bool, show: str | None, until: str, **options: Any
    ) -> None:
        """Print the report; exit status 1 where a file has no answer."""
        try:
            until_ms = parse_duration(until)
        except ValueError as error:
            raise CommandError(f"--until: {error}.") from None
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder. Give the folder of manifests.")
        found = entries(folder)
        if show is not None:
            self._show(named(show, found), until_ms)
            return
        report = Report([try_file(entry, until_ms) for entry in found])
        self.stdout.write(_dumped(report) if json else "\n".join(report.lines()))
        if report.failed:
            raise SystemExit(1)

    def _show(self, entry: Entry, until_ms: int) -> None:
        outcome = try_file(entry, until_ms)
        self.stdout.write("\n".join(in_full(outcome)))
        text = as_read(entry.path.read_bytes())
        if outcome.result == MENDED:
            text, _ = mended(text)
        if outcome.result in (PLAYED, MENDED):
            self.stdout.write("\n".join(watch(play(text, until_ms).records)))


def named(name: str, found: list[Entry]) -> Entry:
    """The entry of that name, or the only one whose name contains it; CommandError else."""
    fitting = [e for e in found if e.name == name] or [e for e in found if name in e.name]
    if not fitting:
        raise CommandError(f"There is no manifest {name}.")
    if len(fitting) > 1:
        names = ", ".join(e.name for e in fitting[:5])
        raise CommandError(f"{len(fitting)} manifests are called so: {names}. Say more of it.")
    return fitting[0]


def _dumped(report: Report) -> str:
    return json.dumps(report.as_json(), indent=1, ensure_ascii=False)
