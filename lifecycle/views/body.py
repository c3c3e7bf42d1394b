"""What a request says, its JSON body above all, and the errors that say what is wrong with it."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from lifecycle import limits
from podviz.language import translated


class Unacceptable(Exception):
    """A request that can't be granted, with the answer to it in the visitor's language."""

    def __init__(
        self,
        status: int,
        error: str,
        remedy: str = "",
        *,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(error)
        self.status, self.headers = status, headers
        self.answer = {"error": translated(error), "remedy": translated(remedy), **more}


def answers_in_json(view: Callable[..., JsonResponse]) -> Callable[..., HttpResponse]:
    """Turn `Unacceptable` into its answer."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Unacceptable as unacceptable:
            return JsonResponse(
                unacceptable.answer, status=unacceptable.status, headers=unacceptable.headers
            )

    return answering


def json_body(request: HttpRequest) -> dict[str, Any]:
    """The object in the body; Unacceptable if it is too large or none."""
    try:
        raw = request.body
    except RequestDataTooBig:
        raise Unacceptable(
            413,
            _("This is larger than podviz takes."),
            _("Keep manifests below %(size)d KiB.") % {"size": limits.MANIFEST_BYTES // 1024},
        ) from None
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _unreadable() from None
    if not isinstance(value, dict):
        raise _unreadable()
    return value


def _unreadable() -> Unacceptable:
    return Unacceptable(400, _("This is no JSON object."), _("Reload the page and try again."))


def text_of(body: dict[str, Any], key: str, longest: int) -> str:
    """The text under a key of the body."""
    text = body.get(key)
    if not isinstance(text, str):
        raise Unacceptable(400, _("“%(key)s” must be a text.") % {"key": key})
    if len(text.encode("utf-8", "surrogatepass")) > longest:
        raise Unacceptable(
            413,
            _("“%(key)s” is larger than podviz takes.") % {"key": key},
            _("Keep it below %(size)d KiB.") % {"size": longest // 1024},
        )
    return text


def number_in(request: HttpRequest, name: str) -> int | None:
    """The number that the query names; None for what is none."""
    given = request.GET.get(name, "")
    return int(given) if re.fullmatch(r"[0-9]{1,9}", given) else None
