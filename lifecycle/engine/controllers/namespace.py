"""Deleting a namespace: everything in it goes first, the Pods last.

Mirrors pkg/controller/namespace/deletion (`Delete`, `deleteAllContent`).
"""

from typing import Any

from lightkube.models.core_v1 import Namespace
from msgspec.structs import replace

from lifecycle.engine.apiserver.meta import metadata_of
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World

LATEST = ("Pod",)
"""Kinds whose objects others may need until the end."""

RETRY_MS: Millis = 5_000


class NamespaceController(Reconciler):
    """Empties namespaces that are being deleted, then lets them go."""

    name = "namespace"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        world.on("namespace.changed", self._changed)
        api.watch("Namespace", "namespace.changed")

    def _changed(self, verb: str, namespace: Namespace, old: Any) -> None:
        if verb != "deleted" and namespace.metadata.deletionTimestamp is not None:
            self.enqueue("", namespace.metadata.name)

    def sync(self, namespace: str, name: str) -> None:
        """Delete the contents; come back while something is left."""
        found = self._api.find("Namespace", "", name)
        if found is None or found.metadata.deletionTimestamp is None:
            return
        for kind in sorted(self._api.kinds(), key=lambda kind: (kind in LATEST, kind)):
            for obj in self._api.list(kind, name):
                if metadata_of(obj).deletionTimestamp is None:
                    self._api.delete(kind, name, metadata_of(obj).name)
        if any(self._api.list(kind, name) for kind in self._api.kinds()):
            self.enqueue("", name, RETRY_MS)
            return
        spec = found.spec and replace(found.spec, finalizers=None)
        self._api.update(replace(found, spec=spec), subresource="finalize")
