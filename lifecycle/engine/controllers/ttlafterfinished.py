"""Finished Jobs that name a time to live are deleted when it is over.

Mirrors pkg/controller/ttlafterfinished.
"""

from lightkube.models.batch_v1 import Job

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.job.facts import is_finished
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.kernel.clock import Millis, millis
from lifecycle.engine.kernel.world import World


class TtlAfterFinished(Reconciler):
    """Deletes Jobs, and with them their Pods."""

    name = "ttlafterfinished"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        world.on("ttlafterfinished.job", self._job_changed)
        api.watch("Job", "ttlafterfinished.job")

    def _job_changed(self, verb: str, job: Job, old: Job | None) -> None:
        due = _due(job)
        if verb != "deleted" and due is not None:
            wait = max(due - self._world.now, 0)
            self.enqueue(job.metadata.namespace, job.metadata.name, wait)

    def sync(self, namespace: str, name: str) -> None:
        """Delete the Job if its time has come."""
        job = self._api.find("Job", namespace, name)
        due = _due(job) if job is not None else None
        if due is not None and due <= self._world.now:
            self._api.delete("Job", namespace, name, propagation="Foreground")


def _due(job: Job) -> Millis | None:
    seconds = job.spec.ttlSecondsAfterFinished
    if seconds is None or job.metadata.deletionTimestamp or not is_finished(job):
        return None
    for kind in ("Complete", "Failed"):
        condition = get_condition(job.status, kind)
        if condition is not None and condition.status == "True":
            return millis(condition.lastTransitionTime) + seconds * 1000
    return None
