"""Checks of the installation: what is missing, and the command that brings it."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from podviz.npm import packages


@register()
def npm_modules_are_installed(**kwargs: Any) -> list[CheckMessage]:
    """The page needs the modules of package.json; the command line does without."""
    if packages():
        return []
    return [
        Warning(
            f"No npm modules in {settings.NODE_MODULES}: the page will stay empty.",
            hint="Run `npm ci`, or start podviz with `make run`.",
            id="lifecycle.W001",
        )
    ]


@register(deploy=True)
def the_database_lies_on_a_writable_disk(**kwargs: Any) -> list[CheckMessage]:
    """Every accepted input is written down before it is acknowledged."""
    probe = settings.VAR / ".writable"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        return [
            Error(
                f"Nothing can be written to {settings.VAR}: {error.strerror}.",
                hint="Give the server's user that folder, or set PODVIZ_VAR to another.",
                id="lifecycle.E001",
            )
        ]
    return []
