"""Journals in the database: begun, read, and added to, one accepted input at a time."""

from collections.abc import Iterable
from secrets import token_urlsafe
from typing import Any, NamedTuple

import msgspec
from django.db import transaction
from django.utils import timezone

from lifecycle import models
from lifecycle.sessions.journal import ROOT, Branch, Entry, Journal
from lifecycle.sessions.link import Played
from lifecycle.sessions.playback import Playback
from lifecycle.sessions.scenario import FORMAT, Scenario, from_json, to_json


class Kept(NamedTuple):
    """A session as it was last written down."""

    journal: Journal
    playback: Playback
    active_branch: int
    host_hash: str
    revision: int
    locked: bool
    pointer: dict[str, Any] | None
    poll: dict[str, Any] | None
    played: Played | None


class Overtaken(Exception):
    """Another process was first; read the journal again."""


def begin(
    token: str,
    scenario: Scenario,
    host_hash: str,
    playback: Playback,
    played: Played | None = None,
) -> None:
    """Write down a new session, under a token that `new_token` made."""
    value = to_json(scenario)
    models.Session.objects.create(
        token=token,
        title=scenario.title[:200],
        scenario=value,
        size=len(msgspec.json.encode(value)),
        played=None if played is None else msgspec.to_builtins(played),
        version=FORMAT,
        host_hash=host_hash,
        playing=playback.playing,
        speed=playback.speed,
        at_ms=playback.at_ms,
        wall_ms=playback.wall_ms,
    )


def new_token() -> str:
    """An address that nobody can guess: 132 random bits."""
    return token_urlsafe(16)


def exists(token: str) -> bool:
    """Whether there is a session of that token."""
    return models.Session.objects.filter(token=token).exists()


def read(token: str) -> Kept | None:
    """The session of that token, whole, or None."""
    session = models.Session.objects.filter(token=token).first()
    if session is None:
        return None
    branches = [Branch(ROOT)]
    for row in session.branches.prefetch_related("inputs"):
        entries = tuple(Entry(i.at_ms, i.line, i.manifest) for i in row.inputs.all())
        branches.append(Branch(row.number, row.parent, row.fork_ms, row.name, entries))
    return Kept(
        Journal(from_json(session.scenario), tuple(branches)),
        Playback(session.at_ms, session.playing, session.speed, session.wall_ms),
        session.active_branch,
        session.host_hash,
        session.revision,
        session.locked,
        session.pointer,
        session.poll,
        None if session.played is None else msgspec.convert(session.played, Played),
    )


def opened(token: str, by_others: bool) -> None:
    """Write down that a session is in use; what others saw is kept for ever."""
    seen = {"shared": True} if by_others else {}
    models.Session.objects.filter(token=token).update(last_used=timezone.now(), **seen)


def revisions(tokens: Iterable[str]) -> list[tuple[str, int]]:
    """How often each of these sessions was changed."""
    rows = models.Session.objects.filter(token__in=list(tokens))
    return list(rows.values_list("token", "revision"))


def add_branch(token: str, branch: Branch, playback: Playback) -> int:
    """Write down a branch with its inputs, and that it is now the one that is shown.

    The session's new revision is returned. Overtaken if another process has written down a
    branch of that number: the order is settled here.
    """
    with transaction.atomic():
        session = locked(token)
        if session.branches.filter(number=branch.id).exists():
            raise Overtaken
        row = session.branches.create(
            number=branch.id, parent=branch.parent, fork_ms=branch.fork_ms, name=branch.name[:200]
        )
        for sequence, entry in enumerate(branch.inputs):
            row.inputs.create(
                sequence=sequence, at_ms=entry.at_ms, line=entry.do, manifest=entry.manifest
            )
            session.size += len(entry.do) + len(entry.manifest)
        return _anchor(session, playback, branch.id)


def rename(token: str, number: int, name: str) -> int:
    """Give a branch another name; returns the session's new revision."""
    with transaction.atomic():
        session = locked(token)
        session.branches.filter(number=number).update(name=name[:200])
        return revised(session)


def show(token: str, playback: Playback, branch: int) -> int:
    """Write down where the playhead is, and on which branch; returns the new revision."""
    with transaction.atomic():
        return _anchor(locked(token), playback, branch)


def change(token: str, **fields: Any) -> int:
    """Write down other fields of a session; returns the new revision."""
    with transaction.atomic():
        session = locked(token)
        for name, value in fields.items():
            setattr(session, name, value)
        return revised(session)


def hand_over(token: str, old_hash: str, new_hash: str) -> int | None:
    """Make somebody else the host; returns the new revision.

    None if the host is another than was thought.
    """
    with transaction.atomic():
        session = locked(token)
        if session.host_hash != old_hash:
            return None
        session.host_hash = new_hash
        return revised(session)


def host_hash(token: str) -> str | None:
    """What the host of a session is known by; None if there is no such session."""
    sessions = models.Session.objects.filter(token=token)
    return sessions.values_list("host_hash", flat=True).first()


def locked(token: str) -> models.Session:
    """The session's row, until the transaction ends; what never changes is not read or written."""
    return models.Session.objects.select_for_update().defer("scenario", "played").get(token=token)


def _anchor(session: models.Session, playback: Playback, branch: int) -> int:
    session.at_ms, session.playing = playback.at_ms, playback.playing
    session.speed, session.wall_ms = playback.speed, playback.wall_ms
    session.active_branch = branch
    return revised(session)


def revised(session: models.Session) -> int:
    """Write the session's row down, and that it has changed."""
    session.revision += 1
    session.save()
    return session.revision
