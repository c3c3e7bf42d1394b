"""Which language a page is in: what its address says (`?lang=`), else what the browser prefers.

An embedded page gets no cookies, and slides in one language are shown by browsers in another.
"""

from functools import cache
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from lifecycle.sentence import Say, Sentence


class LanguageMiddleware(LocaleMiddleware):
    """Django's, which also listens to the address."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language of this request."""
        super().process_request(request)
        asked = request.GET.get("lang", "").lower()
        if asked in dict(settings.LANGUAGES):
            translation.activate(asked)
            request.LANGUAGE_CODE = translation.get_language()


def of_socket(scope: dict[str, Any]) -> str:
    """The language of a socket: its page's, else as Django would choose for a page."""
    request = HttpRequest()
    request.COOKIES = scope.get("cookies") or {}
    headers = dict(scope.get("headers") or ())
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get(b"accept-language", b"").decode("latin-1")
    asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("lang", [""])[0].lower()
    known = dict(settings.LANGUAGES)
    return asked if asked in known else translation.get_language_from_request(request)


def translated(text: str) -> str:
    """What a pure part says, in the language of now; any other text as it is."""
    if not isinstance(text, Sentence):
        return str(text)
    words = translation.gettext(text.words)
    if not text.values:
        return words
    return words % {
        name: translated(value) if isinstance(value, str) else value
        for name, value in text.values.items()
    }


@cache
def speaker(language: str) -> Say:
    """Says Sentences in that language, in whatever thread; the same function each time."""

    def say(text: str) -> str:
        with translation.override(language):
            return translated(text)

    return say
