"""The fields of Go's internal types: their order, names and zero values.

Where the models leave a field out, Go prints its zero value: `=` marks an empty string, `#`
a zero, `?` false, `{Type}` an empty struct of that type; all else is null when absent.
"""

from functools import cache
from typing import NamedTuple

_TYPES = """
PodSpec: volumes initContainers containers ephemeralContainers restartPolicy=
  terminationGracePeriodSeconds activeDeadlineSeconds dnsPolicy= nodeSelector
  serviceAccountName= automountServiceAccountToken nodeName= securityContext imagePullSecrets
  hostname= subdomain= setHostnameAsFQDN affinity schedulerName= tolerations hostAliases
  priorityClassName= priority preemptionPolicy dnsConfig readinessGates runtimeClassName
  overhead enableServiceLinks topologySpreadConstraints os schedulingGates resourceClaims
  resources hostnameOverride schedulingGroup
PodSecurityContext: hostNetwork? hostPID? hostIPC? shareProcessNamespace hostUsers
  seLinuxOptions windowsOptions runAsUser runAsGroup runAsNonRoot supplementalGroups
  supplementalGroupsPolicy fsGroup fsGroupChangePolicy sysctls seccompProfile
  appArmorProfile seLinuxChangePolicy
Container: name= image= command args workingDir= ports envFrom env
  resources{ResourceRequirements} resizePolicy restartPolicy restartPolicyRules volumeMounts
  volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath=
  terminationMessagePolicy= imagePullPolicy= securityContext stdin? stdinOnce? tty?
EphemeralContainer: name= image= command args workingDir= ports envFrom env
  resources{ResourceRequirements} resizePolicy restartPolicy restartPolicyRules volumeMounts
  volumeDevices livenessProbe readinessProbe startupProbe lifecycle terminationMessagePath=
  terminationMessagePolicy= imagePullPolicy= securityContext stdin? stdinOnce? tty?
  targetContainerName=
ResourceRequirements: limits requests claims
ContainerPort: name= hostPort# containerPort# protocol= hostIP=
ContainerResizePolicy: resourceName= restartPolicy=
ContainerRestartRule: action= exitCodes
ContainerRestartRuleOnExitCodes: operator= values
EnvVar: name= value= valueFrom
EnvVarSource: fieldRef resourceFieldRef configMapKeyRef secretKeyRef fileKeyRef
ObjectFieldSelector: apiVersion= fieldPath=
ResourceFieldSelector: containerName= resource= divisor
ConfigMapKeySelector: name= key= optional
SecretKeySelector: name= key= optional
EnvFromSource: prefix= configMapRef secretRef
ConfigMapEnvSource: name= optional
SecretEnvSource: name= optional
VolumeMount: name= readOnly? recursiveReadOnly mountPath= subPath= mountPropagation
  subPathExpr=
VolumeDevice: name= devicePath=
Probe: exec httpGet tcpSocket grpc initialDelaySeconds# timeoutSeconds# periodSeconds#
  successThreshold# failureThreshold# terminationGracePeriodSeconds
ExecAction: command
HTTPGetAction: path= port host= scheme= httpHeaders
HTTPHeader: name= value=
TCPSocketAction: port host=
GRPCAction: port# service
SleepAction: seconds#
Lifecycle: postStart preStop stopSignal
LifecycleHandler: exec httpGet tcpSocket sleep
SecurityContext: capabilities privileged seLinuxOptions windowsOptions runAsUser runAsGroup
  runAsNonRoot readOnlyRootFilesystem allowPrivilegeEscalation procMount seccompProfile
  appArmorProfile
Capabilities: add drop
SELinuxOptions: user= role= type= level=
WindowsSecurityContextOptions: gmsaCredentialSpecName gmsaCredentialSpec runAsUserName
  hostProcess
SeccompProfile: type= localhostProfile
AppArmorProfile: type= localhostProfile
Sysctl: name= value=
Volume: name= hostPath emptyDir gcePersistentDisk awsElasticBlockStore gitRepo secret nfs iscsi
  glusterfs persistentVolumeClaim rbd quobyte flexVolume cinder cephfs flocker downwardAPI fc
  azureFile configMap vsphereVolume azureDisk photonPersistentDisk projected portworxVolume
  scaleIO storageos csi ephemeral image
HostPathVolumeSource: path= type
EmptyDirVolumeSource: medium= sizeLimit
SecretVolumeSource: secretName= items defaultMode optional
ConfigMapVolumeSource: name= items defaultMode optional
PersistentVolumeClaimVolumeSource: claimName= readOnly?
DownwardAPIVolumeSource: items defaultMode
ProjectedVolumeSource: sources defaultMode
VolumeProjection: secret downwardAPI configMap serviceAccountToken clusterTrustBundle
  podCertificate
SecretProjection: name= items optional
ConfigMapProjection: name= items optional
DownwardAPIProjection: items
DownwardAPIVolumeFile: path= fieldRef resourceFieldRef mode
ServiceAccountTokenProjection: audience= expirationSeconds# path=
ClusterTrustBundleProjection: name signerName labelSelector optional path=
KeyToPath: key= path= mode
ImageVolumeSource: reference= pullPolicy=
Affinity: nodeAffinity podAffinity podAntiAffinity
NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution
  preferredDuringSchedulingIgnoredDuringExecution
PodAffinity: requiredDuringSchedulingIgnoredDuringExecution
  preferredDuringSchedulingIgnoredDuringExecution
PodAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution
  preferredDuringSchedulingIgnoredDuringExecution
PreferredSchedulingTerm: weight# preference
WeightedPodAffinityTerm: weight# podAffinityTerm
PodAffinityTerm: labelSelector namespaces topologyKey= namespaceSelector matchLabelKeys
  mismatchLabelKeys
NodeSelectorTerm: matchExpressions matchFields
NodeSelectorRequirement: key= operator= values
Toleration: key= operator= value= effect= tolerationSeconds
HostAlias: ip= hostnames
PodDNSConfig: nameservers searches options
PodDNSConfigOption: name= value
PodReadinessGate: conditionType=
LocalObjectReference: name=
TopologySpreadConstraint: maxSkew# topologyKey= whenUnsatisfiable= labelSelector minDomains
  nodeAffinityPolicy nodeTaintsPolicy matchLabelKeys
DeploymentStrategy: type= rollingUpdate
DaemonSetUpdateStrategy: type= rollingUpdate
StatefulSetUpdateStrategy: type= rollingUpdate
RollingUpdateDeployment: maxUnavailable maxSurge
RollingUpdateDaemonSet: maxUnavailable maxSurge
RollingUpdateStatefulSetStrategy: partition# maxUnavailable
PodDisruptionBudgetSpec: minAvailable selector maxUnavailable unhealthyPodEvictionPolicy
PodFailurePolicyRule: action= onExitCodes onPodConditions
PodFailurePolicyOnExitCodesRequirement: containerName operator= values
PodFailurePolicyOnPodConditionsPattern: type= status=
SuccessPolicy: rules
SuccessPolicyRule: succeededIndexes succeededCount
PersistentVolumeClaimSpec: accessModes selector resources{VolumeResourceRequirements}
  volumeName= storageClassName volumeMode dataSource dataSourceRef volumeAttributesClassName
VolumeResourceRequirements: limits requests
TypedLocalObjectReference: apiGroup kind= name=
TypedObjectReference: apiGroup kind= name= namespace
Taint: key= value= effect= timeAdded
PodResourceClaim: name= resourceClaimName resourceClaimTemplateName
OwnerReference: apiVersion= kind= name= uid= controller blockOwnerDeletion
PodIP: ip=
HostIP: ip=
"""

_ABBREVIATIONS = (
    "ip", "os", "tty", "dns", "http", "tcp", "grpc", "fs", "fc", "nfs", "rbd", "iscsi", "csi",
    "gce", "aws", "api", "gmsa", "uid", "cephfs",
)  # fmt: skip
_WHOLE = {
    "seLinuxOptions": "SELinuxOptions", "seLinuxChangePolicy": "SELinuxChangePolicy",
    "cephfs": "CephFS", "storageos": "StorageOS",
}  # fmt: skip
_ZEROS = {"=": "", "#": 0, "?": False}


class GoField(NamedTuple):
    """A field: its name in the models and in Go, and what stands there when it is absent."""

    name: str
    go_name: str
    zero: object = None
    zero_type: str = ""


@cache
def go_fields(type_name: str) -> tuple[GoField, ...]:
    """The fields of a type in Go's order; none for a type that is not listed."""
    return tuple(_field(word) for word in _words().get(type_name, ()))


@cache
def _words() -> dict[str, list[str]]:
    entries = _TYPES.replace("\n  ", " ").strip().split("\n")
    return {name: words.split() for name, _, words in (line.partition(":") for line in entries)}


def _field(word: str) -> GoField:
    name, _, zero_type = word.rstrip("}").partition("{")
    if name[-1] in _ZEROS:
        return GoField(name[:-1], go_name(name[:-1]), _ZEROS[name[-1]])
    return GoField(name, go_name(name), None, zero_type)


def go_name(field: str) -> str:
    """A field's name in Go, where abbreviations are written in capitals."""
    if field in _WHOLE:
        return _WHOLE[field]
    for short in _ABBREVIATIONS:
        if field == short or (field.startswith(short) and field[len(short)].isupper()):
            return short.upper() + field[len(short) :]
    return field[:1].upper() + field[1:]
