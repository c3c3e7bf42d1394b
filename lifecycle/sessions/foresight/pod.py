"""What is known of one Pod, and what of its work stands in the way of anything new.

The kubelet's worker of a Pod is serial: while it pulls an image, waits for a postStart hook
or stops a container, nothing else of the Pod is begun.
"""

from typing import NamedTuple

import msgspec
from lightkube.models.core_v1 import ContainerStatus, Pod

from lifecycle.engine.api.pod import (
    EPHEMERAL,
    INIT,
    SIDECAR,
    find_container_status,
    visit_containers,
)
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.delays import DELAYS
from lifecycle.engine.kubelet.handlers import POST_START
from lifecycle.engine.records import ObjectChanged, ProcessChanged
from lifecycle.sessions.foresight.margins import grace_of, probing, starting, stopping
from lifecycle.sessions.foresight.watched import FAILURE, Watched, take


class Held(NamedTuple):
    """The worker is busy until then; then it may take so long with other containers."""

    until_ms: Millis = 0
    then_ms: Millis = 0


class Known(msgspec.Struct, frozen=True):
    """A Pod as it is now.

    `deleted` is the record that gave it its deletion timestamp, `busy` how long its worker
    could go on with something else then, and `hooks_ms` how long its hooks were to sleep.
    `freed_ms` is when its worker was last free to go on. A Pod that is `given_up` is evicted.
    """

    pod: Pod
    containers: dict[str, Watched]
    deleted: ObjectChanged | None = None
    busy: Held | None = None
    hooks_ms: Millis = 0
    sandbox_ms: Millis | None = None
    freed_ms: Millis = 0
    given_up: bool = False

    def updated(self, record: ObjectChanged) -> "Known":
        """As it is once its object has changed."""
        pod, deleted, busy, hooks = record.object, self.deleted, self.busy, self.hooks_ms
        if pod.metadata.deletionTimestamp is not None and deleted is None:
            deleted, busy, hooks = record, held(self, now=True), _hooks(self)
        elif deleted is not None and _grace(deleted.object) != _grace(pod):
            deleted = record
        containers = {
            place.container.name: _seen(
                self.containers.get(place.container.name) or Watched(place.container, place.kind),
                find_container_status(pod.status, place.container.name) if pod.status else None,
                record.t,
            )
            for place in visit_containers(pod.spec)
            if place.kind != EPHEMERAL
        }
        changed = msgspec.structs.replace(
            self, pod=pod, deleted=deleted, busy=busy, hooks_ms=hooks, containers=containers
        )
        return self._freed(changed, record.t)

    def happened(self, record: ProcessChanged) -> "Known":
        """As it is once this has happened in it."""
        if not record.container:
            if record.what == "sandbox-start":
                return msgspec.structs.replace(self, sandbox_ms=record.t)
            if record.what == "sandbox-ready":
                return msgspec.structs.replace(self, sandbox_ms=None)
            return self
        watched = self.containers.get(record.container)
        if watched is None:
            return self
        containers = {**self.containers, record.container: take(watched, record)}
        changed = msgspec.structs.replace(self, containers=containers)
        return self._freed(changed, record.t)

    def _freed(self, changed: "Known", now: Millis) -> "Known":
        if _busy(changed) < _busy(self):
            return msgspec.structs.replace(changed, freed_ms=now)
        return changed


def new_known(record: ObjectChanged) -> Known:
    """A Pod of which nothing but its object is known."""
    return Known(record.object, {}).updated(record)


def _hooks(known: Known) -> Millis:
    """The longest preStop that sleeps for a time that is written down, and has yet to begin."""
    least = 0
    for watched in known.containers.values():
        hook = watched.container.lifecycle and watched.container.lifecycle.preStop
        if hook and hook.sleep and watched.running and watched.dying is None:
            least = max(least, hook.sleep.seconds * 1000)
    return least


def _grace(pod: Pod) -> int | None:
    return pod.metadata.deletionGracePeriodSeconds


def _seen(watched: Watched, status: ContainerStatus | None, now: Millis) -> Watched:
    since = watched.started_since_ms
    if not (status and status.started):
        since = None
    elif since is None:
        since = now
    ready = bool(status and status.ready)
    return msgspec.structs.replace(watched, ready=ready, started_since_ms=since)


def held(known: Known, but: str = "", now: bool = False) -> Held | None:
    """How long the worker can take to come to a container; None for no limit.

    Unless it is asked for what it does `now`, other containers may have ended by then, and be
    started before it in the same pass.
    """
    if is_blocked(known, but):
        return None
    until = known.sandbox_ms + DELAYS["sandbox"].most if known.sandbox_ms is not None else 0
    then, kills = 0, 0
    for name, watched in known.containers.items():
        if name == but or _is_done(watched):
            continue
        if watched.dying is not None:
            until = max(until, watched.dying.t + stopping(watched.dying.count * 1000))
        elif now and watched.running:
            due, takes = _killed_by(known, watched)
            until, kills = max(until, due), kills + takes
        if not (now and watched.running):
            then += starting(watched.container)
    return Held(until + kills, then)


def _killed_by(known: Known, watched: Watched) -> tuple[Millis, Millis]:
    """By when a failing probe may lead to a kill, and how long that takes; 0 where none fails.

    A pass kills what it has found one after the other.
    """
    due = takes = 0
    for kind in ("liveness", "startup"):
        probe, last = watched.probe(kind), watched.results(kind)
        if probe is not None and last.result == FAILURE:
            grace = grace_of(known.pod.spec, probe)
            due = max(due, last.at_ms + (probe.periodSeconds or 10) * 1000 + probing(probe))
            takes = max(takes, stopping(grace * 1000) + starting(watched.container))
    return due, takes


def is_blocked(known: Known, but: str = "") -> bool:
    """Whether something without a limit comes before: a hook, an image, an init container."""
    return any(
        _blocks(watched)
        for name, watched in known.containers.items()
        if name != but and not _is_done(watched)
    )


def _busy(known: Known) -> int:
    """How many containers the worker sees to, or waits for."""
    present = known.containers.values()
    return sum(bool(w.dying) or (_blocks(w) and not _is_done(w)) for w in present)


def _blocks(watched: Watched) -> bool:
    hooks = watched.container.lifecycle
    if watched.doing == POST_START or watched.kind == INIT:
        return True
    if watched.kind == SIDECAR:
        return not watched.running or not (watched.has_started or watched.dying)
    return not watched.running and bool(hooks and hooks.postStart)


def _is_done(watched: Watched) -> bool:
    """An init container that has succeeded is not started again."""
    return watched.kind == INIT and bool(watched.record) and watched.exit_code == 0
