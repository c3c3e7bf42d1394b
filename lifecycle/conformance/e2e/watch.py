"""What a case waits for and checks meanwhile, as a question about the Pod.

The cases say it in words: `phase Running and r1 restartCount >= 2`. Each clause is about
the Pod's phase, its Ready condition, or one container.
"""

import re
from collections.abc import Callable, Iterable

from lightkube.models.core_v1 import ContainerStatus, Pod

from lifecycle.conformance.e2e.manifest import IMAGES
from lifecycle.engine.api.conditions import is_pod_ready

Question = Callable[[Pod], bool]

_SHORT = {"r1": "regular-1", "s1": "restartable-init-1", "s2": "restartable-init-2"}
_CLAUSES = re.compile(r"; | and |, (?=restartCount|image|all|r1)")
_COUNT = re.compile(r"restartCount (>=|>|)\s?(\d+)")
_GENERIC = {
    "sidecar": lambda pod: [each.name for each in pod.spec.initContainers or ()],
    "init container": lambda pod: [each.name for each in pod.spec.initContainers or ()],
    "init": lambda pod: [each.name for each in pod.spec.initContainers or ()],
    "all regular": lambda pod: [each.name for each in pod.spec.containers],
    "regular container": lambda pod: [each.name for each in pod.spec.containers],
}


def statuses_of(pod: Pod) -> dict[str, ContainerStatus]:
    """The statuses of all containers, by name."""
    status = pod.status
    lists = (status.initContainerStatuses, status.containerStatuses)
    return {each.name: each for listed in lists for each in listed or ()}


def has_image(status: ContainerStatus, symbol: str) -> bool:
    """Whether the container runs what the symbol stands for."""
    return status.image.endswith(IMAGES[symbol])


def question(words: str) -> Question:
    """The words as a question; every clause has to hold."""
    if "no longer running" in words or words == "pod terminated (Failed)":
        phases = ("Failed",) if words.endswith("(Failed)") else ("Succeeded", "Failed")
        return lambda pod: pod.status.phase in phases
    clauses = []
    subject = ""
    for clause in _CLAUSES.split(words.replace("; phase must be Pending then", "")):
        made, subject = _clause(clause.strip(), subject)
        clauses.append(made)
    return lambda pod: all(each(pod) for each in clauses)


def _clause(clause: str, subject: str) -> tuple[Question, str]:
    if clause.startswith("phase "):
        phase = clause.removeprefix("phase ")
        return (lambda pod: pod.status.phase == phase), subject
    if clause == "Ready True":
        return is_pod_ready, subject
    if clause in ("no init container restarted", "restartCount 0") and not subject:
        return _nobody_restarted, subject
    if clause == "no regular container running":
        return _no_app_runs, subject
    name, rest = _subject_of(clause, subject)
    return (lambda pod: _holds_of(pod, name, rest)), name


def _subject_of(clause: str, subject: str) -> tuple[str, str]:
    """The container that a clause is about (the one before it, if it names none), and the rest."""
    for name in sorted(_GENERIC, key=len, reverse=True):
        if clause.startswith(name + " "):
            return name, clause.removeprefix(name + " ")
    first, _, rest = clause.partition(" ")
    if first in _SHORT or (
        rest
        and first
        not in (
            "running",
            "waiting",
            "terminated",
            "not",
            "old",
            "restartCount",
            "image",
            "started",
        )
    ):
        return _SHORT.get(first, first), rest
    return subject, clause


def _holds_of(pod: Pod, name: str, rest: str) -> bool:
    names = _GENERIC[name](pod) if name in _GENERIC else [name]
    statuses = statuses_of(pod)
    return all(each in statuses and _holds(statuses[each], rest) for each in names)


def _holds(status: ContainerStatus, rest: str) -> bool:
    """Every demand of the clause; unknown words are a mistake of ours, so they fail loudly."""
    state, left = status.state, rest
    checks: list[bool] = []
    if match := _COUNT.search(left):
        sign, number = match[1], int(match[2])
        count = status.restartCount
        checks.append({">=": count >= number, ">": count > number, "": count == number}[sign])
        left = left.replace(match[0], "")
    demands = {
        "waiting reason ImagePullBackOff": lambda: (
            state.waiting is not None and state.waiting.reason == "ImagePullBackOff"
        ),
        "terminated 0": lambda: state.terminated is not None and state.terminated.exitCode == 0,
        "not started": lambda: not status.started,
        "image updated": lambda: has_image(status, "updated"),
        "old image": lambda: has_image(status, "default"),
        "running": lambda: state.running is not None,
        "started": lambda: bool(status.started),
    }
    for words, holds in demands.items():
        if words in left:
            checks.append(holds())
            left = left.replace(words, "")
    left = re.sub(r"with|,", "", left).strip()
    assert not left, f"what does {left!r} mean?"
    return all(checks)


def _nobody_restarted(pod: Pod) -> bool:
    return all(each.restartCount == 0 for each in statuses_of(pod).values())


def _no_app_runs(pod: Pod) -> bool:
    statuses = pod.status.containerStatuses or ()
    return all(each.state.running is None for each in statuses)


def versions_with(versions: Iterable[Pod], name: str) -> list[tuple[Pod, ContainerStatus]]:
    """Every version of the Pod that has a status of this container."""
    return [(pod, found) for pod in versions if (found := statuses_of(pod).get(name))]
