"""Services, created and changed.

Mirrors `ValidateService` of pkg/apis/core/validation.
"""

from lightkube.models.core_v1 import Service, ServicePort, ServiceSpec

from lifecycle.engine.api.validation.addresses import validate_cidr, validate_ip, validate_usual_ip
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
    dns1123_label,
    dns1123_subdomain,
    port_number,
    qualified_name,
)
from lifecycle.engine.api.validation.label_selector import validate_labels
from lifecycle.engine.api.validation.metadata import (
    IMMUTABLE,
    label_name,
    validate_object_meta,
    validate_object_meta_update,
)
from lifecycle.engine.api.validation.ports import validate_port, validate_protocol
from lifecycle.engine.api.validation.service_addresses import (
    is_headless,
    validate_address_changes,
    validate_cluster_addresses,
)

_TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
_AFFINITIES = ("ClientIP", "None")
_TRAFFIC = ("Cluster", "Local")
_DISTRIBUTIONS = ("PreferClose", "PreferSameZone", "PreferSameNode")
_MOST_AFFINITY_SECONDS = 86400
_TOPOLOGY_MODE = "service.kubernetes.io/topology-mode"
_TOPOLOGY_HINTS = "service.kubernetes.io/topology-aware-hints"
_SOURCE_RANGES = "service.beta.kubernetes.io/load-balancer-source-ranges"
_ONLY_BALANCERS = "may only be used when `type` is 'LoadBalancer'"


def validate_service(service: Service) -> Errors:
    """A Service with its defaults, before addresses are given out."""
    errors = validate_object_meta(service.metadata, label_name, namespaced=True)
    spec = service.spec or ServiceSpec()
    said = service.metadata.annotations or {}
    mode, hints = said.get(_TOPOLOGY_MODE), said.get(_TOPOLOGY_HINTS)
    if mode is not None and hints is not None and mode != hints:
        text = f"must match annotations[{_TOPOLOGY_HINTS}] when both are specified"
        errors.append(invalid(f"metadata.annotations[{_TOPOLOGY_MODE}]", mode, text))
    if not spec.ports and not is_headless(spec) and spec.type != "ExternalName":
        errors.append(required("spec.ports"))
    errors += _validate_type(spec)
    errors += _validate_ports(spec)
    if spec.selector:
        errors += validate_labels(spec.selector, "spec.selector")
    errors += _validate_affinity(spec)
    errors += validate_cluster_addresses(spec)
    errors += _validate_external_addresses(spec)
    errors += _validate_node_ports(spec)
    errors += _validate_balancer(service, spec)
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
    client = config.clientIP if config is not None else None
    seconds = client.timeoutSeconds if client is not None else None
    text = "when session affinity type is ClientIP"
    if config is None:
        return [*errors, required(path, text)]
    if client is None:
        return [*errors, required(f"{path}.clientIP", text)]
    where = f"{path}.clientIP.timeoutSeconds"
    if seconds is None:
        return [*errors, required(where, text)]
    if not 0 < seconds <= _MOST_AFFINITY_SECONDS:
        text = f"must be greater than 0 and less than {_MOST_AFFINITY_SECONDS}"
        errors.append(invalid(where, seconds, text))
    return errors


def _validate_external_addresses(spec: ServiceSpec) -> Errors:
    errors: Errors = []
    for i, address in enumerate(spec.externalIPs or ()):
        path = f"spec.externalIPs[{i}]"
        errors += validate_ip(address, path) or validate_usual_ip(address, path)
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


def _validate_balancer(service: Service, spec: ServiceSpec) -> Errors:
    errors: Errors = []
    balanced = spec.type == "LoadBalancer"
    said = service.metadata.annotations or {}
    if spec.loadBalancerSourceRanges:
        path = "spec.LoadBalancerSourceRanges"
        if not balanced:
            errors.append(forbidden(path, _ONLY_BALANCERS))
        for i, network in enumerate(spec.loadBalancerSourceRanges):
            errors += validate_cidr(network.strip(), f"{path}[{i}]")
    elif _SOURCE_RANGES in said:
        path = f"metadata.annotations[{_SOURCE_RANGES}]"
        if not balanced:
            errors.append(forbidden(path, _ONLY_BALANCERS))
        networks = said[_SOURCE_RANGES].strip()
        for network in networks.split(",") if networks else ():
            errors += validate_cidr(network.strip(), path)
    if spec.allocateLoadBalancerNodePorts is not None and not balanced:
        errors.append(forbidden("spec.allocateLoadBalancerNodePorts", _ONLY_BALANCERS))
    return errors + _validate_class(spec)


def _validate_class(spec: ServiceSpec) -> Errors:
    name, path = spec.loadBalancerClass, "spec.loadBalancerClass"
    if name is None:
        return []
    if spec.type == "LoadBalancer":
        return all_invalid(path, name, qualified_name(name))
    return [forbidden(path, _ONLY_BALANCERS)]


def _needs_check(spec: ServiceSpec) -> bool:
    """Whether the balancer asks each node if it has Pods (`NeedsHealthCheck`)."""
    return spec.type == "LoadBalancer" and spec.externalTrafficPolicy == "Local"


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
    port, path = spec.healthCheckNodePort, "spec.healthCheckNodePort"
    if port and _needs_check(spec):
        errors += all_invalid(path, port, port_number(port))
    elif port:
        text = (
            "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
        )
        errors.append(invalid(path, port, text))
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
    errors += validate_address_changes(after, before)
    balanced = after.type == before.type == "LoadBalancer"
    name = after.loadBalancerClass
    if balanced and name != before.loadBalancerClass:
        errors.append(invalid("spec.loadBalancerClass", name, "may not change once set"))
    errors += _validate_class(after)
    port, checked = before.healthCheckNodePort, _needs_check(after) and _needs_check(before)
    if checked and (after.healthCheckNodePort or 0) != (port or 0):
        errors.append(forbidden("spec.healthCheckNodePort", IMMUTABLE))
    return errors + validate_service(new)
