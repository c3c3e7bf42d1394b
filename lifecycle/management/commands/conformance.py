"""`manage.py conformance DIR…`: do our functions answer as Kubernetes' own code does?"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lifecycle.conformance.judging import Unjudged, judge_folder
from lifecycle.conformance.report import Summary, side_by_side


class Command(BaseCommand):
    """Judges every case below the given folders; fails on any unknown difference."""

    help = "Hold the engine's functions against cases with the real code's answers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Folders, and what to print of them."""
        parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
        parser.add_argument("--json", action="store_true", help="print the report as JSON")
        parser.add_argument("--show", metavar="ID", help="print the cases of that id side by side")

    def handle(
        self, *args: Any, folders: list[Path], json: bool, show: str | None, **options: Any
    ) -> None:
        """Print the report; exit status 1 if something differs that is not a known gap."""
        for folder in folders:
            if not folder.is_dir():
                raise CommandError(f"{folder} is not a folder. Give the folder of case files.")
        verdicts = [each for folder in folders for each in judge_folder(folder)]
        if show is not None:
            self._show(show, verdicts)
            return
        summary = Summary(verdicts)
        self.stdout.write(_dumped(summary) if json else "\n".join(summary.lines()))
        if summary.unexpected:
            raise SystemExit(1)

    def _show(self, name: str, verdicts: list[Any]) -> None:
        named = [each for each in verdicts if not isinstance(each, Unjudged) and each.id == name]
        if not named:
            raise CommandError(f"No judged case has the id {name}.")
        for verdict in named:
            self.stdout.write("\n".join(side_by_side(verdict)))


def _dumped(summary: Summary) -> str:
    return json.dumps(summary.as_json(), indent=1, ensure_ascii=False)
