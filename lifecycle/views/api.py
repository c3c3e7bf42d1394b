"""The HTTP interface of the stage: JSON in, JSON out."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from lifecycle import hostsecret, journals, limits, links, metrics, scenes
from lifecycle.intake import complaints_about, contents
from lifecycle.live.clock import wall_ms
from lifecycle.manifests.reference import reference
from lifecycle.sessions.playback import Playback
from lifecycle.sessions.scenario import to_json
from lifecycle.sessions.scenariofile import schema as schema_of_files
from lifecycle.storage import storage
from lifecycle.syllabus import said
from lifecycle.views.body import Unacceptable, answers_in_json, json_body, text_of
from lifecycle.views.throttled import throttled
from lifecycle.views.wanted import decoded, scene_of, wanted


@require_POST
@answers_in_json
@throttled(limits.SESSIONS_PER_SECOND, limits.SESSIONS_AT_ONCE)
def sessions(request: HttpRequest) -> HttpResponse:
    """Begin a session: of a scene, of manifests, or of what a link holds."""
    scenario, moment_ms, played = wanted(json_body(request))
    if storage.is_full():
        raise Unacceptable(
            507,
            _("This podviz has no room for another session."),
            _("Try again later, or run podviz yourself; links go on working."),
        )
    token, secret = journals.new_token(), hostsecret.secret_of(request.COOKIES)
    playback = Playback(moment_ms, moment_ms == 0, 1.0, wall_ms())
    journals.begin(token, scenario, hostsecret.hashed(secret, token), playback, played)
    url = reverse("session", args=[token])
    response = JsonResponse({"token": token, "url": url}, status=201)
    hostsecret.remember(response, secret)
    metrics.BEGUN.inc()
    return response


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
    decoded(payload)
    short = links.shorten(payload)
    return JsonResponse({"short": short, "url": reverse("short_link", args=[short])}, status=201)


@require_safe
def list_scenes(request: HttpRequest) -> HttpResponse:
    """The library."""
    return JsonResponse(scenes.listing(said), safe=False)


@require_safe
@answers_in_json
def read_scene(request: HttpRequest, name: str) -> HttpResponse:
    """One scene, whole."""
    return JsonResponse(to_json(scene_of(name)))


@cache
def _schema() -> dict[str, Any]:
    return reference()


@require_safe
@cache_control(max_age=3600, public=True)
def schema(request: HttpRequest) -> HttpResponse:
    """Every field of the Kubernetes objects, for completion and hover."""
    return JsonResponse(_schema())


@require_safe
@cache_control(max_age=3600, public=True)
def scenario_schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of a scenario file, for editors that complete and check it."""
    return JsonResponse(schema_of_files())
