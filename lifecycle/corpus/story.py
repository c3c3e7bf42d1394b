"""What the trace of a file tells of it: what was made of its objects, and how it ended."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from lifecycle.corpus.outcome import NOT_SIMULATED, NOTHING_TO_PLAY, PLAYED, REFUSED, Outcome
from lifecycle.engine.api.scheme import kind_of
from lifecycle.engine.apiserver.printers.pod import summarize_pod
from lifecycle.engine.records import InputTaken, ObjectChanged
from lifecycle.sessions.honesty import is_simulated_kind

_DONE = (" created", " configured", " unchanged")
BEARERS = (
    *("Pod", "ReplicationController", "ReplicaSet", "Deployment", "StatefulSet"),
    *("DaemonSet", "Job", "CronJob"),
)


def bears_pods(kind: str) -> bool:
    """Whether Pods come of it."""
    return kind in BEARERS


def told(outcome: Outcome, records: list[Any]) -> Outcome:
    """The outcome with what its trace tells."""
    inputs = {r.id: r for r in records if isinstance(r, InputTaken)}
    created = {kind_of(record.object) for record in _created(records, inputs)}
    refusal = "; ".join(_complaints(r.output) for r in inputs.values() if not r.ok)
    idle = tuple(kind for kind in outcome.kinds if not is_simulated_kind(kind))
    pods = [r for r in records if isinstance(r, ObjectChanged) and r.kind == "Pod"]
    outcome = outcome._replace(
        not_simulated=idle, pods=len({r.uid for r in pods}), records=len(records)
    )
    if any(map(bears_pods, created)):
        words = f"{_at_the_end(pods)}; refused of it: {refusal}" if refusal else _at_the_end(pods)
        return outcome._replace(result=PLAYED, words=words)
    if refusal:
        return outcome._replace(result=REFUSED, words=refusal)
    if idle:
        return outcome._replace(result=NOT_SIMULATED, words=", ".join(idle))
    return outcome._replace(result=NOTHING_TO_PLAY, words=", ".join(outcome.kinds))


def _complaints(output: str) -> str:
    """What was printed, without the lines of what was done."""
    lines = output.splitlines()
    return " ".join(line.strip() for line in lines if not line.endswith(_DONE))


def _created(records: list[Any], inputs: dict[int, InputTaken]) -> Iterator[ObjectChanged]:
    """The objects that the file itself made."""
    for record in records:
        if isinstance(record, ObjectChanged) and record.verb == "added" and record.cause in inputs:
            yield record


def _at_the_end(pods: list[ObjectChanged]) -> str:
    """READY, STATUS and RESTARTS of the Pods that are left, those that look alike together."""
    left: dict[str, Any] = {}
    for record in pods:
        left.pop(record.uid, None)
        if record.verb != "deleted":
            left[record.uid] = record.object
    rows = map(summarize_pod, left.values())
    counts = Counter(f"{row.ready} {row.status} {row.restarts}" for row in rows)
    words = [f"{count} × {row}" if count > 1 else row for row, count in counts.items()]
    return ", ".join(words) or "no Pods"
