"""Which Pods of a node a drain takes away, which it leaves, and which forbid it.

Every Pod goes through the filters in their order; the first that doesn't take it decides, and
otherwise only the last filter's warning is kept.

Mirrors staging/src/k8s.io/kubectl/pkg/drain/filters.go.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from lightkube.models.core_v1 import Pod
from msgspec import Struct

from lifecycle.engine.api.pod import is_mirror, is_terminal
from lifecycle.engine.api.selectors import Selector
from lifecycle.engine.apiserver.meta import controller_in
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.clock import Millis, millis

OKAY, SKIP, WARNING, ERROR = "Okay", "Skip", "Warning", "Error"
_DAEMONS_FATAL = "DaemonSet-managed Pods (use --ignore-daemonsets to ignore)"
_DAEMONS_LEFT = "ignoring DaemonSet-managed Pods"
_STORAGE_FATAL = "Pods with local storage (use --delete-emptydir-data to override)"
_STORAGE_GOES = "deleting Pods with local storage"
_UNMANAGED_FATAL = "cannot delete Pods that declare no controller (use --force to override)"
_UNMANAGED_GOES = "deleting Pods that declare no controller"


class Options(Struct, frozen=True):
    """What the flags of a drain say; a negative grace period leaves it to the Pods.

    `dry_run` is what stands behind each line if nothing is done.
    """

    force: bool = False
    ignore_daemonsets: bool = False
    delete_emptydir_data: bool = False
    disable_eviction: bool = False
    grace_seconds: int = -1
    timeout_ms: Millis = 0
    pod_selector: str = ""
    skip_seconds: int = 0
    dry_run: str = ""


class Verdict(NamedTuple):
    """Whether a Pod goes, and what is said of that (`PodDeleteStatus`)."""

    goes: bool
    reason: str
    message: str = ""


_OKAY, _SKIPPED = Verdict(True, OKAY), Verdict(False, SKIP)


class Filtered(NamedTuple):
    """The Pods of a node, each with its verdict (`PodDeleteList`)."""

    items: tuple[tuple[Pod, Verdict], ...]

    @property
    def pods(self) -> list[Pod]:
        """Those that go."""
        return [pod for pod, verdict in self.items if verdict.goes]

    @property
    def warnings(self) -> str:
        """All warnings in one line."""
        return "; ".join(_by_message(self.items, WARNING))

    @property
    def errors(self) -> list[str]:
        """What forbids the drain."""
        found = _by_message(self.items, ERROR)
        return [e if e.lower().startswith("cannot delete") else f"cannot delete {e}" for e in found]


def _by_message(items: Iterable[tuple[Pod, Verdict]], reason: str) -> list[str]:
    found: dict[str, list[str]] = {}
    for pod, verdict in items:
        if verdict.reason == reason:
            name = f"{pod.metadata.namespace}/{pod.metadata.name}"
            found.setdefault(verdict.message, []).append(name)
    return [f"{message}: {', '.join(names)}" for message, names in found.items()]


def pods_for_deletion(
    api: ApiServer, node: str, options: Options, selector: Selector | None, now: Millis
) -> Filtered:
    """The node's Pods with their verdicts (`GetPodsForDeletion`)."""
    pods = [pod for pod in api.list("Pod", None, selector) if pod.spec.nodeName == node]
    return Filtered(tuple((pod, _verdict(pod, api, options, now)) for pod in pods))


def should_skip(pod: Pod, seconds: int, now: Millis) -> bool:
    """Whether the Pod should have been gone for longer than that (`shouldSkipPod`)."""
    since = pod.metadata.deletionTimestamp
    return seconds > 0 and since is not None and (now - millis(since)) // 1000 > seconds


def _verdict(pod: Pod, api: ApiServer, options: Options, now: Millis) -> Verdict:
    if should_skip(pod, options.skip_seconds, now):
        return _SKIPPED
    verdict = _OKAY
    for judge in _FILTERS:
        verdict = judge(pod, api, options)
        if not verdict.goes:
            break
    return verdict


def _daemon_set(pod: Pod, api: ApiServer, options: Options) -> Verdict:
    owner = controller_in(pod.metadata)
    if owner is None or owner.kind != "DaemonSet" or is_terminal(pod.status.phase):
        return _OKAY
    if api.find("DaemonSet", pod.metadata.namespace, owner.name) is None:
        missing = f'daemonsets.apps "{owner.name}" not found'
        return Verdict(options.force, WARNING if options.force else ERROR, missing)
    if not options.ignore_daemonsets:
        return Verdict(False, ERROR, _DAEMONS_FATAL)
    return Verdict(False, WARNING, _DAEMONS_LEFT)


def _mirror_pod(pod: Pod, api: ApiServer, options: Options) -> Verdict:
    return _SKIPPED if is_mirror(pod) else _OKAY


def _local_storage(pod: Pod, api: ApiServer, options: Options) -> Verdict:
    if not any(volume.emptyDir for volume in pod.spec.volumes or ()):
        return _OKAY
    if is_terminal(pod.status.phase):
        return _OKAY
    if not options.delete_emptydir_data:
        return Verdict(False, ERROR, _STORAGE_FATAL)
    return Verdict(True, WARNING, _STORAGE_GOES)


def _unreplicated(pod: Pod, api: ApiServer, options: Options) -> Verdict:
    if is_terminal(pod.status.phase) or controller_in(pod.metadata) is not None:
        return _OKAY
    if options.force:
        return Verdict(True, WARNING, _UNMANAGED_GOES)
    return Verdict(False, ERROR, _UNMANAGED_FATAL)


_FILTERS: tuple[Callable[[Pod, ApiServer, Options], Verdict], ...] = (
    _daemon_set,
    _mirror_pod,
    _local_storage,
    _unreplicated,
)
