"""A Pod that fits nowhere: the event, the condition, and perhaps others that must go.

Mirrors `handleSchedulingFailure` of pkg/scheduler/schedule_one.go and
framework/preemption/executor.go.
"""

from typing import Any

from lightkube.models.core_v1 import Pod, PodCondition
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition, keep_transition_time, with_condition
from lifecycle.engine.api.tolerations import untolerated
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.kernel.world import World
from lifecycle.engine.scheduler.blame import blamed_fields
from lifecycle.engine.scheduler.cache import Cache
from lifecycle.engine.scheduler.diagnosis import Diagnosis
from lifecycle.engine.scheduler.nodeinfo import PodInfo
from lifecycle.engine.scheduler.plugins import nodeaffinity, tainttoleration
from lifecycle.engine.scheduler.preemption import Candidate, preempt
from lifecycle.engine.scheduler.queue import SchedulingQueue, Waiting

SOURCE = "default-scheduler"
NO_CLAIMS = "no new claims to deallocate"
"""What the plugin for dynamic resources says first, of every Pod that has no claims."""

PREEMPTING = "default-scheduler: preempting to accommodate a higher priority pod"


def _why(pod: Pod, diagnosis: Diagnosis) -> dict[str, Any]:
    """The rule and the fields that explain the records of this failure."""
    if not diagnosis.plugins:
        return {"rule": "schedule.no-nodes"}
    fields = [field for name in diagnosis.plugins for field in blamed_fields(pod, name)]
    return {"rule": f"schedule.{diagnosis.plugins[0]}", "fields": tuple(fields)}


class Refuser:
    """Puts a Pod back that fits nowhere, and says why."""

    def __init__(self, world: World, api: ApiServer, cache: Cache, queue: SchedulingQueue) -> None:
        self._world, self._api, self._cache, self._queue = world, api, cache, queue

    def refuse(self, waiting: Waiting, diagnosis: Diagnosis) -> str:
        """Publish the failure; the name of the node that preemption clears, or nothing."""
        pod, after, candidate = waiting.pod, "", None
        if diagnosis.nodes:
            budgets = self._api.list("PodDisruptionBudget")
            preemption = preempt(pod, self._cache, diagnosis, budgets)
            candidate = preemption.candidate
            if not candidate and self._api.version.preemption_explained:
                after = f"{NO_CLAIMS}, {preemption.message}"
        message = self._worded(pod, diagnosis).message(after)
        self._queue.refused(waiting, diagnosis.plugins)
        why = _why(pod, diagnosis)
        self._api.record_event(pod, "Warning", "FailedScheduling", message, SOURCE, **why)
        if candidate:
            self._evict(pod, candidate)
        node = candidate.node if candidate else ""
        self._publish(pod, message, node, why)
        return node

    def _worded(self, pod: Pod, diagnosis: Diagnosis) -> Diagnosis:
        """The reasons in the words of the version that is played."""
        if self._api.version.taints_unnamed:
            return diagnosis
        return diagnosis._replace(
            by_node=tuple(
                (node, status._replace(reasons=self._as_before(pod, node, status.reasons)))
                for node, status in diagnosis.by_node
            )
        )

    def _as_before(self, pod: Pod, name: str, reasons: tuple[str, ...]) -> tuple[str, ...]:
        if reasons == nodeaffinity.REFUSED.reasons:
            return ("node(s) didn't match Pod's node affinity",)
        node = self._cache.node(name)
        if reasons != tainttoleration.REFUSED.reasons or node is None:
            return reasons
        effects = tainttoleration.EFFECTS
        taint = untolerated(node.taints, pod.spec.tolerations or (), effects)
        named = f"{{{taint.key}: {taint.value or ''}}}" if taint else "{}"
        return (f"node(s) had taint {named}, that the pod didn't tolerate",)

    def skip_deleted(self, pod: Pod) -> None:
        """A Pod that was deleted while it waited for a node (`skipPodSchedule`)."""
        if not self._api.version.deleted_pod_skipped_silently:
            meta = pod.metadata
            message = f"skip schedule deleting pod: {meta.namespace}/{meta.name}"
            self._api.record_event(pod, "Warning", "FailedScheduling", message, SOURCE)

    def _publish(self, pod: Pod, message: str, node: str, why: dict[str, Any]) -> None:
        """The condition PodScheduled=False, if the Pod is still there."""
        meta = pod.metadata
        current = self._api.find("Pod", meta.namespace, meta.name)
        if current is None or current.metadata.uid != meta.uid:
            return
        condition = PodCondition(
            type="PodScheduled", status="False", reason="Unschedulable", message=message
        )
        changed = self._with_condition(current, condition)
        if node:
            changed = replace(changed, status=replace(changed.status, nominatedNodeName=node))
        self._api.update(changed, subresource="status", **why)

    def _evict(self, pod: Pod, candidate: Candidate) -> None:
        """Mark, delete and announce each victim (`PrepareCandidate`)."""
        for victim in candidate.victims:
            self._evict_one(pod, victim, candidate.node)

    def _evict_one(self, pod: Pod, victim: PodInfo, node: str) -> None:
        meta = victim.pod.metadata
        current = self._api.find("Pod", meta.namespace, meta.name)
        if current is None or current.metadata.deletionTimestamp:
            return
        condition = PodCondition(
            type="DisruptionTarget",
            status="True",
            reason="PreemptionByScheduler",
            message=PREEMPTING,
        )
        if self._api.version.disruption_condition:
            self._api.update(self._with_condition(current, condition), subresource="status")
        self._api.delete("Pod", meta.namespace, meta.name, uid=meta.uid)
        named = f"{pod.metadata.namespace}/{pod.metadata.name}"
        by = f"pod {pod.metadata.uid}" if self._api.version.preemptor_unnamed else named
        message = f"Preempted by {by} on node {node}"
        self._api.record_event(current, "Normal", "Preempted", message, SOURCE)

    def _with_condition(self, pod: Pod, condition: PodCondition) -> Pod:
        condition = replace(
            condition,
            lastTransitionTime=timestamp(self._world.now),
            observedGeneration=pod.metadata.generation,
        )
        old = get_condition(pod.status, condition.type)
        conditions = with_condition(pod.status.conditions, keep_transition_time(old, condition))
        return replace(pod, status=replace(pod.status, conditions=conditions))
