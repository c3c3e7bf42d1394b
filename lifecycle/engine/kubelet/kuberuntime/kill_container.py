"""Stopping one container: the event, preStop, its turn, then TERM and at last KILL.

All of it is paid from one grace period, in whole seconds; the stop itself never gets less
than two. A hook that overruns the grace period is left running.

Mirrors `killContainer`, `executePreStopHook` and `setTerminationGracePeriod` of
pkg/kubelet/kuberuntime/kuberuntime_container.go.
"""

from typing import Any

import msgspec
from lightkube.models.core_v1 import Pod
from msgspec.structs import replace

from lifecycle.engine.api.pod import find_container
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import Callback
from lifecycle.engine.kubelet.grace import (
    grace_fields,
    left_after,
    set_termination_grace_period,
    stop_grace_seconds,
)
from lifecycle.engine.kubelet.handlers import PRE_STOP
from lifecycle.engine.kubelet.kuberuntime.actions import (
    REASON_FAILED_POST_START_HOOK,
    REASON_LIVENESS_PROBE,
    REASON_RESTART_ALL_CONTAINERS,
    REASON_STARTUP_PROBE,
    KillContainer,
)
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.recorder import NORMAL, WARNING
from lifecycle.engine.records import ProcessChanged

Key = tuple[str, str]
"""A Pod's uid and a container's id."""

WHY = {
    REASON_LIVENESS_PROBE: ("probe.liveness-restarts", "livenessProbe"),
    REASON_STARTUP_PROBE: ("probe.startup-restarts", "startupProbe"),
    REASON_FAILED_POST_START_HOOK: ("hook.post-start-kills", "lifecycle.postStart"),
    REASON_RESTART_ALL_CONTAINERS: ("restart.all-containers", "restartPolicyRules"),
}
"""The rule, and the container's field behind it, for each reason of a kill."""


class Killing(msgspec.Struct, frozen=True):
    """A container on its way out, with the whole seconds that are left to it."""

    pod: Pod
    kill: KillContainer
    grace_seconds: int
    then: Callback
    ordered: bool = False
    began_ms: Millis = 0
    timer: int | None = None


class KillContainers(Part):
    """Every kill that is under way on this node."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.kills: dict[Key, Killing] = self.process.memory("kills")
        self.on("kill.hooked", self.hooked)
        self.on("kill.hook-overran", self.hook_overran)
        self.on("kill.stopped", self.stopped)

    def begin(
        self,
        pod: Pod,
        kill: KillContainer,
        override_seconds: int | None,
        then: Callback,
        ordered: bool = False,
    ) -> None:
        """Answers `then()` when the container is dead.

        `ordered` says that sidecars wait for their turn.
        """
        grace = set_termination_grace_period(pod, kill.container, kill.reason)
        message = kill.message or f"Stopping container {kill.name}"
        rule, field = WHY.get(kill.reason, ("termination.stop-containers", ""))
        if kill.message or not self.kl.housekeeping.is_silent(pod.metadata.uid):
            self.kl.recorder.container(pod, kill.container, NORMAL, "Killing", message, rule, field)
        if override_seconds is not None:
            grace = override_seconds
        key = (pod.metadata.uid, kill.id)
        killing = Killing(pod, kill, grace, then, ordered, self.world.now)
        self.kills[key] = killing
        self._announce(killing, grace)
        lifecycle = kill.container.lifecycle
        if lifecycle is None or lifecycle.preStop is None or grace <= 0:
            self._wait_for_turn(key)
            return
        self.kl.handlers.run(
            pod, kill.container, kill.id, PRE_STOP, self.callback("kill.hooked", key)
        )
        # Set now, the alarm has the hook as its cause.
        timer = self.after(grace * 1000, "kill.hook-overran", key)
        self.kills[key] = replace(killing, timer=timer)

    # preStop

    def hooked(self, key: Key, error: str, message: str) -> None:
        """The hook has ended; if the container's time was up before, only the event is left."""
        killing = self.kills.get(key)
        if error:
            pod, container = self._subject(key, killing)
            if pod is not None:
                self.kl.recorder.container(
                    pod,
                    container,
                    WARNING,
                    "FailedPreStopHook",
                    self.kl.texts.pre_stop_failed.format(why=message),
                    "hook.pre-stop",
                    "lifecycle.preStop",
                )
        if killing is not None and killing.timer is not None:
            self.world.cancel(killing.timer)
            self._hook_is_over(key)

    def hook_overran(self, key: Key) -> None:
        self._hook_is_over(key)

    def _hook_is_over(self, key: Key) -> None:
        killing = self.kills[key]
        left = left_after(killing.grace_seconds, self.world.now - killing.began_ms)
        self.kills[key] = replace(killing, grace_seconds=left, timer=None)
        self._wait_for_turn(key)

    def _subject(self, key: Key, killing: Killing | None):
        """The Pod and container that a late hook belonged to."""
        if killing is not None:
            return killing.pod, killing.kill.container
        uid, container_id = key
        pod = self.kl.pod_manager.pods.get(uid)
        status = next(
            (c for c in self.kl.runtime.pod_runtime(uid).containers if c.id == container_id), None
        )
        place = find_container(pod, status.name) if pod and status else None
        return (pod, place.container) if place else (None, None)

    # The turn, and the stop

    def _wait_for_turn(self, key: Key) -> None:
        killing = self.kills[key]
        if killing.ordered and killing.grace_seconds > 0:
            self.kills[key] = replace(killing, began_ms=self.world.now)
            self.kl.termination_turns.wait_for_turn(key, killing.kill.name, killing.grace_seconds)
        else:
            self._stop(key)

    def turn_has_come(self, key: Key) -> None:
        """Called by the termination order, at the turn or when the grace period is over."""
        killing = self.kills[key]
        left = left_after(killing.grace_seconds, self.world.now - killing.began_ms)
        self.kills[key] = replace(killing, grace_seconds=left)
        self._stop(key)

    def _stop(self, key: Key) -> None:
        killing = self.kills[key]
        grace = stop_grace_seconds(killing.grace_seconds)
        self.kl.runtime.stop_container(
            killing.kill.id, grace * 1000, self.callback("kill.stopped", key)
        )

    def stopped(self, key: Key) -> None:
        killing = self.kills.pop(key)
        self._emit(killing, "grace-end")
        self.kl.pleg.notice(key[0])
        if killing.ordered:
            self.kl.termination_turns.container_terminated(key[0], killing.kill.name)
        self.world.call(killing.then)

    def _announce(self, killing: Killing, seconds: int) -> None:
        pod, kill = killing.pod, killing.kill
        self._emit(
            killing,
            "grace",
            count=seconds,
            until=self.world.now + stop_grace_seconds(seconds) * 1000,
            rule="kill.termination-grace-period",
            fields=grace_fields(pod, kill.container, kill.reason, seconds),
        )

    def _emit(self, killing: Killing, what: str, **fields: Any) -> None:
        metadata = killing.pod.metadata
        self.world.emit(
            ProcessChanged,
            what=what,
            namespace=metadata.namespace,
            pod=metadata.name,
            uid=metadata.uid,
            container=killing.kill.name,
            **fields,
        )
