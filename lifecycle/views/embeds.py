"""Links inside other pages: what may be framed, and what tells other sites how (oEmbed)."""

from urllib.parse import SplitResult, urlsplit

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from lifecycle import embedded, journals, linkpicture, links
from lifecycle.sessions.link import decode
from lifecycle.syllabus import said
from lifecycle.views.body import Unacceptable, answers_in_json, number_in
from lifecycle.views.pages import moment_of, stage
from lifecycle.views.trouble import trouble
from lifecycle.views.wanted import linked

WIDTH, HEIGHT = 960, 600
SMALLEST = 240
DAY_S = 24 * 3600
THEMES = ("light", "dark")


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request: HttpRequest, short: str) -> HttpResponse:
    """The stage of a short link for slides and documents: it looks, and changes nothing."""
    payload = links.payload(short)
    if payload is None:
        return trouble(request, 404, _("There is no such link."), _("Copy it again, whole."))
    token = embedded.token_of(short)
    if not journals.exists(token):
        try:
            embedded.begin(short, linked(payload))
        except Unacceptable as error:
            return trouble(request, error.status, error.answer["error"], error.answer["remedy"])
    query = request.GET
    theme = query.get("theme", "")
    return stage(
        request,
        session=token,
        embed=True,
        short=short,
        autoplay=query.get("autoplay") == "1",
        lanes=[name for name in query.get("lanes", "").split(",") if name],
        theme=theme if theme in THEMES else "",
        **moment_of(request),
    )


@require_safe
@answers_in_json
def oembed(request: HttpRequest) -> HttpResponse:
    """How a site that was given the address of a short link may show it."""
    if request.GET.get("format", "json") != "json":
        raise Unacceptable(501, _("Only JSON is spoken here."), _("Ask with format=json."))
    url = _address(request)
    short, payload = _linked_from(request, url.netloc, url.path)
    width, height = _fitting(request, "maxwidth", WIDTH), _fitting(request, "maxheight", HEIGHT)
    scenario = decode(payload).scenario
    title = said(scenario.title, scenario.translations) or "podviz"
    source = request.build_absolute_uri(reverse("embed", args=[short]))
    if url.query:
        source = f"{source}?{url.query}"
    html = format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy"'
        ' style="border:0" allow="fullscreen"></iframe>',
        *(source, width, height, title),
    )
    return JsonResponse(
        {
            "version": "1.0",
            "type": "rich",
            "provider_name": "podviz",
            "provider_url": request.build_absolute_uri("/"),
            "title": title,
            "html": html,
            "width": width,
            "height": height,
            "thumbnail_url": request.build_absolute_uri(reverse("picture", args=[short])),
            "thumbnail_width": linkpicture.WIDTH,
            "thumbnail_height": linkpicture.HEIGHT,
            "cache_age": DAY_S,
        }
    )


def _address(request: HttpRequest) -> SplitResult:
    try:
        return urlsplit(request.GET.get("url", ""))
    except ValueError:
        raise Unacceptable(400, _("This is no address: %(name)s.") % {"name": "url"}) from None


def _linked_from(request: HttpRequest, host: str, path: str) -> tuple[str, str]:
    try:
        found = resolve(path)
    except Resolver404:
        found = None
    if found and host == request.get_host() and found.url_name in ("short_link", "embed"):
        payload = links.payload(found.kwargs["short"])
        if payload is not None:
            return found.kwargs["short"], payload
    raise Unacceptable(
        404, _("No link of this podviz has that address."), _("Only short links can be embedded.")
    )


def _fitting(request: HttpRequest, name: str, wanted: int) -> int:
    given = number_in(request, name)
    return wanted if given is None else max(SMALLEST, min(wanted, given))
