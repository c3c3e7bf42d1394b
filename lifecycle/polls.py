"""Questions to a class, in the database: every process counts the same answers.

A poll lies with its session, so it outlives a server and changes the session's revision like
all else. Nobody is known by more than a word of their browser, and that is forgotten with the
question.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec
from django.db import transaction
from django.db.models import Count

from lifecycle import journals, limits
from lifecycle.models import Session, Vote


class Asked(msgspec.Struct, frozen=True):
    """What is asked: the question as the host's page put it, and how often each answer was chosen.

    `right` is known once the host has shown the answer; nothing is counted after that.
    """

    number: int
    question: str
    counts: tuple[int, ...]
    right: int | None = None


class Written(NamedTuple):
    """What is asked after a change, and the session's revision."""

    asked: Asked | None
    revision: int


def ask(token: str, question: str, choices: int) -> Written:
    """Put a question; what was asked before is forgotten."""
    with transaction.atomic():
        session = journals.locked(token)
        session.votes.all().delete()
        return _written(session, Asked(session.revision + 1, question, (0,) * choices))


def vote(token: str, number: int, votes: Mapping[str, int]) -> Written:
    """Count answers to the question of that number; of the same voter the last one counts.

    Nothing happens if something else is asked by now, or the answer was shown.
    """
    with transaction.atomic():
        session = journals.locked(token)
        asked = read(session.poll)
        if asked is None or asked.number != number or asked.right is not None:
            return Written(asked, session.revision)
        known = set(session.votes.filter(voter__in=votes).values_list("voter", flat=True))
        room = limits.VOTERS - session.votes.count()
        new = [voter for voter in votes if voter not in known][: max(0, room)]
        rows = [
            Vote(session=session, voter=voter, choice=votes[voter])
            for voter in (*sorted(known), *new)
            if votes[voter] < len(asked.counts)
        ]
        Vote.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["session", "voter"],
            update_fields=["choice"],
        )
        found = dict(session.votes.values_list("choice").annotate(Count("pk")))
        counts = tuple(found.get(choice, 0) for choice in range(len(asked.counts)))
        return _written(session, msgspec.structs.replace(asked, counts=counts))


def show(token: str, right: int) -> Written:
    """Show which answer is right; from now on none is counted."""
    with transaction.atomic():
        session = journals.locked(token)
        asked = read(session.poll)
        if asked is None:
            return Written(None, session.revision)
        return _written(session, msgspec.structs.replace(asked, right=right))


def end(token: str) -> Written:
    """Ask nothing any more."""
    with transaction.atomic():
        session = journals.locked(token)
        session.votes.all().delete()
        return _written(session, None)


def read(kept: dict[str, Any] | None) -> Asked | None:
    """What is asked, as it is kept."""
    return None if kept is None else msgspec.convert(kept, Asked)


def _written(session: Session, asked: Asked | None) -> Written:
    session.poll = None if asked is None else msgspec.to_builtins(asked)
    return Written(asked, journals.revised(session))
