"""`manage.py clean_sessions`: forget sessions that nobody but their host saw, and nobody uses."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lifecycle.limits import KEPT_DAYS
from lifecycle.models import Session

AT_ONCE = 500


class Command(BaseCommand):
    """Deletes in small transactions, so that a server may go on writing beside it."""

    help = (
        "Delete sessions that were never shared and not used for some days. Shared sessions "
        "and links are kept for ever."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How long, and whether only to count."""
        parser.add_argument("--days", type=int, default=KEPT_DAYS, help=f"default: {KEPT_DAYS}")
        parser.add_argument("--dry-run", action="store_true", help="count, delete nothing")

    def handle(self, *args: Any, days: int, dry_run: bool, **options: Any) -> None:
        """Delete, and say how many."""
        if days < 1:
            raise CommandError("--days: at least one day, or a session in use could go.")
        before = timezone.now() - timedelta(days=days)
        old = Session.objects.filter(shared=False, last_used__lt=before)
        count = old.count() if dry_run else self._delete(old)
        self.stdout.write(f"{count} sessions {'would be' if dry_run else 'were'} deleted.")

    def _delete(self, old: Any) -> int:
        count = 0
        while keys := list(old.values_list("pk", flat=True)[:AT_ONCE]):
            # Asked again with the conditions: one may have come into use since.
            old.filter(pk__in=keys).delete()
            count += len(keys)
        return count
