"""kubectl rollout status and history: what has come of the versions of a workload.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/rollout (rollout_status.go, rollout_history.go) and
…/pkg/polymorphichelpers (rollout_status.go, history.go).
"""

from typing import Any, NamedTuple

import msgspec
from lightkube.models.apps_v1 import DaemonSet, Deployment, StatefulSet
from lightkube.models.core_v1 import PodTemplateSpec

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.kubectl.describe.page import Page
from lifecycle.engine.kubectl.describe.workloads import describe_template
from lifecycle.engine.kubectl.flags import Parsed
from lifecycle.engine.kubectl.moment import Moment, Objects
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.resources import Resource, Target, get, targets
from lifecycle.engine.kubectl.tabwriter import align

REVISION = "deployment.kubernetes.io/revision"
CAUSE = "kubernetes.io/change-cause"
KEPT = ("StatefulSet", "DaemonSet")
"""Whose versions are ControllerRevisions; a Deployment's are ReplicaSets."""


class Version(NamedTuple):
    """A template that a workload has had, its number, and what stands for it."""

    number: int
    holder: Any

    @property
    def template(self) -> PodTemplateSpec:
        """The template of the Pods."""
        if self.holder.kind == "ReplicaSet":
            return self.holder.spec.template
        return msgspec.convert(self.holder.data["spec"]["template"], PodTemplateSpec)


def named(parsed: Parsed, objects: Objects) -> list[Target]:
    """What a rollout command is about; raises Refusal if nothing is named."""
    if len(parsed.args) < 2:
        raise Refusal("error: required resource not specified")
    return targets(parsed, objects, parsed.args[1:])


def owned(objects: Objects, kind: str, owner: Any) -> list[Any]:
    """The objects of a kind that an object controls."""
    metadata = metadata_of(owner)
    return [
        obj
        for obj in objects.list(kind, metadata.namespace)
        if any(
            ref.uid == metadata.uid and ref.controller
            for ref in metadata_of(obj).ownerReferences or ()
        )
    ]


def versions_of(objects: Objects, owner: Any) -> list[Version]:
    """All versions that are kept, the oldest first."""
    if owner.kind in KEPT:
        kept = owned(objects, "ControllerRevision", owner)
        found = [Version(one.revision, one) for one in kept]
    else:
        found = [Version(_revision(one), one) for one in owned(objects, "ReplicaSet", owner)]
    return sorted((one for one in found if one.number), key=lambda one: one.number)


def group_kind(resource: Resource) -> str:
    """`Job.batch`, `Pod`."""
    return f"{resource.kind}.{resource.group}" if resource.group else resource.kind


def status(parsed: Parsed, moment: Moment) -> str:
    """How a rollout comes on, a line a change, to its end or as far as is known."""
    found = named(parsed, moment.objects)
    if len(found) != 1:
        raise Refusal(
            "error: rollout status is only supported on individual resources and resource "
            f"collections - {len(found)} resources were found"
        )
    [target] = found
    resource, timeout = target.resource, parsed.flags["timeout"]
    get(target, moment.objects)
    viewer = _VIEWERS.get(resource.kind)
    if viewer is None:
        raise Refusal(f"error: no status viewer has been implemented for {group_kind(resource)}")
    said: list[str] = []
    for at_ms, obj in moment.versions(resource.kind, target.namespace, target.name):
        if timeout and at_ms > moment.now_ms + timeout:
            break
        try:
            if obj is None:
                raise Refusal("error: object has been deleted")
            line, done = viewer(obj, parsed.flags["revision"])
        except Refusal as refusal:
            raise Refusal("\n".join([*said, refusal.message])) from None
        said.append(line)
        if done or not parsed.flags["watch"]:
            return "\n".join(said)
    if timeout and moment.is_known(moment.now_ms + timeout):
        raise Refusal("\n".join([*said, "error: timed out waiting for the condition"]))
    return "\n".join(said)


def _deployment(obj: Deployment, revision: int) -> tuple[str, bool]:
    name, spec, found = obj.metadata.name, obj.spec, obj.status
    if revision and revision != _revision(obj):
        raise Refusal(
            f"error: desired revision ({revision}) is different from the running revision "
            f"({_revision(obj)})"
        )
    if found is None or (obj.metadata.generation or 0) > (found.observedGeneration or 0):
        return "Waiting for deployment spec update to be observed...", False
    progressing = get_condition(found, "Progressing")
    if progressing is not None and progressing.reason == "ProgressDeadlineExceeded":
        raise Refusal(f'error: deployment "{name}" exceeded its progress deadline')
    wanted, updated = spec.replicas or 0, found.updatedReplicas or 0
    existing, available = found.replicas or 0, found.availableReplicas or 0
    waiting = f'Waiting for deployment "{name}" rollout to finish:'
    if updated < wanted:
        return f"{waiting} {updated} out of {wanted} new replicas have been updated...", False
    if existing > updated:
        return f"{waiting} {existing - updated} old replicas are pending termination...", False
    if available < updated:
        return f"{waiting} {available} of {updated} updated replicas are available...", False
    return f'deployment "{name}" successfully rolled out', True


def _daemon_set(obj: DaemonSet, _: int) -> tuple[str, bool]:
    _only_rolling(obj)
    name, found = obj.metadata.name, obj.status
    if found is None or (obj.metadata.generation or 0) > (found.observedGeneration or 0):
        return "Waiting for daemon set spec update to be observed...", False
    wanted, updated = found.desiredNumberScheduled or 0, found.updatedNumberScheduled or 0
    available = found.numberAvailable or 0
    waiting = f'Waiting for daemon set "{name}" rollout to finish:'
    if updated < wanted:
        return f"{waiting} {updated} out of {wanted} new pods have been updated...", False
    if available < wanted:
        return f"{waiting} {available} of {wanted} updated pods are available...", False
    return f'daemon set "{name}" successfully rolled out', True


def _stateful_set(obj: StatefulSet, _: int) -> tuple[str, bool]:
    _only_rolling(obj)
    found, observed = obj.status, (obj.status.observedGeneration or 0) if obj.status else 0
    if not observed or (obj.metadata.generation or 0) > observed:
        return "Waiting for statefulset spec update to be observed...", False
    wanted, ready = obj.spec.replicas or 0, found.readyReplicas or 0
    updated = found.updatedReplicas or 0
    if ready < wanted:
        return f"Waiting for {wanted - ready} pods to be ready...", False
    rolling = obj.spec.updateStrategy.rollingUpdate if obj.spec.updateStrategy else None
    if rolling is not None:
        awaited = wanted - (rolling.partition or 0)
        if updated < awaited:
            return (
                f"Waiting for partitioned roll out to finish: {updated} out of {awaited} new "
                "pods have been updated..."
            ), False
        return f"partitioned roll out complete: {updated} new pods have been updated...", True
    if found.updateRevision != found.currentRevision:
        return (
            f"waiting for statefulset rolling update to complete {updated} pods at revision "
            f"{found.updateRevision}..."
        ), False
    return (
        f"statefulset rolling update complete {found.currentReplicas or 0} pods at revision "
        f"{found.currentRevision}..."
    ), True


def _only_rolling(obj: Any) -> None:
    strategy = obj.spec.updateStrategy
    if strategy is not None and strategy.type != "RollingUpdate":
        raise Refusal("error: rollout status is only available for RollingUpdate strategy type")


_VIEWERS = {"Deployment": _deployment, "DaemonSet": _daemon_set, "StatefulSet": _stateful_set}


def history(parsed: Parsed, moment: Moment) -> str:
    """The versions that are kept, or one of them in full."""
    found = named(parsed, moment.objects)
    return "\n\n".join(_history(parsed, moment.objects, target) for target in found)


def _history(parsed: Parsed, objects: Objects, target: Target) -> str:
    resource, revision = target.resource, parsed.flags["revision"]
    owner = get(target, objects)
    if resource.kind not in ("Deployment", *KEPT):
        kind = group_kind(resource)
        raise Refusal(f'error: no history viewer has been implemented for "{kind}"')
    versions = versions_of(objects, owner)
    if not versions:
        return f"{target.label} \nNo rollout history found."
    if revision > 0:
        page = Page()
        chosen = next((one for one in versions if one.number == revision), None)
        if chosen is None:
            raise Refusal("error: unable to find the specified revision")
        describe_template(page, chosen.template)
        return f"{target.label} with revision #{revision}\n{page.text()}"
    if resource.kind == "StatefulSet":
        rows = ["REVISION", *(str(one.number) for one in versions)]
    else:
        causes = (f"{one.number}\t{_cause(one.holder)}" for one in versions)
        rows = ["REVISION\tCHANGE-CAUSE", *causes]
    return align("\n".join([f"{target.label} ", *rows]))


def _cause(holder: Any) -> str:
    return (holder.metadata.annotations or {}).get(CAUSE, "") or "<none>"


def _revision(obj: Any) -> int:
    text = (obj.metadata.annotations or {}).get(REVISION, "0")
    return int(text) if text.isdecimal() else 0
