"""Fields that came later: an API server drops those that its version does not know.

By the type that holds them, with the version since which they are on by default. Where
decoding is strict, kubectl would name them as unknown; a server that is asked without
drops them in silence, and so does podviz, which says so.

Source: the API changes of the changelogs, and `DropDisabledFields` of pkg/api and
pkg/registry where a gate was off.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

SINCE: dict[str, dict[str, str]] = {
    "Container": {"restartPolicy": "1.29", "restartPolicyRules": "1.35", "resizePolicy": "1.33"},
    "EphemeralContainer": {"resizePolicy": "1.33"},
    "PodSpec": {
        "ephemeralContainers": "1.23",
        "os": "1.24",
        "schedulingGates": "1.27",
        "hostUsers": "1.33",
        "resourceClaims": "1.34",
        "resources": "1.34",
        "hostnameOverride": "1.35",
    },
    "Probe": {"grpc": "1.24", "terminationGracePeriodSeconds": "1.22"},
    "LifecycleHandler": {"sleep": "1.30"},
    "ResourceRequirements": {"claims": "1.34"},
    "TopologySpreadConstraint": {
        "minDomains": "1.27",
        "nodeAffinityPolicy": "1.26",
        "nodeTaintsPolicy": "1.26",
        "matchLabelKeys": "1.27",
    },
    "PodAffinityTerm": {
        "namespaceSelector": "1.22",
        "matchLabelKeys": "1.31",
        "mismatchLabelKeys": "1.31",
    },
    "PodSecurityContext": {
        "appArmorProfile": "1.30",
        "supplementalGroupsPolicy": "1.33",
        "seLinuxChangePolicy": "1.33",
    },
    "SecurityContext": {"appArmorProfile": "1.30"},
    "VolumeMount": {"recursiveReadOnly": "1.31"},
    "Volume": {"image": "1.35", "ephemeral": "1.21"},
    "EnvVarSource": {"fileKeyRef": "1.35"},
    "JobSpec": {
        "suspend": "1.22",
        "completionMode": "1.22",
        "ttlSecondsAfterFinished": "1.21",
        "podFailurePolicy": "1.26",
        "backoffLimitPerIndex": "1.29",
        "maxFailedIndexes": "1.29",
        "podReplacementPolicy": "1.29",
        "successPolicy": "1.31",
        "managedBy": "1.32",
    },
    "CronJobSpec": {"timeZone": "1.25"},
    "StatefulSetSpec": {
        "minReadySeconds": "1.23",
        "persistentVolumeClaimRetentionPolicy": "1.27",
        "ordinals": "1.27",
    },
    "RollingUpdateDaemonSet": {"maxSurge": "1.22"},
    "PodDisruptionBudgetSpec": {"unhealthyPodEvictionPolicy": "1.27"},
    "ServiceSpec": {
        "internalTrafficPolicy": "1.22",
        "loadBalancerClass": "1.22",
        "allocateLoadBalancerNodePorts": "1.22",
        "trafficDistribution": "1.31",
    },
}


class NewField(NamedTuple):
    """A field that was said and is not known: `spec.os`, and since which version it would be."""

    path: str
    since: str


def without_new_fields(obj: Any, version: str) -> Any:
    """The object as a server of that version takes it."""
    return _without(obj, _number(version))


def new_fields(obj: Any, version: str) -> Iterator[NewField]:
    """The fields that the server would drop, each at its path."""
    yield from _named(obj, _number(version), "")


def _number(version: str) -> int:
    return int(version.partition(".")[2])


def _later(obj: Any, number: int) -> Iterator[str]:
    for field, since in SINCE.get(type(obj).__name__, {}).items():
        if number < _number(since) and getattr(obj, field, None) is not None:
            yield field


def _without(value: Any, number: int) -> Any:
    if isinstance(value, list):
        made = [_without(each, number) for each in value]
        same = all(one is other for one, other in zip(made, value))
        return value if same else made
    if not isinstance(value, msgspec.Struct):
        return value
    changed = dict.fromkeys(_later(value, number))
    for field in value.__struct_fields__:
        if field in changed:
            continue
        old = getattr(value, field)
        if (new := _without(old, number)) is not old:
            changed[field] = new
    return replace(value, **changed) if changed else value


def _named(value: Any, number: int, path: str) -> Iterator[NewField]:
    if isinstance(value, list):
        for place, each in enumerate(value):
            yield from _named(each, number, f"{path}[{place}]")
    if not isinstance(value, msgspec.Struct):
        return
    later = tuple(_later(value, number))
    for field in value.__struct_fields__:
        inner = f"{path}.{field}" if path else field
        if field in later:
            yield NewField(inner, SINCE[type(value).__name__][field])
        else:
            yield from _named(getattr(value, field), number, inner)
