"""Rules of single kinds: addresses of Services, selectors of Jobs, generations."""

from ipaddress import ip_address, ip_network

import pytest
from lightkube.models.apps_v1 import DeploymentStatus
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from tests.engine.apiserver.served import Served, document

SERVICE = """
    apiVersion: v1
    kind: Service
    metadata: {{name: {name}}}
    spec: {{selector: {{app: web}}, ports: [{{port: 80}}]{more}}}
"""
DEPLOYMENT = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: app, image: x}]}
"""
JOB = """
    apiVersion: batch/v1
    kind: Job
    metadata: {name: once}
    spec: {template: {spec: {restartPolicy: Never, containers: [{name: app, image: x}]}}}
"""


def create(served, text):
    return served.api.create(document(text))


def service(served, name="web", more=""):
    return create(served, SERVICE.format(name=name, more=more)).spec


def test_services_get_different_addresses():
    served = Served()
    addresses = [service(served, f"s{i}").clusterIP for i in range(50)]
    assert len(set(addresses)) == 50
    network = ip_network("10.96.0.0/12")
    assert all(ip_address(address) in network for address in addresses)


def test_a_service_keeps_its_address():
    served = Served()
    spec = service(served)
    old = served.api.get("Service", "default", "web")
    bare = replace(old, spec=replace(old.spec, clusterIP=None, clusterIPs=None, ports=spec.ports))
    updated = served.api.update(bare)
    assert (updated.spec.clusterIP, updated.spec.clusterIPs) == (spec.clusterIP, [spec.clusterIP])


@pytest.mark.parametrize(
    ["more", "address", "port"],
    [
        (", clusterIP: None", "None", None),
        (", clusterIP: 10.96.0.10", "10.96.0.10", None),
        (", type: ExternalName, externalName: example.com", None, None),
        (", type: NodePort, clusterIP: 10.96.0.11", "10.96.0.11", range(30000, 32768)),
    ],
)
def test_the_type_decides_what_is_allocated(more, address, port):
    spec = service(Served(), more=more)
    assert spec.clusterIP == address
    assert spec.ports[0].nodePort is None if port is None else spec.ports[0].nodePort in port


def test_an_address_is_given_out_once():
    served = Served()
    service(served, "a", ", clusterIP: 10.96.0.10")
    with pytest.raises(ApiError, match="provided IP is already allocated"):
        service(served, "b", ", clusterIP: 10.96.0.10")


def test_a_job_selects_its_own_pods():
    job = create(Served(), JOB)
    uid = job.metadata.uid
    assert job.spec.selector.matchLabels == {"batch.kubernetes.io/controller-uid": uid}
    assert job.spec.template.metadata.labels == {
        "batch.kubernetes.io/controller-uid": uid,
        "controller-uid": uid,
        "batch.kubernetes.io/job-name": "once",
        "job-name": "once",
    }


def test_annotations_of_a_deployment_are_observed():
    served = Served()
    made = create(served, DEPLOYMENT)
    noted = replace(made, metadata=replace(made.metadata, annotations={"a": "b"}))
    assert served.api.update(noted).metadata.generation == 2


def test_a_status_is_no_new_generation():
    served = Served()
    made = create(served, DEPLOYMENT)
    counted = replace(made, status=DeploymentStatus(replicas=1))
    assert served.api.update(counted, subresource="status").metadata.generation == 1


def test_a_client_cannot_create_a_status():
    served = Served()
    text = DEPLOYMENT + "    status: {replicas: 5}\n"
    assert create(served, text).status is None
