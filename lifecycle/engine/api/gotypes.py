"""What Go calls the types of fields, where its messages name them.

The models know that a field is an integer; the API server says of which width, and refuses
what doesn't fit. Only differences from the plain reading (`string`, `int32`) stand here.
"""

INT64_FIELDS = frozenset(
    {
        "activeDeadlineSeconds", "deletionGracePeriodSeconds", "expirationSeconds", "fsGroup",
        "generation", "observedGeneration", "revision", "runAsGroup", "runAsUser", "seconds",
        "sizeBytes", "startingDeadlineSeconds", "supplementalGroups",
        "terminationGracePeriodSeconds", "tolerationSeconds",
    }
)  # fmt: skip
"""Fields that hold an int64; all other integers are int32."""

_NAMED_STRINGS = {
    "Container": {
        "imagePullPolicy": "PullPolicy",
        "terminationMessagePolicy": "TerminationMessagePolicy",
        "restartPolicy": "ContainerRestartPolicy",
    },
    "EphemeralContainer": {
        "imagePullPolicy": "PullPolicy",
        "terminationMessagePolicy": "TerminationMessagePolicy",
        "restartPolicy": "ContainerRestartPolicy",
    },
    "ContainerPort": {"protocol": "Protocol"},
    "ContainerResizePolicy": {
        "resourceName": "ResourceName",
        "restartPolicy": "ResourceResizeRestartPolicy",
    },
    "ContainerRestartRule": {"action": "ContainerRestartRuleAction"},
    "ContainerRestartRuleOnExitCodes": {"operator": "ContainerRestartRuleOnExitCodesOperator"},
    "DeploymentStrategy": {"type": "DeploymentStrategyType"},
    "EmptyDirVolumeSource": {"medium": "StorageMedium"},
    "HTTPGetAction": {"scheme": "URIScheme"},
    "HostPathVolumeSource": {"type": "HostPathType"},
    "JobSpec": {"completionMode": "CompletionMode"},
    "CronJobSpec": {"concurrencyPolicy": "ConcurrencyPolicy"},
    "LabelSelectorRequirement": {"operator": "LabelSelectorOperator"},
    "Lifecycle": {"stopSignal": "Signal"},
    "NodeSelectorRequirement": {"operator": "NodeSelectorOperator"},
    "OwnerReference": {"uid": "UID"},
    "ObjectMeta": {"uid": "UID"},
    "PodCondition": {"type": "PodConditionType", "status": "ConditionStatus"},
    "PodReadinessGate": {"conditionType": "PodConditionType"},
    "PodSecurityContext": {
        "fsGroupChangePolicy": "PodFSGroupChangePolicy",
        "supplementalGroupsPolicy": "SupplementalGroupsPolicy",
    },
    "PodSpec": {
        "restartPolicy": "RestartPolicy",
        "dnsPolicy": "DNSPolicy",
        "preemptionPolicy": "PreemptionPolicy",
    },
    "PodStatus": {"phase": "PodPhase", "qosClass": "PodQOSClass"},
    "SeccompProfile": {"type": "SeccompProfileType"},
    "Secret": {"type": "SecretType"},
    "SecurityContext": {"procMount": "ProcMountType"},
    "ServicePort": {"protocol": "Protocol"},
    "ServiceSpec": {
        "type": "ServiceType",
        "sessionAffinity": "ServiceAffinity",
        "externalTrafficPolicy": "ServiceExternalTrafficPolicy",
        "internalTrafficPolicy": "ServiceInternalTrafficPolicy",
        "ipFamilyPolicy": "IPFamilyPolicy",
    },
    "StatefulSetSpec": {"podManagementPolicy": "PodManagementPolicyType"},
    "Taint": {"effect": "TaintEffect"},
    "Toleration": {"operator": "TolerationOperator", "effect": "TaintEffect"},
    "TopologySpreadConstraint": {"whenUnsatisfiable": "UnsatisfiableConstraintAction"},
    "VolumeMount": {"mountPropagation": "MountPropagationMode"},
}

QUANTITY_MAPS = frozenset(
    {
        "allocatable", "allocatedResources", "capacity", "default", "defaultRequest", "hard",
        "limits", "max", "maxLimitRequestRatio", "min", "overhead", "podFixed", "requests",
        "resources", "used",
    }
)  # fmt: skip
"""Maps whose values are quantities (`v1.ResourceList`)."""

BYTES_MAPS = {("Secret", "data"), ("ConfigMap", "binaryData")}
"""Maps whose values are base64."""


def string_type(struct: str, field: str, version: str) -> str:
    """The Go name of a field that holds a string: `string`, `v1.PullPolicy`."""
    name = _NAMED_STRINGS.get(struct, {}).get(field)
    return f"{version}.{name}" if name else "string"


def map_type(struct: str, field: str, version: str) -> str:
    """The Go name of a field that holds a map."""
    if field in QUANTITY_MAPS:
        return f"{version}.ResourceList"
    return "map[string][]uint8" if (struct, field) in BYTES_MAPS else "map[string]string"
