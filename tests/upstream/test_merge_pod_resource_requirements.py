"""TestMergePodResourceRequirements, TestPodLimitFuncApplyDefault, TestLimitRangerAdmitPod.

(plugin/pkg/admission/limitranger/admission_test.go) Also TestPersistentVolumeClaimLimitFunc.
"""

import pytest
from lightkube.models.core_v1 import Container, ResourceRequirements

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.admission.limit_ranger import violations
from tests.engine.apiserver.served import Served, document, pod

_BOUNDS = """
    apiVersion: v1
    kind: LimitRange
    metadata: {{name: abc, namespace: default}}
    spec:
      limits:
      - {{type: Pod, max: {{cpu: 200m, memory: 4Gi}}, min: {{cpu: 50m, memory: 2Mi}}}}
      - {{type: Container, max: {{cpu: 100m, memory: 2Gi}}, min: {{cpu: 25m, memory: 1Mi}}{more}}}
"""
_DEFAULTS = ", default: {cpu: 75m, memory: 10Mi}, defaultRequest: {cpu: 50m, memory: 5Mi}"
_NOTE = "kubernetes.io/limit-ranger"


def served(more):
    server = Served()
    server.api.create(document(_BOUNDS.format(more=more)))
    return server


def asking(requests=None, limits=None, init=False):
    one = pod()
    one.spec.containers[0].resources = ResourceRequirements(requests=requests, limits=limits)
    if init:
        resources = ResourceRequirements(requests=requests, limits=limits)
        first = Container(name="first", image="busybox:1.35", resources=resources)
        one.spec.initContainers = [first]
    return one


def test_who_says_nothing_gets_all_of_it():
    made = served(_DEFAULTS).api.create(asking(init=True))
    for container in (*made.spec.containers, *made.spec.initContainers):
        assert container.resources.requests == {"cpu": "50m", "memory": "5Mi"}
        assert container.resources.limits == {"cpu": "75m", "memory": "10Mi"}
    assert made.metadata.annotations[_NOTE] == (
        "LimitRanger plugin set: cpu, memory request for container app; "
        "cpu, memory limit for container app; cpu, memory request for init container first; "
        "cpu, memory limit for init container first"
    )


def test_what_is_said_stays():
    made = served(_DEFAULTS).api.create(asking({"memory": "6Mi"}))
    resources = made.spec.containers[0].resources
    assert resources.requests == {"memory": "6Mi", "cpu": "50m"}
    assert made.metadata.annotations[_NOTE] == (
        "LimitRanger plugin set: cpu request for container app; cpu, memory limit for container app"
    )


def test_who_says_all_is_left_alone():
    amounts = {"cpu": "100m", "memory": "512Mi"}
    made = served(_DEFAULTS).api.create(asking(amounts, amounts))
    assert made.spec.containers[0].resources.requests == amounts
    assert _NOTE not in (made.metadata.annotations or {})


def test_without_defaults_who_says_nothing_is_refused():
    bounds = document(_BOUNDS.format(more=""))
    assert list(violations(asking(), bounds)) == [
        f"{bound} {name} usage per {kind} is {amount}.  No {part} is specified"
        for kind, least, most in (("Pod", ("50m", "2Mi"), ("200m", "4Gi")),
                                  ("Container", ("25m", "1Mi"), ("100m", "2Gi")))
        for bound, part, amounts in (("minimum", "request", least), ("maximum", "limit", most))
        for name, amount in zip(("cpu", "memory"), amounts)
    ]  # fmt: skip


def test_of_pods_that_are_there_only_a_resize_is_judged():
    server = Served()
    server.api.create(asking())
    server.api.create(document(_BOUNDS.format(more="")))
    labelled = server.api.get("Pod", "default", "web")
    labelled.metadata.labels = {"a": "b"}
    assert server.api.update(labelled).metadata.labels == {"a": "b"}
    server.api.delete("Pod", "default", "web", grace_seconds=0)
    assert server.api.find("Pod", "default", "web") is None


def test_a_resize_out_of_bounds_is_refused():
    server = served("")
    amounts = {"cpu": "100m", "memory": "512Mi"}
    server.api.create(asking(amounts, amounts))
    larger = asking({**amounts, "cpu": "150m"}, {**amounts, "cpu": "150m"})
    with pytest.raises(ApiError) as caught:
        server.api.update(larger, subresource="resize")
    assert caught.value.message == (
        'pods "web" is forbidden: maximum cpu usage per Container is 100m, but limit is 150m'
    )


CLAIMS = [
    # least, most, asked: let in or not
    ("1Gi", "", "1Gi", True),
    ("", "1Gi", "1Gi", True),
    ("", "", "100Gi", True),
    ("1Gi", "10Gi", "5Gi", True),
    ("1Gi", "", "500Mi", False),
    ("1Gi", "1Gi", "100Gi", False),
]


@pytest.mark.parametrize(["least", "most", "asked", "let_in"], CLAIMS)
def test_claims(least, most, asked, let_in):
    server = Served()
    bounds = ", ".join(
        f"{field}: {{storage: {amount}}}"
        for field, amount in (("min", least), ("max", most))
        if amount
    )
    server.api.create(document(f"""
        apiVersion: v1
        kind: LimitRange
        metadata: {{name: claims}}
        spec: {{limits: [{{type: PersistentVolumeClaim, {bounds or "min: {}"}}}]}}
    """)) if bounds else None  # fmt: skip
    claim = document(f"""
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {{name: data}}
        spec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{storage: {asked}}}}}}}
    """)
    if let_in:
        assert server.api.create(claim).metadata.name == "data"
        return
    with pytest.raises(ApiError) as caught:
        server.api.create(claim)
    assert caught.value.code == 403
