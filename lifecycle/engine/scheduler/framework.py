"""What a plugin of the scheduler is, and what it answers.

A plugin first looks at the Pod alone (`pre_filter`): it may have nothing to say of it, or
refuse it for every node, or work out what its `filter` will want to know. `filter` judges
one node; None means that the Pod may run there. `may_help` is the queueing hint: whether a
change in the cluster can make room for a Pod that this plugin turned away.

Mirrors pkg/scheduler/framework (`Status`, `PreFilterPlugin`, `FilterPlugin`,
`QueueingHintFn`).
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Protocol

from lightkube.models.core_v1 import Pod

from lifecycle.engine.scheduler.nodeinfo import NodeInfo
from lifecycle.engine.scheduler.podaffinity import FindNamespace

Domain = tuple[str, str]
"""A node label and its value: the nodes that have it are near one another."""


class Status(NamedTuple):
    """Why a Pod can't run on a node; `resolvable` if evicting other Pods could change it."""

    reasons: tuple[str, ...]
    resolvable: bool = True


class Skip:
    """The answer of a `pre_filter` that has nothing to say of this Pod."""


SKIP = Skip()


class Cluster(Protocol):
    """What a plugin may look at besides the node that it judges."""

    nodes: tuple[NodeInfo, ...]
    guarded: bool
    """Whether some node is tainted or cordoned."""
    stock: Mapping[str, int]
    """The images that nodes say they have, by each of their names, and how many nodes do."""
    shunning: tuple[NodeInfo, ...]
    """The nodes with Pods that must not have certain others near them."""
    sociable: tuple[NodeInfo, ...]
    """The nodes with Pods that say anything of others near them."""

    def list(self, kind: str, namespace: str) -> Iterable[Any]:
        """The objects of a namespace."""

    def find(self, kind: str, namespace: str, name: str) -> Any | None:
        """The object of that name, or None."""


def domain_of(node: NodeInfo, key: str) -> Domain | None:
    """Where the node lies by this label, if it has it."""
    value = (node.node.metadata.labels or {}).get(key)
    return None if value is None else (key, value)


def namespaces_of(cluster: Cluster) -> FindNamespace:
    """Looks namespaces up, for terms that choose them by label."""
    return lambda name: cluster.find("Namespace", "", name)


class Change(NamedTuple):
    """Something that happened in the cluster: a `ClusterEvent` with its objects."""

    kind: str
    verb: str
    object: Any
    old: Any = None


class Plugin(Protocol):
    """One reason why a Pod may not run on a node."""

    name: str

    def pre_filter(self, pod: Pod, cluster: Cluster) -> Any:
        """SKIP, a Status that refuses the Pod everywhere, or what `filter` wants to know."""

    def filter(self, pod: Pod, known: Any, node: NodeInfo) -> Status | None:
        """Why the Pod can't run on this node, or None."""

    def may_help(self, pod: Pod, change: Change) -> bool:
        """Whether the change may make a Pod schedulable that was refused."""
