"""The log for machines: an object a line, and no session's address in it."""

import json
import logging
import sys

import pytest

from podviz.logs import JsonLines, log_action


def logged(**more):
    record = logging.LogRecord("podviz", logging.WARNING, "f.py", 1, "%s happened", ("x",), None)
    record.created, record.msecs = 86_400.25, 250.0
    record.__dict__.update(more)
    return json.loads(JsonLines().format(record))


def test_a_line_says_when_where_and_what():
    assert logged() == {
        "time": "1970-01-02T00:00:00.250Z",
        "level": "warning",
        "logger": "podviz",
        "message": "x happened",
    }


def test_fields_and_exceptions_stand_beside_the_message():
    try:
        raise ValueError("two\nlines")
    except ValueError:
        line = logged(fields={"status": 200}, exc_info=sys.exc_info())
    assert line["status"] == 200
    assert "ValueError: two\nlines" in line["exception"]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/s/v3ry-s3cret/?t=3", "/s/…/"),
        ("/ws/s/v3ry-s3cret/?branch=1", "/ws/s/…/"),
        ("/api/sessions/v3ry-s3cret/scenario.yaml", "/api/sessions/…/scenario.yaml"),
        ("/api/scenes", "/api/scenes"),
    ],
)
def test_a_request_is_logged_without_the_key_to_the_session(caplog, path, shown):
    caplog.set_level(logging.INFO, "podviz.access")
    details = {"path": path, "method": "GET", "status": 200, "size": 3, "time_taken": 0.0012}
    log_action("http", "complete", details)
    assert caplog.messages == [f"GET {shown}"]
    assert caplog.records[0].fields["ms"] == 1.2


def test_static_files_are_not_logged(caplog):
    caplog.set_level(logging.INFO, "podviz.access")
    log_action("http", "complete", {"path": "/static/abc/js/stage.js"})
    assert not caplog.records
