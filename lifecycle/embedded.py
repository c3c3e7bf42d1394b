"""The session behind an embedded link: one for all who see it, and nobody is its host.

Where a page is framed by another site it gets no cookies, so it can begin nothing. It
follows this session instead, which stands at the link's moment for ever, and plays by itself.
"""

from secrets import token_urlsafe

from django.db import IntegrityError, transaction

from lifecycle import hostsecret, journals
from lifecycle.models import Session
from lifecycle.sessions.link import Shared
from lifecycle.sessions.playback import Playback


def token_of(short: str) -> str:
    """The address of a short link's session."""
    return f"embed-{short}"[:43]


def begin(short: str, shared: Shared) -> None:
    """Write the session down, unless it is there."""
    token = token_of(short)
    nobody = hostsecret.hashed(token_urlsafe(32), token)
    try:
        with transaction.atomic():
            playback = Playback(shared.moment_ms)
            journals.begin(token, shared.scenario, nobody, playback, shared.played)
            Session.objects.filter(token=token).update(shared=True)
    except IntegrityError:
        return
