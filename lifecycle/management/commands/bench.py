"""`manage.py bench`: measure, and print the figures as a table and as JSON."""

import json
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

PARTS = ("engine", "first_frame", "frames", "followers", "sessions", "hostile")
FOLLOWERS, FOLLOWED_S = 500, 10
SESSIONS, PLAYED_S = 200, 20
ATTACKED_S = 20
FIRST_FRAMES = 5


class Command(BaseCommand):
    """Measures the engine, then a server of its own."""

    help = "Measure the engine, the way from Play to the first frame, and a class that follows."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A part can be measured alone."""
        parser.add_argument("--only", choices=PARTS)

    def handle(self, *args: Any, only: str | None, **options: Any) -> None:
        """Measure, print, and keep the figures in var/bench.json."""
        figures: dict[str, Any] = {}
        for part in PARTS if only is None else (only,):
            figures[part] = getattr(self, f"_{part}")()
        text = json.dumps(figures, indent=1)
        settings.VAR.mkdir(parents=True, exist_ok=True)
        (settings.VAR / "bench.json").write_text(f"{text}\n", encoding="ascii")
        self.stdout.write(f"\n{text}")

    def _engine(self) -> dict[str, Any]:
        from lifecycle.bench.bars import BARS, measured

        figures: dict[str, Any] = {}
        for name, found in measured():
            figures[name] = found
            told = ", ".join(f"{key} {value:,}" for key, value in found.items())
            self.stdout.write(f"{name:<12} {told}")
        self.stdout.write("\nThe engine, and what it is to reach")
        self.stdout.writelines(f"{bar.line(figures)}\n" for bar in BARS)
        figures["bars"] = {bar.name: bar.reached(figures) for bar in BARS}
        return figures

    def _first_frame(self) -> dict[str, Any]:
        from lifecycle.bench.firstframe import in_a_browser, over_the_socket
        from lifecycle.bench.ownserver import own_server

        with own_server() as (url, _):
            times = sorted(over_the_socket(url) for _ in range(FIRST_FRAMES))
            figures = {"socket_first_ms": times[-1], "socket_median_ms": times[len(times) // 2]}
            figures |= in_a_browser(url) or {}
        self.stdout.write("\nFrom Play to the first records, ms")
        for name, value in figures.items():
            self.stdout.write(f"  {name:<20} {value:>10,}")
        return figures

    def _frames(self) -> dict[str, Any]:
        from lifecycle.bench.frametime import measure
        from lifecycle.bench.ownserver import own_server

        with own_server() as (url, _):
            figures = measure(url) or {}
        self.stdout.write("\nA frame of the stage with so many segments, median ms")
        for name, value in figures.items():
            self.stdout.write(f"  {name:<20} {value:>10,}")
        return figures

    def _followers(self) -> dict[str, Any]:
        from lifecycle.bench.fanout import measure
        from lifecycle.bench.ownserver import own_server

        with own_server() as (url, pid):
            figures = measure(url, pid, FOLLOWERS, FOLLOWED_S)
        self.stdout.write("\nA class that follows while the host seeks and injects every second")
        for name, value in figures.items():
            self.stdout.write(f"  {name:<38} {value:>10,}")
        return figures

    def _sessions(self) -> dict[str, Any]:
        from lifecycle.bench.ownserver import own_server
        from lifecycle.bench.sessions import measure

        with own_server() as (url, pid):
            figures = measure(url, pid, SESSIONS, PLAYED_S)
        self.stdout.write("\nA school: sessions at ten times the speed, each before two viewers")
        for name, value in figures.items():
            self.stdout.write(f"  {name:<38} {value:>10,}")
        return figures

    def _hostile(self) -> dict[str, Any]:
        from lifecycle.bench.hostile import measure
        from lifecycle.bench.ownserver import own_server

        with own_server() as (url, pid):
            figures = measure(url, pid, ATTACKED_S)
        self.stdout.write("\nA good visitor beside hostile ones")
        for name, value in figures.items():
            self.stdout.write(f"  {name:<38} {value:>10,}")
        return figures
