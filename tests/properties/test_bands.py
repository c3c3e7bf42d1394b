"""What is foreseen comes between the two seconds that were said before it came."""

from hypothesis import example, given

from lifecycle.engine.kernel.delays import DELAYS
from lifecycle.engine.kubelet.work_queue import JITTER, RESYNC_MS, TICK_MS
from lifecycle.sessions.foresight.band import BACKOFF, DELETED, FAILING, PROBING
from lifecycle.sessions.foresight.margins import PASS_MS
from tests.properties.effort import tries
from tests.properties.foreseeing import LONE_RUNS, RUNS, UNTIL_MS, Run, came, shown

START_MS = sum(DELAYS[name].most for name in ("create-container", "start-container", "pull"))
REMOVE_MS = DELAYS["stop-sandbox"].most + DELAYS["unmount"].most
SECOND_MS = 1000

CAUGHT_BY_ITS_PROBE = {
    "name": "c0",
    "image": "busybox:1.36",
    "imagePullPolicy": "IfNotPresent",
    "command": ["sh", "-c", "sleep 5; exit 0"],
    "livenessProbe": {
        "exec": {"command": ["sleep", "0.4"]},
        "periodSeconds": 1,
        "timeoutSeconds": 1,
        "failureThreshold": 1,
        "initialDelaySeconds": 0,
    },
    "lifecycle": {"preStop": {"sleep": {"seconds": 2}}},
}
"""It ends while its probe runs, which fails: it is killed once more, and restarted at once."""


def lone(container, grace):
    spec = {
        "containers": [container],
        "restartPolicy": "Always",
        "terminationGracePeriodSeconds": grace,
    }
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}


@tries(2000)
@given(RUNS)
@example(Run(lone(CAUGHT_BY_ITS_PROBE, 2), 0, None))
def test_what_comes_falls_inside_the_band_that_was_shown_before(run):
    records = run.play()
    for told in shown(records):
        band, (at_ms, void) = told.band, came(records, told)
        latest = UNTIL_MS if band.to_ms is None else band.to_ms
        if at_ms is None:
            assert latest >= UNTIL_MS, (band, records[told.index].t)
        elif void:
            assert at_ms <= latest, (band, records[told.index].t, at_ms, void)
        else:
            assert band.from_ms <= at_ms <= latest, (band, records[told.index].t, at_ms)


@tries(300)
@given(LONE_RUNS)
def test_a_band_of_a_lone_container_is_no_wider_than_its_chance_explains(run):
    records = run.play()
    (container,) = run.pod["spec"]["containers"]
    grace = run.pod["spec"]["terminationGracePeriodSeconds"] * SECOND_MS + 3 * SECOND_MS
    for band, index in shown(records):
        wait = band.from_ms - records[index].t
        late = round(JITTER * min(max(wait, 0), RESYNC_MS)) + TICK_MS
        if band.waits_for == BACKOFF:
            explained = late + PASS_MS + START_MS
        elif band.waits_for == DELETED:
            # A kill is waited for first that is under way, or that a probe is about to cause.
            probed = max(map(_between, _killers(container)), default=0)
            explained = 2 * grace + 4 * PASS_MS + REMOVE_MS + START_MS + probed
        elif band.waits_for == PROBING:
            explained = _of_probe(container[f"{band.probe}Probe"])
        else:
            explained = grace + 2 * PASS_MS + START_MS + 300 * SECOND_MS + RESYNC_MS * JITTER
            if band.waits_for == FAILING:
                explained += _of_probe(container[f"{band.probe}Probe"])
        assert band.to_ms - band.from_ms <= explained, (band, records[index].t)


def _killers(container):
    kinds = ("livenessProbe", "startupProbe")
    return [container[kind] for kind in kinds if kind in container]


def _between(probe):
    """From one failure to the end of the next run."""
    return (probe["periodSeconds"] + probe["timeoutSeconds"]) * SECOND_MS + DELAYS["exec"].most


def _of_probe(probe):
    """The ticks that it still needs, at an unknown phase, and how long its runs may take."""
    most = probe["timeoutSeconds"] * SECOND_MS + DELAYS["exec"].most
    period = max(probe["periodSeconds"] * SECOND_MS, most)
    ticks = max(probe["failureThreshold"], probe.get("successThreshold", 1)) + 1
    delay = probe["initialDelaySeconds"] * SECOND_MS
    return (
        delay + (ticks + 1) * period + 2 * most + PASS_MS + 2 * SECOND_MS + DELAYS["sandbox"].most
    )
