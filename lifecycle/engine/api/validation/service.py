"""Services, created and changed.

Mirrors `ValidateService` of pkg/apis/core/validation.
"""

from lightkube.models.core_v1 import Service, ServicePort, ServiceSpec

from lifecycle.engine.api.validation.addresses import validate_cidr, validate_ip
from lifecycle.engine.api.validation.field import (
    Errors,
    FieldError,
    all_invalid,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import (
    dns1123_label,
    dns1123_subdomain,
    port_number,
    qualified_name,
)
from lifecycle.engine.api.validation.label_selector import validate_labels
from lifecycle.engine.api.validation.metadata import (
    label_name,
    validate_object_meta,
    validate_object_meta_update,
)
from lifecycle.engine.api.validation.ports import validate_port, validate_protocol

_TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
_AFFINITIES = ("ClientIP", "None")
_TRAFFIC = ("Cluster", "Local")
_DISTRIBUTIONS = ("PreferClose", "PreferSameZone", "PreferSameNode")
_FAMILIES = ("IPv4", "IPv6")
_FAMILY_POLICIES = ("PreferDualStack", "RequireDualStack", "SingleStack")
_MOST_AFFINITY_SECONDS = 86400
_ONLY_BALANCERS = "may only be used when `type` is 'LoadBalancer'"


def is_headless(spec: ServiceSpec) -> bool:
    """Whether the Service has no address of its own."""
    return spec.clusterIP == "None" or spec.clusterIPs == ["None"]


def validate_service(service: Service) -> Errors:
    """A Service with its defaults, before addresses are given out."""
    errors = validate_object_meta(service.metadata, label_name, namespaced=True)
    spec = service.spec or ServiceSpec()
    if not spec.ports and not is_headless(spec) and spec.type != "ExternalName":
        errors.append(required("spec.ports"))
    errors += _validate_type(spec)
    errors += _validate_ports(spec)
    if spec.selector:
        errors += validate_labels(spec.selector, "spec.selector")
    errors += _validate_affinity(spec)
    errors += _validate_addresses(spec)
    errors += _validate_node_ports(spec)
    errors += _validate_balancer(spec)
    return errors + _validate_traffic(spec)


def _validate_type(spec: ServiceSpec) -> Errors:
    errors: Errors = []
    if spec.type in ("LoadBalancer", "NodePort") and is_headless(spec):
        text = f"may not be set to 'None' for {spec.type} services"
        errors.append(invalid("spec.clusterIPs[0]", "None", text))
    if spec.type != "ExternalName":
        return errors
    for field in ("clusterIPs", "ipFamilies", "ipFamilyPolicy"):
        if getattr(spec, field):
            text = "may not be set for ExternalName services"
            errors.append(forbidden(f"spec.{field}", text))
    name = (spec.externalName or "").removesuffix(".")
    if not name:
        return [*errors, required("spec.externalName")]
    return errors + all_invalid("spec.externalName", name, dns1123_subdomain(name))


def _validate_ports(spec: ServiceSpec) -> Errors:
    errors: Errors = []
    ports = spec.ports or []
    names: list[str] = []
    for i, port in enumerate(ports):
        here = f"spec.ports[{i}]"
        if port.name:
            errors += all_invalid(f"{here}.name", port.name, dns1123_label(port.name))
            if port.name in names:
                errors.append(duplicate(f"{here}.name", port.name))
            names.append(port.name)
        elif len(ports) > 1:
            errors.append(required(f"{here}.name"))
        errors += _validate_port(port, here)
    return errors


def _validate_port(port: ServicePort, path: str) -> Errors:
    errors = all_invalid(f"{path}.port", port.port, port_number(port.port))
    errors += validate_protocol(port.protocol, f"{path}.protocol")
    errors += validate_port(port.targetPort or 0, f"{path}.targetPort")
    if port.appProtocol is not None:
        problems = qualified_name(port.appProtocol)
        errors += all_invalid(f"{path}.appProtocol", port.appProtocol, problems)
    return errors


def _choice(value: str | None, allowed: tuple[str, ...], path: str) -> Errors:
    if not value:
        return [required(path)]
    return [] if value in allowed else [not_supported(path, value, allowed)]


def _validate_affinity(spec: ServiceSpec) -> Errors:
    errors = _choice(spec.sessionAffinity, _AFFINITIES, "spec.sessionAffinity")
    config = spec.sessionAffinityConfig
    path = "spec.sessionAffinityConfig"
    if spec.sessionAffinity == "None" and config is not None:
        errors.append(forbidden(path, "must not be set when session affinity is None"))
    if spec.sessionAffinity != "ClientIP":
        return errors
    seconds = config.clientIP.timeoutSeconds if config and config.clientIP else None
    if seconds is None:
        text = "when session affinity type is ClientIP"
        errors.append(required(f"{path}.clientIP.timeoutSeconds", text))
    elif not 0 < seconds <= _MOST_AFFINITY_SECONDS:
        text = f"must be greater than 0 and less than {_MOST_AFFINITY_SECONDS}"
        errors.append(invalid(f"{path}.clientIP.timeoutSeconds", seconds, text))
    return errors


def _validate_addresses(spec: ServiceSpec) -> Errors:
    if spec.type == "ExternalName":
        return []
    errors: Errors = []
    for i, family in enumerate(spec.ipFamilies or ()):
        if family not in _FAMILIES:
            errors.append(not_supported(f"spec.ipFamilies[{i}]", family, _FAMILIES))
        if family in spec.ipFamilies[:i]:
            errors.append(duplicate(f"spec.ipFamilies[{i}]", family))
    policy = spec.ipFamilyPolicy
    if policy is not None and policy not in _FAMILY_POLICIES:
        errors.append(not_supported("spec.ipFamilyPolicy", policy, _FAMILY_POLICIES))
    addresses = spec.clusterIPs or ([spec.clusterIP] if spec.clusterIP else [])
    if spec.clusterIP and spec.clusterIPs and spec.clusterIPs[0] != spec.clusterIP:
        text = "first value must match `clusterIP`"
        errors.append(invalid("spec.clusterIPs", spec.clusterIPs, text))
    for i, address in enumerate(addresses):
        if i or address != "None":
            errors += validate_ip(address, f"spec.clusterIPs[{i}]")
    for i, address in enumerate(spec.externalIPs or ()):
        errors += validate_ip(address, f"spec.externalIPs[{i}]")
    return errors


def _validate_node_ports(spec: ServiceSpec) -> Errors:
    errors = _choice(spec.type, _TYPES, "spec.type")
    ports = spec.ports or []
    if spec.type == "ClusterIP":
        text = "may not be used when `type` is 'ClusterIP'"
        errors += [
            forbidden(f"spec.ports[{i}].nodePort", text)
            for i, port in enumerate(ports)
            if port.nodePort
        ]
    node_ports: list[tuple[str | None, int | None]] = []
    pairs: list[tuple[str | None, int]] = []
    for i, port in enumerate(ports):
        if port.nodePort:
            if (port.protocol, port.nodePort) in node_ports:
                errors.append(duplicate(f"spec.ports[{i}].nodePort", port.nodePort))
            node_ports.append((port.protocol, port.nodePort))
    for i, port in enumerate(ports):
        if (port.protocol, port.port) in pairs:
            errors.append(duplicate(f"spec.ports[{i}]", _port_key(port)))
        pairs.append((port.protocol, port.port))
    return errors


def _port_key(port: ServicePort) -> dict[str, object]:
    """Upstream's key for equal ports, as its message shows it."""
    return {
        "AppProtocol": None, "Name": "", "NodePort": 0, "Port": port.port,
        "Protocol": port.protocol, "TargetPort": 0,
    }  # fmt: skip


def _validate_balancer(spec: ServiceSpec) -> Errors:
    errors: Errors = []
    balanced = spec.type == "LoadBalancer"
    if spec.loadBalancerSourceRanges:
        path = "spec.LoadBalancerSourceRanges"
        if not balanced:
            errors.append(forbidden(path, _ONLY_BALANCERS))
        for i, network in enumerate(spec.loadBalancerSourceRanges):
            errors += validate_cidr(network.strip(), f"{path}[{i}]")
    if spec.allocateLoadBalancerNodePorts is not None and not balanced:
        errors.append(forbidden("spec.allocateLoadBalancerNodePorts", _ONLY_BALANCERS))
    if (name := spec.loadBalancerClass) is not None:
        path = "spec.loadBalancerClass"
        if balanced:
            errors += all_invalid(path, name, qualified_name(name))
        else:
            errors.append(forbidden(path, _ONLY_BALANCERS))
    return errors


def _validate_traffic(spec: ServiceSpec) -> Errors:
    errors: Errors = []
    external = spec.externalTrafficPolicy
    outside = spec.type in ("LoadBalancer", "NodePort")
    path = "spec.externalTrafficPolicy"
    if outside or (spec.type == "ClusterIP" and spec.externalIPs):
        errors += _choice(external, _TRAFFIC, path)
    elif external:
        text = "may only be set for externally-accessible services"
        errors.append(invalid(path, external, text))
    needs_check = spec.type == "LoadBalancer" and external == "Local"
    if spec.healthCheckNodePort and not needs_check:
        text = (
            "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
        )
        errors.append(invalid("spec.healthCheckNodePort", spec.healthCheckNodePort, text))
    internal = spec.internalTrafficPolicy
    if internal is not None and internal not in _TRAFFIC:
        errors.append(not_supported("spec.internalTrafficPolicy", internal, _TRAFFIC))
    distribution = spec.trafficDistribution
    if distribution is not None and distribution not in _DISTRIBUTIONS:
        path = "spec.trafficDistribution"
        errors.append(not_supported(path, distribution, _DISTRIBUTIONS))
    return errors


def validate_service_update(new: Service, old: Service) -> Errors:
    """An address that was given stays (`ValidateServiceUpdate`)."""
    errors = validate_object_meta_update(new.metadata, old.metadata)
    after, before = new.spec, old.spec
    both_headless = is_headless(after) and is_headless(before)
    if "ExternalName" not in (after.type, before.type) and not both_headless:
        errors += _kept_addresses(after, before)
    return errors + validate_service(new)


def _kept_addresses(new: ServiceSpec, old: ServiceSpec) -> list[FieldError]:
    before, after = old.clusterIPs or [], new.clusterIPs or []
    if before and not after:
        return [invalid("spec.clusterIPs[0]", after, "primary clusterIP can not be unset")]
    return [
        invalid(f"spec.clusterIPs[{i}]", after, "may not change once set")
        for i, (a, b) in enumerate(zip(after, before))
        if a != b
    ]
