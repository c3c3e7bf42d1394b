"""When a container runs again: after its back-off, its end, its grace period, or its probe."""

from lifecycle.engine.api.pod import APP, INIT
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.kuberuntime.restart_rules import (
    all_containers_could_restart,
    container_should_restart,
)
from lifecycle.engine.kubelet.work_queue import BACKOFF_MS
from lifecycle.sessions.foresight.band import BACKOFF, ENDED, ENDING, FAILING, RESTART, Band
from lifecycle.sessions.foresight.margins import (
    PASS_MS,
    grace_of,
    probing,
    requeued,
    starting,
    stopping,
)
from lifecycle.sessions.foresight.pod import Known, held
from lifecycle.sessions.foresight.watched import FAILURE, FORGOTTEN_MS, Watched

UNSURE_MS = 20_000
"""So close to that moment it is open whether a back-off begins anew."""


def restart_of(known: Known, name: str, now: Millis) -> Band | None:
    """The band of the next restart; None where none is to be expected."""
    watched = known.containers[name]
    if not watched.record or all_containers_could_restart(known.pod.spec):
        return None
    if known.given_up or _is_over(known):
        return None
    if watched.running:
        return _of_running(known, watched, name, now)
    if not _starts_again(known, watched):
        return None
    if watched.backoff is None:
        return _after(known, watched, name, (watched.ended_ms, _stopped(watched)), now)
    until = max(watched.backoff.until or 0, watched.ended_ms + watched.wait_ms)
    late = _late(known, name, until - watched.backoff.t)
    to = _started_by(known, watched, until + late, known.freed_ms + PASS_MS)
    return Band(RESTART, BACKOFF, until, to, watched.backoff.id, name)


def _stopped(watched: Watched) -> Millis:
    """When a container that has ended is done with: one that is stopped all the same has a hook."""
    if watched.dying is None:
        return watched.ended_ms
    return watched.dying.t + stopping(watched.dying.count * 1000)


def _is_over(known: Known) -> bool:
    """Whether no app container runs again: then nothing does, sidecars neither."""
    return all(
        watched.record and not watched.running and not _starts_again(known, watched)
        for watched in known.containers.values()
        if watched.kind == APP
    )


def _started_by(known: Known, watched: Watched, *moments: Millis) -> Millis | None:
    """When it has started at the latest, if its turn comes at the latest of these moments."""
    busy = held(known, watched.container.name)
    if busy is None:
        return None
    begins = max(*moments, busy.until_ms + PASS_MS)
    return begins + busy.then_ms + starting(watched.container)


def _starts_again(known: Known, watched: Watched) -> bool:
    spec = known.pod.spec
    if watched.kind == INIT and watched.exit_code == 0:
        return False
    if watched.kind == INIT:
        return spec.restartPolicy != "Never"
    return container_should_restart(watched.container, spec, watched.exit_code)


def _of_running(known: Known, watched: Watched, name: str, now: Millis) -> Band | None:
    if not _restarts_when_killed(known, watched):
        return None
    if watched.dying is not None:
        ends = (watched.dying.t, _stopped(watched))
        return _after(known, watched, name, ends, now, ENDING)
    for kind in ("startup", "liveness"):
        if (band := _if_it_fails(known, watched, name, kind, now)) is not None:
            return band
    return None


def _restarts_when_killed(known: Known, watched: Watched) -> bool:
    """Whatever its exit code will be."""
    spec = known.pod.spec
    return all(container_should_restart(watched.container, spec, code) for code in (0, 1))


def _if_it_fails(known: Known, watched: Watched, name: str, kind: str, now: Millis) -> Band | None:
    """The restart that a probe leads to which has begun to fail."""
    probe, last = watched.probe(kind), watched.results(kind)
    if probe is None or last.result != FAILURE:
        return None
    need = (probe.failureThreshold or 3) - last.count
    if need <= 0 or (kind == "liveness" and not watched.has_started):
        return None
    period, most = (probe.periodSeconds or 10) * 1000, probing(probe)
    earliest = max(last.at_ms, last.at_ms + need * period - most)
    latest = last.at_ms + need * max(period, most) + most
    grace = grace_of(known.pod.spec, probe)
    busy = held(known, name)
    if busy is None:
        return None
    begins = max(latest + PASS_MS, busy.until_ms) + busy.then_ms
    ends = (earliest, begins + stopping(grace * 1000))
    band = _after(known, watched, name, ends, now, FAILING, last.record)
    return Band(RESTART, FAILING, band.from_ms, band.to_ms, band.record, name, kind, FAILURE)


def _after(
    known: Known,
    watched: Watched,
    name: str,
    ends: tuple[Millis, Millis],
    now: Millis,
    waits_for: str = ENDED,
    record: int = 0,
) -> Band:
    """The restart of a container that ends between these two moments."""
    least, most = _waits(known, name, ends, now)
    late = most + _late(known, name, most) if most else 0
    to = _started_by(known, watched, max(ends[1], known.freed_ms) + PASS_MS + late)
    cause = record or (watched.dying.id if watched.dying else watched.record)
    return Band(RESTART, waits_for, ends[0] + least, to, cause, name)


def _waits(
    known: Known, name: str, ends: tuple[Millis, Millis], now: Millis
) -> tuple[Millis, Millis]:
    """The least and the most of back-off that its end can meet."""
    watched = known.containers[name]
    wait = watched.wait_ms
    if watched.running or (watched.killed and watched.backoff is None):
        busy, looks = held(known, name), None
        if busy is not None:
            looks = max(ends[1], now, busy.until_ms) + busy.then_ms + _kills(known, name)
        return _waits_of_killed(watched, ends[0], looks)
    caught = _caught(known, watched, now)
    ran_least, ran_most = (end - watched.counted_ms for end in ends)
    if not wait or ran_least > FORGOTTEN_MS + UNSURE_MS:
        return 0, caught
    return (0 if caught or ran_most > FORGOTTEN_MS - UNSURE_MS else wait), max(wait, caught)


def _caught(known: Known, watched: Watched, now: Millis) -> Millis:
    """How long it may take to kill it although it has ended; 0 where that can't come.

    A probe that meets a dead container fails. If that was the last failure it needed, a pass
    that still sees the container running kills it, hook and all, and starts it at once.
    """
    takes = 0
    if watched.ended_ms is None or now > watched.ended_ms + PASS_MS:
        return takes
    for kind in ("liveness", "startup"):
        probe, last = watched.probe(kind), watched.results(kind)
        failed = last.count if last.result == FAILURE else 0
        if probe is not None and failed + 1 >= (probe.failureThreshold or 3):
            takes = max(takes, stopping(1000 * grace_of(known.pod.spec, probe)))
    return takes


def _kills(known: Known, but: str) -> Millis:
    """How long the same pass may take to kill others whose probes have failed, too."""
    grace_ms = (known.pod.spec.terminationGracePeriodSeconds or 0) * 1000
    probed = (
        name != but and (watched.probe("liveness") or watched.probe("startup")) is not None
        for name, watched in known.containers.items()
    )
    return sum(probed) * stopping(grace_ms)


def _waits_of_killed(
    watched: Watched, ends_ms: Millis, looks_ms: Millis | None
) -> tuple[Millis, Millis]:
    """The pass that kills it starts it again, unless the run before ended too short ago.

    It looks when it comes to the start, between these two moments.
    """
    wait = watched.wait_ms
    before = watched.ended_ms if watched.running else watched.earlier_ms
    if before is None or not wait or ends_ms - before >= wait:
        return 0, 0
    certain = looks_ms is not None and looks_ms - before < wait
    counted = before - watched.counted_ms <= FORGOTTEN_MS - UNSURE_MS
    return (wait if certain and counted else 0), wait


def _late(known: Known, name: str, wait_ms: Millis) -> Millis:
    """A pass that failed for another reason as well is repeated at its own time."""
    others = (w for other, w in known.containers.items() if other != name)
    if any(not w.running and w.backoff is None for w in others):
        return max(requeued(wait_ms), requeued(BACKOFF_MS) + BACKOFF_MS)
    return requeued(wait_ms)
