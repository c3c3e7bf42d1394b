"""The kinds that the API server serves: names, scope and the model of each.

A kind that is not here is a custom resource: where its group is one that anybody may
define, its objects are kept as plain dicts.
"""

from typing import NamedTuple

import msgspec
from lightkube.models import (
    admissionregistration_v1,
    apiextensions_v1,
    apiregistration_v1,
    apps_v1,
    autoscaling_v1,
    autoscaling_v2,
    batch_v1,
    certificates_v1,
    coordination_v1,
    core_v1,
    discovery_v1,
    events_v1,
    flowcontrol_v1,
    networking_v1,
    node_v1,
    policy_v1,
    rbac_v1,
    resource_v1,
    scheduling_v1,
    storage_v1,
)


class Kind(NamedTuple):
    """One kind of one API version; `short_names` are those that kubectl takes."""

    kind: str
    api_version: str
    plural: str
    namespaced: bool
    short_names: tuple[str, ...]
    model: type[msgspec.Struct]

    @property
    def group(self) -> str:
        """The API group; empty for the core group."""
        return self.api_version.rpartition("/")[0]

    @property
    def resource(self) -> str:
        """What messages call it: `pods`, `deployments.apps`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural


# One line a kind: its name, the plural, N or - for namespaced or not, the short names.
_TABLE = {
    ("v1", core_v1): """
        Binding bindings N
        ComponentStatus componentstatuses - cs
        ConfigMap configmaps N cm
        Endpoints endpoints N ep
        Event events N ev
        LimitRange limitranges N limits
        Namespace namespaces - ns
        Node nodes - no
        PersistentVolume persistentvolumes - pv
        PersistentVolumeClaim persistentvolumeclaims N pvc
        Pod pods N po
        PodTemplate podtemplates N
        ReplicationController replicationcontrollers N rc
        ResourceQuota resourcequotas N quota
        Secret secrets N
        Service services N svc
        ServiceAccount serviceaccounts N sa
    """,
    ("apps/v1", apps_v1): """
        ControllerRevision controllerrevisions N
        DaemonSet daemonsets N ds
        Deployment deployments N deploy
        ReplicaSet replicasets N rs
        StatefulSet statefulsets N sts
    """,
    ("batch/v1", batch_v1): """
        CronJob cronjobs N cj
        Job jobs N
    """,
    ("autoscaling/v2", autoscaling_v2): """
        HorizontalPodAutoscaler horizontalpodautoscalers N hpa
    """,
    ("autoscaling/v1", autoscaling_v1): """
        HorizontalPodAutoscaler horizontalpodautoscalers N hpa
    """,
    ("coordination.k8s.io/v1", coordination_v1): """
        Lease leases N
    """,
    ("discovery.k8s.io/v1", discovery_v1): """
        EndpointSlice endpointslices N
    """,
    ("networking.k8s.io/v1", networking_v1): """
        IPAddress ipaddresses - ip
        Ingress ingresses N ing
        IngressClass ingressclasses -
        NetworkPolicy networkpolicies N netpol
        ServiceCIDR servicecidrs -
    """,
    ("policy/v1", policy_v1): """
        PodDisruptionBudget poddisruptionbudgets N pdb
    """,
    ("rbac.authorization.k8s.io/v1", rbac_v1): """
        ClusterRole clusterroles -
        ClusterRoleBinding clusterrolebindings -
        Role roles N
        RoleBinding rolebindings N
    """,
    ("storage.k8s.io/v1", storage_v1): """
        CSIDriver csidrivers -
        CSINode csinodes -
        CSIStorageCapacity csistoragecapacities N
        StorageClass storageclasses - sc
        VolumeAttachment volumeattachments -
        VolumeAttributesClass volumeattributesclasses - vac
    """,
    ("scheduling.k8s.io/v1", scheduling_v1): """
        PriorityClass priorityclasses - pc
    """,
    ("node.k8s.io/v1", node_v1): """
        RuntimeClass runtimeclasses -
    """,
    ("resource.k8s.io/v1", resource_v1): """
        DeviceClass deviceclasses -
        ResourceClaim resourceclaims N
        ResourceClaimTemplate resourceclaimtemplates N
        ResourceSlice resourceslices -
    """,
    ("certificates.k8s.io/v1", certificates_v1): """
        CertificateSigningRequest certificatesigningrequests - csr
    """,
    ("admissionregistration.k8s.io/v1", admissionregistration_v1): """
        MutatingAdmissionPolicy mutatingadmissionpolicies -
        MutatingAdmissionPolicyBinding mutatingadmissionpolicybindings -
        MutatingWebhookConfiguration mutatingwebhookconfigurations -
        ValidatingAdmissionPolicy validatingadmissionpolicies -
        ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings -
        ValidatingWebhookConfiguration validatingwebhookconfigurations -
    """,
    ("apiextensions.k8s.io/v1", apiextensions_v1): """
        CustomResourceDefinition customresourcedefinitions - crd crds
    """,
    ("apiregistration.k8s.io/v1", apiregistration_v1): """
        APIService apiservices -
    """,
    ("flowcontrol.apiserver.k8s.io/v1", flowcontrol_v1): """
        FlowSchema flowschemas -
        PriorityLevelConfiguration prioritylevelconfigurations -
    """,
    ("events.k8s.io/v1", events_v1): """
        Event events N ev
    """,
}


def _rows() -> tuple[Kind, ...]:
    rows = []
    for (api_version, module), lines in _TABLE.items():
        for line in lines.split("\n"):
            if words := line.split():
                name, plural, scope, *short = words
                model = getattr(module, name)
                rows.append(Kind(name, api_version, plural, scope == "N", tuple(short), model))
    return tuple(rows)


KINDS: tuple[Kind, ...] = _rows()
"""All of them; where a kind is served in two versions, the preferred one comes first."""

_BY_VERSION = {(row.api_version, row.kind): row for row in KINDS}
_BY_NAME: dict[str, Kind] = {}
for _row in KINDS:
    for _name in (_row.kind, _row.plural, _row.kind.lower(), _row.resource, *_row.short_names):
        _BY_NAME.setdefault(_name, _row)

BUILT_IN_GROUPS = frozenset(row.group for row in KINDS) | {"extensions"}


def find_kind(api_version: str, kind: str) -> Kind | None:
    """The row of exactly this version and kind."""
    return _BY_VERSION.get((api_version, kind))


def named(word: str) -> Kind | None:
    """The kind that kubectl understands by a word: `po`, `pods`, `Pod`, `deployments.apps`."""
    return _BY_NAME.get(word) or _BY_NAME.get(word.lower())


def is_custom(api_version: str) -> bool:
    """Whether a custom resource may live in this group: a dotted one that is not built in."""
    group = api_version.rpartition("/")[0]
    return "." in group and group not in BUILT_IN_GROUPS
