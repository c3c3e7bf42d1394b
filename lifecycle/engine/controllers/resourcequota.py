"""Counts what a namespace uses of its quotas, and gives back what has ended.

Admission only ever adds; this controller counts everything again when a quota is made or
changed, when something that was counted goes or a Pod ends, and every five minutes.

Mirrors pkg/controller/resourcequota (`syncResourceQuota`, resource_quota_monitor.go).
"""

from typing import Any

from lightkube.models.core_v1 import ResourceQuota, ResourceQuotaStatus
from msgspec.structs import replace

from lifecycle.engine.api.quantity import ZERO, canonical
from lifecycle.engine.api.quota import covered, falls_under, usage
from lifecycle.engine.api.resources import ResourceList
from lifecycle.engine.apiserver.meta import kind_of, metadata_of
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.reconciler import Reconciler
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import World

RESYNC_MS: Millis = 5 * 60_000
_COUNTED = (
    "Pod", "Service", "PersistentVolumeClaim", "ConfigMap", "Secret", "ReplicationController",
    "Deployment", "ReplicaSet", "StatefulSet", "Job", "CronJob",
)  # fmt: skip
"""Kinds whose going frees something; of others the count is true at the next resync."""


class ResourceQuotaController(Reconciler):
    """Keeps `status.used` true."""

    name = "resourcequota"

    def __init__(self, world: World, api: ApiServer) -> None:
        super().__init__(world, api)
        world.on("resourcequota.quota", self._quota_changed)
        world.on("resourcequota.object", self._object_changed)
        self._watching: dict[str, bool] = world.table("resourcequota.watching")
        api.watch("ResourceQuota", "resourcequota.quota")

    def _quota_changed(self, verb: str, quota: ResourceQuota, old: ResourceQuota | None) -> None:
        self._watch_objects()
        if verb == "added" or (verb == "modified" and old and quota.spec != old.spec):
            self.enqueue(quota.metadata.namespace, quota.metadata.name)

    def _watch_objects(self) -> None:
        """Begin to look at what is counted: clusters without a quota are spared the trouble."""
        for kind in () if self._watching else _COUNTED:
            self._watching[kind] = True
            self._api.watch(kind, "resourcequota.object")

    def _object_changed(self, verb: str, obj: Any, old: Any) -> None:
        if not self._has_freed(verb, obj, old):
            return
        namespace = metadata_of(obj).namespace
        for quota in self._api.list("ResourceQuota", namespace):
            if falls_under(quota, obj):
                self.enqueue(namespace, quota.metadata.name)

    def _has_freed(self, verb: str, obj: Any, old: Any) -> bool:
        """Whether the change may have freed something (`DefaultUpdateFilter`)."""
        if verb == "deleted":
            return True
        if verb != "modified" or old is None:
            return False
        if kind_of(obj) == "Pod":
            return _has_ended(obj) and not _has_ended(old)
        return kind_of(obj) == "Service" and obj.spec.type != old.spec.type

    def sync(self, namespace: str, name: str) -> None:
        """Count everything that falls under the quota, and publish it."""
        quota = self._api.find("ResourceQuota", namespace, name)
        if quota is None:
            return
        hard = (quota.spec.hard if quota.spec else None) or {}
        used = self._used(quota, hard)
        status = ResourceQuotaStatus(
            hard={key: canonical(amount) for key, amount in hard.items()} or None,
            used={key: canonical(amount) for key, amount in used.items()} or None,
        )
        if status != quota.status:
            self._api.update(replace(quota, status=status), subresource="status")
        self.enqueue(namespace, name, RESYNC_MS)

    def _used(self, quota: ResourceQuota, hard: dict[str, str]) -> ResourceList:
        total: ResourceList = dict.fromkeys(hard, ZERO)
        for kind in self._api.kinds():
            for obj in self._api.list(kind, quota.metadata.namespace):
                if not falls_under(quota, obj):
                    continue
                mine = usage(obj, self._world.now)
                for key in covered(hard, obj):
                    total[key] += mine.get(key, ZERO)
        return total


def _has_ended(pod: Any) -> bool:
    return pod.status is not None and pod.status.phase in ("Succeeded", "Failed")
