"""What holds for that which really runs on the nodes."""

from collections import defaultdict

from lightkube.models.core_v1 import PodSpec

from lifecycle.engine.records import InputTaken, ObjectChanged, ProcessChanged
from tests.properties.histories import History, Instance

LONGEST_END_MS = 100_000
"""Longer than any grace period of these lives, with all that stands around it."""

BURST = 25
"""So many Events about one Pod are written; then they become rare."""

KILLS_KUBELETS = ("kubelet stop", "node down", "node reboot")


def what_runs_began_once_and_ends_once(history: History) -> None:
    running: dict[tuple[str, str], int] = {}
    attempts: dict[tuple[str, str], int] = defaultdict(lambda: -1)
    for record in history.process:
        place = (record.uid, record.container)
        if record.what == "start":
            assert place not in running, record
            assert record.attempt > attempts[place], record
            attempts[place] = running[place] = record.attempt
        elif record.what == "exit" and record.exit_code != 128:
            assert running.pop(place, None) == record.attempt, record


def nothing_runs_long_after_its_pod_is_gone(history: History) -> None:
    gone = {c.uid: c.t for c in history.changes if c.kind == "Pod" and c.verb == "deleted"}
    for instance in _left_running(history):
        since = gone.get(instance.uid)
        assert since is None or history.cluster.now - since < LONGEST_END_MS, instance


def nothing_runs_long_after_its_pod_has_ended(history: History) -> None:
    for changes in history.of("Pod"):
        last = changes[-1]
        if last.object.status.phase in ("Succeeded", "Failed"):
            left = [each for each in _left_running(history) if each.uid == last.uid]
            assert not left or history.cluster.now - last.t < LONGEST_END_MS, last


def _left_running(history: History) -> list[Instance]:
    """Nobody ends what waits for a postStart hook (kubernetes/kubernetes#116032)."""
    running: dict[Instance, bool] = {}
    held: set[str] = set()
    for record in history.process:
        instance = Instance(record.uid, record.container, record.attempt)
        if record.what == "hook-start" and record.hook == "postStart":
            held.add(record.uid)
        elif record.what == "hook-end" and record.hook == "postStart":
            held.discard(record.uid)
        if record.what == "start":
            running[instance] = True
        elif record.what == "exit":
            running.pop(instance, None)
    return [instance for instance in running if instance.uid not in held]


def the_kubelet_says_that_it_kills_before_it_does(history: History) -> None:
    """The old one's housekeeping killed without a word."""
    if not history.modern:
        return
    said: dict[str, int] = defaultdict(int)
    told: dict[tuple[str, str], int] = {}
    for record in history.records:
        if isinstance(record, ObjectChanged) and record.kind == "Event":
            involved = record.object.involvedObject
            said[involved.uid] += 1
            if record.object.reason == "Killing":
                told[involved.uid, involved.fieldPath or ""] = record.id
        elif isinstance(record, ProcessChanged) and record.what == "grace":
            paths = [path for uid, path in told if uid == record.uid]
            silenced = said[record.uid] >= BURST
            assert silenced or any(f"{{{record.container}}}" in path for path in paths), record


def a_hook_is_of_a_container_that_was_started(history: History) -> None:
    """It may have ended meanwhile: the kubelet hears of that later."""
    started: set[tuple[str, str]] = set()
    for record in history.process:
        place = (record.uid, record.container)
        if record.what == "start":
            started.add(place)
        elif record.what == "hook-start":
            assert place in started, record


def apps_start_after_initialization(history: History) -> None:
    """Each plain init container has ended well in this sandbox, each sidecar has started.

    A kubelet that is killed can leave a container that it was just making; the next one takes
    that for a sign that the Pod was initialized, as upstream's does.
    """
    specs = {changes[0].uid: changes[0].object.spec for changes in history.of("Pod")}
    doubtful = _half_made_at(history, specs)
    done: dict[str, set[str]] = defaultdict(set)
    for record in history.process:
        spec = specs.get(record.uid)
        if record.what == "sandbox-start":
            done[record.uid].clear()
        if spec is None or record.what not in ("start", "exit"):
            continue
        sidecars = {c.name for c in spec.initContainers or () if c.restartPolicy == "Always"}
        plain = {c.name for c in spec.initContainers or ()} - sidecars
        if record.container in plain and record.what == "exit" and record.exit_code == 0:
            done[record.uid].add(record.container)
        if record.container in sidecars and record.what == "start":
            done[record.uid].add(record.container)
        if record.what == "start" and record.container in {c.name for c in spec.containers}:
            missing = (plain | sidecars) - done[record.uid]
            assert not missing or doubtful.get(record.uid, record.id) < record.id, (missing, record)


def _half_made_at(history: History, specs: dict[str, PodSpec]) -> dict[str, int]:
    """The record from which on an app container of the Pod may be made and never started."""
    running: dict[str, set[str]] = defaultdict(set)
    found: dict[str, int] = {}
    for record in history.records:
        if isinstance(record, InputTaken) and record.line.startswith(KILLS_KUBELETS):
            for uid, names in running.items():
                if uid in specs and not names >= {c.name for c in specs[uid].containers}:
                    found.setdefault(uid, record.id)
        elif isinstance(record, ProcessChanged) and record.what == "start":
            running[record.uid].add(record.container)
        elif isinstance(record, ProcessChanged) and record.what == "exit":
            running[record.uid].discard(record.container)
    return found


def nobody_is_killed_before_his_grace_is_over(history: History) -> None:
    due: dict[Instance, int] = {}
    for record in history.process:
        instance = Instance(record.uid, record.container, record.attempt)
        if record.what == "signal" and record.until is not None:
            due[instance] = record.until
        elif record.what == "signal" and record.signal == "KILL" and _is_overdue(history, record):
            assert record.t >= due[instance], record


def _is_overdue(history: History, record: ProcessChanged) -> bool:
    """Whether the SIGKILL is the end of a stop, and not somebody's own doing."""
    cause = history.records[record.cause - 1] if record.cause else None
    return isinstance(cause, ProcessChanged) and cause.what == "signal" and cause.until is not None


def what_ends_is_recorded_with_its_code(history: History) -> None:
    for record in history.process:
        if record.what == "exit":
            assert record.exit_code is not None and 0 <= record.exit_code <= 255, record


ALL = (
    what_runs_began_once_and_ends_once,
    nothing_runs_long_after_its_pod_is_gone,
    nothing_runs_long_after_its_pod_has_ended,
    the_kubelet_says_that_it_kills_before_it_does,
    a_hook_is_of_a_container_that_was_started,
    apps_start_after_initialization,
    nobody_is_killed_before_his_grace_is_over,
    what_ends_is_recorded_with_its_code,
)
