"""The table of every kind: its columns, and how an object becomes a row.

Columns of priority 1 are those that `-o wide` adds. Mirrors `AddHandlers`
(pkg/printers/internalversion/printers.go).
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.api.version import V1_36, VERSIONS, Version
from lifecycle.engine.apiserver.meta import kind_of
from lifecycle.engine.apiserver.printers import cluster, event, network, workloads
from lifecycle.engine.apiserver.printers.cells import Cells
from lifecycle.engine.apiserver.printers.durations import since
from lifecycle.engine.apiserver.printers.pod import print_pod
from lifecycle.engine.kernel.clock import Millis


class Table(NamedTuple):
    """A kind's columns, all of them, and the function that makes the cells for them."""

    columns: tuple[str, ...]
    wide: frozenset[str]
    cells: Callable[[Any, Millis], Cells]

    def header(self, *, wide: bool) -> tuple[str, ...]:
        """The names of the columns that are shown."""
        return tuple(name for name in self.columns if wide or name not in self.wide)

    def row(self, obj: Any, now_ms: Millis, *, wide: bool) -> Cells:
        """The cells that are shown."""
        cells = zip(self.columns, self.cells(obj, now_ms), strict=True)
        return tuple(cell for name, cell in cells if wide or name not in self.wide)


def _table(cells: Callable[[Any, Millis], Cells], text: str) -> Table:
    """Columns are divided by bars; a star marks those of priority 1."""
    names = [name.strip() for name in text.split("|")]
    wide = frozenset(name.removesuffix("*") for name in names if name.endswith("*"))
    return Table(tuple(name.removesuffix("*") for name in names), wide, cells)


def _custom(obj: Any, now_ms: Millis) -> Cells:
    metadata = metadata_of(obj)
    return metadata.name or "", since(metadata.creationTimestamp, now_ms)


_OF_CONTAINERS = "Containers* | Images*"
_PLAIN = _table(_custom, "Name | Age")
_TABLES: dict[str, Table] = {
    "Pod": _table(
        print_pod,
        "Name | Ready | Status | Restarts | Age | IP* | Node* | Nominated Node* | Readiness Gates*",
    ),
    "Node": _table(
        cluster.node,
        "Name | Status | Roles | Age | Version | Internal-IP* | External-IP* | OS-Image* | "
        "Kernel-Version* | Container-Runtime*",
    ),
    "Event": _table(
        event.event,
        "Last Seen | Type | Reason | Object | Subobject* | Source* | Message | First Seen* | "
        "Count* | Name*",
    ),
    "Namespace": _table(cluster.namespace, "Name | Status | Age"),
    "Service": _table(
        network.service, "Name | Type | Cluster-IP | External-IP | Port(s) | Age | Selector*"
    ),
    "EndpointSlice": _table(network.endpoint_slice, "Name | AddressType | Ports | Endpoints | Age"),
    "Endpoints": _table(network.endpoints, "Name | Endpoints | Age"),
    "Ingress": _table(network.ingress, "Name | Class | Hosts | Address | Ports | Age"),
    "NetworkPolicy": _table(network.network_policy, "Name | Pod-Selector | Age"),
    "ConfigMap": _table(cluster.config_map, "Name | Data | Age"),
    "Secret": _table(cluster.secret, "Name | Type | Data | Age"),
    "ServiceAccount": _table(cluster.service_account, "Name | Age"),
    "Deployment": _table(
        workloads.deployment,
        f"Name | Ready | Up-to-date | Available | Age | {_OF_CONTAINERS} | Selector*",
    ),
    "ReplicaSet": _table(
        workloads.replica_set,
        f"Name | Desired | Current | Ready | Age | {_OF_CONTAINERS} | Selector*",
    ),
    "ReplicationController": _table(
        workloads.replication_controller,
        f"Name | Desired | Current | Ready | Age | {_OF_CONTAINERS} | Selector*",
    ),
    "StatefulSet": _table(workloads.stateful_set, f"Name | Ready | Age | {_OF_CONTAINERS}"),
    "DaemonSet": _table(
        workloads.daemon_set,
        "Name | Desired | Current | Ready | Up-to-date | Available | Node Selector | Age | "
        f"{_OF_CONTAINERS} | Selector*",
    ),
    "Job": _table(
        workloads.job,
        f"Name | Status | Completions | Duration | Age | {_OF_CONTAINERS} | Selector*",
    ),
    "CronJob": _table(
        workloads.cron_job,
        "Name | Schedule | Timezone | Suspend | Active | Last Schedule | Age | "
        f"{_OF_CONTAINERS} | Selector*",
    ),
    "ControllerRevision": _table(
        workloads.controller_revision, "Name | Controller | Revision | Age"
    ),
    "PodDisruptionBudget": _table(
        cluster.pod_disruption_budget,
        "Name | Min Available | Max Unavailable | Allowed Disruptions | Age",
    ),
    "PriorityClass": _table(
        cluster.priority_class, "Name | Value | Global-Default | Age | PreemptionPolicy"
    ),
    "Lease": _table(cluster.lease, "Name | Holder | Age"),
    "RuntimeClass": _table(cluster.runtime_class, "Name | Handler | Age"),
    "ResourceQuota": _table(cluster.resource_quota, "Name | Request | Limit | Age"),
    "LimitRange": _table(cluster.limit_range, "Name | Created At"),
    "StorageClass": _table(
        cluster.storage_class,
        "Name | Provisioner | ReclaimPolicy | VolumeBindingMode | AllowVolumeExpansion | Age",
    ),
    "PersistentVolume": _table(
        cluster.persistent_volume,
        "Name | Capacity | Access Modes | Reclaim Policy | Status | Claim | StorageClass | "
        "VolumeAttributesClass | Reason | Age | VolumeMode*",
    ),
    "PersistentVolumeClaim": _table(
        cluster.persistent_volume_claim,
        "Name | Status | Volume | Capacity | Access Modes | StorageClass | "
        "VolumeAttributesClass | Age | VolumeMode*",
    ),
    "HorizontalPodAutoscaler": _table(
        cluster.horizontal_pod_autoscaler,
        "Name | Reference | Targets | MinPods | MaxPods | Replicas | Age",
    ),
}


def _without(table: Table, missing: str) -> Table:
    place = table.columns.index(missing)

    def cells(obj: Any, now_ms: Millis) -> Cells:
        made = table.cells(obj, now_ms)
        return made[:place] + made[place + 1 :]

    columns = tuple(name for name in table.columns if name != missing)
    return Table(columns, table.wide, cells)


def _as_printed_by(version: Version) -> dict[str, Table]:
    """The tables of one version: what it had not yet is left out."""
    tables = dict(_TABLES)
    tables["Pod"] = tables["Pod"]._replace(
        cells=lambda pod, now_ms: print_pod(pod, now_ms, version)
    )
    for kind, column in version.missing_columns:
        tables[kind] = _without(tables[kind], column)
    return tables


_BY_VERSION = {version.name: _as_printed_by(version) for version in VERSIONS.values()}


def table_of(kind: str, version: Version = V1_36) -> Table:
    """The kind's table; kinds without one show name and age."""
    return _BY_VERSION[version.name].get(kind, _PLAIN)


def columns_of(obj: Any, now_ms: Millis, version: Version = V1_36) -> dict[str, str]:
    """The object's cells by column, without those of `-o wide`."""
    table = table_of(kind_of(obj), version)
    return dict(zip(table.header(wide=False), table.row(obj, now_ms, wide=False), strict=True))
