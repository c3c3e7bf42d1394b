"""`manage.py words`: bring the catalogues up to date with the sources, and compile them."""

from typing import Any

from django.core.management.base import BaseCommand

from podviz.words import catalogue
from podviz.words.collect import DOMAINS


class Command(BaseCommand):
    """Texts that are new come in without a translation; those that are no more go."""

    help = "Collect the texts of the page into lifecycle/locale and compile their translations."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every language and domain, and say what is left to translate."""
        for language in catalogue.LANGUAGES:
            for domain in DOMAINS:
                catalogue.write(catalogue.updated(language, domain), language, domain)
                for fault in catalogue.faults(language, domain):
                    self.stdout.write(f"{language} {domain}: {fault}")
