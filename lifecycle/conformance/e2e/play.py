"""Playing a case: apply, wait, do what its steps say, and keep all that was seen."""

from typing import Any

from lightkube.models.core_v1 import Pod

from lifecycle.conformance.e2e.logbook import Line, lines_of
from lifecycle.conformance.e2e.manifest import IMAGES, manifest_of
from lifecycle.conformance.e2e.watch import Question, question
from lifecycle.conformance.verdict import Case
from lifecycle.engine.cluster import Cluster
from lifecycle.engine.cri.status import EXITED
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import ObjectChanged

PATIENCE_S = 300
"""How long upstream's framework waits where the case says nothing."""

RESTART_S = 5
NODE = "node1"


class Stuck(Exception):
    """A step that did not come to what it waited for."""


class Played:
    """A case that is being played. `steps` tells how far it came."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.name: str = case["pod"]["metadata"]["name"]
        self.cluster = Cluster()
        self.deleted_at: Millis | None = None
        self.restarted_at: Millis | None = None

    def run(self) -> str:
        """Carry out the steps; "done", or the one that got stuck."""
        for step in self.case["steps"]:
            try:
                self._step(step)
            except Stuck as stuck:
                return f"{stuck}"
        return "done"

    @property
    def pod(self) -> Pod | None:
        return self.cluster.api.find("Pod", "default", self.name)

    @property
    def versions(self) -> list[Pod]:
        """Every version that a watcher saw, the last one included when the Pod is gone."""
        return [record.object for record in self._changes()]

    @property
    def versions_since_restart(self) -> list[Pod]:
        """The version at the kubelet's restart and all later ones."""
        changes, since = self._changes(), self.restarted_at or 0
        before = [each.object for each in changes if each.t < since]
        return before[-1:] + [each.object for each in changes if each.t >= since]

    @property
    def gone_at(self) -> Millis | None:
        return next((each.t for each in self._changes() if each.verb == "deleted"), None)

    @property
    def lines(self) -> list[Line]:
        return lines_of(self.case, self.cluster.records)

    def _changes(self) -> list[ObjectChanged]:
        return [
            record
            for record in self.cluster.records
            if isinstance(record, ObjectChanged)
            and (record.kind, record.name) == ("Pod", self.name)
        ]

    def _step(self, step: dict[str, Any]) -> None:
        if "wait" in step:
            self._wait(step["wait"], step.get("within", PATIENCE_S))
        elif "hold" in step:
            self._hold(step["hold"], step.get("check"))
        else:
            self._do(step)

    def _do(self, step: dict[str, Any]) -> None:
        match step["do"]:
            case "create":
                self._submit("kubectl apply -f -", manifest_of(self.case))
            case "updateImage":
                image = IMAGES[step["image"]]
                self._submit(f"kubectl set image pod/{self.name} {step['container']}={image}")
            case "delete":
                self._delete(step.get("gracePeriodSeconds"))
            case "restartKubelet":
                self.restarted_at = self.cluster.now
                self._submit(f"kubelet stop {NODE}")
                self.cluster.advance(self.cluster.now + RESTART_S * 1000)
                self._submit(f"kubelet start {NODE}")
            case "stopKubelet" | "startKubelet" as what:
                self._submit(f"kubelet {what.removesuffix('Kubelet')} {NODE}")
                self.cluster.advance(self.cluster.now + 1000)
            case "stopSandbox":
                self._submit(f"sandbox kill {self.name}")
            case "exec kill 1":
                self._submit(f"kubectl exec {self.name} -c {step['container']} -- kill 1")
            case "removeExitedInitContainersFromRuntime":
                self._remove_exited_init_containers()
            case other:
                raise Stuck(f"do {other}: unknown")

    def _submit(self, line: str, *documents: dict[str, Any]) -> None:
        taken = self.cluster.submit(Input(self.cluster.now, line, documents))
        if not taken.ok:
            raise Stuck(f"{line}: {taken.output}")

    def _delete(self, grace: int | None) -> None:
        self.deleted_at = self.cluster.now
        option = "" if grace is None else f" --grace-period={grace}"
        self._submit(f"kubectl delete pod {self.name}{option} --wait=false")

    def _remove_exited_init_containers(self) -> None:
        pod = self.pod
        runtime = self.cluster.machines.runtime_of(pod)
        names = [container.name for container in pod.spec.initContainers]
        for instance in runtime.pod_runtime(pod.metadata.uid).containers:
            if instance.name in names and instance.state == EXITED:
                runtime.remove_container(instance.id)

    def _wait(self, words: str, within: int) -> None:
        if words == "pod gone":
            self._advance_until(lambda: self.pod is None, within, words)
        else:
            asked = question(words)
            self._advance_until(lambda: self._answers(asked), within, words)

    def _answers(self, asked: Question) -> bool:
        pod = self.pod or self.versions[-1]
        return asked(pod)

    def _advance_until(self, holds: Any, within: int, words: str) -> None:
        """Go from one happening to the next, so that no moment is missed."""
        deadline = self.cluster.now + within * 1000
        seen: Pod | None = None
        while True:
            pod = self.pod
            if (pod is not seen or pod is None) and holds():
                return
            seen = pod
            due = self.cluster.next_due()
            if due is None or due > deadline:
                raise Stuck(f"wait {words}: not within {within} s")
            self.cluster.advance(due)

    def _hold(self, seconds: int, check: str | None) -> None:
        begun = self.cluster.now
        self.cluster.advance(self.cluster.now + seconds * 1000)
        if check is None:
            return
        asked = question(check)
        for change in self._changes():
            if change.t > begun and not asked(change.object):
                raise Stuck(f"hold {check}: not so at {change.t} ms")
