"""kubectl logs: what containers wrote.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/logs, …/pkg/polymorphichelpers/logsforobject.go and
the kubelet's answers (pkg/kubelet/kubelet.go `validateContainerLogStatus`).
"""

from datetime import timedelta

from lightkube.models.core_v1 import ContainerStatus, Pod

from lifecycle.engine.api.pod import (
    annotated_container,
    default_container,
    find_container,
    find_container_status,
    kubelet_uid,
    visit_containers,
)
from lifecycle.engine.apiserver.registry.location import log_location
from lifecycle.engine.kernel.clock import EPOCH, Millis
from lifecycle.engine.kubectl.flags import LIST, NUMBER, SWITCH, TEXT, Flag, Parsed
from lifecycle.engine.kubectl.moment import Moment
from lifecycle.engine.kubectl.pods import find_pod
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.resources import parse_selector
from lifecycle.engine.records import Logged
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("container", TEXT, "c"),
    Flag("previous", SWITCH, "p", default=False),
    Flag("tail", NUMBER, default=-1),
    Flag("timestamps", SWITCH, default=False),
    Flag("since", TEXT, default=""),
    Flag("follow", SWITCH, "f", default=False),
    Flag("all-containers", SWITCH, default=False),
    Flag("all-pods", SWITCH, default=False),
    Flag("prefix", SWITCH, default=False),
    Flag("selector", TEXT, "l"),
    Flag("limit-bytes", NUMBER, default=0),
    Flag("max-log-requests", NUMBER, default=5),
    Flag("ignore-errors", SWITCH, default=False),
    Flag("filename", LIST),
)
_UNITS = {"s": 1000, "m": 60_000, "h": 3_600_000}


def logs(parsed: Parsed, moment: Moment) -> str:
    """The lines of one container, or of several, one after the other."""
    pods = _pods(parsed, moment)
    texts = []
    for pod in pods:
        for container in _containers(parsed, pod):
            lines = _lines(parsed, moment, pod, container)
            prefix = f"[pod/{pod.metadata.name}/{container}] " if parsed.flags["prefix"] else ""
            texts += [prefix + line for line in lines]
    return _defaulted(parsed, pods) + "\n".join(texts)


def _pods(parsed: Parsed, moment: Moment) -> list[Pod]:
    if parsed.flags["selector"]:
        chosen = parse_selector(parsed.flags["selector"])
        return moment.objects.list("Pod", parsed.namespace, chosen)
    if not parsed.args:
        raise Refusal(
            "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME "
            "is a required argument for the logs command",
            Sentence("See 'kubectl %(command)s --help' for usage.", command="logs"),
        )
    return [find_pod(parsed, moment.objects, parsed.args[0])]


def _containers(parsed: Parsed, pod: Pod) -> list[str]:
    if parsed.flags["all-containers"]:
        return [place.container.name for place in visit_containers(pod.spec)]
    named = parsed.flags["container"] or (parsed.args[1] if len(parsed.args) > 1 else None)
    if named and find_container(pod, named) is None:
        name, names = pod.metadata.name, _all_names(pod)
        raise Refusal(f"error: container {named} is not valid for pod {name} out of: {names}")
    return [named or default_container(pod)]


def _defaulted(parsed: Parsed, pods: list[Pod]) -> str:
    """What kubectl says when it had to choose among several containers."""
    flags = parsed.flags
    if flags["container"] or flags["all-containers"] or len(parsed.args) > 1 or len(pods) != 1:
        return ""
    pod, chosen = pods[0], default_container(pods[0])
    if len(list(visit_containers(pod.spec))) < 2 or chosen == annotated_container(pod):
        return ""
    return f'Defaulted container "{chosen}" out of: {_all_names(pod)}\n'


def _all_names(pod: Pod) -> str:
    """The containers as kubectl lists them (`AllContainerNames`)."""
    spec = pod.spec
    names = [container.name for container in spec.containers]
    names += [f"{container.name} (ephem)" for container in spec.ephemeralContainers or ()]
    names += [f"{container.name} (init)" for container in spec.initContainers or ()]
    return ", ".join(names)


def _lines(parsed: Parsed, moment: Moment, pod: Pod, container: str) -> list[str]:
    if log_location(pod, container) is None:
        return []
    status = find_container_status(pod.status, container)
    attempt = _attempt(parsed, pod, container, status)
    since_ms = moment.now_ms - _span(parsed.flags["since"]) if parsed.flags["since"] else 0
    found = [
        _line(record, stamped=parsed.flags["timestamps"])
        for record in moment.logged(kubelet_uid(pod), container)
        if record.attempt == attempt and record.t >= since_ms
    ]
    tail = parsed.flags["tail"]
    return found if tail < 0 else found[len(found) - min(tail, len(found)) :]


def _attempt(parsed: Parsed, pod: Pod, container: str, status: ContainerStatus | None) -> int:
    """Which instance is meant; raises Refusal if it has not been there."""
    name, namespace = pod.metadata.name, pod.metadata.namespace
    if status is None:
        raise _waiting(container, name, "ContainerCreating")
    if parsed.flags["previous"]:
        if status.lastState is None or status.lastState.terminated is None:
            raise Refusal(
                f'Error from server (BadRequest): previous terminated container "{container}" in '
                f'pod "{name}" not found'
            )
        return status.restartCount - (0 if _is_waiting(status) else 1)
    if _is_waiting(status):
        if status.lastState is not None and status.lastState.terminated is not None:
            return status.restartCount
        reason = status.state.waiting.reason if status.state and status.state.waiting else ""
        if reason in ("ErrImagePull", "ImagePullBackOff"):
            trouble = (
                "image can't be pulled"
                if reason == "ErrImagePull"
                else "trying and failing to pull image"
            )
            raise Refusal(
                f'Error from server (BadRequest): container "{container}" in pod "{name}" is '
                f"waiting to start: {trouble}"
            )
        raise _waiting(container, name, reason or "ContainerCreating", namespace)
    return status.restartCount


def _is_waiting(status: ContainerStatus) -> bool:
    state = status.state
    return state is None or (state.running is None and state.terminated is None)


def _waiting(container: str, pod: str, reason: str, _: str | None = None) -> Refusal:
    return Refusal(
        f'Error from server (BadRequest): container "{container}" in pod "{pod}" is waiting to '
        f"start: {reason}"
    )


def _line(record: Logged, *, stamped: bool) -> str:
    if not stamped:
        return record.text
    moment = EPOCH + timedelta(milliseconds=record.t)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{record.t % 1000:03d}000000Z {record.text}"


def _span(text: str) -> Millis:
    """A duration such as `90s` or `1h`."""
    number, unit = text[:-1], text[-1:]
    if unit not in _UNITS or not number.isdecimal():
        raise Refusal(
            f'error: invalid argument "{text}" for "--since" flag: time: invalid duration'
        )
    return int(number) * _UNITS[unit]
