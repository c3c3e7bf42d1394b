"""A server drops what its version does not know yet."""

import pytest
from lightkube.models import apps_v1, autoscaling_v2, batch_v1, core_v1, policy_v1

from lifecycle.engine.api.newfields import SINCE, new_fields, without_new_fields
from lifecycle.engine.api.scheme import decode
from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input

MODELS = (core_v1, apps_v1, batch_v1, policy_v1, autoscaling_v2)
POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "web"},
    "spec": {
        "os": {"name": "linux"},
        "initContainers": [{"name": "side", "image": "busybox:1", "restartPolicy": "Always"}],
        "containers": [
            {
                "name": "app",
                "image": "busybox:1",
                "lifecycle": {"preStop": {"sleep": {"seconds": 3}}},
                "livenessProbe": {"tcpSocket": {"port": 1}, "terminationGracePeriodSeconds": 3},
            }
        ],
    },
}


def without_hook():
    app = {k: v for k, v in POD["spec"]["containers"][0].items() if k != "lifecycle"}
    return {**POD, "spec": {**POD["spec"], "containers": [app]}}


@pytest.mark.parametrize("name", SINCE)
def test_every_field_is_one_of_its_type(name):
    types = [getattr(model, name) for model in MODELS if hasattr(model, name)]
    assert types
    known = {field for each in types for field in each.__struct_fields__}
    assert set(SINCE[name]) <= known


def test_each_field_that_is_not_known_is_named_with_the_version_that_brought_it():
    assert [tuple(each) for each in new_fields(decode(POD), "1.20")] == [
        ("spec.containers[0].lifecycle.preStop.sleep", "1.30"),
        ("spec.containers[0].livenessProbe.terminationGracePeriodSeconds", "1.22"),
        ("spec.initContainers[0].restartPolicy", "1.29"),
        ("spec.os", "1.24"),
    ]
    assert list(new_fields(decode(POD), "1.36")) == []


def test_what_is_dropped_is_named_no_more():
    pod = decode(POD)
    assert list(new_fields(without_new_fields(pod, "1.20"), "1.20")) == []
    assert without_new_fields(pod, "1.36") is pod


@pytest.mark.parametrize(("kubernetes", "policy"), [("1.36", "Always"), ("1.20", None)])
def test_before_1_29_a_sidecar_is_an_init_container_like_others(kubernetes, policy):
    cluster = Cluster(kubernetes=kubernetes)
    assert cluster.submit(Input(0, "kubectl apply -f -", (without_hook(),))).ok
    stored = cluster.api.get("Pod", "default", "web")
    assert stored.spec.initContainers[0].restartPolicy == policy


def test_a_hook_that_is_not_known_leaves_none():
    taken = Cluster(kubernetes="1.20").submit(Input(0, "kubectl apply -f -", (POD,)))
    assert taken.output == (
        'The Pod "web" is invalid: spec.containers[0].lifecycle.preStop: Required value: '
        "must specify a handler type"
    )
