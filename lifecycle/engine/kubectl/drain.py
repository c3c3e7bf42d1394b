"""kubectl drain: evicts the Pods of nodes, tries again where a budget forbids it, and waits.

A drain goes on after its command has been typed, in the cluster's own time: what it prints
later is a record of its own, caused by the command. Nodes are drained one after the other. As
somebody at a terminal would have to press Ctrl-C, a drain without --timeout that a budget
forbids for ever tries for ever.

Mirrors staging/src/k8s.io/kubectl/pkg/drain/drain.go and …/pkg/cmd/drain/drain.go (`RunDrain`).
Where kubectl runs a goroutine for each Pod, each Pod here has an alarm, in the Pods' order.
"""

from collections.abc import Iterable

from lightkube.models.core_v1 import Pod
from msgspec import Struct
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World
from lifecycle.engine.kubectl.drainfilters import (
    Filtered,
    Options,
    pods_for_deletion,
    should_skip,
)
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.resources import parse_selector
from lifecycle.engine.records import Printed

RETRY_MS: Millis = 5_000
LOOK_MS: Millis = 1_000


class Going(Struct, frozen=True):
    """A Pod that a drain has to see gone."""

    namespace: str
    name: str
    uid: str


class Draining(Struct, frozen=True):
    """One drain under way: the node that is being emptied is the first of `nodes`.

    `going` are its Pods that aren't gone yet, `errors` what went wrong with others of them;
    `failed` are nodes that could not be drained, each with why.
    """

    command: int
    options: Options
    nodes: tuple[str, ...]
    began_ms: Millis = 0
    going: tuple[Going, ...] = ()
    errors: tuple[str, ...] = ()
    failed: tuple[tuple[str, tuple[str, ...]], ...] = ()


class Drains:
    """All drains of a cluster, by number."""

    def __init__(self, world: World, api: ApiServer) -> None:
        self._world, self._api = world, api
        self._table: dict[int, Draining] = world.table("kubectl.drains")
        self._said: list[str] = []
        world.on("drain.evict", self._evict_again)
        world.on("drain.look", self._look_again)
        world.on("drain.look-at-all", self._look_at_all_again)

    def begin(self, nodes: tuple[str, ...], options: Options) -> str:
        """Drain nodes that are cordoned; what is printed at once, raised if that is all."""
        number = max(self._table, default=0) + 1
        self._table[number] = Draining(self._world.cause, options, nodes)
        failed = self._next_node(number)
        if failed:
            raise Refusal(self._printed())
        return self._printed()

    def _printed(self) -> str:
        said = "\n".join(self._said)
        self._said.clear()
        return said

    def _tell(self, command: int, failed: bool) -> None:
        """Put on record what the command has printed since it was typed."""
        if self._said:
            self._world.cause = command
            line = self._world.records[command - 1].line if command else ""
            self._world.emit(Printed, line=line, text=self._printed(), ok=not failed)

    # Nodes

    def _next_node(self, number: int) -> bool:
        """Go on with the nodes until there is something to wait for; whether it all failed."""
        while (drain := self._table[number]).nodes:
            found = self._filtered(drain)
            if errors := found.errors:
                self._failed(number, tuple(errors))
                continue
            if found.warnings:
                self._said.append(f"Warning: {found.warnings}")
            self._empty(number, tuple(map(_going, found.pods)))
            if self._table[number].going:
                return False
            self._node_is_done(number)
        return self._finish(number)

    def _empty(self, number: int, pods: tuple[Going, ...]) -> None:
        """Send the Pods of a node away (`DeleteOrEvictPods`)."""
        drain = self._table[number]
        if dry := drain.options.dry_run:
            self._said += [f"evicting pod {pod.namespace}/{pod.name}{dry}" for pod in pods]
            return
        began = self._world.now
        self._table[number] = replace(drain, going=pods, began_ms=began, errors=())
        if drain.options.disable_eviction:
            self._delete_all(number)
            return
        for pod in pods:
            self._evict(number, pod)

    def _filtered(self, drain: Draining) -> Filtered:
        text = drain.options.pod_selector
        selector = parse_selector(text) if text else None
        now = self._world.now
        return pods_for_deletion(self._api, drain.nodes[0], drain.options, selector, now)

    def _node_is_done(self, number: int) -> None:
        """No Pod of the node is waited for any more."""
        drain = self._table[number]
        if drain.errors:
            self._left_behind(drain)
            self._failed(number, drain.errors)
            return
        self._said.append(f"node/{drain.nodes[0]} drained{drain.options.dry_run}")
        self._table[number] = replace(drain, nodes=drain.nodes[1:])

    def _left_behind(self, drain: Draining) -> None:
        """Say which Pods are still there, after an error (`deleteOrEvictPodsSimple`)."""
        found, node = self._filtered(drain), drain.nodes[0]
        if found.pods:
            why = _aggregate(drain.errors)
            told = f'There are pending pods in node "{node}" when an error occurred: {why}'
            self._said.append(told)
            self._said += [f"pod/{pod.metadata.name}" for pod in found.pods]
        if found.errors:
            self._said.append(
                "Following errors occurred while getting the list of pods to delete:\n"
                f"{_aggregate(found.errors)}"
            )

    def _failed(self, number: int, errors: tuple[str, ...]) -> None:
        drain = self._table[number]
        node = drain.nodes[0]
        self._said.append(
            f'error: unable to drain node "{node}" due to error: {_aggregate(errors)}, '
            "continuing command..."
        )
        failed = (*drain.failed, (node, errors))
        self._table[number] = replace(drain, nodes=drain.nodes[1:], failed=failed, going=())

    def _finish(self, number: int) -> bool:
        failed = self._table.pop(number).failed
        if failed:
            self._said.append("There are pending nodes to be drained:")
            self._said += [f" {node}" for node, _ in failed]
            self._said += [error for _, errors in failed for error in errors]
        return bool(failed)

    # One Pod after the other, by eviction

    def _evict(self, number: int, going: Going) -> None:
        """Ask for an eviction; what a budget forbids is asked for again (`evictPods`)."""
        drain = self._table[number]
        name, namespace = going.name, going.namespace
        self._said.append(f"evicting pod {namespace}/{name}")
        failed = f'error when evicting pods/"{name}" -n "{namespace}"'
        if self._is_late(drain):
            limit = f"global timeout reached: {go_duration(drain.options.timeout_ms)}"
            self._done(number, going, f"{failed}: {limit}")
            return
        try:
            self._api.evict(namespace, name, grace_seconds=_grace(drain.options))
        except ApiError as error:
            if error.reason == "NotFound":
                self._done(number, going)
            elif error.reason == "TooManyRequests":
                self._said.append(f"{failed} (will retry after 5s): {error.message}")
                self._world.after(RETRY_MS, "drain.evict", number, going)
            else:
                self._done(number, going, f"{failed}: {error.message}")
            return
        self._look(number, going)

    def _look(self, number: int, going: Going) -> None:
        """See whether the Pod is gone, once a second (`waitForDelete`)."""
        drain = self._table[number]
        if self._is_gone(drain, going, "evicted"):
            self._done(number, going)
        elif self._is_late(drain):
            limit = go_duration(drain.options.timeout_ms)
            self._done(
                number,
                going,
                f'error when waiting for pod "{going.name}" in namespace "{going.namespace}" to '
                f"terminate: global timeout reached: {limit}",
            )
        else:
            self._world.after(LOOK_MS, "drain.look", number, going)

    def _evict_again(self, number: int, going: Going) -> None:
        self._world.cause = self._table[number].command
        self._evict(number, going)
        self._go_on(number)

    def _look_again(self, number: int, going: Going) -> None:
        self._world.cause = self._table[number].command
        self._look(number, going)
        self._go_on(number)

    def _go_on(self, number: int) -> None:
        """After an alarm: if it was the last Pod, the next node; tell what was printed."""
        command, failed = self._table[number].command, False
        if not self._table[number].going:
            self._node_is_done(number)
            failed = self._next_node(number)
        self._tell(command, failed)

    def _done(self, number: int, going: Going, error: str = "") -> None:
        drain = self._table[number]
        rest = tuple(pod for pod in drain.going if pod.uid != going.uid)
        errors = (*drain.errors, error) if error else drain.errors
        self._table[number] = replace(drain, going=rest, errors=errors)

    # All Pods together, by deletion

    def _delete_all(self, number: int) -> None:
        """Delete the Pods and wait for all of them (`deletePods`)."""
        drain = self._table[number]
        for pod in drain.going:
            try:
                grace = _grace(drain.options)
                self._api.delete("Pod", pod.namespace, pod.name, grace_seconds=grace)
            except ApiError as error:
                if error.reason != "NotFound":
                    self._table[number] = replace(drain, going=(), errors=(error.message,))
                    return
        self._look_at_all(number)

    def _look_at_all(self, number: int) -> None:
        drain = self._table[number]
        there = tuple(pod for pod in drain.going if not self._is_gone(drain, pod, "deleted"))
        self._table[number] = replace(drain, going=there)
        if there and self._is_late(drain):
            errors = ("timed out waiting for the condition",)
            self._table[number] = replace(drain, going=(), errors=errors)
        elif there:
            self._world.after(LOOK_MS, "drain.look-at-all", number)

    def _look_at_all_again(self, number: int) -> None:
        self._world.cause = self._table[number].command
        self._look_at_all(number)
        self._go_on(number)

    # Both

    def _is_gone(self, drain: Draining, going: Going, how: str) -> bool:
        """Whether nobody waits for the Pod any more; says so."""
        pod = self._api.find("Pod", going.namespace, going.name)
        if pod is None or pod.metadata.uid != going.uid:
            self._said.append(f"pod/{going.name} {how}")
            return True
        skip = drain.options.skip_seconds
        if should_skip(pod, skip, self._world.now):
            self._said.append(
                f'pod "{going.name}" has DeletionTimestamp older than {skip} seconds, skipping'
            )
            return True
        return False

    def _is_late(self, drain: Draining) -> bool:
        limit = drain.options.timeout_ms
        return bool(limit) and self._world.now - drain.began_ms >= limit


def _going(pod: Pod) -> Going:
    return Going(pod.metadata.namespace, pod.metadata.name, pod.metadata.uid)


def _grace(options: Options) -> int | None:
    return None if options.grace_seconds < 0 else options.grace_seconds


def _aggregate(errors: Iterable[str]) -> str:
    """Several errors as one (`utilerrors.NewAggregate`)."""
    told = list(dict.fromkeys(errors))
    return told[0] if len(told) == 1 else f"[{', '.join(told)}]"


def go_duration(ms: Millis) -> str:
    """A duration as Go prints it: 10s, 1m30s, 1h0m0s (`time.Duration.String`)."""
    if ms < 1000:
        return f"{ms}ms" if ms else "0s"
    minutes, rest = divmod(ms, 60_000)
    seconds = f"{rest / 1000:g}s"
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours}h{minutes}m{seconds}"
    return f"{minutes}m{seconds}" if minutes else seconds
