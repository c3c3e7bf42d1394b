"""The variables by which containers find Services, as envvars_test.go tests them."""

import pytest
from lightkube.models.core_v1 import Service, ServicePort, ServiceSpec
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.kubelet.service_variables import service_variables


def service(name, ip, *ports):
    return Service(
        metadata=ObjectMeta(name=name, namespace="test"),
        spec=ServiceSpec(clusterIP=ip, ports=list(ports) or None),
    )


@pytest.mark.parametrize(
    ["given", "expected"],
    [
        (
            service("foo-bar", "1.2.3.4", ServicePort(port=8080, protocol="TCP")),
            {
                "FOO_BAR_SERVICE_HOST": "1.2.3.4",
                "FOO_BAR_SERVICE_PORT": "8080",
                "FOO_BAR_PORT": "tcp://1.2.3.4:8080",
                "FOO_BAR_PORT_8080_TCP": "tcp://1.2.3.4:8080",
                "FOO_BAR_PORT_8080_TCP_PROTO": "tcp",
                "FOO_BAR_PORT_8080_TCP_PORT": "8080",
                "FOO_BAR_PORT_8080_TCP_ADDR": "1.2.3.4",
            },
        ),
        (service("headless", "None", ServicePort(port=80)), {}),
        (service("nowhere", "", ServicePort(port=80)), {}),
        (service("portless", "1.2.3.4"), {}),
    ],
)
def test_a_service_becomes_variables(given, expected):
    assert service_variables([given]) == expected


def test_named_ports_have_variables_of_their_own():
    ports = (
        ServicePort(name="u-d-p", port=8081, protocol="UDP"),
        ServicePort(name="t-c-p", port=8081),
    )
    variables = service_variables([service("abc-123", "5.6.7.8", *ports)])
    assert variables["ABC_123_SERVICE_PORT"] == "8081"
    assert variables["ABC_123_SERVICE_PORT_U_D_P"] == "8081"
    assert variables["ABC_123_SERVICE_PORT_T_C_P"] == "8081"
    assert variables["ABC_123_PORT"] == "udp://5.6.7.8:8081"
    assert variables["ABC_123_PORT_8081_UDP_ADDR"] == "5.6.7.8"
    assert variables["ABC_123_PORT_8081_TCP_PROTO"] == "tcp"


def test_a_later_service_of_the_same_name_counts():
    services = [
        service("kubernetes", "10.96.0.1", ServicePort(port=443)),
        service("kubernetes", "10.96.7.7", ServicePort(port=80)),
    ]
    assert service_variables(services)["KUBERNETES_SERVICE_HOST"] == "10.96.7.7"
