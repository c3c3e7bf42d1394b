"""Pods that crash, are probed and deleted, and what was foreseen of them beside what came."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from hypothesis import strategies as st

from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.engine.records import ObjectChanged, ProcessChanged, Record
from lifecycle.sessions.foresight.band import READY, REMOVAL, RESTART, STARTED, UNREADY, Band
from lifecycle.sessions.foresight.foresight import Foresight

SECONDS = st.sampled_from([0, 1, 2, 3, 5, 8, 13, 21, 40, 70])
SCRIPTS = st.one_of(
    st.builds("sleep {}; exit {}".format, SECONDS, st.sampled_from([0, 1, 3])),
    st.builds("trap 'sleep {}; exit 0' TERM; sleep 1000 & wait".format, SECONDS),
    st.builds("trap '' TERM; touch /tmp/ok; sleep {}; rm /tmp/ok; sleep 1000".format, SECONDS),
    st.builds("sleep {}; touch /tmp/ok; sleep {}; rm /tmp/ok; sleep 1000".format, SECONDS, SECONDS),
    st.just("touch /tmp/ok; sleep 1000"),
)


@st.composite
def probes(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    """A probe of a file that the container makes and removes."""
    probe = {
        "exec": {"command": draw(st.sampled_from([["cat", "/tmp/ok"], ["sleep", "0.4"]]))},
        "periodSeconds": draw(st.integers(1, 12)),
        "timeoutSeconds": draw(st.integers(1, 3)),
        "failureThreshold": draw(st.integers(1, 4)),
        "initialDelaySeconds": draw(st.sampled_from([0, 0, 3, 10])),
    }
    if kind == "readinessProbe":
        probe["successThreshold"] = draw(st.integers(1, 3))
    elif draw(st.booleans()):
        probe["terminationGracePeriodSeconds"] = draw(st.integers(1, 8))
    return probe


@st.composite
def containers(draw: st.DrawFn, name: str, grace: int) -> dict[str, Any]:
    """A container with some probes, and perhaps a preStop that sleeps."""
    made: dict[str, Any] = {
        "name": name,
        "image": "busybox:1.36",
        "imagePullPolicy": draw(st.sampled_from(["IfNotPresent", "IfNotPresent", "Always"])),
        "command": ["sh", "-c", draw(SCRIPTS)],
    }
    for kind in ("livenessProbe", "readinessProbe", "startupProbe"):
        if draw(st.integers(0, 2)) == 0:
            made[kind] = draw(probes(kind))
    if draw(st.integers(0, 3)) == 0:
        made["lifecycle"] = {"preStop": {"sleep": {"seconds": draw(st.integers(1, min(6, grace)))}}}
    return made


@st.composite
def pods(draw: st.DrawFn, most: int = 3) -> dict[str, Any]:
    """Some containers, perhaps a sidecar and an init container before them."""
    grace = draw(st.sampled_from([1, 2, 5, 12, 30]))
    spec: dict[str, Any] = {
        "containers": [draw(containers(f"c{i}", grace)) for i in range(draw(st.integers(1, most)))],
        "restartPolicy": draw(st.sampled_from(["Always", "Always", "OnFailure", "Never"])),
        "terminationGracePeriodSeconds": grace,
    }
    before = []
    if most > 1 and draw(st.integers(0, 2)) == 0:
        before.append({**draw(containers("side", grace)), "restartPolicy": "Always"})
    if most > 1 and draw(st.integers(0, 3)) == 0:
        script = draw(st.sampled_from(["sleep 2", "sleep 1; exit 1"]))
        init = {"name": "init", "image": "busybox:1.36", "command": ["sh", "-c", script]}
        before.append(init)
    if before:
        spec["initContainers"] = before
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": spec}


UNTIL_MS = 240_000
"""How long a run is played."""


class Run(NamedTuple):
    """All that decides what happens."""

    pod: dict[str, Any]
    seed: int
    deleted_s: float | None

    def play(self) -> list[Record]:
        cluster = Cluster(seed=self.seed)
        assert cluster.submit(Input(0, "kubectl apply -f -", (self.pod,))).ok
        if self.deleted_s is not None:
            at_ms = round(self.deleted_s * 1000)
            cluster.advance(at_ms)
            cluster.submit(Input(at_ms, "kubectl delete pod p --wait=false", ()))
        cluster.advance(UNTIL_MS)
        return cluster.records


SEEDS = st.integers(0, 10**6)
DELETIONS = st.one_of(st.none(), st.floats(0, 150).map(lambda second: round(second, 2)))
RUNS = st.builds(Run, pods(), SEEDS, DELETIONS)
LONE_RUNS = st.builds(Run, pods(most=1), SEEDS, DELETIONS)


class Shown(NamedTuple):
    """A band that was shown, and after which record."""

    band: Band
    index: int


def shown(records: list[Record]) -> Iterator[Shown]:
    """Every band, once for each time that it was shown as something new."""
    foresight, before = Foresight(), ()
    for index, record in enumerate(records):
        bands = foresight.take(record)
        if bands is None:
            continue
        yield from (Shown(band, index) for band in bands if band not in before)
        before = bands


class Came(NamedTuple):
    """What ended a band: it came, or something else made it void; None: nothing yet."""

    at_ms: int | None
    void: str = ""


def came(records: list[Record], told: Shown) -> Came:
    """What became of a band."""
    band, killed = told.band, False
    for record in records[told.index + 1 :]:
        if _is_it(record, band):
            return Came(record.t)
        killed = killed or _is_kill(record, band)
        if (reason := _voids(record, band)) and not (killed and reason == "ended"):
            return Came(record.t, reason)
    return Came(None)


def _is_it(record: Record, band: Band) -> bool:
    if band.what == RESTART:
        started = isinstance(record, ProcessChanged) and record.what == "start"
        return started and record.container == band.container
    if not isinstance(record, ObjectChanged) or record.kind != "Pod":
        return False
    if band.what == REMOVAL:
        return record.verb == "deleted"
    status = _status(record, band.container)
    if status is None or record.verb == "deleted":
        return False
    return {READY: status.ready, UNREADY: not status.ready, STARTED: bool(status.started)}[
        band.what
    ]


def _status(record: ObjectChanged, name: str) -> Any:
    status = record.object.status
    lists = (status.containerStatuses or []) + (status.initContainerStatuses or [])
    return next((each for each in lists if each.name == name), None)


def _voids(record: Record, band: Band) -> str:
    """What the band's condition, or its saying that nobody interferes, excludes."""
    if band.what == REMOVAL:
        return ""
    if isinstance(record, ObjectChanged) and record.kind == "Pod":
        pod = record.object
        if record.verb == "deleted" or pod.metadata.deletionTimestamp is not None:
            return "deleted"
        if pod.status.phase in ("Succeeded", "Failed"):
            return "over"
    if not isinstance(record, ProcessChanged):
        return ""
    if record.container != band.container:
        return "held up" if _holds_up(record) else ""
    if band.probe == record.probe and record.what == "probe" and record.result != band.result:
        return "another result"
    if record.what in ("exit", "oom") and band.waits_for in ("probing", "failing"):
        return "ended"
    if record.what == "grace" and band.waits_for in ("probing", "ended"):
        return "killed"
    return ""


def _is_kill(record: Record, band: Band) -> bool:
    """Whether the probe that a band speaks of has led to what it leads to."""
    grace = isinstance(record, ProcessChanged) and record.what == "grace"
    return grace and record.container == band.container and band.waits_for == "failing"


def _holds_up(record: ProcessChanged) -> bool:
    """Whether the Pod's one worker has to see to another container first."""
    before_others = record.container in ("side", "init") and record.what in ("exit", "backoff")
    return before_others or record.what in ("grace", "hook-start")
