"""What every picture of a trace is made of: for each Pod, lanes of stretches and of marks.

A stretch lasts until the next one of its lane; a mark is one moment. `tone` says what kind
of state it is, in one word that each picture turns into a colour or a tag of its own.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lightkube.models.core_v1 import ContainerState, ContainerStatus, Pod

from lifecycle.engine.apiserver.printers.pod import PodSummary
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import ObjectChanged, ProcessChanged, Record
from lifecycle.sessions.podline import summary_of

WAITING, RUNNING, READY, ENDING, SUCCEEDED, FAILED = (
    "waiting",
    "running",
    "ready",
    "terminating",
    "succeeded",
    "failed",
)
PROBES = {"success": READY, "failure": FAILED}


class Stretch(NamedTuple):
    """A state, from `start` up to `end`."""

    start: Millis
    end: Millis
    text: str
    tone: str


class Mark(NamedTuple):
    """Something that takes no time."""

    at: Millis
    text: str
    tone: str


class Lane(NamedTuple):
    """One thing that has states: STATUS, a container, a probe."""

    name: str
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]


class PodLanes(NamedTuple):
    """One Pod; a name that is used again is another Pod."""

    namespace: str
    name: str
    uid: str
    lanes: tuple[Lane, ...]


def pod_lanes(records: Iterable[Record], until_ms: Millis) -> list[PodLanes]:
    """The lanes of all Pods up to that moment, in the order in which the Pods were made."""
    pods: dict[str, _Pod] = {}
    for record in records:
        if record.t > until_ms:
            break
        if isinstance(record, ObjectChanged) and record.kind == "Pod":
            if record.uid not in pods:
                pods[record.uid] = _Pod(record.namespace, record.name)
            pods[record.uid].change(record)
        elif isinstance(record, ProcessChanged) and record.uid in pods:
            pods[record.uid].process(record)
    return [pod.drawn(uid, until_ms) for uid, pod in pods.items()]


class _Lane:
    def __init__(self) -> None:
        self.states: list[tuple[Millis, str, str]] = []
        self.marks: list[Mark] = []

    def state(self, at_ms: Millis, text: str, tone: str) -> None:
        if not self.states or self.states[-1][1:] != (text, tone):
            self.states.append((at_ms, text, tone))

    def drawn(self, name: str, until_ms: Millis) -> Lane:
        ends = [at for at, _, _ in self.states[1:]] + [until_ms]
        stretches = (
            Stretch(at, end, text, tone)
            for (at, text, tone), end in zip(self.states, ends)
            if text and end > at
        )
        return Lane(name, tuple(stretches), tuple(self.marks))


class _Pod:
    def __init__(self, namespace: str, name: str) -> None:
        self.namespace, self.name = namespace, name
        self.lanes: dict[str, _Lane] = {}

    def lane(self, name: str) -> _Lane:
        return self.lanes.setdefault(name, _Lane())

    def change(self, record: ObjectChanged) -> None:
        if record.verb == "deleted":
            for lane in self.lanes.values():
                lane.state(record.t, "", "")
            return
        pod: Pod = record.object
        summary = summary_of(record)
        self.lane("STATUS").state(record.t, summary.status, _tone_of_pod(pod, summary))
        for status in _statuses(pod):
            self.lane(status.name).state(record.t, *_state(status))

    def process(self, record: ProcessChanged) -> None:
        for mark in _marks(record):
            name = f"{record.container} {record.probe}".strip() or "STATUS"
            self.lane(name).marks.append(mark)

    def drawn(self, uid: str, until_ms: Millis) -> PodLanes:
        names = sorted(self.lanes, key=self._place)
        lanes = tuple(self.lanes[name].drawn(name, until_ms) for name in names)
        return PodLanes(self.namespace, self.name, uid, lanes)

    def _place(self, name: str) -> tuple[int, str]:
        """STATUS first, each container in its order, and its probes below it."""
        container, _, probe = name.partition(" ")
        order = list(self.lanes)
        place = order.index(container) if container in order else len(order)
        return (-1 if name == "STATUS" else place, probe)


def _statuses(pod: Pod) -> list[ContainerStatus]:
    status = pod.status
    if status is None:
        return []
    return [
        *(status.initContainerStatuses or ()),
        *(status.containerStatuses or ()),
        *(status.ephemeralContainerStatuses or ()),
    ]


def _tells_of_trouble(reason: str) -> bool:
    return any(word in reason for word in ("BackOff", "Err", "OOMKilled", "Evicted", "NeverPull"))


def _tone_of_pod(pod: Pod, summary: PodSummary) -> str:
    phase = pod.status.phase if pod.status else None
    if pod.metadata.deletionTimestamp:
        return ENDING
    if phase in ("Succeeded", "Failed"):
        return SUCCEEDED if phase == "Succeeded" else FAILED
    if _tells_of_trouble(summary.status):
        return FAILED
    if phase != "Running":
        return WAITING
    up, _, all_of_them = summary.ready.partition("/")
    return READY if up == all_of_them else RUNNING


def _state(status: ContainerStatus) -> tuple[str, str]:
    state = status.state or ContainerState()
    if state.running:
        return ("ready", READY) if status.ready else ("running", RUNNING)
    if state.terminated:
        code = state.terminated.exitCode
        return f"exit {code}", FAILED if code else SUCCEEDED
    reason = (state.waiting and state.waiting.reason) or "waiting"
    return reason, FAILED if _tells_of_trouble(reason) else WAITING


def _marks(record: ProcessChanged) -> list[Mark]:
    if record.what == "probe":
        return [Mark(record.t, record.result, PROBES.get(record.result, WAITING))]
    if record.what == "signal":
        return [Mark(record.t, f"SIG{record.signal}", ENDING)]
    if record.what in ("exit", "oom"):
        code = record.exit_code
        return [Mark(record.t, f"exit {code}", FAILED if code else SUCCEEDED)]
    return []
