"""A session as files: its scenario, and what was played in the forms of other tools."""

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from msgspec.structs import replace

from lifecycle import journals, limits
from lifecycle.exports.formats import FORMATS
from lifecycle.journals import Kept
from lifecycle.sessions.scenariotext import dump
from lifecycle.syllabus import said
from lifecycle.teaching.played import records_of
from lifecycle.views.body import Unacceptable, answers_in_json, number_in
from lifecycle.views.throttled import throttled
from podviz.language import translated


@require_safe
@never_cache
@answers_in_json
def scenario_file(request: HttpRequest, token: str) -> HttpResponse:
    """The scenario with all inputs of a branch as its script; of the one shown if none is named."""
    kept, number = kept_branch(request, token)
    return _file(dump(kept.journal.as_scenario(number)), kept, "yaml", "application/yaml")


@require_safe
@never_cache
@answers_in_json
@throttled(limits.SESSIONS_PER_SECOND, limits.SESSIONS_AT_ONCE)
def export(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """What happens on a branch up to `until` (ms; at most `limits.PLAYED_WHOLE_MS`), as a file."""
    kept, number = kept_branch(request, token)
    if form not in FORMATS:
        raise Unacceptable(
            404,
            _("There is no form “%(form)s”.") % {"form": form},
            _("There are %(forms)s.") % {"forms": ", ".join(FORMATS)},
        )
    scenario = kept.journal.as_scenario(number)
    until_ms = min(number_in(request, "until") or scenario.until_ms, limits.PLAYED_WHOLE_MS)
    records = records_of(replace(scenario, until_ms=until_ms), limits.PLAYED_WHOLE_RECORDS)
    wanted = FORMATS[form]
    title = said(scenario.title, scenario.translations)
    text = wanted.write(records, until_ms, title, translated)
    return _file(text, kept, wanted.ending, wanted.media_type)


def kept_branch(request: HttpRequest, token: str) -> tuple[Kept, int]:
    """The session, and the branch that the query names or that is shown."""
    kept = journals.read(token)
    if kept is None:
        raise Unacceptable(404, _("There is no such session."))
    number = number_in(request, "branch") or kept.active_branch
    if kept.journal.branch(number) is None:
        raise Unacceptable(404, _("There is no branch %(number)d.") % {"number": number})
    return kept, number


def _file(text: str, kept: Kept, ending: str, media_type: str) -> HttpResponse:
    name = slugify(kept.journal.scenario.title) or "scenario"
    return HttpResponse(
        text,
        content_type=f"{media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )
