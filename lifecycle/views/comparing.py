"""Two scenarios on one clock: both are played whole, and where they part is told."""

from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe
from msgspec.structs import replace

from lifecycle import journals, limits, links, scenes
from lifecycle.engine.cluster import GATES
from lifecycle.engine.kernel.clock import Millis
from lifecycle.intake import Invalid, admit
from lifecycle.sessions.doscript import parse_step, timed_lines
from lifecycle.sessions.duration import format_duration
from lifecycle.sessions.link import decode, encode
from lifecycle.sessions.scenario import Scenario, ScenarioError, Step, malformed
from lifecycle.syllabus import said
from lifecycle.teaching.compare import Change, changes, cost, difference, first_divergence, lanes
from lifecycle.teaching.mending import broken, mended
from lifecycle.teaching.played import records_of
from lifecycle.views.body import Unacceptable, answers_in_json, json_body, number_in, text_of
from lifecycle.views.throttled import throttled

FORMAT = "pair1:"
VERSIONS = sorted(GATES, key=lambda version: [int(part) for part in version.split(".")])
FIRST = "term-ignored"
"""The scene that is compared with its mended form where no two are asked for."""
KEPT = ("manifests", "kubernetes", "seed", "until_ms", "title")


class Pair(msgspec.Struct, frozen=True):
    """What the link of a comparison holds: two links."""

    a: str
    b: str


@require_safe
@ensure_csrf_cookie
def compare_page(request: HttpRequest, short: str = "") -> HttpResponse:
    """Two scenarios side by side: of a link, of a scene and its mended form, of two branches."""
    pair = _linked(short) if short else _asked(request)
    sides = {side: {**_written(scenario), "name": name} for side, (name, scenario) in pair.items()}
    return render(
        request,
        "teaching/compare.html",
        {"page": {"sides": sides}, "versions": VERSIONS, "examples": _examples()},
    )


def _examples() -> list[dict[str, str]]:
    """The scenes that can be compared with their mended form."""
    found = ((name, scenes.scene(name)) for name in scenes.names())
    return [
        {"name": name, "title": said(scene.title, scene.translations)}
        for name, scene in found
        if scene and scene.lesson.fixed
    ]


def _linked(short: str) -> dict[str, tuple[str, Scenario]]:
    """The two of a link; they are called by their titles, where these differ."""
    payload = links.payload(short)
    if payload is None or not payload.startswith(FORMAT):
        raise Http404
    pair = msgspec.json.decode(payload.removeprefix(FORMAT), type=Pair)
    found = {"a": decode(pair.a).scenario, "b": decode(pair.b).scenario}
    differ = found["a"].title != found["b"].title
    return {side: (scenario.title if differ else "", scenario) for side, scenario in found.items()}


def _asked(request: HttpRequest) -> dict[str, tuple[str, Scenario]]:
    """`?scene=NAME` and its mended form; `?session=TOKEN&a=1&b=2`, two branches of one session.

    Each with what it is called, where more is known than that it is the first or the second.
    """
    if token := request.GET.get("session", ""):
        return {name: _branch(token, number_in(request, name) or 1) for name in "ab"}
    name = request.GET.get("scene", "") or FIRST
    scene = scenes.scene(name)
    if scene is None:
        raise Http404
    if not scene.lesson.fixed:
        return {"a": ("", scene), "b": ("", scene)}
    return {"a": ("", broken(scene)), "b": (_("Mended"), mended(scene))}


def _branch(token: str, number: int) -> tuple[str, Scenario]:
    kept = journals.read(token)
    branch = kept and kept.journal.branch(number)
    if not kept or not branch:
        raise Http404
    return branch.name or _("The scenario"), kept.journal.as_scenario(number)


def _written(scenario: Scenario) -> dict[str, Any]:
    """What the page has of a scenario to change and send back."""
    with_manifest = [step for step in scenario.script if step.manifest]
    return {
        "title": scenario.title,
        "manifests": scenario.manifests,
        "script": "\n".join(
            f"{format_duration(step.at_ms)} {step.do}"
            for step in scenario.script
            if not step.manifest
        ),
        "steps": [msgspec.to_builtins(step) for step in with_manifest],
        "kubernetes": scenario.kubernetes,
        "seed": scenario.seed,
        "until": format_duration(scenario.until_ms),
        "until_ms": scenario.until_ms,
    }


@require_POST
@answers_in_json
@throttled(limits.SESSIONS_PER_SECOND, limits.SESSIONS_AT_ONCE)
def compare(request: HttpRequest) -> HttpResponse:
    """Play both and tell where they part, what each costs, and how the manifests differ."""
    body = json_body(request)
    pair = {name: _side(body, name) for name in "ab"}
    until_ms = min(max(one.until_ms for one in pair.values()), limits.PLAYED_WHOLE_MS)
    played = {
        name: records_of(replace(one, until_ms=until_ms), limits.PLAYED_WHOLE_RECORDS)
        for name, one in pair.items()
    }
    seen = {name: changes(records) for name, records in played.items()}
    parted = first_divergence(seen["a"], seen["b"], until_ms)
    answer = {
        "untilMs": until_ms,
        "divergence": msgspec.to_builtins(parted),
        "sides": {
            name: {
                "lanes": _drawn(seen[name], until_ms),
                "cost": msgspec.to_builtins(cost(played[name], until_ms)),
            }
            for name in "ab"
        },
        "difference": difference(pair["a"].manifests, pair["b"].manifests),
    }
    return JsonResponse(answer)


def _drawn(found: list[Change], until_ms: Millis) -> list[dict[str, Any]]:
    return [
        {"about": about, "what": what, "segments": segments}
        for about, what, segments in lanes(found, until_ms)
    ]


@require_POST
@answers_in_json
@throttled(limits.SESSIONS_PER_SECOND, limits.SESSIONS_AT_ONCE)
def link(request: HttpRequest) -> HttpResponse:
    """One link for both; the same two always get the same."""
    body = json_body(request)
    pair = Pair(*(encode(_side(body, name)) for name in "ab"))
    short = links.shorten(FORMAT + msgspec.json.encode(pair).decode())
    return JsonResponse({"url": reverse("compared", args=[short])}, status=201)


def _side(body: dict[str, Any], name: str) -> Scenario:
    value = body.get(name)
    if not isinstance(value, dict):
        raise Unacceptable(400, _("“%(key)s” must be a scenario.") % {"key": name})
    try:
        script = text_of(value, "script", limits.BODY_BYTES) if "script" in value else ""
        rest = {key: value[key] for key in KEPT if key in value}
        steps = [to_step(step) for step in value.get("steps") or ()]
        steps += [parse_step(line, place) for line, place in timed_lines(script, _("script"))]
        steps.sort(key=lambda step: step.at_ms)
        return admit({**rest, "script": msgspec.to_builtins(steps)})
    except Invalid as invalid:
        raise Unacceptable(
            400,
            _("The API server would refuse this."),
            _("Correct the lines that are marked."),
            side=name,
            complaints=invalid.complaints,
        ) from None
    except ScenarioError as error:
        raise Unacceptable(400, error.told, error.remedy, side=name) from None


def to_step(value: Any) -> Step:
    """A step of the script as the page sent it back."""
    try:
        return msgspec.convert(value, Step)
    except msgspec.ValidationError as error:
        raise ScenarioError(malformed(str(error)), "steps") from None
