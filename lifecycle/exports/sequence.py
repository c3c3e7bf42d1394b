"""A trace as a sequence diagram of Mermaid: who tells whom what, from apply to gone."""

from collections.abc import Iterable, Iterator
from json import dumps
from typing import NamedTuple

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import InputTaken, ObjectChanged, ProcessChanged, Record
from lifecycle.exports.lanes import PROBE_RESULTS
from lifecycle.exports.text import message as words
from lifecycle.exports.text import moment, name
from lifecycle.sentence import Say, Sentence
from lifecycle.sessions.podline import summary_of

MOST_MESSAGES = 250
USER, SERVER, SCHEDULER, KUBELET = "user", "api", "scheduler", "kubelet"
ACTORS = {USER: "kubectl", SERVER: "API server", SCHEDULER: "Scheduler", KUBELET: "kubelet"}


class _Message(NamedTuple):
    at: Millis
    sender: str
    receiver: str
    text: str
    arrow: str = "->>"


class _Talk:
    """Turns records into messages; only what differs from the last is told again."""

    def __init__(self) -> None:
        self.messages: list[_Message] = []
        self.containers: dict[str, str] = {}
        self._status: dict[str, str] = {}
        self._node: dict[str, str] = {}
        self._probes: dict[tuple[str, str, str], str] = {}

    def take(self, record: Record) -> None:
        if isinstance(record, InputTaken):
            self._say(record.t, USER, SERVER, record.line)
        elif isinstance(record, ObjectChanged) and record.kind == "Pod":
            self._pod(record)
        elif isinstance(record, ProcessChanged):
            self._process(record)

    def _say(self, at: Millis, sender: str, receiver: str, text: str, arrow: str = "->>") -> None:
        self.messages.append(_Message(at, sender, receiver, text, arrow))

    def _pod(self, record: ObjectChanged) -> None:
        if record.verb == "deleted":
            self._say(record.t, KUBELET, SERVER, Sentence("%(name)s is gone", name=record.name))
            return
        node = record.object.spec.nodeName
        if node and not self._node.get(record.uid):
            bound = Sentence("bind %(name)s to %(node)s", name=record.name, node=node)
            self._say(record.t, SCHEDULER, SERVER, bound)
        self._node[record.uid] = node or ""
        summary = summary_of(record)
        status = f"{record.name} {summary.ready} {summary.status}"
        if self._status.get(record.uid) != status and record.verb != "added":
            self._say(record.t, KUBELET, SERVER, status)
        self._status[record.uid] = status

    def _process(self, record: ProcessChanged) -> None:
        told = _told(record)
        if record.what == "probe":
            key = (record.uid, record.container, record.probe)
            if self._probes.get(key) == record.result:
                return
            self._probes[key] = record.result
        if told is None:
            return
        container = self._container(record)
        if record.what in ("exit", "oom"):
            self._say(record.t, container, KUBELET, told, "-->>")
        else:
            self._say(record.t, KUBELET, container, told)

    def _container(self, record: ProcessChanged) -> str:
        if not record.container:
            return KUBELET
        name = f"{record.pod}/{record.container}"
        return self.containers.setdefault(name, f"c{len(self.containers) + 1}")


def _told(record: ProcessChanged) -> str | None:
    """What a process' record says; None for what is not told."""
    if record.what in ("exit", "oom"):
        if record.what == "oom":
            return Sentence("exit %(code)s (OOM)", code=record.exit_code)
        return Sentence("exit %(code)s", code=record.exit_code)
    return {
        "start": Sentence("start, attempt %(n)s", n=record.attempt),
        "signal": f"SIG{record.signal}",
        "hook-start": record.hook,
        "probe": Sentence(
            "%(probe)s %(result)s",
            probe=record.probe,
            result=PROBE_RESULTS.get(record.result, record.result),
        ),
        "pull-start": Sentence("pull %(image)s", image=record.image),
        "sandbox-start": Sentence("sandbox of %(pod)s", pod=record.pod),
    }.get(record.what)


def sequence(records: Iterable[Record], until_ms: Millis, title: str = "", say: Say = str) -> str:
    """The diagram's text; what comes after `MOST_MESSAGES` is left out, and that is said."""
    talk = _Talk()
    for record in records:
        if record.t <= until_ms:
            talk.take(record)
    kept = talk.messages[:MOST_MESSAGES]
    spoken = {end for message in kept for end in (message.sender, message.receiver)}
    lines = list(_participants(talk, spoken))
    lines += (_line(message, say) for message in kept)
    if more := len(talk.messages) - len(kept):
        told = Sentence("%(n)s more messages are left out", n=more)
        lines.append(f"  Note over {SERVER}: {say(told)}")
    head = ["---", f"title: {dumps(words(title or 'podviz'))}", "---", "sequenceDiagram"]
    return "\n".join([*head, *lines]) + "\n"


def _participants(talk: _Talk, spoken: set[str]) -> Iterator[str]:
    for key, actor in ACTORS.items():
        if key in spoken or key == SERVER:
            yield f"  participant {key} as {actor}"
    for container, key in talk.containers.items():
        if key in spoken:
            yield f"  participant {key} as {name(container)}"


def _line(message: _Message, say: Say) -> str:
    ends = f"{message.sender}{message.arrow}{message.receiver}"
    return f"  {ends}: {say(moment(message.at))}  {words(say(message.text))}"
