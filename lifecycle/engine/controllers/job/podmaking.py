"""How many Pods a Job should have now, and making and deleting them.

Mirrors `manageJob`, `deleteJobPods` and `deleteActivePods` of
pkg/controller/job/job_controller.go.
"""

from lightkube.models.batch_v1 import Job
from lightkube.models.core_v1 import Pod

from lifecycle.engine.apiserver.meta import with_metadata
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.job.conditions import deciding_fields
from lifecycle.engine.controllers.job.facts import (
    FINALIZER,
    completion_index,
    is_indexed,
    is_suspended,
    is_tracked,
    replaces_only_failed,
    untracked,
)
from lifecycle.engine.controllers.job.indexes import first_pending, indexed_template
from lifecycle.engine.controllers.job.perindex import counts_after, due, has_limit_per_index
from lifecycle.engine.controllers.job.sync import Look
from lifecycle.engine.controllers.podcontrol import PodControl
from lifecycle.engine.controllers.podranking import active_pods_to_delete
from lifecycle.engine.controllers.pods import pod_from_template
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World

BURST = 500


class PodMaking:
    """Creates and deletes a Job's Pods."""

    def __init__(self, world: World, api: ApiServer) -> None:
        self._world, self._api = world, api
        self._pods = PodControl(world, api, "job-controller")

    def manage(self, look: Look) -> tuple[int, Millis]:
        """Make up the difference; how many are active now, and when to look again."""
        job, active = look.job, list(look.active)
        if is_suspended(job):
            return len(active) - self.delete(job, active), 0
        wanted = wanted_active(look)
        surplus = len(active) - wanted
        if surplus > 0:
            doomed = active_pods_to_delete(active, surplus)
            return len(active) - self.delete(job, doomed), 0
        waiting = look.terminating if replaces_only_failed(job) else 0
        missing = min(wanted - len(active) - waiting, BURST)
        if missing <= 0:
            return len(active), 0
        if has_limit_per_index(job):
            indexes, remaining = due(_pending(look, missing), look.held_back, self._world.now)
            self._create_indexed(look, indexes)
            return len(active) + len(indexes), remaining
        remaining = look.backoff.remaining(self._world.now)
        if remaining > 0:
            return 0, remaining
        self._create(look, missing)
        return len(active) + missing, 0

    def delete(self, job: Job, pods: list[Pod]) -> int:
        """Delete Pods that are not to be counted: the finalizer goes first."""
        for pod in pods:
            if is_tracked(pod):
                pod = self._api.update(untracked(pod))
            self._pods.delete(job, pod, "job.surplus")
        return len(pods)

    def delete_active(self, look: Look, reason: str) -> int:
        """Delete what still runs of a Job that has failed; it counts as failed."""
        for pod in look.active:
            self._pods.delete(look.job, pod, "job.failed", deciding_fields(reason))
        return len(look.active)

    def _create(self, look: Look, count: int) -> None:
        job = look.job
        if not is_indexed(job):
            for _ in range(count):
                self._make(job, pod_from_template(job.spec.template, job))
            return
        self._create_indexed(look, _pending(look, count))

    def _create_indexed(self, look: Look, indexes: list[int]) -> None:
        job = look.job
        for index in indexes:
            pod = pod_from_template(indexed_template(job, index), job)
            if has_limit_per_index(job):
                counts = counts_after(job, look.held_back.get(index))
                pod = with_metadata(pod, annotations={**pod.metadata.annotations, **counts})
            self._make(job, with_metadata(pod, generateName=f"{job.metadata.name}-{index}-"))

    def _make(self, job: Job, pod: Pod) -> None:
        finalizers = [*(pod.metadata.finalizers or ()), FINALIZER]
        marked = with_metadata(pod, finalizers=finalizers)
        self._pods.create(job, marked, "job.completions", ("spec.parallelism",))


def _pending(look: Look, count: int) -> list[int]:
    """The lowest indexes at which nobody works, and that are neither done nor given up."""
    working = [completion_index(pod) for pod in look.active]
    taken = look.done_indexes() | look.failed_indexes
    taken |= frozenset(number for number in working if number is not None)
    return first_pending(look.job.spec.completions or 0, taken, count)


def wanted_active(look: Look) -> int:
    """How many Pods should be active (`manageJob`)."""
    spec = look.job.spec
    parallelism = spec.parallelism if spec.parallelism is not None else 1
    if spec.completions is None:
        return min(len(look.active), parallelism) if look.succeeded else parallelism
    return max(min(spec.completions - look.succeeded, parallelism), 0)
