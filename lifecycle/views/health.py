"""What those who run the server ask it: whether it lives, and whether to send visitors here."""

from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lifecycle import models
from lifecycle.live.registry import registry

PLAIN = "text/plain; charset=utf-8"


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Whoever reads this lives; a server that does not answer should be started again."""
    return HttpResponse("alive\n", content_type=PLAIN)


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Whether inputs can be written down here: the database takes them, nobody is leaving."""
    if registry.leaving:
        return _not_ready("leaving: about to stop\n")
    try:
        with transaction.atomic():
            models.Session.objects.filter(pk=0).update(title="")
    except DatabaseError as error:
        return _not_ready(f"the database can't be written: {type(error).__name__}\n")
    return HttpResponse("ready\n", content_type=PLAIN)


def _not_ready(why: str) -> HttpResponse:
    return HttpResponse(why, status=503, content_type=PLAIN)
