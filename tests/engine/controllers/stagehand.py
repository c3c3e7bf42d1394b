"""A cluster in which a stand-in for the kubelet moves Pods along, for tests of controllers.

Pods run and are ready half a second after they are bound, and end a second after they are
deleted; a test that wants something else says so.
"""

from lightkube.models.core_v1 import PodCondition
from msgspec.structs import replace

from lifecycle.engine.api.scheme import decode
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.bootstrap import bootstrap
from lifecycle.engine.controllers.manager import start_controllers
from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.kernel.world import World
from lifecycle.engine.scheduler.scheduler import Scheduler


class Stage:
    """API server, scheduler, controllers, and the stand-in."""

    def __init__(self, *, ready=True, runs=True):
        self.world = World(1)
        self.api = ApiServer(self.world)
        self.ready, self.runs = ready, runs
        Scheduler(self.world, self.api)
        start_controllers(self.world, self.api)
        self.world.on("stage.pod", self._pod)
        self.world.on("stage.run", self._run)
        self.world.on("stage.end", self.end)
        self.api.watch("Pod", "stage.pod")
        bootstrap(self.world, self.api)
        self.addresses = 0
        self.wait(100)

    def _pod(self, verb, pod, old):
        key = (pod.metadata.namespace, pod.metadata.name)
        if verb == "deleted" or not pod.spec.nodeName:
            return
        if pod.metadata.deletionTimestamp and pod.status.phase in ("Pending", "Running"):
            self.world.after(1_000, "stage.end", *key)
        elif pod.status.phase == "Pending" and self.runs:
            self.world.after(500, "stage.run", *key)

    def _run(self, namespace, name):
        pod = self.api.find("Pod", namespace, name)
        if pod is None or pod.status.phase != "Pending" or pod.metadata.deletionTimestamp:
            return
        self.addresses += 1
        self.set_status(name, phase="Running", podIP=f"10.244.0.{self.addresses}")
        if self.ready:
            self.set_ready(name, True)

    def end(self, namespace, name, phase="Succeeded"):
        """The Pod's containers have ended; a deleted Pod goes."""
        pod = self.api.find("Pod", namespace, name)
        if pod is None or pod.status.phase in ("Succeeded", "Failed"):
            return
        self.set_status(name, phase=phase)
        if pod.metadata.deletionTimestamp:
            self.api.delete("Pod", namespace, name, grace_seconds=0)

    def set_status(self, name, **changes):
        self.api.patch(
            "Pod",
            "default",
            name,
            lambda pod: replace(pod, status=replace(pod.status, **changes)),
            subresource="status",
        )

    def set_ready(self, name, ready):
        condition = PodCondition(
            type="Ready",
            status="True" if ready else "False",
            lastTransitionTime=timestamp(self.world.now),
        )
        self.set_status(name, conditions=[condition])

    def create(self, document):
        return self.api.create(decode(document))

    def update(self, kind, name, **changes):
        """Change fields of an object's spec."""
        self.api.patch(
            kind,
            "default",
            name,
            lambda obj: replace(obj, spec=replace(obj.spec, **changes)),
        )

    def wait(self, ms=2_000):
        self.world.advance(self.world.now + ms)

    def get(self, kind, name):
        return self.api.get(kind, "default", name)

    def names(self, kind="Pod"):
        return [obj.metadata.name for obj in self.api.list(kind, "default")]

    def pods(self):
        return self.api.list("Pod", "default")

    def events(self, kind):
        """Reason and message of the events about objects of that kind, in order."""
        return [
            (record.object.reason, record.object.message)
            for record in self.world.records
            if record.kind == "Event"
            and record.verb == "added"
            and record.object.involvedObject.kind == kind
        ]

    def history(self, kind, *fields):
        """The values that those fields of the status went through."""
        seen = []
        for record in self.world.records:
            if record.kind == kind and record.verb != "deleted" and record.object.status:
                values = tuple(getattr(record.object.status, field) or 0 for field in fields)
                if not seen or seen[-1] != values:
                    seen.append(values)
        return seen


def template(app="web", image="busybox:1", **spec):
    """A Pod template with one container."""
    return {
        "metadata": {"labels": {"app": app}},
        "spec": {"containers": [{"name": "app", "image": image}], **spec},
    }


def workload(kind, replicas, name="web", **spec):
    """A ReplicaSet's or Deployment's manifest."""
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": {"name": name},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": "web"}},
            "template": template(),
            **spec,
        },
    }
