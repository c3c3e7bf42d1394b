"""What is said when a page can't be shown: in words, with what to do about it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def trouble(request: HttpRequest, status: int, error: str, remedy: str) -> HttpResponse:
    """A page for people, JSON for scripts."""
    if request.path.startswith("/api/"):
        return JsonResponse({"error": error, "remedy": remedy}, status=status)
    context = {"status": status, "error": error, "remedy": remedy}
    return render(request, "trouble.html", context, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's answer to what it can't read, a body that is too large among it."""
    return trouble(request, 400, _("This request can't be read."), _("Go back and try again."))


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's answer where its token against forged requests is missing or old."""
    return trouble(
        request,
        403,
        _("This page is too old to be trusted with that."),
        _("Reload it and try again; cookies must be allowed."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's answer to an address that leads nowhere."""
    return trouble(
        request, 404, _("There is nothing at this address."), _("Begin at the first page.")
    )


def failed(request: HttpRequest) -> HttpResponse:
    """Django's answer to our own mistakes."""
    return trouble(
        request, 500, _("podviz failed at this."), _("Try again; nothing that was saved is lost.")
    )
