"""A session's scenario as a file, to keep, compare and play elsewhere."""

from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lifecycle import journals
from lifecycle.sessions.scenariotext import dump
from lifecycle.views.body import Unacceptable, answers_in_json, number_in


@require_safe
@never_cache
@answers_in_json
def scenario_file(request: HttpRequest, token: str) -> HttpResponse:
    """The scenario with all inputs of a branch as its script; of the one shown if none is named."""
    kept = journals.read(token)
    if kept is None:
        raise Unacceptable(404, _("There is no such session."))
    number = number_in(request, "branch") or kept.active_branch
    if kept.journal.branch(number) is None:
        raise Unacceptable(404, _("There is no branch %(number)d.") % {"number": number})
    scenario = kept.journal.as_scenario(number)
    name = slugify(scenario.title) or "scenario"
    return HttpResponse(
        dump(scenario),
        content_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.yaml"'},
    )
