"""How a node shows that it is alive: its Lease, and the conditions that its kubelet posts.

A living kubelet renews its lease every ten seconds. Nobody learns anything from that, so it
isn't written down: a lease without `renewTime` is being renewed, and the last renewal is
written when the kubelet stops.

Mirrors component-helpers/apimachinery/lease and pkg/kubelet/kubelet_node_status.go.
"""

from lightkube.models.coordination_v1 import Lease, LeaseSpec
from lightkube.models.core_v1 import NodeCondition
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.kernel.world import World

NAMESPACE = "kube-node-lease"
DURATION_S = 40
_HEALTHY = {
    "MemoryPressure": ("False", "KubeletHasSufficientMemory",
                       "kubelet has sufficient memory available"),
    "DiskPressure": ("False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    "PIDPressure": ("False", "KubeletHasSufficientPID",
                    "kubelet has sufficient PID available"),
    "Ready": ("True", "KubeletReady", "kubelet is posting ready status"),
}  # fmt: skip


class Heartbeat:
    """One node's sign of life."""

    def __init__(self, world: World, api: ApiServer, node_name: str) -> None:
        self._world, self._api, self._node_name = world, api, node_name

    def ceased(self) -> None:
        """The kubelet is no more: write down when it last renewed its lease."""
        now = self._world.now
        age = self._world.delay("lease-age", self._node_name, now)
        self._write(LeaseSpec(renewTime=timestamp(now - age)))

    def resumed(self) -> None:
        """The kubelet is there again: it renews, and posts the node's conditions."""
        self._write(LeaseSpec())
        node = self._api.find("Node", "", self._node_name)
        if node is None or node.status is None:
            return
        conditions = [self._posted(known) for known in node.status.conditions or ()]
        status = replace(node.status, conditions=conditions)
        self._api.update(replace(node, status=status), subresource="status")

    def _posted(self, known: NodeCondition) -> NodeCondition:
        """The condition as the kubelet sees it, where nobody could say before."""
        if known.status != "Unknown" or known.type not in _HEALTHY:
            return known
        status, reason, message = _HEALTHY[known.type]
        moment = timestamp(self._world.now)
        return replace(
            known,
            status=status,
            reason=reason,
            message=message,
            lastHeartbeatTime=moment,
            lastTransitionTime=moment,
        )

    def _write(self, spec: LeaseSpec) -> None:
        spec = replace(spec, holderIdentity=self._node_name, leaseDurationSeconds=DURATION_S)
        known = self._api.find("Lease", NAMESPACE, self._node_name)
        if known is not None:
            self._api.update(replace(known, spec=spec))
            return
        metadata = ObjectMeta(name=self._node_name, namespace=NAMESPACE)
        lease = Lease(
            apiVersion="coordination.k8s.io/v1", kind="Lease", metadata=metadata, spec=spec
        )
        self._api.create(lease)
