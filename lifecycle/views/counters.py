"""The figures of this process for Prometheus, told to this machine unless set otherwise."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from lifecycle import visitor


@require_safe
def counters(request: HttpRequest) -> HttpResponse:
    """All counters; for strangers there is nothing at this address."""
    meta = request.META
    here = visitor.is_this_machine(
        meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", "")
    )
    if not here and not settings.METRICS_FOR_ALL:
        raise Http404
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
