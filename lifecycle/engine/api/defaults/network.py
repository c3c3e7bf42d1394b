"""Defaults of Services, endpoints and network policies.

Mirrors `SetDefaults_Service` of pkg/apis/core/v1/defaults.go, and the defaults of discovery
and networking. Cluster addresses are given out by the registry, not here.
"""

from typing import Any

from lightkube.models.core_v1 import ClientIPConfig, SessionAffinityConfig
from msgspec.structs import replace

from lifecycle.engine.api.defaults.fill import change, each, fill, fill_empty

_THREE_HOURS = 10800


def default_service(service: Any) -> Any:
    """A ClusterIP Service whose target ports are its ports."""
    return change(service, spec=_default_service_spec)


def _default_service_spec(spec: Any) -> Any:
    spec = fill_empty(spec, sessionAffinity="None", type="ClusterIP")
    spec = change(_with_affinity(spec), ports=each(_default_service_port))
    outside = spec.type in ("NodePort", "LoadBalancer")
    if outside or (spec.type == "ClusterIP" and spec.externalIPs):
        spec = fill_empty(spec, externalTrafficPolicy="Cluster")
    if outside or spec.type == "ClusterIP":
        spec = fill(spec, internalTrafficPolicy="Cluster")
    if spec.type == "LoadBalancer":
        spec = fill(spec, allocateLoadBalancerNodePorts=True)
    return spec


def _with_affinity(spec: Any) -> Any:
    config = spec.sessionAffinityConfig
    if spec.sessionAffinity == "None":
        return replace(spec, sessionAffinityConfig=None) if config is not None else spec
    timeout = config.clientIP.timeoutSeconds if config and config.clientIP else None
    if spec.sessionAffinity == "ClientIP" and timeout is None:
        config = SessionAffinityConfig(clientIP=ClientIPConfig(timeoutSeconds=_THREE_HOURS))
        return replace(spec, sessionAffinityConfig=config)
    return spec


def _default_service_port(port: Any) -> Any:
    return fill_empty(port, protocol="TCP", targetPort=port.port)


def default_endpoints(endpoints: Any) -> Any:
    """Ports speak TCP."""

    def subset(old: Any) -> Any:
        return change(old, ports=each(lambda port: fill_empty(port, protocol="TCP")))

    return change(endpoints, subsets=each(subset))


def default_endpoint_slice(endpoint_slice: Any) -> Any:
    """Ports have the empty name and speak TCP."""
    ports = each(lambda port: fill(port, name="", protocol="TCP"))
    return change(endpoint_slice, ports=ports)


def default_network_policy(policy: Any) -> Any:
    """It is about what comes in, and about what goes out where it says so."""

    def rule(old: Any) -> Any:
        return change(old, ports=each(lambda port: fill(port, protocol="TCP")))

    def spec(old: Any) -> Any:
        types = ["Ingress", "Egress"] if old.egress else ["Ingress"]
        return change(fill(old, policyTypes=types), ingress=each(rule), egress=each(rule))

    return change(policy, spec=spec)
