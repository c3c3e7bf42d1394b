"""The Pod's own rules on its way into the store.

Mirrors pkg/registry/core/pod/strategy.go.
"""

from typing import Any

from lightkube.models.core_v1 import Container, Pod, PodCondition, PodStatus
from msgspec.structs import replace

from lifecycle.engine.api.defaults.disabled import prepare_pod
from lifecycle.engine.api.qos import compute_pod_qos
from lifecycle.engine.apiserver.registry.strategy import Cluster, Strategy
from lifecycle.engine.kernel.clock import timestamp

_RESIZED = ("containers", "initContainers")
_GATED = "Scheduling is blocked due to non-empty scheduling gates"


class PodStrategy(Strategy):
    """Pods: a status from the first moment, a QoS class, and graceful deletion."""

    def prepare_for_create(self, obj: Pod, cluster: Cluster) -> Pod:
        """Phase Pending, the QoS class and generation 1 (`podStrategy.PrepareForCreate`)."""
        obj = prepare_pod(obj)
        conditions = None
        if obj.spec.schedulingGates:
            conditions = [
                PodCondition(
                    type="PodScheduled",
                    status="False",
                    reason="SchedulingGated",
                    message=_GATED,
                    lastTransitionTime=timestamp(cluster.world.now),
                )
            ]
        return replace(
            obj,
            metadata=replace(obj.metadata, generation=1),
            status=PodStatus(phase="Pending", qosClass=compute_pod_qos(obj), conditions=conditions),
        )

    def prepare_for_update(self, obj: Pod, old: Pod) -> Pod:
        """As for all kinds, and without what is switched off (`DropDisabledPodFields`)."""
        return super().prepare_for_update(prepare_pod(obj, old), old)

    def prepare_for_resize(self, obj: Pod, old: Pod) -> Pod:
        """Take nothing but the containers' resources (`dropNonResizeUpdates`).

        Containers that were added, taken away or renamed stay as they came: validation
        refuses them.
        """
        lists = [(getattr(obj.spec, f) or [], getattr(old.spec, f) or []) for f in _RESIZED]
        if any(len(new) != len(before) for new, before in lists):
            return self.prepare_for_update(obj, old)
        resized = {f: _resized(*pair) or None for f, pair in zip(_RESIZED, lists)}
        spec = replace(old.spec, resources=obj.spec.resources, **resized)
        return self.prepare_for_update(replace(old, spec=spec), old)

    def prepare_for_ephemeral_containers(self, obj: Pod, old: Pod) -> Pod:
        """Take nothing but the ephemeral containers (`dropNonEphemeralContainerUpdates`)."""
        spec = replace(old.spec, ephemeralContainers=obj.spec.ephemeralContainers)
        return self.prepare_for_update(replace(old, spec=spec), old)

    def prepare_for_status_update(self, obj: Pod, old: Pod) -> Pod:
        """Keep the spec, the owners and any deletion (`podStatusStrategy.PrepareForUpdate`)."""
        if obj.metadata is not old.metadata:
            metadata = replace(obj.metadata, ownerReferences=old.metadata.ownerReferences)
            obj = replace(obj, metadata=metadata)
        status = _observed(obj.status, old.status)
        if obj.spec is old.spec and status is obj.status:
            return obj
        return replace(obj, spec=old.spec, status=status)

    def check_graceful_delete(self, obj: Pod, grace_seconds: int | None) -> int:
        """How long the Pod may take; 0 if no kubelet has it or it has ended already."""
        period = grace_seconds
        if period is None:
            period = obj.spec.terminationGracePeriodSeconds or 0
        phase = obj.status.phase if obj.status else None
        if not obj.spec.nodeName or phase in ("Failed", "Succeeded"):
            period = 0
        return 1 if period < 0 else period


def _observed(status: PodStatus | None, old: PodStatus | None) -> PodStatus | None:
    """Nobody clears what was observed, or the class (`preserveOldObservedGeneration`)."""
    if status is None or old is None or status is old:
        return status
    generations: dict[str, list[int | None]] = {}
    for condition in old.conditions or ():
        generations.setdefault(condition.type, []).append(condition.observedGeneration)
    conditions = [_kept(one, generations.get(one.type)) for one in status.conditions or ()]
    changed: dict[str, Any] = {}
    if any(new is not given for new, given in zip(conditions, status.conditions or ())):
        changed["conditions"] = conditions
    for name in ("observedGeneration", "qosClass"):
        if not getattr(status, name) and getattr(old, name):
            changed[name] = getattr(old, name)
    return replace(status, **changed) if changed else status


def _kept(condition: PodCondition, known: list[int | None] | None) -> PodCondition:
    before = known.pop(0) if known else None
    if condition.observedGeneration or not before:
        return condition
    return replace(condition, observedGeneration=before)


def _resized(wanted: list[Container], old: list[Container]) -> list[Container]:
    if any(new.name != before.name for new, before in zip(wanted, old)):
        return wanted
    return [
        replace(before, resources=new.resources, resizePolicy=new.resizePolicy)
        for new, before in zip(wanted, old)
    ]
