"""The picture of a short link, drawn once for each edition of podviz and kept."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from lifecycle import limits, links
from lifecycle.edition import edition
from lifecycle.linkpicture import draw
from lifecycle.live.clock import running_s
from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.link import Shared
from lifecycle.sessions.replay import Tape
from lifecycle.syllabus import said
from lifecycle.views.body import Unacceptable, answers_in_json
from lifecycle.views.throttled import throttled
from lifecycle.views.wanted import linked
from podviz.language import translated

DAY_S = 24 * 3600


@require_safe
@answers_in_json
@throttled(limits.PICTURES_PER_SECOND, limits.PICTURES_AT_ONCE)
@cache_control(max_age=DAY_S, public=True)
def picture(request: HttpRequest, short: str) -> HttpResponse:
    """The timeline of what a short link stands for, in the language of the page that names it."""
    payload = links.payload(short)
    if payload is None:
        raise Unacceptable(404, _("There is no such link."))
    language = get_language() or "en"
    kept = settings.VAR / "pictures" / f"{short}-{language}-{edition()}.png"
    if not kept.exists():
        _keep(kept, _drawn(linked(payload)))
    return HttpResponse(kept.read_bytes(), content_type="image/png")


def _drawn(shared: Shared) -> bytes:
    """As much of it as is computed in the time that a picture may take."""
    scenario = shared.scenario
    until_ms = scenario.until_ms or limits.AHEAD_MS
    tape = Tape(Journal(scenario), limits.PICTURE_RECORDS)
    stop = running_s() + limits.PICTURE_S
    while not tape.step(ROOT, until_ms) and running_s() < stop:
        pass
    records = [record for record in tape.trace().records if record.t <= until_ms]
    title = said(scenario.title, scenario.translations)
    return draw(title, records, until_ms, scenario.kubernetes, translated)


def _keep(path: Path, png: bytes) -> None:
    """Put it where others find it, whole; the oldest make room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(png)
    part.replace(path)
    pictures = sorted(path.parent.glob("*.png"), key=_age)
    for old in pictures[: -limits.PICTURES]:
        old.unlink(missing_ok=True)


def _age(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime_ns
    return 0
