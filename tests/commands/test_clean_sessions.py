"""What is forgotten: sessions that only their host saw, after a while; nothing else."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from lifecycle import journals, limits
from lifecycle.models import Session
from lifecycle.sessions.journal import Branch, Entry
from lifecycle.sessions.playback import Playback
from tests.live.cast import begin

pytestmark = pytest.mark.django_db


def unused_for(days, shared=False):
    token = begin()
    journals.add_branch(token, Branch(2, 1, 5_000, "x", (Entry(5_000, "x"),)), Playback())
    used = timezone.now() - timedelta(days=days)
    Session.objects.filter(token=token).update(last_used=used, shared=shared)
    return token


def clean(*args):
    out = StringIO()
    call_command("clean_sessions", *args, stdout=out)
    return out.getvalue()


def test_only_what_nobody_saw_and_nobody_used_is_forgotten():
    old = unused_for(limits.KEPT_DAYS + 1)
    kept = [unused_for(limits.KEPT_DAYS - 1), unused_for(limits.KEPT_DAYS + 1, shared=True)]
    assert clean() == "1 sessions were deleted.\n"
    assert not journals.exists(old)
    assert all(map(journals.exists, kept))


def test_a_dry_run_forgets_nothing():
    token = unused_for(8)
    assert clean("--days", "7", "--dry-run") == "1 sessions would be deleted.\n"
    assert journals.exists(token)


def test_a_session_of_today_cant_be_asked_for():
    with pytest.raises(CommandError):
        clean("--days", "0")


def test_more_than_one_portion_is_forgotten(monkeypatch):
    monkeypatch.setattr("lifecycle.management.commands.clean_sessions.AT_ONCE", 2)
    for _ in range(5):
        unused_for(90)
    assert clean() == "5 sessions were deleted.\n"
    assert not Session.objects.exists()
