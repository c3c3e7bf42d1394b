"""`manage.py bundle`: pack the pages' modules and styles, where the server may not write."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from podviz import bundle


class Command(BaseCommand):
    """Does ahead of time what `serve` does before it listens."""

    help = "Pack the modules and styles of the pages. `serve` does so by itself where it may write."

    def handle(self, *args: Any, **options: Any) -> None:
        """Pack, or say why not."""
        if trouble := bundle.pack():
            raise CommandError(f"Nothing is packed: {trouble}")
        self.stdout.write(f"{len(bundle.files())} files")
