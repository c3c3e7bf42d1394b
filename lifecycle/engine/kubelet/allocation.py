"""In-place resize: what a node has granted a Pod, while its spec asks for something else.

A resize is granted when it fits beside what the other Pods were granted; else it waits
until one of them goes. The runtime then follows container by container.

Mirrors pkg/kubelet/allocation/allocation_manager.go.
"""

import msgspec
from lightkube.models.core_v1 import Pod, PodCondition, ResourceRequirements
from msgspec.structs import replace

from lifecycle.engine.kubelet.kuberuntime.resize import Actuated, Resources
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.recorder import NORMAL, WARNING
from lifecycle.engine.kubelet.status.conditions import RESIZE_IN_PROGRESS, RESIZE_PENDING

DEFERRED = "Deferred"
Requirements = dict[str, ResourceRequirements | None]
"""By container name."""


class Resize(msgspec.Struct, frozen=True):
    """A Pod whose spec asks for other resources than it began with.

    `refusal` says why the last wish was not granted; it is empty if it was.
    """

    pod: Pod
    allocated: Requirements
    in_force: Requirements
    in_progress: bool = False
    refusal: str = ""


class Allocation(Part):
    """Only Pods that were ever resized are in here."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.resizes: dict[str, Resize] = self.process.memory("resizes")

    # Wishes

    def pod_updated(self, old: Pod, pod: Pod) -> None:
        """The spec has changed: is it about resources?"""
        uid = pod.metadata.uid
        resize = self.resizes.get(uid)
        granted = resize.allocated if resize else requirements_of(old)
        if granted == requirements_of(pod):
            return
        if resize is None:
            resize = Resize(pod, granted, granted)
        self.resizes[uid] = replace(resize, pod=pod)
        self._try(uid)

    def retry(self) -> None:
        """A Pod has gone: what has waited may fit now (`RetryPendingResizes`)."""
        for uid in [uid for uid, resize in self.resizes.items() if resize.refusal]:
            if self._try(uid):
                self.kl.pod_manager.sync(uid)

    def forget(self, uid: str) -> None:
        self.resizes.pop(uid, None)

    def _try(self, uid: str) -> bool:
        resize = self.resizes[uid]
        refusal = self.kl.admission.fits(resize.pod)
        if refusal is None:
            self.resizes[uid] = replace(
                resize, allocated=requirements_of(resize.pod), in_progress=True, refusal=""
            )
            self.kl.admission.admitted(resize.pod)
            message = f"Pod resize started: {_described(resize.pod)}"
            self.kl.recorder.pod(resize.pod, NORMAL, "ResizeStarted", message)
            return True
        if resize.refusal != refusal.message:
            self.resizes[uid] = replace(resize, refusal=refusal.message)
            described = _described(resize.pod, refusal.message)
            message = f"Pod resize {refusal.reason}: {described}"
            self.kl.recorder.pod(resize.pod, WARNING, "ResizeDeferred", message)
        return False

    # What is in force

    def granted(self, pod: Pod) -> Pod:
        """The Pod as it may be run: with what was allocated (`UpdatePodFromAllocation`)."""
        resize = self.resizes.get(pod.metadata.uid)
        if resize is None or resize.allocated == requirements_of(pod):
            return pod

        def fitted(containers):
            return containers and [
                replace(c, resources=resize.allocated.get(c.name, c.resources)) for c in containers
            ]

        spec = replace(
            pod.spec,
            containers=fitted(pod.spec.containers),
            initContainers=fitted(pod.spec.initContainers),
        )
        return replace(pod, spec=spec)

    def actuated(self, uid: str) -> Actuated | None:
        """What the runtime has been told so far; None for a Pod that was never resized."""
        resize = self.resizes.get(uid)
        if resize is None:
            return None
        return Actuated({name: Resources.wanted(each) for name, each in resize.in_force.items()})

    def in_force(self, uid: str) -> Requirements:
        resize = self.resizes.get(uid)
        return resize.in_force if resize else {}

    def applied(self, uid: str, name: str) -> None:
        """The runtime has given a container what was allocated to it."""
        resize = self.resizes.get(uid)
        if resize is not None and name in resize.allocated:
            in_force = {**resize.in_force, name: resize.allocated[name]}
            self.resizes[uid] = replace(resize, in_force=in_force)

    def complete(self, uid: str) -> None:
        """At the beginning of a pass: is everything as it was granted?"""
        resize = self.resizes.get(uid)
        if resize is None or not resize.in_progress or resize.in_force != resize.allocated:
            return
        self.resizes[uid] = replace(resize, in_progress=False)
        message = f"Pod resize completed: {_described(resize.pod)}"
        self.kl.recorder.pod(resize.pod, NORMAL, "ResizeCompleted", message)

    def conditions(self, uid: str) -> tuple[PodCondition, ...]:
        """PodResizePending and PodResizeInProgress, while they hold."""
        resize = self.resizes.get(uid)
        if resize is None:
            return ()
        conditions = []
        if resize.refusal:
            conditions.append(
                PodCondition(
                    type=RESIZE_PENDING, status="True", reason=DEFERRED, message=resize.refusal
                )
            )
        if resize.in_progress:
            conditions.append(PodCondition(type=RESIZE_IN_PROGRESS, status="True"))
        return tuple(conditions)


def requirements_of(pod: Pod) -> Requirements:
    """Of init and app containers; ephemeral ones ask for nothing."""
    containers = (*(pod.spec.initContainers or ()), *pod.spec.containers)
    return {container.name: container.resources for container in containers}


def _described(pod: Pod, error: str = "") -> str:
    """The JSON that events about a resize carry."""
    containers = [{"name": c.name, "resources": _listed(c.resources)} for c in pod.spec.containers]
    described = {"containers": containers, "generation": pod.metadata.generation}
    if error:
        described["error"] = error
    return msgspec.json.encode(described).decode()


def _listed(resources: ResourceRequirements | None) -> dict[str, dict[str, str]]:
    lists = (
        {} if resources is None else {"limits": resources.limits, "requests": resources.requests}
    )
    return {kind: dict(sorted(each.items())) for kind, each in lists.items() if each}
