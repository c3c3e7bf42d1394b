"""A podviz that is full: what nobody else saw makes room, and what others saw stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lifecycle import journals, limits, storage
from lifecycle.models import Session
from tests.live.cast import begin
from tests.views.test_api import POD

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(seconds=2 * limits.IN_USE_S)


@pytest.fixture(autouse=True)
def looked_at_each_time(monkeypatch):
    monkeypatch.setattr(limits, "ROOM_LOOKED_FOR_S", 0)
    monkeypatch.setattr(storage, "ROOM_LOOKED_FOR_S", 0)


def session(age=LONG_AGO, shared=False, size=1000):
    token = begin()
    used = timezone.now() - age
    Session.objects.filter(token=token).update(size=size, shared=shared, last_used=used)
    return token


def begun(client):
    body = {"manifests": POD}
    return client.post("/api/sessions", body, content_type="application/json").status_code


def test_a_session_knows_its_size():
    token = begin()
    assert Session.objects.get(token=token).size > 100


def test_the_longest_unused_make_room_and_no_more_than_is_needed(settings, monkeypatch):
    monkeypatch.setattr(storage, "AT_ONCE", 1)
    settings.STORAGE_BYTES = 2000
    tokens = [session(LONG_AGO * age) for age in (3, 2, 1)]
    assert storage.make_room()
    assert [journals.exists(token) for token in tokens] == [False, True, True]


def test_what_is_shared_or_in_use_stays_and_new_ones_are_refused(settings, client):
    kept = [session(shared=True), session(age=timedelta(0))]
    settings.STORAGE_BYTES = 500
    assert begun(client) == 507
    assert all(journals.exists(token) for token in kept)
    settings.STORAGE_BYTES = 1_000_000
    assert begun(client) == 201
