"""Who watches where: each process writes down how many watch its sessions, and reads the others'.

Whoever has not written for a while is gone; nothing else depends on it.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from lifecycle.limits import ABSENT_S
from lifecycle.models import Attendance, Session

Counts = dict[str, tuple[int, int]]
"""By a session's token: how many watch, and how many of them are where the host is."""


def attend(process: str, here: Counts, tokens: Iterable[str]) -> Counts:
    """Write down who watches in this process; returns who watches the sessions elsewhere."""
    now = timezone.now()
    keys = dict(Session.objects.filter(token__in=list(tokens)).values_list("token", "pk"))
    rows = [
        Attendance(
            session_id=keys[token], process=process, count=count, following=following, seen=now
        )
        for token, (count, following) in here.items()
        if token in keys
    ]
    with transaction.atomic():
        Attendance.objects.filter(process=process).exclude(
            session_id__in=[row.session_id for row in rows]
        ).delete()
        Attendance.objects.filter(seen__lt=now - timedelta(seconds=10 * ABSENT_S)).delete()
        Attendance.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["session", "process"],
            update_fields=["count", "following", "seen"],
        )
    present = Attendance.objects.filter(seen__gte=now - timedelta(seconds=ABSENT_S))
    elsewhere = present.exclude(process=process).filter(session_id__in=keys.values())
    sums = elsewhere.values("session__token").annotate(all=Sum("count"), near=Sum("following"))
    return {row["session__token"]: (row["all"], row["near"]) for row in sums}
