"""A session as one HTML file that plays with no server: it looks, and changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.i18n import JavaScriptCatalog
from js_asset import ImportMap
from msgspec.structs import replace

from lifecycle import limits
from lifecycle.edition import edition
from lifecycle.sessions.frames import opened_frame, trace_frame
from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.playback import Playback
from lifecycle.sessions.scenario import Scenario
from lifecycle.sessions.wire import encode
from lifecycle.syllabus import said
from lifecycle.teaching.played import records_of
from lifecycle.views.body import answers_in_json, number_in
from lifecycle.views.files import kept_branch
from lifecycle.views.throttled import throttled
from podviz import onefile

STAGE, EDITOR = "js/stage.js", "js/editor/"


@require_safe
@never_cache
@answers_in_json
@throttled(limits.SESSIONS_PER_SECOND, limits.SESSIONS_AT_ONCE)
def offline(request: HttpRequest, token: str) -> HttpResponse:
    """The page with all that it needs in it; what happens after `until` (ms) is left out."""
    kept, number = kept_branch(request, token)
    scenario = kept.journal.as_scenario(number)
    until_ms = min(number_in(request, "until") or scenario.until_ms, limits.PLAYED_WHOLE_MS)
    scenario = replace(scenario, until_ms=until_ms)
    page = {"embed": True, "autoplay": True, "limits": {"horizonMs": until_ms}}
    text = render_to_string(
        "offline.html",
        {
            "title": said(scenario.title, scenario.translations) or "podviz",
            "page": page,
            "frames": _frames(scenario),
            "styles": "\n".join(map(onefile.style, onefile.stylesheets("stage/styles.html"))),
            "theme": onefile.text_of("js/theme.js"),
            "words": _words(request),
            "import_map": ImportMap(onefile.modules(STAGE, without=EDITOR)).render(),
        },
        request,
    )
    name = slugify(scenario.title) or "scenario"
    return HttpResponse(
        text, headers={"Content-Disposition": f'attachment; filename="{name}.html"'}
    )


def _frames(scenario: Scenario) -> list[str]:
    """All that a browser is told of it: what is opened, and the whole trace."""
    opened = opened_frame(
        token="",
        host=False,
        locked=True,
        journal=Journal(scenario),
        branch=ROOT,
        playback=Playback(),
        wall_ms=0,
        edition=edition(),
    )
    lines = map(encode, records_of(scenario, limits.PLAYED_WHOLE_RECORDS))
    return [opened, trace_frame(ROOT, 0, lines, scenario.until_ms, True)]


def _words(request: HttpRequest) -> str:
    """The catalogue of the page's words in the visitor's language; no sign of it ends a script."""
    catalogue = JavaScriptCatalog.as_view(packages=["lifecycle"])(request)
    return catalogue.content.decode().replace("<", "\\u003c")
