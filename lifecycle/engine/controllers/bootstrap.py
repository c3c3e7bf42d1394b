"""What is in the cluster before a manifest is applied: namespaces, nodes, `kubernetes`, a class.

Mirrors what a running control plane has made by then: the system namespaces
(pkg/controlplane/controller/systemnamespaces), the Service of the API server itself
(pkg/controlplane/controller/kubernetesservice) and the nodes that have registered.
"""

from collections.abc import Iterable

from lightkube.models.core_v1 import Namespace, Node, Service, ServicePort, ServiceSpec
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.namespacedefaults import create_defaults
from lifecycle.engine.controllers.nodes import default_node, registered
from lifecycle.engine.controllers.persistentvolume import standard_class
from lifecycle.engine.controllers.podcidr import pod_cidrs
from lifecycle.engine.kernel.world import World

SYSTEM_NAMESPACES = ("default", "kube-node-lease", "kube-public", "kube-system")
KUBERNETES_IP = "10.96.0.1"


def bootstrap(
    world: World, api: ApiServer, nodes: Iterable[Node] = (), version: str = "1.36"
) -> None:
    """Create what every cluster has; with no nodes given there is the one `node1`."""
    for name in SYSTEM_NAMESPACES:
        api.create(Namespace(apiVersion="v1", kind="Namespace", metadata=ObjectMeta(name=name)))
        create_defaults(api, name)
    nodes = tuple(nodes) or (default_node(),)
    for index, (node, cidr) in enumerate(zip(nodes, pod_cidrs(nodes), strict=True)):
        api.create(registered(node, index, cidr, version, world.now))
    api.create(_kubernetes_service())
    api.create(standard_class())


def _kubernetes_service() -> Service:
    labels = {"component": "apiserver", "provider": "kubernetes"}
    return Service(
        apiVersion="v1",
        kind="Service",
        metadata=ObjectMeta(name="kubernetes", namespace="default", labels=labels),
        spec=ServiceSpec(
            clusterIP=KUBERNETES_IP,
            clusterIPs=[KUBERNETES_IP],
            ports=[ServicePort(name="https", port=443, protocol="TCP", targetPort=6443)],
            type="ClusterIP",
        ),
    )
