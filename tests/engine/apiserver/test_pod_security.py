"""Pod Security: who meets which level, and the words in which others are told."""

import pytest

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.scheme import decode
from lifecycle.engine.api.version import V1_20, V1_36
from lifecycle.engine.apiserver.admission.pod_security.plugin import (
    Policy,
    described,
    findings,
    policy_of,
)
from lifecycle.engine.apiserver.meta import with_metadata
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.world import World

HARDENED = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "runAsNonRoot": True,
    "seccompProfile": {"type": "RuntimeDefault"},
}


def pod(security=None, namespace="default", annotations=None, more=None, **spec):
    container = {"name": "a", "image": "nginx", "securityContext": security, **(more or {})}
    return decode(
        {"apiVersion": "v1", "kind": "Pod",
         "metadata": {"name": "web", "namespace": namespace, "annotations": annotations or {}},
         "spec": {"containers": [container], **spec}}
    )  # fmt: skip


def told(level, obj, version="latest"):
    return [str(f) for f in findings(Policy(level, version), described(obj.metadata, obj.spec))]


BASELINE = [
    (pod({"privileged": True}),
     'privileged (container "a" must not set securityContext.privileged=true)'),
    (pod(hostNetwork=True, hostPID=True), "host namespaces (hostNetwork=true, hostPID=true)"),
    (pod(volumes=[{"name": "v", "hostPath": {"path": "/"}}]), 'hostPath volumes (volume "v")'),
    (pod(more={"ports": [{"containerPort": 80, "hostPort": 8080}]}),
     'hostPort (container "a" uses hostPort 8080)'),
    (pod({"capabilities": {"add": ["NET_RAW", "KILL"]}}),
     'non-default capabilities (container "a" must not include "NET_RAW" in '
     "securityContext.capabilities.add)"),
    (pod({"procMount": "Unmasked"}),
     'procMount (container "a" must not set securityContext.procMount to "Unmasked")'),
    (pod({"seLinuxOptions": {"type": "spc_t", "user": "u"}}),
     'seLinuxOptions (container "a" set forbidden securityContext.seLinuxOptions: type "spc_t"; '
     "user may not be set)"),
    (pod(securityContext={"seccompProfile": {"type": "Unconfined"}}),
     "seccompProfile (pod must not set securityContext.seccompProfile.type to "
     '"Unconfined")'),
    (pod(securityContext={"sysctls": [{"name": "kernel.msgmax", "value": "1"}]}),
     "forbidden sysctls (kernel.msgmax)"),
    (pod({"windowsOptions": {"hostProcess": True}}),
     'hostProcess (container "a" must not set securityContext.windowsOptions.hostProcess=true)'),
    (pod(more={"livenessProbe": {"httpGet": {"port": 80, "host": "10.0.0.1"}}}),
     'probe or lifecycle host (container "a" uses probe or lifecycle host "10.0.0.1")'),
    (pod(annotations={"container.apparmor.security.beta.kubernetes.io/a": "unconfined"}),
     "forbidden AppArmor profile (annotation must not set AppArmor profile type to "
     '"container.apparmor.security.beta.kubernetes.io/a="unconfined"")'),
]  # fmt: skip


@pytest.mark.parametrize(["obj", "finding"], BASELINE)
def test_baseline_tells_what_leads_out_of_a_container(obj, finding):
    assert told("baseline", obj) == [finding]
    assert told("privileged", obj) == []


def test_restricted_wants_all_of_the_hardening_said():
    assert told("restricted", pod()) == [
        'allowPrivilegeEscalation != false (container "a" must set '
        "securityContext.allowPrivilegeEscalation=false)",
        'unrestricted capabilities (container "a" must set '
        'securityContext.capabilities.drop=["ALL"])',
        'runAsNonRoot != true (pod or container "a" must set securityContext.runAsNonRoot=true)',
        'seccompProfile (pod or container "a" must set securityContext.seccompProfile.type to '
        '"RuntimeDefault" or "Localhost")',
    ]
    assert told("restricted", pod(HARDENED)) == []


RESTRICTED = [
    (pod({**HARDENED, "runAsUser": 0}),
     ['runAsUser=0 (container "a" must not set runAsUser=0)']),
    (pod({**HARDENED, "runAsNonRoot": False}),
     ['runAsNonRoot != true (container "a" must not set securityContext.runAsNonRoot=false)']),
    (pod({**HARDENED, "capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}}), []),
    (pod({**HARDENED, "capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}),
     ['unrestricted capabilities (container "a" must not include "CHOWN" in '
      "securityContext.capabilities.add)"]),
    (pod(HARDENED, volumes=[{"name": "v", "hostPath": {"path": "/"}},
                            {"name": "n", "nfs": {"server": "s", "path": "/"}}]),
     ['restricted volume types (volumes "v", "n" use restricted volume types "hostPath", "nfs")']),
    (pod({**HARDENED, "runAsNonRoot": None}, hostUsers=False), []),
    (pod({"runAsNonRoot": True}, os={"name": "windows"}), []),
]  # fmt: skip


@pytest.mark.parametrize(["obj", "expected"], RESTRICTED)
def test_restricted_names_who_is_to_blame(obj, expected):
    assert told("restricted", obj) == expected


def test_a_level_of_an_older_version_has_fewer_checks():
    probe = pod(more={"livenessProbe": {"tcpSocket": {"port": 80, "host": "h"}}})
    assert told("baseline", probe, "v1.33") == []
    assert len(told("restricted", pod(), "v1.7")) == 1


@pytest.mark.parametrize(
    ["labels", "policy"],
    [
        ({}, "privileged:latest"),
        ({"enforce": "baseline"}, "baseline:latest"),
        ({"enforce": "restricted", "enforce-version": "v1.30"}, "restricted:v1.30"),
        ({"warn": "restricted"}, "privileged:latest"),
    ],
)
def test_labels_of_the_namespace_choose_the_level(labels, policy):
    assert str(policy_of(namespace(**labels), "enforce")) == policy


def namespace(name="default", **labels):
    marks = {f"pod-security.kubernetes.io/{key}": value for key, value in labels.items()}
    return decode(
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": marks}}
    )


def served(version=V1_36, **labels):
    api = ApiServer(World(1), version)
    api.create(namespace(**labels))
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}}
    api.create(decode(account))
    return api


def test_a_pod_that_breaks_the_enforced_level_is_refused():
    api = served(enforce="baseline")
    with pytest.raises(ApiError) as caught:
        api.create(pod(hostNetwork=True))
    assert caught.value.message == (
        'pods "web" is forbidden: violates PodSecurity "baseline:latest": '
        "host namespaces (hostNetwork=true)"
    )
    assert (caught.value.code, caught.value.reason) == (403, "Forbidden")
    assert api.create(pod()).metadata.name == "web"


def test_a_workload_is_warned_of_and_never_refused():
    api = served(enforce="restricted", warn="baseline", **{"warn-version": "v1.30"})
    template = {"metadata": {"labels": {"a": "b"}}, "spec": {"hostPID": True, "containers": [
        {"name": "a", "image": "nginx"}]}}  # fmt: skip
    made = api.create(
        decode({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
                "spec": {"selector": {"matchLabels": {"a": "b"}}, "template": template}})
    )  # fmt: skip
    assert api.warnings(made) == (
        'would violate PodSecurity "baseline:v1.30": host namespaces (hostPID=true)',
    )


def test_a_level_that_is_enforced_warns_workloads_unless_told_otherwise():
    template = {"metadata": {"labels": {"a": "b"}}, "spec": {"hostPID": True, "containers": [
        {"name": "a", "image": "nginx"}]}}  # fmt: skip
    document = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"},
                "spec": {"selector": {"matchLabels": {"a": "b"}},
                         "template": template}}  # fmt: skip
    api = served(enforce="baseline")
    assert api.warnings(api.create(decode(document))) == (
        'would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)',
    )
    api = served(enforce="baseline", warn="privileged")
    assert api.warnings(api.create(decode(document))) == ()


def test_changes_of_a_pod_that_concern_no_level_are_not_warned_of():
    api = served(warn="baseline")
    old = api.create(pod(hostPID=True))
    told = ('would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)',)
    assert api.warnings(old) == told
    assert api.warnings(with_metadata(old, labels={"a": "b"}), old) == ()
    notes = {"seccomp.security.alpha.kubernetes.io/pod": "unconfined"}
    assert told[0] in api.warnings(with_metadata(old, annotations=notes), old)


def test_tightening_a_namespace_tells_which_pods_would_not_get_in():
    api = served()
    for name in ("b", "a", "c"):
        api.create(with_metadata(pod(hostPID=True), name=name))
    api.create(with_metadata(pod(), name="good"))
    old = api.get("Namespace", "", "default")
    new = api.update(with_metadata(old, labels={"pod-security.kubernetes.io/enforce": "baseline"}))
    assert api.warnings(new, old) == (
        'existing pods in namespace "default" violate the new PodSecurity enforce level '
        '"baseline:latest"',
        "a (and 2 other pods): host namespaces",
    )
    assert api.warnings(old, new) == ()


def test_labels_that_mean_nothing_are_refused():
    with pytest.raises(ApiError) as caught:
        served(enforce="strict")
    assert caught.value.message == (
        'Namespace "default" is invalid: metadata.labels[pod-security.kubernetes.io/enforce]: '
        'Invalid value: "strict": must be one of privileged, baseline, restricted'
    )


def test_before_1_23_there_was_no_such_plug_in():
    api = served(V1_20, enforce="restricted")
    assert api.create(pod(hostNetwork=True)).metadata.name == "web"
