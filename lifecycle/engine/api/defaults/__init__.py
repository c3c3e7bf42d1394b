"""The values that the API server fills in: `SetDefaults_*` of each kind.

What admission adds (tolerations, service account, priority) is not here.
"""

from collections.abc import Callable
from typing import Any

from lightkube.models import (
    apps_v1,
    autoscaling_v2,
    batch_v1,
    core_v1,
    discovery_v1,
    networking_v1,
    rbac_v1,
    scheduling_v1,
    storage_v1,
)

from lifecycle.engine.api.defaults.access import default_binding
from lifecycle.engine.api.defaults.cluster import (
    default_limit_range,
    default_namespace,
    default_node,
    default_priority_class,
    default_storage_class,
)
from lifecycle.engine.api.defaults.jobs import default_cron_job, default_job
from lifecycle.engine.api.defaults.network import (
    default_endpoint_slice,
    default_endpoints,
    default_network_policy,
    default_service,
)
from lifecycle.engine.api.defaults.pod import default_pod, default_pod_template
from lifecycle.engine.api.defaults.storage import (
    default_persistent_volume,
    default_persistent_volume_claim,
    default_secret,
)
from lifecycle.engine.api.defaults.workloads import (
    default_autoscaler,
    default_daemon_set,
    default_deployment,
    default_replica_set,
    default_replication_controller,
    default_stateful_set,
)

__all__ = ["default_pod_template", "set_defaults"]

_BY_MODEL: dict[type, Callable[[Any], Any]] = {
    apps_v1.DaemonSet: default_daemon_set,
    apps_v1.Deployment: default_deployment,
    apps_v1.ReplicaSet: default_replica_set,
    apps_v1.StatefulSet: default_stateful_set,
    autoscaling_v2.HorizontalPodAutoscaler: default_autoscaler,
    batch_v1.CronJob: default_cron_job,
    batch_v1.Job: default_job,
    core_v1.Endpoints: default_endpoints,
    core_v1.LimitRange: default_limit_range,
    core_v1.Namespace: default_namespace,
    core_v1.Node: default_node,
    core_v1.PersistentVolume: default_persistent_volume,
    core_v1.PersistentVolumeClaim: default_persistent_volume_claim,
    core_v1.Pod: default_pod,
    core_v1.ReplicationController: default_replication_controller,
    core_v1.Secret: default_secret,
    core_v1.Service: default_service,
    discovery_v1.EndpointSlice: default_endpoint_slice,
    networking_v1.NetworkPolicy: default_network_policy,
    rbac_v1.ClusterRoleBinding: default_binding,
    rbac_v1.RoleBinding: default_binding,
    scheduling_v1.PriorityClass: default_priority_class,
    storage_v1.StorageClass: default_storage_class,
}


def set_defaults(obj: Any) -> Any:
    """The object with every default of its kind; custom resources come back as they are."""
    default = _BY_MODEL.get(type(obj))
    return default(obj) if default is not None else obj
