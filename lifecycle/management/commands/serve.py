"""`manage.py serve`: the app under daphne, on this machine's loopback unless told otherwise."""

import asyncio
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from lifecycle import scenes
from lifecycle.limits import FRAME_BYTES

SWITCH_S = 0.0001
"""How long a thread that computes may keep the one that sends waiting, each time that it sends."""

LEFT_ALONE_S = 30
"""Who goes while an answer is made is forgotten when it is there; later than this, cut off."""


class Command(BaseCommand):
    """Starts daphne in this process."""

    help = "Serve podviz on http://127.0.0.1:8000."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--folder", type=Path, help="scenario files that the library shows first"
        )

    def handle(self, *args: Any, host: str, port: int, folder: Path | None, **options: Any) -> None:
        """Serve until interrupted."""
        if folder is not None:
            self._use(folder)
        self.check_migrations()
        from daphne.endpoints import build_endpoint_description_strings

        from lifecycle.live.registry import registry
        from podviz import bundle
        from podviz.asgi import application, static_files
        from podviz.logs import log_action
        from podviz.pulse import beat
        from podviz.shutdown import Shutdown
        from podviz.sockets import StageServer
        from podviz.warming import warm

        def ready() -> None:
            server.use_sockets()
            loop = asyncio.get_event_loop()
            Shutdown(server, registry).listen(loop)
            beat(loop)
            self.stdout.write(f"Serving on http://{host}:{port}")

        sys.setswitchinterval(SWITCH_S)
        if trouble := bundle.pack():
            self.stderr.write(f"The page's modules are served one by one: {trouble}")
        warm(static_files)
        server = StageServer(
            application=application,
            endpoints=build_endpoint_description_strings(host=host, port=port),
            action_logger=log_action,
            signal_handlers=False,
            application_close_timeout=LEFT_ALONE_S,
            websocket_timeout=-1,
            websocket_max_frame_size=FRAME_BYTES,
            websocket_max_message_size=FRAME_BYTES,
            ready_callable=ready,
            verbosity=1 if settings.DEBUG else 0,
        )
        server.run()

    def _use(self, folder: Path) -> None:
        """Have the library show a class's own scenes; what can't be read is told, and left out."""
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        settings.SCENES = folder.resolve()
        for complaint in scenes.complaints(settings.SCENES):
            self.stderr.write(complaint)
        self.stdout.write(f"Scenes of {folder}: edit a file and reload the page.")
