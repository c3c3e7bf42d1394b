"""What every picture of a trace is made of: for each Pod, lanes of stretches and of marks.

A stretch lasts until the next one of its lane; a mark is one moment. `tone` says what kind
of state it is, in one word that each picture turns into a colour, a sign or a tag of its own.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lightkube.models.core_v1 import ContainerState, ContainerStatus, Pod

from lifecycle.engine.apiserver.printers.pod import PodSummary
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import InputTaken, ObjectChanged, ProcessChanged, Record
from lifecycle.sentence import Say, Sentence
from lifecycle.sessions.podline import summary_of

WAITING, RUNNING, READY, ENDING, SUCCEEDED, FAILED, TOLD = (
    "waiting",
    "running",
    "ready",
    "terminating",
    "succeeded",
    "failed",
    "told",
)
PROBES = {"success": READY, "failure": FAILED}
PROBE_KINDS = ("", "startup", "readiness", "liveness")
_READY, _RUNNING, _WAITING = Sentence("ready"), Sentence("running"), Sentence("waiting")
PROBE_RESULTS = {"success": Sentence("success"), "failure": Sentence("failure")}


class Stretch(NamedTuple):
    """A state, from `start` up to `end`; `over` once a container has ended."""

    start: Millis
    end: Millis
    text: str
    tone: str
    over: bool = False


class Mark(NamedTuple):
    """Something that takes no time; `what` as in its record, or `event` or `command`."""

    at: Millis
    what: str
    text: str
    tone: str


class Lane(NamedTuple):
    """One thing that has states: a container, one of its probes, or the Pod itself (STATUS)."""

    container: str
    probe: str
    stretches: tuple[Stretch, ...]
    marks: tuple[Mark, ...]

    @property
    def name(self) -> str:
        """`STATUS`, `app` or `app readiness`."""
        return f"{self.container} {self.probe}".strip() or "STATUS"


class PodLanes(NamedTuple):
    """One Pod; a name that is used again is another Pod. Its lanes: STATUS is the first."""

    namespace: str
    name: str
    uid: str
    lanes: tuple[Lane, ...]
    events: tuple[Mark, ...]


def pod_lanes(records: Iterable[Record], until_ms: Millis, say: Say = str) -> list[PodLanes]:
    """The lanes of all Pods up to that moment, in the order in which the Pods were made."""
    pods = _Pods()
    for record in records:
        if record.t > until_ms:
            break
        pods.take(record)
    return [pod.drawn(uid, until_ms, say) for uid, pod in pods.by_uid.items()]


def command_marks(records: Iterable[Record], until_ms: Millis) -> tuple[Mark, ...]:
    """What users did, up to that moment."""
    return tuple(
        Mark(record.t, "command", record.line, TOLD)
        for record in records
        if isinstance(record, InputTaken) and record.t <= until_ms
    )


class _Lane:
    def __init__(self) -> None:
        self.states: list[tuple[Millis, str, str, bool]] = []
        self.marks: list[Mark] = []

    def state(self, at_ms: Millis, text: str, tone: str, over: bool = False) -> None:
        if not self.states or self.states[-1][1:] != (text, tone, over):
            self.states.append((at_ms, text, tone, over))

    def drawn(self, container: str, probe: str, until_ms: Millis, say: Say) -> Lane:
        ends = [at for at, *_ in self.states[1:]] + [until_ms]
        stretches = (
            Stretch(at, end, say(text), tone, over)
            for (at, text, tone, over), end in zip(self.states, ends)
            if text and end > at
        )
        marks = (mark._replace(text=say(mark.text)) for mark in self.marks)
        return Lane(container, probe, tuple(stretches), tuple(marks))


class _Pods:
    """Which Pod a record is about.

    What a static Pod's processes do, and its Events, bear the uid that its kubelet gave it and
    not that of its mirror: they are the newest Pod's of that name.
    """

    def __init__(self) -> None:
        self.by_uid: dict[str, _Pod] = {}
        self._newest: dict[tuple[str, str], _Pod] = {}

    def take(self, record: Record) -> None:
        if isinstance(record, ProcessChanged):
            if pod := self._of(record.uid, record.namespace, record.pod):
                pod.process(record)
        elif isinstance(record, ObjectChanged) and record.kind == "Pod":
            if record.uid not in self.by_uid:
                pod = _Pod(record.namespace, record.name)
                self.by_uid[record.uid] = self._newest[record.namespace, record.name] = pod
            self.by_uid[record.uid].change(record)
        elif isinstance(record, ObjectChanged) and record.kind == "Event":
            involved = record.object.involvedObject
            of_a_pod = involved.kind == "Pod" and record.verb != "deleted"
            if of_a_pod and (pod := self._of(involved.uid, record.namespace, involved.name)):
                pod.event(record)

    def _of(self, uid: str | None, namespace: str, name: str) -> "_Pod | None":
        return self.by_uid.get(uid or "") or self._newest.get((namespace, name))


class _Pod:
    def __init__(self, namespace: str, name: str) -> None:
        self.namespace, self.name = namespace, name
        self.lanes: dict[tuple[str, str], _Lane] = {}
        self.events: list[Mark] = []

    def lane(self, container: str = "", probe: str = "") -> _Lane:
        return self.lanes.setdefault((container, probe), _Lane())

    def change(self, record: ObjectChanged) -> None:
        if record.verb == "deleted":
            for lane in self.lanes.values():
                lane.state(record.t, "", "")
            return
        pod: Pod = record.object
        summary = summary_of(record)
        self.lane().state(record.t, summary.status, _tone_of_pod(pod, summary))
        for status in _statuses(pod):
            self.lane(status.name).state(record.t, *_state(status))

    def process(self, record: ProcessChanged) -> None:
        for mark in _marks(record):
            self.lane(record.container, record.probe).marks.append(mark)

    def event(self, record: ObjectChanged) -> None:
        tone = FAILED if record.object.type == "Warning" else TOLD
        self.events.append(Mark(record.t, "event", record.object.reason, tone))

    def drawn(self, uid: str, until_ms: Millis, say: Say) -> PodLanes:
        """STATUS first, each container in its order, and its probes below it."""
        containers = list(dict.fromkeys(container for container, _ in self.lanes))
        names = sorted(
            self.lanes, key=lambda name: (containers.index(name[0]), PROBE_KINDS.index(name[1]))
        )
        lanes = tuple(self.lanes[name].drawn(*name, until_ms, say) for name in names)
        return PodLanes(self.namespace, self.name, uid, lanes, tuple(self.events))


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
    if phase == "Succeeded" or summary.status == "Completed":
        return SUCCEEDED
    if phase == "Failed" or _tells_of_trouble(summary.status):
        return FAILED
    if phase != "Running":
        return WAITING
    up, _, all_of_them = summary.ready.partition("/")
    return READY if up == all_of_them else RUNNING


def _state(status: ContainerStatus) -> tuple[str, str, bool]:
    state = status.state or ContainerState()
    if state.running:
        return (_READY, READY, False) if status.ready else (_RUNNING, RUNNING, False)
    if state.terminated:
        code = state.terminated.exitCode
        return Sentence("exit %(code)s", code=code), FAILED if code else SUCCEEDED, True
    reason = (state.waiting and state.waiting.reason) or _WAITING
    return reason, FAILED if _tells_of_trouble(reason) else WAITING, False


def _marks(record: ProcessChanged) -> list[Mark]:
    t, what = record.t, record.what
    if what == "probe":
        text = PROBE_RESULTS.get(record.result, record.result)
        return [Mark(t, what, text, PROBES.get(record.result, WAITING))]
    if what == "signal":
        return [Mark(t, what, f"SIG{record.signal}", ENDING)]
    if what in ("exit", "oom"):
        text = Sentence("exit %(code)s", code=record.exit_code)
        return [Mark(t, what, text, FAILED if record.exit_code else SUCCEEDED)]
    return []
