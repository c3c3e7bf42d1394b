"""A cluster in which nothing runs but the scheduler, for its tests."""

from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.scheme import decode
from lifecycle.engine.api.version import V1_36
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.bootstrap import bootstrap
from lifecycle.engine.kernel.world import World
from lifecycle.engine.scheduler.scheduler import Scheduler


class Board:
    """Nodes, Pods, and what the scheduler said and did."""

    def __init__(self, *nodes, version=V1_36):
        self.world = World(1)
        self.api = ApiServer(self.world, version)
        Scheduler(self.world, self.api)
        bootstrap(self.world, self.api, [decode(node) for node in nodes])
        self.world.advance(100)

    def create(self, document):
        return self.api.create(set_defaults(decode(document)))

    def pod(self, name, *, labels=None, requests=None, ports=(), **spec):
        """Create a Pod with one container."""
        container = {"name": "app", "image": "busybox"}
        if requests:
            limits = {name: amount for name, amount in requests.items() if "/" in name}
            container["resources"] = {"requests": requests, "limits": limits}
        if ports:
            container["ports"] = [{"containerPort": p, "hostPort": p} for p in ports]
        return self.create(
            {
                "apiVersion": "v1",
                "kind": "Pod",
                "metadata": {"name": name, "labels": labels or {}},
                "spec": {"containers": [container], **spec},
            }
        )

    def priority_class(self, name, value):
        self.create(
            {
                "apiVersion": "scheduling.k8s.io/v1",
                "kind": "PriorityClass",
                "metadata": {"name": name},
                "value": value,
            }
        )

    def patch(self, kind, namespace, name, change):
        return self.api.patch(kind, namespace, name, change)

    def wait(self, ms=1_000):
        self.world.advance(self.world.now + ms)
        return self

    def node_of(self, name):
        return self.api.get("Pod", "default", name).spec.nodeName

    def scheduled_condition(self, name):
        """Status, reason and message of the Pod's condition PodScheduled."""
        for condition in self.api.get("Pod", "default", name).status.conditions or ():
            if condition.type == "PodScheduled":
                return condition.status, condition.reason, condition.message
        return None

    def refusal(self, name):
        """The first half of the message: what the nodes said."""
        message = self.scheduled_condition(name)[2]
        return message.partition(" no new claims")[0]

    def events(self, name):
        """Reason and message of the events about a Pod, in order."""
        return [
            (record.object.reason, record.object.message)
            for record in self.world.records
            if record.kind == "Event" and record.object.involvedObject.name == name
        ]


def node(name, *, labels=None, capacity=None, **spec):
    """A Node's manifest."""
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": labels or {}},
        "spec": spec,
        "status": {"capacity": capacity or {}},
    }
