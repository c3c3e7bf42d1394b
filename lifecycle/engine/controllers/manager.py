"""All controllers of the played cluster, as kube-controller-manager runs them in one process.

Mirrors cmd/kube-controller-manager/app/controllermanager.go (`NewControllerDescriptors`).
"""

from typing import Any

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.cronjob.controller import CronJobController
from lifecycle.engine.controllers.daemonset.controller import DaemonSetController
from lifecycle.engine.controllers.deployment.controller import DeploymentController
from lifecycle.engine.controllers.disruptionbudget import DisruptionController
from lifecycle.engine.controllers.endpointslice import EndpointSliceController
from lifecycle.engine.controllers.ephemeralvolume import EphemeralVolumeController
from lifecycle.engine.controllers.garbagecollector import GarbageCollector
from lifecycle.engine.controllers.job.controller import JobController
from lifecycle.engine.controllers.namespace import NamespaceController
from lifecycle.engine.controllers.namespacedefaults import NamespaceDefaults
from lifecycle.engine.controllers.nodelifecycle import NodeLifecycleController
from lifecycle.engine.controllers.persistentvolume import PersistentVolumeController
from lifecycle.engine.controllers.podgc import PodGarbageCollector
from lifecycle.engine.controllers.replicaset import ReplicaSetController
from lifecycle.engine.controllers.replicationcontroller import ReplicationManager
from lifecycle.engine.controllers.resourcequota import ResourceQuotaController
from lifecycle.engine.controllers.statefulset.controller import StatefulSetController
from lifecycle.engine.controllers.tainteviction import TaintEvictionController
from lifecycle.engine.controllers.tokensecrets import TokenSecrets
from lifecycle.engine.controllers.ttlafterfinished import TtlAfterFinished
from lifecycle.engine.kernel.world import World

CONTROLLERS = (
    NamespaceDefaults,
    TokenSecrets,
    EndpointSliceController,
    ResourceQuotaController,
    ReplicaSetController,
    ReplicationManager,
    DeploymentController,
    StatefulSetController,
    DaemonSetController,
    JobController,
    CronJobController,
    TtlAfterFinished,
    PersistentVolumeController,
    EphemeralVolumeController,
    DisruptionController,
    NamespaceController,
    GarbageCollector,
    NodeLifecycleController,
    TaintEvictionController,
    PodGarbageCollector,
)


def start_controllers(world: World, api: ApiServer) -> tuple[Any, ...]:
    """Let every controller watch the API server from now on."""
    return tuple(controller(world, api) for controller in CONTROLLERS)
