"""A teacher's page: scenes and own scenario files in an order, under one link."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from lifecycle import classpage, limits, links, scenes, syllabus
from lifecycle.classpage import Item, Page
from lifecycle.sessions.link import encode
from lifecycle.syllabus import said
from lifecycle.views.body import Unacceptable, answers_in_json, json_body, text_of
from lifecycle.views.teaching import address, shown
from lifecycle.views.throttled import throttled
from lifecycle.views.wanted import scene_of, wanted


@require_safe
@ensure_csrf_cookie
def assemble(request: HttpRequest) -> HttpResponse:
    """Where a teacher chooses scenes."""
    chapters = [
        {"scenes": [shown(name) for name in chapter.scenes]}
        for chapter in syllabus.course().chapters
    ]
    return render(request, "teaching/assemble.html", {"chapters": chapters})


@require_POST
@answers_in_json
@throttled(limits.SESSIONS_PER_SECOND, limits.SESSIONS_AT_ONCE)
def make_class(request: HttpRequest) -> HttpResponse:
    """A link to a page of scenes; the same page always gets the same link."""
    body = json_body(request)
    items = body.get("items")
    if not isinstance(items, list) or not 0 < len(items) <= limits.CLASS_ITEMS:
        raise Unacceptable(
            400,
            _("A class page has one scene at least, and %(count)d at most.")
            % {"count": limits.CLASS_ITEMS},
        )
    title = text_of(body, "title", 500).strip()
    if not title:
        raise Unacceptable(400, _("A class page needs a title."))
    page = Page(title, text_of(body, "about", 5000).strip(), tuple(map(_item, items)))
    short = classpage.keep(page)
    return JsonResponse({"url": reverse("class", args=[short])}, status=201)


def _item(value: Any) -> Item:
    if not isinstance(value, dict):
        raise Unacceptable(400, _("This is no scene."))
    if "scene" in value:
        name = text_of(value, "scene", 200)
        scene_of(name)
        return Item(scene=name)
    scenario = wanted({"file": text_of(value, "file", limits.BODY_BYTES)}).scenario
    title = scenario.title or text_of(value, "title", 500)
    return Item("", links.shorten(encode(scenario)), title, scenario.summary)


@require_safe
@ensure_csrf_cookie
def class_page(request: HttpRequest, short: str) -> HttpResponse:
    """The page that a class gets."""
    page = classpage.read(short)
    if page is None:
        raise Http404
    items = [_listed(item, short) for item in page.items]
    context = {"title": page.title, "about": page.about, "items": items}
    return render(request, "teaching/class.html", context)


def _listed(item: Item, of: str) -> dict[str, str]:
    scene = scenes.scene(item.scene) if item.scene else None
    title, summary = item.title, item.summary
    if scene is not None:
        title = said(scene.title, scene.translations)
        summary = said(scene.summary, scene.translations)
    return {"key": item.key, "url": address(item, of), "title": title, "summary": summary}
