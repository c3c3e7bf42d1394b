"""`manage.py serve`: the app under daphne, on this machine's loopback unless told otherwise."""

import asyncio
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from lifecycle.limits import FRAME_BYTES

SWITCH_S = 0.0005
"""How long a thread that computes may keep the one that sends waiting, each time that it sends."""


class Command(BaseCommand):
    """Starts daphne in this process."""

    help = "Serve podviz on http://127.0.0.1:8000."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        """Serve until interrupted."""
        from daphne.endpoints import build_endpoint_description_strings

        from lifecycle.live.registry import registry
        from podviz.asgi import application, static_files
        from podviz.logs import log_action
        from podviz.shutdown import Shutdown
        from podviz.sockets import StageServer
        from podviz.warming import warm

        def ready() -> None:
            server.use_sockets()
            Shutdown(server, registry).listen(asyncio.get_event_loop())
            self.stdout.write(f"Serving on http://{host}:{port}")

        sys.setswitchinterval(SWITCH_S)
        warm(static_files)
        server = StageServer(
            application=application,
            endpoints=build_endpoint_description_strings(host=host, port=port),
            action_logger=log_action,
            signal_handlers=False,
            websocket_timeout=-1,
            websocket_max_frame_size=FRAME_BYTES,
            websocket_max_message_size=FRAME_BYTES,
            ready_callable=ready,
            verbosity=1 if settings.DEBUG else 0,
        )
        server.run()
