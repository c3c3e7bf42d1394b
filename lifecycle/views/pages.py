"""The pages: all of them the stage, told what to open."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from lifecycle import journals, limits, links, scenes
from lifecycle.views.trouble import trouble


def _stage(request: HttpRequest, **page: Any) -> HttpResponse:
    page["limits"] = {
        "manifestBytes": limits.MANIFEST_BYTES,
        "linkLength": limits.LINK_LENGTH,
        "horizonMs": limits.HORIZON_MS,
    }
    return render(request, "stage.html", {"page": page})


@require_safe
@ensure_csrf_cookie
def first(request: HttpRequest) -> HttpResponse:
    """The stage, playing the first scene."""
    return _stage(request, scene=scenes.first())


@require_safe
@ensure_csrf_cookie
def library(request: HttpRequest) -> HttpResponse:
    """The stage with the library open."""
    return _stage(request, scene=scenes.first(), library=True)


@require_safe
@ensure_csrf_cookie
def new(request: HttpRequest) -> HttpResponse:
    """The stage with an empty editor."""
    return _stage(request, empty=True)


@require_safe
@ensure_csrf_cookie
def session(request: HttpRequest, token: str) -> HttpResponse:
    """The stage of a session."""
    if not journals.exists(token):
        return trouble(
            request,
            404,
            _("There is no such session."),
            _("Its address may be incomplete. A link holds its scenario for ever: ask for one."),
        )
    return _stage(request, session=token)


@require_safe
@ensure_csrf_cookie
def short_link(request: HttpRequest, short: str) -> HttpResponse:
    """The stage, opening what a short link stands for."""
    if links.payload(short) is None:
        return trouble(
            request,
            404,
            _("There is no such link."),
            _("Its last letters may be missing. Copy it again, whole."),
        )
    return _stage(request, short=short)
