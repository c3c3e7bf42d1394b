"""EndpointSlices say which Pods a Service sends requests to."""

from tests.engine.controllers.stagehand import Stage, template, workload

SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "web"},
    "spec": {
        "selector": {"app": "web"},
        "ports": [{"name": "http", "port": 80, "targetPort": 8080}],
    },
}


def pod(name="one", app="web", **spec):
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": {"app": app}},
        "spec": template(app, **spec)["spec"],
    }


def shown(stage):
    """The endpoints of all slices as name:rst, where letters that don't hold are dashes."""
    return [
        f"{endpoint.targetRef.name}:"
        f"{'r' if endpoint.conditions.ready else '-'}"
        f"{'s' if endpoint.conditions.serving else '-'}"
        f"{'t' if endpoint.conditions.terminating else '-'}"
        for held in stage.api.list("EndpointSlice", "default")
        for endpoint in held.endpoints or ()
    ]


def test_a_service_without_pods_has_one_empty_slice():
    stage = Stage()
    stage.create(SERVICE)
    stage.wait()
    (held,) = stage.api.list("EndpointSlice", "default")
    assert held.metadata.name.startswith("web-")
    assert held.metadata.labels["kubernetes.io/service-name"] == "web"
    assert held.endpoints is None
    assert held.ports is None


def test_an_endpoint_follows_its_pod_from_address_to_end():
    stage = Stage(ready=False)
    stage.create(SERVICE)
    stage.create(pod())
    stage.wait(200)
    assert shown(stage) == []
    stage.wait()
    assert shown(stage) == ["one:---"]
    stage.set_ready("one", True)
    stage.wait(50)
    assert shown(stage) == ["one:rs-"]
    stage.api.delete("Pod", "default", "one")
    stage.wait(50)
    assert shown(stage) == ["one:-st"]
    stage.set_ready("one", False)
    stage.wait(50)
    assert shown(stage) == ["one:--t"]
    stage.set_status("one", phase="Succeeded")
    stage.wait(50)
    assert shown(stage) == []


def test_the_empty_slice_is_the_one_that_is_filled():
    stage = Stage()
    stage.create(SERVICE)
    stage.wait()
    (before,) = stage.names("EndpointSlice")
    stage.create(pod())
    stage.wait()
    (held,) = stage.api.list("EndpointSlice", "default")
    assert held.metadata.name == before
    assert [(port.name, port.port) for port in held.ports] == [("http", 8080)]
    assert held.endpoints[0].addresses == ["10.244.0.1"]
    assert held.endpoints[0].nodeName == "node1"


def test_a_service_may_send_to_pods_that_are_not_ready():
    stage = Stage(ready=False)
    spec = {**SERVICE["spec"], "publishNotReadyAddresses": True}
    stage.create({**SERVICE, "spec": spec})
    stage.create(pod())
    stage.wait()
    assert shown(stage) == ["one:r--"]


def test_a_named_port_may_differ_from_pod_to_pod():
    stage = Stage()
    spec = {"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": "http"}]}
    stage.create({**SERVICE, "spec": spec})
    for name, number in (("one", 8080), ("two", 9090)):
        document = pod(name)
        container = document["spec"]["containers"][0]
        container = {**container, "ports": [{"name": "http", "containerPort": number}]}
        stage.create({**document, "spec": {"containers": [container]}})
    stage.wait()
    held = stage.api.list("EndpointSlice", "default")
    assert sorted(one.ports[0].port for one in held) == [8080, 9090]


def test_a_slice_holds_a_hundred_endpoints():
    stage = Stage()
    stage.create(SERVICE)
    stage.create(workload("ReplicaSet", 105))
    stage.wait(10_000)
    sizes = sorted(len(held.endpoints) for held in stage.api.list("EndpointSlice", "default"))
    assert sizes == [5, 100]


def test_a_deleted_service_leaves_no_slices():
    stage = Stage()
    stage.create(SERVICE)
    stage.wait()
    stage.api.delete("Service", "default", "web")
    stage.wait()
    assert stage.names("EndpointSlice") == []
