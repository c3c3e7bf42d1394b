"""`manage.py conformance_figures`: write down what the page of conformance shows."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lifecycle.conformance import figures

KINDS = ("pods", "owners")


class Command(BaseCommand):
    """Puts the report of `conformance --json` and those of compare_traces.py together."""

    help = "Write lifecycle/conformance/figures.json from the reports of the comparisons."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The reports, as files."""
        parser.add_argument("--oracle", type=Path, required=True, metavar="FILE")
        parser.add_argument(
            "--traces",
            nargs=3,
            action="append",
            default=[],
            metavar=("VERSION", "KIND", "FILE"),
            help="what compare_traces.py --json wrote; KIND is pods or owners",
        )

    def handle(self, *args: Any, oracle: Path, traces: list[list[str]], **options: Any) -> None:
        """Read them all, then write."""
        compared = []
        for version, kind, file in traces:
            if kind not in KINDS:
                raise CommandError(f"{kind} is neither pods nor owners.")
            compared.append(figures.of_traces(version, kind, _read(Path(file))))
        figures.write({"oracle": figures.shortened(_read(oracle)), "traces": compared})
        self.stdout.write(f"Written: {figures.FILE.name}")


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} can't be read: {error}. Make it first.") from error
