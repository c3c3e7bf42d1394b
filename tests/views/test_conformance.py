"""The page of conformance shows the measured figures, all of them."""

import pytest
from django.utils.html import escape

from lifecycle.conformance import figures
from lifecycle.views.conformance import ASKED

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(client):
    response = client.get("/conformance/")
    assert response.status_code == 200
    return response.content.decode()


def test_every_function_is_there_with_a_sentence_of_what_it_decides(text):
    for each in figures.read()["oracle"]["functions"]:
        assert f"<code>{escape(each['function'])}</code>" in text
        assert escape(str(ASKED[each["function"]])) in text


def test_every_gap_and_every_list_that_is_not_judged_is_there_with_its_reason(text):
    oracle = figures.read()["oracle"]
    for each in [*oracle["gaps"], *oracle["notJudged"]]:
        assert each["reason"]
        assert escape(each["reason"]) in text


def test_every_recording_that_differs_is_named(text):
    for compared in figures.read()["traces"]:
        assert f"Kubernetes {compared['version']}" in text
        for each in compared["different"]:
            assert escape(each["name"]) in text


def test_the_stage_leads_to_it(client):
    assert 'href="/conformance/"' in client.get("/").content.decode()
