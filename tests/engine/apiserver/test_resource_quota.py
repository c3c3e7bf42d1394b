"""Quotas: what is charged, what is refused and in which words, and what is given back."""

import pytest
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.quota import falls_under, undeclared, usage
from lifecycle.engine.api.scheme import decode
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.resourcequota import ResourceQuotaController
from lifecycle.engine.kernel.world import World


def quota(hard, **spec):
    return decode(
        {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q"},
         "spec": {"hard": hard, **spec}}
    )  # fmt: skip


def pod(name="web", requests=None, limits=None, **spec):
    resources = {"requests": requests or {}, "limits": limits or {}}
    container = {"name": "app", "image": "nginx", "resources": resources}
    return decode(
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, "namespace": "default"},
         "spec": {"containers": [container], **spec}}
    )  # fmt: skip


class Served:
    """An API server with the quota controller beside it."""

    def __init__(self, hard, **spec):
        self.world = World(1)
        self.api = ApiServer(self.world)
        self.api.create(decode({"apiVersion": "v1", "kind": "Namespace",
                                "metadata": {"name": "default"}}))  # fmt: skip
        self.api.create(decode({"apiVersion": "v1", "kind": "ServiceAccount",
                                "metadata": {"name": "default"}}))  # fmt: skip
        ResourceQuotaController(self.world, self.api)
        self.api.create(quota(hard, **spec))

    def later(self, ms=100):
        self.world.advance(self.world.now + ms)

    def refusal(self, obj):
        with pytest.raises(ApiError) as caught:
            self.api.create(obj)
        assert (caught.value.code, caught.value.reason) == (403, "Forbidden")
        return caught.value.message

    @property
    def used(self):
        return self.api.get("ResourceQuota", "default", "q").status.used


def test_a_pod_beyond_the_quota_is_refused_in_the_api_servers_words():
    served = Served({"pods": "2", "requests.cpu": "1"})
    served.later()
    for name in ("a", "b"):
        served.api.create(pod(name, {"cpu": "400m"}))
    assert served.used == {"pods": "2", "requests.cpu": "800m"}
    assert served.refusal(pod("c", {"cpu": "300m"})) == (
        'pods "c" is forbidden: exceeded quota: q, requested: pods=1,requests.cpu=300m, '
        "used: pods=2,requests.cpu=800m, limited: pods=2,requests.cpu=1"
    )


def test_who_must_say_what_it_needs_and_does_not_is_refused():
    served = Served({"requests.cpu": "1", "limits.memory": "1Gi", "requests.storage": "5Gi"})
    assert served.refusal(pod("bare")) == (
        'pods "bare" is forbidden: failed quota: q: must specify limits.memory for: app; '
        "requests.cpu for: app"
    )


def test_what_ends_is_given_back():
    served = Served({"pods": "1", "count/pods": "5"})
    served.later()
    made = served.api.create(pod("a"))
    served.api.patch(
        "Pod", "default", "a", lambda p: _with_phase(p, "Succeeded"), subresource="status"
    )
    served.later()
    assert served.used == {"pods": "0", "count/pods": "1"}
    served.api.create(pod("b"))
    served.api.delete("Pod", "default", made.metadata.name, grace_seconds=0)
    served.later()
    assert served.used == {"pods": "1", "count/pods": "1"}


def _with_phase(found, phase):
    return replace(found, status=replace(found.status, phase=phase))


def test_a_new_quota_counts_what_is_there():
    served = Served({"configmaps": "1"})
    config = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}
    served.api.create(decode(config))
    served.later()
    assert served.used == {"configmaps": "1"}
    assert "exceeded quota: q, requested: configmaps=1, used: configmaps=1" in served.refusal(
        decode({**config, "metadata": {"name": "b"}})
    )


@pytest.mark.parametrize(
    ["spec", "used"],
    [
        ({"type": "ClusterIP"}, {"services": "1"}),
        ({"type": "NodePort"}, {"services": "1", "services.nodeports": "2"}),
        (
            {"type": "LoadBalancer"},
            {"services": "1", "services.nodeports": "2", "services.loadbalancers": "1"},
        ),
        (
            {"type": "LoadBalancer", "allocateLoadBalancerNodePorts": False},
            {"services": "1", "services.loadbalancers": "1"},
        ),
    ],
)
def test_services_use_by_their_type(spec, used):
    ports = [{"name": "a", "port": 80}, {"name": "b", "port": 81}]
    document = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"},
                "spec": {"ports": ports, **spec}}  # fmt: skip
    found = {name: str(q) for name, q in usage(decode(document), 0).items() if q}
    assert found == {"count/services": "1", **used}


def test_claims_use_storage_in_all_and_of_their_class():
    document = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "c"},
                "spec": {"storageClassName": "gold", "accessModes": ["ReadWriteOnce"],
                         "resources": {"requests": {"storage": "2Gi"}}}}  # fmt: skip
    gold = "gold.storageclass.storage.k8s.io"
    assert {name: str(q) for name, q in usage(decode(document), 0).items()} == {
        "count/persistentvolumeclaims": "1",
        "persistentvolumeclaims": "1",
        "requests.storage": "2Gi",
        f"{gold}/persistentvolumeclaims": "1",
        f"{gold}/requests.storage": "2Gi",
    }


CPU = {"cpu": "1"}
SCOPES = [
    ({"scopes": ["BestEffort"]}, pod(), True),
    ({"scopes": ["BestEffort"]}, pod(requests=CPU), False),
    ({"scopes": ["NotBestEffort"]}, pod(requests=CPU), True),
    ({"scopes": ["Terminating"]}, pod(activeDeadlineSeconds=5), True),
    ({"scopes": ["Terminating"]}, pod(), False),
    ({"scopes": ["NotTerminating"]}, pod(), True),
    ({"scopes": ["NotTerminating", "BestEffort"]}, pod(requests=CPU), False),
    ("In", pod(priorityClassName="high"), True),
    ("In", pod(priorityClassName="low"), False),
    ("In", pod(), False),
    ("NotIn", pod(priorityClassName="low"), True),
    ("Exists", pod(), False),
    ("DoesNotExist", pod(), True),
]


@pytest.mark.parametrize(["scope", "obj", "counted"], SCOPES)
def test_a_quota_of_a_scope_counts_only_pods_of_it(scope, obj, counted):
    if isinstance(scope, str):
        values = {"values": ["high"]} if scope.endswith("In") else {}
        expression = {"operator": scope, "scopeName": "PriorityClass", **values}
        scope = {"scopeSelector": {"matchExpressions": [expression]}}
    assert falls_under(quota({"pods": "1"}, **scope), obj) is counted


def test_only_resources_of_the_validation_set_must_be_declared():
    names = ["pods", "requests.ephemeral-storage", "requests.nvidia.com/gpu"]
    assert undeclared(names, pod()) == ""
    assert undeclared([*names, "cpu", "limits.cpu"], pod(requests=CPU)) == (
        "must specify limits.cpu for: app"
    )


def test_a_service_that_becomes_a_node_port_is_charged_for_it():
    served = Served({"services.nodeports": "0"})
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"},
               "spec": {"ports": [{"port": 80}]}}  # fmt: skip
    made = served.api.create(decode(service))
    with pytest.raises(ApiError, match=r"requested: services\.nodeports=1, used: .*=0"):
        served.api.update(replace(made, spec=replace(made.spec, type="NodePort")))
