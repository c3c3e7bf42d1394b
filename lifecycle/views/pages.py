"""The pages: all of them the stage, told what to open."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from lifecycle import journals, limits, links, scenes
from lifecycle.sessions.duration import parse_duration
from lifecycle.sessions.link import decode
from lifecycle.syllabus import said
from lifecycle.views.trouble import trouble


def stage(request: HttpRequest, about: dict[str, Any] | None = None, **page: Any) -> HttpResponse:
    """The stage, told what to open; `about` is for those who show a link to it."""
    page["limits"] = {
        "manifestBytes": limits.MANIFEST_BYTES,
        "linkLength": limits.LINK_LENGTH,
        "horizonMs": limits.HORIZON_MS,
    }
    return render(request, "stage.html", {"page": page, "about": about})


def moment_of(request: HttpRequest) -> dict[str, int]:
    """`?t=1m30s`, the moment to begin at; nothing for what is no moment."""
    try:
        at_ms = parse_duration(request.GET["t"])
    except (KeyError, ValueError):
        return {}
    return {"atMs": min(at_ms, limits.HORIZON_MS)}


@require_safe
@ensure_csrf_cookie
def first(request: HttpRequest) -> HttpResponse:
    """The stage, playing the first scene."""
    return stage(request, scene=scenes.first(), **moment_of(request))


@require_safe
@ensure_csrf_cookie
def library(request: HttpRequest) -> HttpResponse:
    """The stage with the library open."""
    return stage(request, scene=scenes.first(), library=True)


@require_safe
@ensure_csrf_cookie
def new(request: HttpRequest) -> HttpResponse:
    """The stage with an empty editor."""
    return stage(request, empty=True)


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
    return stage(request, session=token, **moment_of(request))


@require_safe
@ensure_csrf_cookie
def short_link(request: HttpRequest, short: str) -> HttpResponse:
    """The stage, opening what a short link stands for."""
    payload = links.payload(short)
    if payload is None:
        return trouble(
            request,
            404,
            _("There is no such link."),
            _("Its last letters may be missing. Copy it again, whole."),
        )
    announced = _announcement(request, short)
    scenario = decode(payload).scenario
    about = {
        "title": said(scenario.title, scenario.translations) or "podviz",
        "summary": said(scenario.summary, scenario.translations)
        or _("A Pod's life, second by second."),
        "url": request.build_absolute_uri(reverse("short_link", args=[short])),
        "picture": _picture(request, short),
        "oembed": announced,
    }
    response = stage(request, about=about, short=short, **moment_of(request))
    response["Link"] = f'<{announced}>; rel="alternate"; type="application/json+oembed"'
    return response


def _picture(request: HttpRequest, short: str) -> str:
    """Its picture, in the language of the page: who fetches it may say no language at all."""
    address = request.build_absolute_uri(reverse("picture", args=[short]))
    return f"{address}?{urlencode({'lang': get_language() or 'en'})}"


def _announcement(request: HttpRequest, short: str) -> str:
    """Where other sites learn how to embed it."""
    page = request.build_absolute_uri(reverse("short_link", args=[short]))
    return request.build_absolute_uri(f"{reverse('oembed')}?{urlencode({'url': page})}")
