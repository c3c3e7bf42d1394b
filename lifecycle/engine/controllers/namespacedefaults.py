"""What every namespace is given: the ServiceAccount `default` and the cluster's root CA.

Mirrors pkg/controller/serviceaccount/serviceaccounts_controller.go and
pkg/controller/certificates/rootcacertpublisher.
"""

from typing import Any

from lightkube.models.core_v1 import ConfigMap, Namespace, ServiceAccount
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.world import World

ROOT_CA = "-----BEGIN CERTIFICATE-----\nof the played cluster\n-----END CERTIFICATE-----\n"


def create_defaults(api: ApiServer, namespace: str) -> None:
    """Create both objects, if they are not there yet."""
    if api.find("ServiceAccount", namespace, "default") is None:
        api.create(
            ServiceAccount(
                apiVersion="v1",
                kind="ServiceAccount",
                metadata=ObjectMeta(name="default", namespace=namespace),
            )
        )
    if api.find("ConfigMap", namespace, "kube-root-ca.crt") is None:
        api.create(
            ConfigMap(
                apiVersion="v1",
                kind="ConfigMap",
                metadata=ObjectMeta(name="kube-root-ca.crt", namespace=namespace),
                data={"ca.crt": ROOT_CA},
            )
        )


class NamespaceDefaults:
    """Watches namespaces, and fills each new one."""

    def __init__(self, world: World, api: ApiServer) -> None:
        self._api = api
        world.on("namespacedefaults.changed", self._changed)
        api.watch("Namespace", "namespacedefaults.changed")

    def _changed(self, verb: str, namespace: Namespace, _old: Any) -> None:
        meta = namespace.metadata
        if verb == "added" and self._api.find("Namespace", "", meta.name) is not None:
            create_defaults(self._api, meta.name)
