"""The HTTP interface of the stage: JSON in, JSON out."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from lifecycle import hostsecret, journals, limits, links, metrics, scenes
from lifecycle.intake import Invalid, admit, complaints_about, contents
from lifecycle.live.clock import wall_ms
from lifecycle.manifests.reference import reference
from lifecycle.sessions.link import LinkError, Shared, decode
from lifecycle.sessions.playback import Playback
from lifecycle.sessions.scenario import Scenario, ScenarioError, to_json
from lifecycle.views.body import Unacceptable, answers_in_json, json_body, text_of
from lifecycle.views.throttled import throttled


@require_POST
@answers_in_json
@throttled(limits.SESSIONS_PER_SECOND, limits.SESSIONS_AT_ONCE)
def sessions(request: HttpRequest) -> HttpResponse:
    """Begin a session: of a scene, of manifests, or of what a link holds."""
    scenario, moment_ms = _wanted(json_body(request))
    token, secret = journals.new_token(), hostsecret.secret_of(request.COOKIES)
    playback = Playback(moment_ms, moment_ms == 0, 1.0, wall_ms())
    journals.begin(token, scenario, hostsecret.hashed(secret, token), playback)
    url = reverse("session", args=[token])
    response = JsonResponse({"token": token, "url": url}, status=201)
    hostsecret.remember(response, secret)
    metrics.BEGUN.inc()
    return response


def _wanted(body: dict[str, Any]) -> Shared:
    if "scene" in body:
        return Shared(_scene(text_of(body, "scene", 200)), 0)
    if "short" in body:
        payload = links.payload(text_of(body, "short", 200))
        if payload is None:
            raise Unacceptable(404, _("There is no such link."), _("Copy it again, whole."))
        return _linked(payload)
    if "link" in body:
        return _linked(text_of(body, "link", limits.LINK_LENGTH))
    moment_ms = body.pop("moment_ms", 0)
    if not isinstance(moment_ms, int) or not 0 <= moment_ms <= limits.HORIZON_MS:
        raise Unacceptable(400, _("The moment must be a number of milliseconds."))
    return Shared(_admitted(body), moment_ms)


def _scene(name: str) -> Scenario:
    scene = scenes.scene(name)
    if scene is None:
        raise Unacceptable(404, _("There is no such scene."), _("The library lists all of them."))
    return scene


def _linked(payload: str) -> Shared:
    shared = _decoded(payload)
    return Shared(_admitted(to_json(shared.scenario)), shared.moment_ms)


def _decoded(payload: str) -> Shared:
    try:
        return decode(payload)
    except LinkError as error:
        status = 413 if error.kind == "enormous" else 400
        raise Unacceptable(status, error.message, error.remedy, kind=error.kind) from None


def _admitted(value: dict[str, Any]) -> Scenario:
    try:
        return admit(value)
    except Invalid as invalid:
        raise Unacceptable(
            400,
            _("The API server would refuse this."),
            _("Correct the lines that are marked."),
            complaints=invalid.complaints,
        ) from None
    except ScenarioError as error:
        place = f"{error.place}: " if error.place else ""
        raise Unacceptable(400, f"{place}{error.message}", error.remedy) from None


@require_POST
@answers_in_json
@throttled(limits.CHECKS_PER_SECOND, limits.CHECKS_AT_ONCE)
def check(request: HttpRequest) -> HttpResponse:
    """What the API server would say of manifests, what they contain, what looks secret."""
    manifests = text_of(json_body(request), "manifests", limits.MANIFEST_BYTES)
    return JsonResponse({"complaints": complaints_about(manifests), **contents(manifests)})


@require_POST
@answers_in_json
@throttled(limits.SESSIONS_PER_SECOND, limits.SESSIONS_AT_ONCE)
def make_link(request: HttpRequest) -> HttpResponse:
    """A short form of a link, kept for ever."""
    payload = text_of(json_body(request), "payload", limits.LINK_LENGTH)
    _decoded(payload)
    short = links.shorten(payload)
    return JsonResponse({"short": short, "url": reverse("short_link", args=[short])}, status=201)


@require_safe
def list_scenes(request: HttpRequest) -> HttpResponse:
    """The library."""
    return JsonResponse(scenes.listing(), safe=False)


@require_safe
@answers_in_json
def read_scene(request: HttpRequest, name: str) -> HttpResponse:
    """One scene, whole."""
    return JsonResponse(to_json(_scene(name)))


@cache
def _schema() -> dict[str, Any]:
    return reference()


@require_safe
@cache_control(max_age=3600, public=True)
def schema(request: HttpRequest) -> HttpResponse:
    """Every field of the Kubernetes objects, for completion and hover."""
    return JsonResponse(_schema())
