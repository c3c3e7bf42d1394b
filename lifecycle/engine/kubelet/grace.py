"""Grace periods: how many seconds a Pod, and each of its containers, has to stop.

Mirrors `calculateEffectiveGracePeriod` of pkg/kubelet/pod_workers.go, and
`setTerminationGracePeriod` and `killContainer` of
pkg/kubelet/kuberuntime/kuberuntime_container.go.
"""

from lightkube.models.core_v1 import Container, Pod

from lifecycle.engine.api.pod import find_container
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.kuberuntime.actions import (
    REASON_LIVENESS_PROBE,
    REASON_STARTUP_PROBE,
)

MINIMUM_GRACE_PERIOD_SECONDS = 2
PROBES = {REASON_LIVENESS_PROBE: "livenessProbe", REASON_STARTUP_PROBE: "startupProbe"}
"""The probe that may bring a grace period of its own, by the reason of a kill."""


def calculate_effective_grace_period(
    pod: Pod, *, current: int = 0, override: int | None = None
) -> tuple[int, bool]:
    """The seconds that the Pod as a whole gets, and whether they have become fewer.

    `current` is what it was given before (0: nothing yet): it may only fall. `override` is
    what a part of the kubelet (an eviction, a shutdown) asks for.
    """
    grace, overridden = current, False
    for wanted in (pod.metadata.deletionGracePeriodSeconds, override):
        if wanted is not None and (grace == 0 or wanted < grace):
            grace, overridden = wanted, True
    if not overridden and grace == 0 and pod.spec.terminationGracePeriodSeconds is not None:
        grace = pod.spec.terminationGracePeriodSeconds
    grace = max(grace, 1)
    return grace, current not in (0, grace)


def set_termination_grace_period(pod: Pod, container: Container, reason: str = "") -> int:
    """The seconds that a container gets when it is killed for this reason.

    A deletion's own count comes first; a failed probe may bring its own; else the Pod's.
    """
    if pod.metadata.deletionGracePeriodSeconds is not None:
        return pod.metadata.deletionGracePeriodSeconds
    if pod.spec.terminationGracePeriodSeconds is None:
        return MINIMUM_GRACE_PERIOD_SECONDS
    probe = getattr(container, PROBES[reason]) if reason in PROBES else None
    if probe is not None and probe.terminationGracePeriodSeconds is not None:
        return probe.terminationGracePeriodSeconds
    return pod.spec.terminationGracePeriodSeconds


def grace_fields(pod: Pod, container: Container, reason: str, seconds: int) -> tuple[str, ...]:
    """The field that these seconds come from; none where whoever ends the Pod has named them."""
    if pod.metadata.deletionGracePeriodSeconds is None and reason in PROBES:
        probe, place = getattr(container, PROBES[reason]), find_container(pod, container.name)
        if place is not None and probe is not None and probe.terminationGracePeriodSeconds:
            return (f"{place.path}.{PROBES[reason]}.terminationGracePeriodSeconds",)
    named = seconds != pod.spec.terminationGracePeriodSeconds
    return () if named else ("spec.terminationGracePeriodSeconds",)


def left_after(grace_seconds: int, spent_ms: Millis) -> int:
    """What is left after a hook or a wait, of which only whole seconds count; may be negative."""
    return grace_seconds - spent_ms // 1000


def stop_grace_seconds(left: int) -> int:
    """What the runtime is told: never so little that SIGKILL comes at once."""
    return max(left, MINIMUM_GRACE_PERIOD_SECONDS)
