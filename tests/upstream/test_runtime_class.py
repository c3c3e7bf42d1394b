"""TestSetOverhead, TestSetScheduling, TestValidateOverhead and TestAdmit.

(plugin/pkg/admission/runtimeclass/admission_test.go) Tolerations that another covers:
TestMergeTolerations (pkg/util/tolerations/tolerations_test.go).
"""

import pytest
from lightkube.models.core_v1 import Toleration

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.tolerations import merge_tolerations
from tests.engine.apiserver.served import Served, document, pod

OVERHEAD = "overhead: {podFixed: {cpu: 100m, memory: '1'}}"
DIFFERS = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"
UNFOUNDED = "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead"


def created(more, **spec):
    server = Served()
    lines = f"\n        {more}" if more else ""
    server.api.create(document(f"""
        apiVersion: node.k8s.io/v1
        kind: RuntimeClass
        metadata: {{name: foo}}
        handler: bar{lines}
    """))  # fmt: skip
    return server.api.create(pod(**{"runtimeClassName": "foo", **spec}))


def test_a_pod_gets_the_overhead_of_its_class():
    assert created(OVERHEAD).spec.overhead == {"cpu": "100m", "memory": "1"}
    assert created(OVERHEAD, overhead={"cpu": "0.1", "memory": "1"}).spec.overhead is not None
    assert created("").spec.overhead is None


REFUSED = [
    (OVERHEAD, {"overhead": {"cpu": "10", "memory": "10G"}}, DIFFERS),
    ("", {"overhead": {"cpu": "100m"}}, UNFOUNDED),
    ("", {"overhead": {"cpu": "100m"}, "runtimeClassName": None}, UNFOUNDED),
    ("", {"runtimeClassName": "other"}, 'pod rejected: RuntimeClass "other" not found'),
    ("scheduling: {nodeSelector: {foo: conflict}}", {"nodeSelector": {"foo": "bar"}},
     "conflict: runtimeClass.scheduling.nodeSelector[foo] = conflict; "
     "pod.spec.nodeSelector[foo] = bar"),
]  # fmt: skip


@pytest.mark.parametrize(["more", "spec", "why"], REFUSED)
def test_a_pod_may_not_contradict_its_class(more, spec, why):
    with pytest.raises(ApiError) as caught:
        created(more, **spec)
    assert caught.value.message == f'pods "web" is forbidden: {why}'


SELECTORS = [
    ("", {"foo": "bar"}, {"foo": "bar"}),
    ("scheduling: {nodeSelector: {foo: bar}}", None, {"foo": "bar"}),
    ("scheduling: {nodeSelector: {foo: bar}}", {"foo": "bar"}, {"foo": "bar"}),
    ("scheduling: {nodeSelector: {foo: bar, fizz: buzz}}", {"foo": "bar"},
     {"foo": "bar", "fizz": "buzz"}),
]  # fmt: skip


@pytest.mark.parametrize(["more", "given", "expected"], SELECTORS)
def test_where_the_class_runs_is_added(more, given, expected):
    assert created(more, nodeSelector=given).spec.nodeSelector == expected


def tolerated(text):
    """`foo=bar:NoSchedule 60s`; without `=` whatever the value, `*` whatever the key."""
    taint, _, seconds = text.partition(" ")
    taint, _, effect = taint.partition(":")
    key, equal, value = taint.partition("=")
    return Toleration(
        key=key.replace("*", "") or None,
        operator="Equal" if equal else "Exists",
        value=value or None,
        effect=effect or None,
        tolerationSeconds=int(seconds[:-1]) if seconds else None,
    )


def test_tolerations_of_the_class_come_after_those_of_the_pod():
    both = (
        "scheduling: {tolerations: ["
        "{key: foo, operator: Equal, value: bar, effect: NoSchedule}, "
        "{key: fizz, operator: Equal, value: buzz, effect: NoSchedule}]}"
    )
    made = created(both, tolerations=[tolerated("foo=bar:NoSchedule")])
    lost = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"]
    assert [t.key for t in made.spec.tolerations] == ["foo", *lost, "fizz"]


MERGED = [
    # one list, the other: both
    ("", "", ""),
    ("foo=bar:NoSchedule", "", "foo=bar:NoSchedule"),
    ("", "foo=bar:NoSchedule", "foo=bar:NoSchedule"),
    ("a:NoExecute", "a:NoExecute", "a:NoExecute"),
    ("a=1:NoExecute", "a:NoExecute", "a:NoExecute"),
    ("a:NoExecute", "a=1:NoExecute", "a:NoExecute"),
    ("a=1:NoExecute, b:NoSchedule", "*", "*"),
    ("*", "a=1:NoExecute", "*"),
    ("a", "a:NoSchedule, a:NoExecute 60s", "a"),
    ("a:NoExecute 60s", "a:NoExecute", "a:NoExecute"),
    ("a:NoExecute 60s", "a:NoExecute 30s", "a:NoExecute 60s"),
    ("a=1:NoSchedule", "a=2:NoSchedule", "a=1:NoSchedule, a=2:NoSchedule"),
    ("a:NoSchedule", "a:NoExecute", "a:NoSchedule, a:NoExecute"),
    ("a:NoSchedule", "b:NoSchedule", "a:NoSchedule, b:NoSchedule"),
]


@pytest.mark.parametrize(["one", "other", "both"], MERGED)
def test_a_toleration_that_another_covers_is_left_out(one, other, both):
    first, second, merged = (
        [tolerated(part) for part in text.split(", ") if part] for text in (one, other, both)
    )
    assert merge_tolerations(first, second) == merged
