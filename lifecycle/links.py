"""Short links: an address made from the text it stands for, so that it can never change."""

from base64 import b32encode
from hashlib import sha256

from django.db import IntegrityError, transaction

from lifecycle.models import Link

SHORTEST = 8


def shorten(payload: str) -> str:
    """The short form of a link's text; the same text always gets the same."""
    name = b32encode(sha256(payload.encode()).digest()).decode().rstrip("=").lower()
    for length in range(SHORTEST, len(name) + 1):
        try:
            with transaction.atomic():
                link, _ = Link.objects.get_or_create(
                    short=name[:length], defaults={"payload": payload}
                )
        except IntegrityError:
            continue
        if link.payload == payload:
            return link.short
    raise AssertionError("two texts with the same SHA-256")


def payload(short: str) -> str | None:
    """The text behind a short link."""
    return Link.objects.filter(short=short).values_list("payload", flat=True).first()
