"""The figures for Prometheus, and who may read them."""

import pytest

pytestmark = pytest.mark.django_db


def test_this_machine_reads_the_figures(client):
    response = client.get("/metrics")
    assert response.status_code == 200
    assert b"podviz_sessions_begun_total" in response.content
    assert b"podviz_viewers" in response.content


@pytest.mark.parametrize(
    "meta", [{"REMOTE_ADDR": "192.0.2.1"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}]
)
def test_strangers_find_nothing_unless_it_is_set_so(client, settings, meta):
    assert client.get("/metrics", **meta).status_code == 404
    settings.METRICS_FOR_ALL = True
    assert client.get("/metrics", **meta).status_code == 200
