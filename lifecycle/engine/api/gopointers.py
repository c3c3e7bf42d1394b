"""Which optional numbers, texts and flags are pointers in Go, and so may hold a zero.

The models say only that a field may be absent. In Go a field that is no pointer has no other
"absent" than its zero value, and `omitempty` leaves that out: what was written as
`hostNetwork: false` or `initialDelaySeconds: 0` is stored as if nothing had been written. A
pointer to a zero stays: `automountServiceAccountToken: false`.

Mirrors the types of staging/src/k8s.io/api and of apimachinery's meta/v1.
"""

from functools import cache

_MODULES = frozenset(
    {
        "apps_v1", "autoscaling_v1", "autoscaling_v2", "batch_v1", "coordination_v1", "core_v1",
        "discovery_v1", "meta_v1", "networking_v1", "policy_v1", "scheduling_v1", "storage_v1",
    }
)  # fmt: skip

_POINTERS = """
AppArmorProfile localhostProfile
AzureDiskVolumeSource cachingMode fsType kind readOnly
AzureFilePersistentVolumeSource secretNamespace
CSIVolumeSource fsType readOnly
ClientIPConfig timeoutSeconds
ClusterTrustBundleProjection name optional signerName
ConfigMap immutable
ConfigMapEnvSource optional
ConfigMapKeySelector optional
ConfigMapProjection optional
ConfigMapVolumeSource defaultMode optional
Container restartPolicy
CronJobSpec failedJobsHistoryLimit startingDeadlineSeconds successfulJobsHistoryLimit suspend
  timeZone
DaemonSetSpec revisionHistoryLimit
DeploymentSpec progressDeadlineSeconds replicas revisionHistoryLimit
DownwardAPIVolumeFile mode
DownwardAPIVolumeSource defaultMode
Endpoint hostname nodeName zone
EndpointAddress nodeName
EndpointConditions ready serving terminating
EndpointPort appProtocol name port protocol
EphemeralContainer restartPolicy
FCVolumeSource lun
FileKeySelector optional
GRPCAction service
GlusterfsPersistentVolumeSource endpointsNamespace
HPAScalingRules selectPolicy stabilizationWindowSeconds
HorizontalPodAutoscalerSpec minReplicas targetCPUUtilizationPercentage
HostPathVolumeSource type
ISCSIPersistentVolumeSource initiatorName
ISCSIVolumeSource initiatorName
IngressClassParametersReference apiGroup namespace scope
IngressSpec ingressClassName
JobSpec activeDeadlineSeconds backoffLimit backoffLimitPerIndex completionMode completions
  managedBy manualSelector maxFailedIndexes parallelism podReplacementPolicy suspend
  ttlSecondsAfterFinished
KeyToPath mode
LeaseSpec holderIdentity leaseDurationSeconds leaseTransitions preferredHolder strategy
Lifecycle stopSignal
LocalVolumeSource fsType
MetricTarget averageUtilization
NetworkPolicyPort endPort protocol
ObjectMeta deletionGracePeriodSeconds
OwnerReference blockOwnerDeletion controller
PersistentVolumeClaimSpec storageClassName volumeAttributesClassName volumeMode
PersistentVolumeSpec volumeAttributesClassName volumeMode
PodCertificateProjection maxExpirationSeconds
PodDNSConfigOption value
PodDisruptionBudgetSpec unhealthyPodEvictionPolicy
PodFailurePolicyOnExitCodesRequirement containerName
PodResourceClaim resourceClaimName resourceClaimTemplateName
PodSchedulingGroup podGroupName
PodSecurityContext fsGroup fsGroupChangePolicy runAsGroup runAsNonRoot runAsUser
  seLinuxChangePolicy supplementalGroupsPolicy
PodSpec activeDeadlineSeconds automountServiceAccountToken enableServiceLinks hostUsers
  hostnameOverride preemptionPolicy priority runtimeClassName setHostnameAsFQDN
  shareProcessNamespace terminationGracePeriodSeconds
PriorityClass preemptionPolicy
Probe terminationGracePeriodSeconds
ProjectedVolumeSource defaultMode
ReplicaSetSpec replicas
ReplicationControllerSpec replicas
RollingUpdateStatefulSetStrategy partition
SeccompProfile localhostProfile
Secret immutable
SecretEnvSource optional
SecretKeySelector optional
SecretProjection optional
SecretVolumeSource defaultMode optional
SecurityContext allowPrivilegeEscalation privileged procMount readOnlyRootFilesystem runAsGroup
  runAsNonRoot runAsUser
ServiceAccount automountServiceAccountToken
ServiceAccountTokenProjection expirationSeconds
ServicePort appProtocol
ServiceSpec allocateLoadBalancerNodePorts internalTrafficPolicy ipFamilyPolicy
  loadBalancerClass trafficDistribution
StatefulSetSpec replicas revisionHistoryLimit
StorageClass allowVolumeExpansion reclaimPolicy volumeBindingMode
SuccessPolicyRule succeededCount succeededIndexes
Toleration tolerationSeconds
TopologySpreadConstraint minDomains nodeAffinityPolicy nodeTaintsPolicy
TypedLocalObjectReference apiGroup
TypedObjectReference apiGroup namespace
VolumeMount mountPropagation recursiveReadOnly
WindowsSecurityContextOptions gmsaCredentialSpec gmsaCredentialSpecName hostProcess
  runAsUserName
"""

_ALWAYS_WRITTEN = {
    "PodFailurePolicyOnPodConditionsPattern": "status",
    "PriorityClass": "value",
    "StatefulSetOrdinals": "start",
}
"""Values without `omitempty`: Go writes them even where they are zero."""

_WHOLE_STRUCTS = ("Status", "CSIDriverSpec", "TokenRequest", "VolumeAttachmentSource")
"""Ends of the names of structs whose fields are left as they come: no user writes them."""


def loses_zero(module: str, struct: str, field: str) -> bool:
    """Whether an optional number, text or flag is stored as absent where it is zero.

    `module` is the last part of the model's: `core_v1`.
    """
    if module not in _MODULES or struct.endswith(_WHOLE_STRUCTS):
        return False
    return field not in pointer_fields().get(struct, ()) and _ALWAYS_WRITTEN.get(struct) != field


@cache
def pointer_fields() -> dict[str, frozenset[str]]:
    """The fields that are pointers, by the name of their struct."""
    lines = _POINTERS.replace("\n  ", " ").strip().split("\n")
    return {words[0]: frozenset(words[1:]) for words in map(str.split, lines)}
