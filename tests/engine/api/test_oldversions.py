"""Old apiVersions are read as the newest, with the defaults that they had."""

import pytest

from lifecycle.engine.api.oldversions import renewed
from lifecycle.engine.api.scheme import decode

TEMPLATE = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": []}}


def document(version, kind, **spec):
    return {"apiVersion": version, "kind": kind, "metadata": {"name": "a"}, "spec": spec}


@pytest.mark.parametrize(
    ["version", "kind", "now"],
    [
        ("extensions/v1beta1", "Deployment", "apps/v1"),
        ("extensions/v1beta1", "DaemonSet", "apps/v1"),
        ("apps/v1beta1", "StatefulSet", "apps/v1"),
        ("apps/v1beta2", "ReplicaSet", "apps/v1"),
        ("batch/v1beta1", "CronJob", "batch/v1"),
        ("policy/v1beta1", "PodDisruptionBudget", "policy/v1"),
        ("storage.k8s.io/v1beta1", "StorageClass", "storage.k8s.io/v1"),
        ("rbac.authorization.k8s.io/v1beta1", "ClusterRole", "rbac.authorization.k8s.io/v1"),
        ("scheduling.k8s.io/v1beta1", "PriorityClass", "scheduling.k8s.io/v1"),
        ("networking.k8s.io/v1beta1", "Ingress", "networking.k8s.io/v1"),
    ],
)
def test_an_old_version_is_told_with_the_new_one(version, kind, now):
    new = renewed({"apiVersion": version, "kind": kind, "metadata": {"name": "a"}})
    assert new.document["apiVersion"] == now
    assert new.told.startswith(f"{version} {kind} is read as {now}: Kubernetes 1.")
    assert decode(new.document).apiVersion == now


def test_an_old_deployment_selects_its_templates_labels_and_rolls_one_by_one():
    new = renewed(document("extensions/v1beta1", "Deployment", template=TEMPLATE, replicas=3))
    spec = decode(new.document).spec
    assert spec.selector.matchLabels == {"app": "web"}
    assert (spec.strategy.rollingUpdate.maxSurge, spec.strategy.rollingUpdate.maxUnavailable) == (
        1, 1
    )  # fmt: skip
    assert spec.progressDeadlineSeconds == 2**31 - 1
    assert "spec.progressDeadlineSeconds, spec.selector, spec.strategy" in new.told


def test_what_is_written_is_kept():
    given = {"matchLabels": {"app": "other"}}
    for version in ("extensions/v1beta1", "apps/v1beta1", "apps/v1beta2"):
        new = renewed(document(version, "Deployment", template=TEMPLATE, selector=given))
        assert new.document["spec"]["selector"] == given


def test_apps_v1beta2_wanted_a_selector_already():
    new = renewed(document("apps/v1beta2", "Deployment", template=TEMPLATE))
    assert "selector" not in new.document["spec"]


def test_fields_that_are_gone_are_left_out_and_named():
    new = renewed(
        document("extensions/v1beta1", "DaemonSet", template=TEMPLATE, templateGeneration=3)
    )
    assert "templateGeneration" not in new.document["spec"]
    assert new.document["spec"]["updateStrategy"] == {"type": "OnDelete"}
    assert new.told.endswith("left out: spec.templateGeneration")


def test_an_old_ingress_names_its_service_in_one_object():
    backend = {"serviceName": "web", "servicePort": 80}
    paths = [{"path": "/", "backend": backend}]
    new = renewed(
        document("extensions/v1beta1", "Ingress", rules=[{"http": {"paths": paths}}],
                 backend={"serviceName": "other", "servicePort": "http"})
    )  # fmt: skip
    spec = decode(new.document).spec
    (path,) = spec.rules[0].http.paths
    assert (path.pathType, path.backend.service.name) == ("ImplementationSpecific", "web")
    assert path.backend.service.port.number == 80
    assert spec.defaultBackend.service.port.name == "http"


@pytest.mark.parametrize(
    "strange",
    [
        {},
        {"apiVersion": ["extensions/v1beta1"], "kind": "Deployment"},
        {"apiVersion": "extensions/v1beta1", "kind": "Deployment", "spec": "text"},
        {"apiVersion": "extensions/v1beta1", "kind": "Deployment", "spec": {"template": 5}},
        {"apiVersion": "extensions/v1beta1", "kind": "Deployment", "spec": {"strategy": []}},
        {
            "apiVersion": "extensions/v1beta1",
            "kind": "Ingress",
            "spec": {"rules": [1, {"http": 2}]},
        },
        {"apiVersion": "apps/v1", "kind": "Deployment"},
    ],
)
def test_a_strange_document_is_no_exception(strange):
    new = renewed(strange)
    assert new is None or new.document["kind"] == strange["kind"]
