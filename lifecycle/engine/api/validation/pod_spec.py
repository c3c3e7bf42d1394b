"""The spec of a Pod, in a Pod or in a template.

Mirrors `ValidatePodSpec` of pkg/apis/core/validation.
"""

from lightkube.models.core_v1 import (
    PodReadinessGate,
    PodResourceClaim,
    PodSchedulingGate,
    PodSpec,
    ResourceRequirements,
)
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.pod import visit_containers
from lifecycle.engine.api.validation.affinity import validate_affinity
from lifecycle.engine.api.validation.container import (
    Surroundings,
    validate_containers,
    validate_ephemeral_containers,
    validate_init_containers,
)
from lifecycle.engine.api.validation.dns import (
    validate_dns_config,
    validate_dns_policy,
    validate_host_aliases,
)
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import (
    between,
    dns1123_label,
    dns1123_subdomain,
    qualified_name,
)
from lifecycle.engine.api.validation.label_selector import validate_labels
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.ports import validate_host_network_ports
from lifecycle.engine.api.validation.resources import (
    validate_container_resources,
    validate_pod_resources,
)
from lifecycle.engine.api.validation.restart_policy import validate_pod_restart_policy
from lifecycle.engine.api.validation.security import validate_pod_security_context
from lifecycle.engine.api.validation.tolerations import validate_tolerations
from lifecycle.engine.api.validation.topology_spread import validate_topology_spread
from lifecycle.engine.api.validation.volume import validate_volumes
from lifecycle.engine.api.validation.windows import validate_host_process, validate_os

_MOST_SECONDS = (1 << 31) - 1
_LONGEST_HOSTNAME = 64
_PREEMPTION = ("PreemptLowerPriority", "Never")
_SUBDOMAINS = ("priorityClassName", "runtimeClassName")


def validate_pod_spec(
    spec: PodSpec, metadata: ObjectMeta | None, path: str, options: Options
) -> Errors:
    """Everything that a spec says. `metadata` is None for templates."""
    errors: Errors = []
    if spec.terminationGracePeriodSeconds is None:
        errors.append(required(f"{path}.terminationGracePeriodSeconds"))
    volumes, wrong = validate_volumes(spec.volumes or [], metadata, f"{path}.volumes", options)
    errors += wrong
    claims = [claim.name for claim in spec.resourceClaims or () if claim.name]
    errors += _validate_claims(spec.resourceClaims or [], f"{path}.resourceClaims")
    around = Surroundings(spec, volumes, claims, options)
    errors += validate_containers(f"{path}.containers", around)
    errors += validate_init_containers(f"{path}.initContainers", around)
    errors += validate_ephemeral_containers(f"{path}.ephemeralContainers", around)
    if options.pod_level_resources:
        errors += validate_pod_resources(spec, claims, f"{path}.resources", options)
    errors += validate_host_network_ports(spec, path, is_pod=options.is_pod)
    errors += validate_pod_restart_policy(spec.restartPolicy, f"{path}.restartPolicy")
    errors += _validate_placement(spec, path, options)
    errors += validate_host_process(spec, path)
    errors += _validate_host_users(spec, path, options)
    errors += _validate_names(spec, path)
    errors += validate_tolerations(
        spec.tolerations or [], f"{path}.tolerations", comparisons=options.toleration_comparisons
    )
    errors += validate_host_aliases(spec.hostAliases or [], f"{path}.hostAliases", options)
    errors += _validate_classes(spec, path)
    if spec.overhead:
        overhead = ResourceRequirements(limits=spec.overhead)
        errors += validate_container_resources(overhead, (), f"{path}.overhead", options)
    return errors + validate_os(spec, path)


def _validate_placement(spec: PodSpec, path: str, options: Options) -> Errors:
    errors = validate_dns_policy(spec.dnsPolicy, f"{path}.dnsPolicy")
    errors += validate_labels(spec.nodeSelector, f"{path}.nodeSelector")
    errors += validate_pod_security_context(spec, f"{path}.securityContext", options)
    errors += validate_affinity(spec.affinity, f"{path}.affinity", options)
    where = f"{path}.dnsConfig"
    errors += validate_dns_config(spec.dnsConfig, spec.dnsPolicy, where, options)
    errors += _validate_readiness_gates(spec.readinessGates or [], f"{path}.readinessGates")
    errors += _validate_scheduling_gates(spec.schedulingGates or [], f"{path}.schedulingGates")
    constraints = spec.topologySpreadConstraints or []
    where = f"{path}.topologySpreadConstraints"
    return errors + validate_topology_spread(constraints, where, options)


def _validate_claims(claims: list[PodResourceClaim], path: str) -> Errors:
    errors: Errors = []
    names: list[str] = []
    for i, claim in enumerate(claims):
        here = f"{path}[{i}]"
        if not claim.name:
            errors.append(required(f"{here}.name"))
        elif claim.name in names:
            errors.append(duplicate(f"{here}.name", claim.name))
        else:
            errors += all_invalid(f"{here}.name", claim.name, dns1123_label(claim.name))
            names.append(claim.name)
        sources = {
            name: getattr(claim, name)
            for name in ("resourceClaimName", "resourceClaimTemplateName")
            if getattr(claim, name) is not None
        }
        if len(sources) == 2:
            text = (
                "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified"
            )
            errors.append(invalid(here, claim, text))
        if not sources:
            text = "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`"
            errors.append(invalid(here, claim, text))
        for name, value in sources.items():
            errors += all_invalid(f"{here}.{name}", value, dns1123_subdomain(value))
    return errors


def _validate_readiness_gates(gates: list[PodReadinessGate], path: str) -> Errors:
    errors: Errors = []
    for i, gate in enumerate(gates):
        problems = qualified_name(gate.conditionType)
        errors += all_invalid(f"{path}[{i}].conditionType", gate.conditionType, problems)
    return errors


def _validate_scheduling_gates(gates: list[PodSchedulingGate], path: str) -> Errors:
    errors: Errors = []
    names: list[str] = []
    for i, gate in enumerate(gates):
        errors += all_invalid(f"{path}[{i}]", gate.name, qualified_name(gate.name))
        if gate.name in names:
            errors.append(duplicate(f"{path}[{i}]", gate.name))
        names.append(gate.name)
    return errors


_SHARED = {"hostNetwork": "hostNetwork", "hostPID": "HostPID", "hostIPC": "HostIPC"}
"""What a Pod may share with its node, and upstream's spellings in the paths of errors."""


def _validate_host_users(spec: PodSpec, path: str, options: Options) -> Errors:
    """A Pod with users of its own shares no other namespace of the node, and no raw device."""
    if spec.hostUsers is not False:
        return []
    text = "when `hostUsers` is false"
    errors = [
        forbidden(f"{path}.{name}", text) for field, name in _SHARED.items() if getattr(spec, field)
    ]
    if options.user_namespaces_with_devices:
        return errors
    return errors + [
        forbidden(f"{place.path}.volumeDevices", text)
        for place in visit_containers(spec, path)
        if place.container.volumeDevices
    ]


def _validate_names(spec: PodSpec, path: str) -> Errors:
    errors: Errors = []
    for field in ("serviceAccountName", "nodeName"):
        if name := getattr(spec, field):
            errors += all_invalid(f"{path}.{field}", name, dns1123_subdomain(name))
    deadline = spec.activeDeadlineSeconds
    if deadline is not None and not 1 <= deadline <= _MOST_SECONDS:
        where = f"{path}.activeDeadlineSeconds"
        errors.append(invalid(where, deadline, between(1, _MOST_SECONDS)))
    for field in ("hostname", "subdomain"):
        if name := getattr(spec, field):
            errors += all_invalid(f"{path}.{field}", name, dns1123_label(name))
    if (name := spec.hostnameOverride) is not None:
        errors += _validate_override(spec, name, f"{path}.hostnameOverride")
    return errors


def _validate_override(spec: PodSpec, name: str, path: str) -> Errors:
    errors = all_invalid(path, name, dns1123_subdomain(name))
    if len(name) > _LONGEST_HOSTNAME:
        errors.append(invalid(path, name, f"must be no more than {_LONGEST_HOSTNAME} characters"))
    if spec.setHostnameAsFQDN:
        text = "setHostnameAsFQDN and hostnameOverride cannot be used simultaneously"
        errors.append(forbidden(path, text))
    if spec.hostNetwork:
        errors.append(forbidden(path, "hostNetwork and hostnameOverride cannot be used together"))
    return errors


def _validate_classes(spec: PodSpec, path: str) -> Errors:
    errors: Errors = []
    for field in _SUBDOMAINS:
        name = getattr(spec, field)
        if name is not None and (name or field == "runtimeClassName"):
            errors += all_invalid(f"{path}.{field}", name, dns1123_subdomain(name))
    policy, where = spec.preemptionPolicy, f"{path}.preemptionPolicy"
    if policy == "":
        errors.append(required(where))
    elif policy is not None and policy not in _PREEMPTION:
        errors.append(not_supported(where, policy, _PREEMPTION))
    return errors
