"""TestPatchAllocatedValues, TestDropTypeDependentFields and what a change of type allocates.

(pkg/registry/core/service/storage/storage_test.go, pkg/registry/core/service/strategy_test.go)
"""

import pytest
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from tests.engine.apiserver.served import Served, document


def service(spec="", ports="[{name: p, port: 80}]"):
    more = f", {spec}" if spec else ""
    return document(f"""
        apiVersion: v1
        kind: Service
        metadata: {{name: web, namespace: default}}
        spec: {{selector: {{app: web}}, ports: {ports}{more}}}
    """)


def changed(before, after):
    """The Service before and after a client replaced it by what he wrote."""
    server = Served()
    old = server.api.create(before)
    return old.spec, server.api.update(after).spec


NODE, BALANCER = "type: NodePort", "type: LoadBalancer"
TWO = "[{name: a, port: 80}, {name: b, port: 81}]"


def test_what_was_allocated_is_kept():
    for kind in ("", NODE, BALANCER):
        old, new = changed(service(kind), service(kind))
        assert new == old
    old, new = changed(service("clusterIP: None"), service())
    assert (new.clusterIP, new.clusterIPs) == ("None", ["None"])


def test_node_ports_stay_with_the_names_of_their_ports():
    old, new = changed(service(NODE, TWO), service(NODE, "[{name: b, port: 90}]"))
    assert new.ports[0].nodePort == old.ports[1].nodePort
    old, new = changed(service(NODE, TWO), service(NODE, "[{name: c, port: 80}]"))
    assert new.ports[0].nodePort not in (None, 0, *(port.nodePort for port in old.ports))


def test_a_node_port_that_another_port_asks_for_is_not_given_back():
    server = Served()
    old = server.api.create(service(NODE, TWO))
    swapped = (
        f"[{{name: a, port: 80}}, {{name: b, port: 81, nodePort: {old.spec.ports[0].nodePort}}}]"
    )
    new = server.api.update(service(NODE, swapped)).spec
    assert new.ports[1].nodePort == old.spec.ports[0].nodePort
    assert new.ports[0].nodePort not in (None, old.spec.ports[0].nodePort)


def test_a_service_that_is_opened_to_the_outside_gets_node_ports():
    for kind in (NODE, BALANCER):
        old, new = changed(service(), service(kind))
        assert old.ports[0].nodePort is None
        assert 30000 <= new.ports[0].nodePort <= 32767
        assert new.clusterIP == old.clusterIP
    _, new = changed(service(), service(f"{BALANCER}, allocateLoadBalancerNodePorts: false"))
    assert new.ports[0].nodePort is None


def kept(before, kind, **more):
    """Only the type is changed, as `kubectl patch` does it."""
    server = Served()
    old = server.api.create(before)
    return server.api.update(replace(old, spec=replace(old.spec, type=kind, **more))).spec


def test_what_the_new_type_has_no_use_for_is_dropped():
    inside = kept(service(f"{BALANCER}, loadBalancerClass: example.com/lb"), "ClusterIP")
    assert inside.ports[0].nodePort is None
    assert inside.externalTrafficPolicy is None
    assert inside.allocateLoadBalancerNodePorts is None
    assert inside.loadBalancerClass is None
    named = kept(service(), "ExternalName", externalName="example.com")
    assert (named.clusterIP, named.clusterIPs, named.ipFamilies) == (None, None, None)
    assert named.ipFamilyPolicy is None


def test_what_is_asked_for_beside_a_new_type_is_judged():
    ports = "[{name: p, port: 80, nodePort: 31111}]"
    with pytest.raises(ApiError, match="may not be used when `type` is 'ClusterIP'"):
        changed(service(NODE), service("type: ClusterIP", ports))


def test_a_named_service_that_turns_inside_gets_an_address():
    _, new = changed(service("type: ExternalName, externalName: example.com"), service())
    assert new.clusterIP.startswith("10.")
    assert new.clusterIPs == [new.clusterIP]


def test_the_address_of_another_is_refused():
    server = Served()
    taken = server.api.create(replace(service(), metadata=replace(service().metadata, name="a")))
    server.api.create(service("type: ExternalName, externalName: example.com"))
    with pytest.raises(ApiError, match="provided IP is already allocated"):
        server.api.update(service(f"clusterIP: {taken.spec.clusterIP}"))


def test_two_protocols_share_a_node_port():
    ports = "[{name: a, port: 53, nodePort: 30053, protocol: %s}, {name: b, port: 53, " \
            "nodePort: 30053, protocol: UDP}]"  # fmt: skip
    made = Served().api.create(service(NODE, ports.replace("%s", "TCP")))
    assert [port.nodePort for port in made.spec.ports] == [30053, 30053]
