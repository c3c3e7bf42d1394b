"""Handing the host's rights over: the host makes a link, whoever opens it may take them.

Opening the link changes nothing: programs that preview links open them, too.
"""

from asgiref.sync import async_to_sync
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lifecycle import handover, hostsecret, journals
from lifecycle.live.registry import registry
from lifecycle.views.body import Unacceptable, answers_in_json
from lifecycle.views.trouble import trouble


@require_POST
@answers_in_json
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """A link for the next host; only the present one gets it."""
    host_hash = journals.host_hash(token)
    if host_hash is None:
        raise Unacceptable(404, _("There is no such session."))
    if not hostsecret.is_host(request.COOKIES, token, host_hash):
        raise Unacceptable(403, _("Only the host of this session can do that."))
    url = reverse("claim", args=[token, handover.key(token, host_hash)])
    return JsonResponse({"url": url}, status=201)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Ask whether to become the host; become it."""
    known = handover.host_hash_in(key, token)
    if known is None or known != journals.host_hash(token):
        return _used_up(request)
    if request.method != "POST":
        return render(request, "handover.html")
    secret = hostsecret.secret_of(request.COOKIES)
    revision = journals.hand_over(token, known, hostsecret.hashed(secret, token))
    if revision is None:
        return _used_up(request)
    async_to_sync(registry.written)(token, revision)
    response = redirect("session", token)
    hostsecret.remember(response, secret)
    return response


def _used_up(request: HttpRequest) -> HttpResponse:
    return trouble(
        request,
        403,
        _("This link makes nobody the host any more."),
        _("It works once, for a day. Ask the host for a new one."),
    )
