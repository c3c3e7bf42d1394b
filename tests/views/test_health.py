"""What is said to those who run the server."""

import pytest
from django.db import DatabaseError

from lifecycle.views import health

pytestmark = pytest.mark.django_db


def test_a_server_that_answers_is_alive(client):
    assert client.get("/healthz").content == b"alive\n"


def test_it_is_ready_when_inputs_can_be_written_down(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")
    assert "no-store" in response["Cache-Control"]


def test_it_is_not_when_the_database_takes_nothing(client, monkeypatch):
    def locked(*args, **kwargs):
        raise DatabaseError("database is locked")

    monkeypatch.setattr(health.models.Session.objects, "filter", locked)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"locked" not in response.content


def test_it_is_not_when_it_is_about_to_stop(client, monkeypatch):
    monkeypatch.setattr(health.registry, "leaving", True)
    assert client.get("/readyz").status_code == 503


def test_they_are_answered_without_tls(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 301
