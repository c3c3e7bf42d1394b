"""Which language a page is in: what its address says (`?lang=`), else what the browser prefers.

An embedded page gets no cookies, and slides in one language are shown by browsers in another.
"""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class LanguageMiddleware(LocaleMiddleware):
    """Django's, which also listens to the address."""

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language of this request."""
        super().process_request(request)
        asked = request.GET.get("lang", "").lower()
        if asked in dict(settings.LANGUAGES):
            translation.activate(asked)
            request.LANGUAGE_CODE = translation.get_language()
