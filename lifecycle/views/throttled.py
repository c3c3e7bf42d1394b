"""Views that an address may call so often and no more, as `lifecycle.limits` says."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from lifecycle import metrics, visitor
from lifecycle.live.throttle import Throttle
from lifecycle.views.body import Unacceptable

View = Callable[..., HttpResponse]
RETRY_AFTER_S = "10"


def address_of(request: HttpRequest) -> str:
    """The address that a request is counted by."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    return visitor.address(request.META.get("REMOTE_ADDR", ""), forwarded, settings.PROXIES)


def throttled(per_second: float, at_once: float) -> Callable[[View], View]:
    """Refuse an address that asks more often; stands below `answers_in_json`."""
    throttle = Throttle(per_second, at_once)

    def decorate(view: View) -> View:
        @wraps(view)
        def throttling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not throttle.take(address_of(request)):
                metrics.REFUSED.labels("requests").inc()
                raise Unacceptable(
                    429,
                    _("This is asked too often from your network."),
                    _("Wait for some seconds, then try again."),
                    headers={"Retry-After": RETRY_AFTER_S},
                )
            return view(request, *args, **kwargs)

        return throttling

    return decorate
