"""The picture for the terminal, and the fold that it shares with the other pictures."""

import pytest

from lifecycle import linkpicture
from lifecycle.exports.axis import round_step
from lifecycle.exports.lanes import pod_lanes
from lifecycle.exports.timeline import timeline
from lifecycle.scenes import scene
from lifecycle.sessions.scenario import Scenario
from lifecycle.teaching.played import records_of

UNTIL_MS = 20_000
NAMED_LIKE_A_LANE = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: events, image: busybox:1.36, command: [sleep, "9"]}
  - {name: commands, image: busybox:1.36, command: [sleep, "9"]}
"""


@pytest.fixture(scope="module")
def named_like_a_lane():
    return records_of(Scenario(NAMED_LIKE_A_LANE), 10_000)


def drawn(records, until_ms=UNTIL_MS):
    return list(timeline(records, until_ms, 100))


def played(name):
    one = scene(name)
    return records_of(one, 10_000), one.until_ms


def test_a_container_named_events_has_a_lane_of_its_own(named_like_a_lane):
    lines = drawn(named_like_a_lane)
    container, events = [line for line in lines if line.startswith("  events ")]
    assert "█" in container and "•" not in container
    assert "•" in events and "█" not in events
    (pod,) = pod_lanes(named_like_a_lane, UNTIL_MS)
    assert {"Scheduled", "Started"} <= {event.text for event in pod.events}


def test_in_the_picture_of_a_link_too(named_like_a_lane):
    rows = list(linkpicture.rows(named_like_a_lane, UNTIL_MS, lambda text: f"<{text}>"))
    labels = [row.label for row in rows]
    assert labels == ["<commands>", "web", "commands", "events", "<events>"]
    assert not rows[-1].stretches and rows[3].stretches


def test_each_line_stands_below_what_it_belongs_to():
    lines = drawn(*played("readiness-and-liveness"))
    names = [line[:20].rstrip() for line in lines[1:-2]]
    assert names == [
        *("commands", "shop", "  STATUS", "  migrate", "  proxy", "  app"),
        *("    readiness", "    liveness", "  events"),
    ]
    app, readiness = lines[6][20:], lines[7][20:]
    assert readiness.strip(" ✓✗?") == "" and "✗" in readiness
    assert app.startswith("░") and "T" in app and app.endswith("■")


def test_a_name_that_is_used_again_is_another_pod():
    lines = drawn(*played("force-and-statefulset"))
    assert lines.count("web-0") == 2
    old, new = [line for line in lines if line.startswith("  app")]
    assert old.endswith("✕") and "✕" not in new


def test_what_a_static_pod_does_is_its_mirrors():
    pods = pod_lanes(*played("static-pod"))
    _, second = (pod for pod in pods if pod.name == "web-node1")
    app = next(lane for lane in second.lanes if lane.container == "app")
    assert [mark.text for mark in app.marks] == ["SIGTERM", "exit 0"]
    assert "Killing" in {event.text for event in second.events}


@pytest.mark.parametrize(
    ("wish", "step"), [(0, 100), (100, 100), (101, 200), (16_000, 30_000), (300_001, 600_000)]
)
def test_moments_of_an_axis_lie_at_round_distances(wish, step):
    assert round_step(wish) == step
