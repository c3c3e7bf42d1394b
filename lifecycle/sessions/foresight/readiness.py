"""When a container's readiness changes: its probes run to a rhythm, whatever they will find."""

from lightkube.models.core_v1 import Probe

from lifecycle.engine.api.pod import INIT
from lifecycle.sessions.foresight.band import PROBING, READY, STARTED, UNREADY, Band
from lifecycle.sessions.foresight.margins import PASS_MS, WATCH_MS, probing
from lifecycle.sessions.foresight.pod import Known, held
from lifecycle.sessions.foresight.watched import FAILURE, SUCCESS, Watched

WHOLE_SECONDS_MS = 1000
"""The API's times are whole seconds, and the initial delay is counted from one."""


def readiness_of(known: Known, name: str) -> Band | None:
    """The band of the next change of its readiness; None where none is under way."""
    watched = known.containers[name]
    if not watched.running or watched.dying is not None or watched.kind == INIT:
        return None
    startup, readiness = watched.probe("startup"), watched.probe("readiness")
    if startup is not None and not watched.has_started:
        return _succeeds(known, name, startup, "startup", STARTED)
    if readiness is None:
        return None
    if not watched.ready:
        return _succeeds(known, name, readiness, "readiness", READY)
    return _fails(watched, name, readiness)


def _succeeds(known: Known, name: str, probe: Probe, kind: str, what: str) -> Band | None:
    """It comes once the probe has succeeded often enough in a row.

    The first turn of a worker after a restart finds that there is a new container, no more;
    until then the API may go on saying that it has started.
    """
    watched = known.containers[name]
    last = watched.results(kind)
    need = (probe.successThreshold or 1) - (last.count if last.result == SUCCESS else 0)
    busy = held(known, name)
    given_up = kind == "startup" and last.result == FAILURE
    if need <= 0 or (given_up and last.count >= (probe.failureThreshold or 3)):
        return None
    delay = (probe.initialDelaySeconds or 0) * 1000
    eligible = max(watched.started_ms + delay, watched.started_since_ms or 0)
    first = watched.started_ms
    if kind == "readiness" or not watched.attempt:
        first = max(first, eligible - WHOLE_SECONDS_MS)
    most = probing(probe)
    period = max((probe.periodSeconds or 10) * 1000, most)
    earliest = max(first, last.at_ms)
    to = None
    if busy is not None:
        waits = last.at_ms < eligible + WHOLE_SECONDS_MS
        begins = last.at_ms
        if waits:
            seen = max(eligible + WHOLE_SECONDS_MS, busy.until_ms)
            begins = seen + PASS_MS + busy.then_ms + (period if watched.attempt else 0)
        to = begins + need * period + most + WATCH_MS
    return Band(what, PROBING, earliest, to, last.record or watched.record, name, kind, SUCCESS)


def _fails(watched: Watched, name: str, probe: Probe) -> Band | None:
    """It is taken away once the probe has failed often enough in a row."""
    last = watched.results("readiness")
    need = (probe.failureThreshold or 3) - last.count
    if last.result != FAILURE or need <= 0:
        return None
    most = probing(probe)
    period = (probe.periodSeconds or 10) * 1000
    earliest = max(last.at_ms, last.at_ms + need * period - most)
    to = last.at_ms + need * max(period, most) + most + WATCH_MS
    return Band(UNREADY, PROBING, earliest, to, last.record, name, "readiness", FAILURE)
