"""Whose a session is: a secret in a cookie, of which the session keeps a hash.

One secret serves all sessions that a browser begins; hashed with the session's token it
tells nothing about another session.
"""

from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE = "podviz_host"
MAX_AGE_S = 365 * 24 * 3600


def hashed(secret: str, token: str) -> str:
    """What the session of that token keeps."""
    return salted_hmac("podviz.host", f"{token}:{secret}", algorithm="sha256").hexdigest()


def is_host(cookies: dict[str, Any], token: str, host_hash: str) -> bool:
    """Whether these cookies are those of the session's host."""
    secret = cookies.get(COOKIE, "")
    return bool(secret) and constant_time_compare(hashed(secret, token), host_hash)


def secret_of(cookies: dict[str, Any]) -> str:
    """The browser's secret, or a new one."""
    return cookies.get(COOKIE) or token_urlsafe(32)


def remember(response: HttpResponse, secret: str) -> None:
    """Have the browser keep its secret where no script can read it."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=MAX_AGE_S,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
