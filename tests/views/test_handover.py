"""Handing the host's rights over by a link that works once."""

import pytest
from django.test import Client

from lifecycle import hostsecret, journals, limits
from tests.live.cast import ALICE_SECRET, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def token():
    return begin()


def person(secret=""):
    client = Client()
    if secret:
        client.cookies[hostsecret.COOKIE] = secret
    return client


def offered(token, secret=ALICE_SECRET):
    return person(secret).post(f"/api/sessions/{token}/handover")


def is_host(client, token):
    secret = client.cookies[hostsecret.COOKIE].value
    return hostsecret.hashed(secret, token) == journals.host_hash(token)


def test_whoever_takes_the_link_is_the_host_and_the_other_is_no_more(token):
    url = offered(token).json()["url"]
    bob = person()
    assert b"<form" in bob.get(url).content
    response = bob.post(url)
    assert (response.status_code, response["Location"]) == (302, f"/s/{token}/")
    assert is_host(bob, token)
    assert not is_host(person(ALICE_SECRET), token)


def test_opening_the_link_changes_nothing(token):
    url = offered(token).json()["url"]
    person().get(url)
    assert is_host(person(ALICE_SECRET), token)


def test_it_works_once_and_so_does_any_other_that_was_made_before(token):
    first, second = (offered(token).json()["url"] for _ in range(2))
    assert person().post(first).status_code == 302
    for url in (first, second):
        assert person().post(url).status_code == 403


def test_nobody_but_the_host_gets_one(token):
    assert offered(token, "guessed").status_code == 403
    assert offered(token, "").status_code == 403
    assert offered("nobody").status_code == 404


def test_it_works_for_its_own_session_alone(token):
    key = offered(token).json()["url"].split("/")[-2]
    other = begin()
    assert person().post(f"/s/{other}/host/{key}/").status_code == 403
    assert person().post(f"/s/{token}/host/{key}x/").status_code == 403


def test_it_is_worth_nothing_after_a_day(token, monkeypatch):
    url = offered(token).json()["url"]
    monkeypatch.setattr(limits, "HAND_OVER_S", -1)
    assert person().post(url).status_code == 403


def test_it_cant_be_taken_by_a_forged_form(token):
    url = offered(token).json()["url"]
    assert Client(enforce_csrf_checks=True).post(url).status_code == 403
