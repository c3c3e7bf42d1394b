"""Playing a Pod in a test: what was seen, in the words that a reader of kubectl knows."""

from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.engine.records import ObjectChanged, ProcessChanged


def pod_of(*containers, init=(), name="web", **spec):
    """A Pod as a manifest says it; containers are dicts, and get an image if they have none."""

    def whole(container):
        return {"image": "busybox:1.35", **container}

    document = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name},
        "spec": {"containers": [whole(c) for c in containers], **spec},
    }
    if init:
        document["spec"]["initContainers"] = [whole(c) for c in init]
    return document


class Played:
    """A cluster in which documents were applied, and lines were typed at their moments."""

    def __init__(self, *documents, do=(), until=60, **options):
        self.cluster = Cluster(**options)
        self.cluster.submit(Input(0, "kubectl apply -f -", documents))
        for seconds, line in do:
            taken = self.cluster.submit(Input(round(seconds * 1000), line))
            assert taken.ok, taken.output
        self.cluster.advance(round(until * 1000))

    @property
    def records(self):
        return self.cluster.records

    def pod(self, name="web"):
        """The Pod as it is at the end, or None."""
        return self.cluster.api.find("Pod", "default", name)

    def versions(self, name="web"):
        """(seconds, Pod) of every change that a watcher saw."""
        return [
            (record.t / 1000, record.object)
            for record in self.records
            if isinstance(record, ObjectChanged)
            and (record.kind, record.name) == ("Pod", name)
            and record.verb != "deleted"
        ]

    def gone_at(self, name="web"):
        """When the object left the API, or None."""
        for record in self.records:
            if (
                isinstance(record, ObjectChanged)
                and record.verb == "deleted"
                and (record.kind, record.name) == ("Pod", name)
            ):
                return record.t / 1000
        return None

    def phases(self, name="web"):
        return _without_repetition(pod.status.phase for _, pod in self.versions(name))

    def states(self, container, name="web"):
        """Each state of a container: running, or the reason of waiting or of its end."""
        return _without_repetition(
            _state(status)
            for _, pod in self.versions(name)
            for status in (
                *(pod.status.initContainerStatuses or ()),
                *(pod.status.containerStatuses or ()),
            )
            if status.name == container
        )

    def conditions(self, kind, name="web"):
        """The values of a condition, with its reason where it has one."""
        return _without_repetition(
            (condition.status, condition.reason)
            for _, pod in self.versions(name)
            for condition in pod.status.conditions or ()
            if condition.type == kind
        )

    def events(self, *reasons):
        """(reason, message, count) of each Event, as often as it was written."""
        return [
            (record.object.reason, record.object.message, record.object.count)
            for record in self.records
            if isinstance(record, ObjectChanged)
            and record.kind == "Event"
            and (not reasons or record.object.reason in reasons)
        ]

    def process(self, what, container=None):
        """The records of what the API does not show."""
        return [
            record
            for record in self.records
            if isinstance(record, ProcessChanged)
            and record.what == what
            and container in (None, record.container)
        ]

    def starts(self, container):
        return [record.t / 1000 for record in self.process("start", container)]


def _state(status):
    state = status.state
    if state.running:
        return "running"
    return state.waiting.reason if state.waiting else state.terminated.reason


def _without_repetition(values):
    kept = []
    for value in values:
        if not kept or kept[-1] != value:
            kept.append(value)
    return kept
