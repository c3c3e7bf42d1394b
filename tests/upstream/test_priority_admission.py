"""TestPriorityClassAdmission, TestDefaultPriority and TestPodAdmission.

(plugin/pkg/admission/priority/admission_test.go)
"""

import pytest
from lightkube.models.meta_v1 import ObjectMeta
from lightkube.models.scheduling_v1 import PriorityClass
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from tests.engine.apiserver.served import Served, pod

CLASSES = {
    "default1": (1000, True, None),
    "default2": (2000, True, None),
    "nondefault1": (2000, False, None),
    "never": (2000, False, "Never"),
    "system-cluster-critical": (2_000_000_000, False, None),
}


def priority_class(name):
    value, is_default, policy = CLASSES[name]
    return PriorityClass(
        metadata=ObjectMeta(name=name),
        value=value,
        globalDefault=is_default,
        preemptionPolicy=policy,
    )


def served(*names):
    server = Served()
    for name in names:
        server.api.create(priority_class(name))
    return server


def said(server, call, *args, **options):
    with pytest.raises(ApiError) as caught:
        getattr(server.api, call)(*args, **options)
    assert caught.value.code == 403
    return caught.value.message.partition(" is forbidden: ")[2]


SECOND = "PriorityClass default1 is already marked as default. Only one default can exist"


def test_a_cluster_has_one_default():
    assert said(served("default1"), "create", priority_class("default2")) == SECOND
    assert served("default1").api.create(priority_class("nondefault1"))


def test_the_default_may_be_changed_and_no_other_made_so():
    server = served("default1", "nondefault1")
    default = server.api.get("PriorityClass", "", "default1")
    assert server.api.update(replace(default, description="usual")).description == "usual"
    other = server.api.get("PriorityClass", "", "nondefault1")
    assert said(server, "update", replace(other, globalDefault=True)) == SECOND


def test_the_number_that_a_pod_without_a_class_gets():
    server = served("nondefault1")
    assert server.api.create(pod("a")).spec.priority == 0
    server.api.create(priority_class("default1"))
    assert server.api.create(pod("b")).spec.priority == 1000
    server.api.delete("PriorityClass", "", "default1")
    assert server.api.create(pod("c")).spec.priority == 0


NOT_YOURS = (
    "the integer value of priority ({}) must not be provided in pod spec; priority admission "
    "controller computed {} from the given PriorityClass name"
)
NOT_YOUR_POLICY = (
    "the string value of PreemptionPolicy ({}) must not be provided in pod spec; priority "
    "admission controller computed {} from the given PriorityClass name"
)
PODS = [
    # the classes there are, the Pod's spec: its priority and policy, or why it is refused
    (["default1"], {"priorityClassName": "default1"}, (1000, "PreemptLowerPriority")),
    (["default1"], {}, (1000, "PreemptLowerPriority")),
    (["nondefault1"], {}, (0, "PreemptLowerPriority")),
    (["default1"], {"priorityClassName": "system-cluster-critical"},
     (2_000_000_000, "PreemptLowerPriority")),
    ([], {"priorityClassName": "gone"}, "no PriorityClass with name gone was found"),
    ([], {"priority": 1000}, NOT_YOURS.format(1000, 0)),
    (["nondefault1"], {"priorityClassName": "nondefault1", "priority": 1000},
     NOT_YOURS.format(1000, 2000)),
    (["nondefault1"], {"priorityClassName": "nondefault1", "priority": 2000},
     (2000, "PreemptLowerPriority")),
    (["never"], {"priorityClassName": "never"}, (2000, "Never")),
    (["never"], {"priorityClassName": "never", "preemptionPolicy": "Never"}, (2000, "Never")),
    (["never"], {"priorityClassName": "never", "preemptionPolicy": "PreemptLowerPriority"},
     NOT_YOUR_POLICY.format("PreemptLowerPriority", "Never")),
    (["nondefault1"], {"priorityClassName": "nondefault1", "preemptionPolicy": "Never"},
     NOT_YOUR_POLICY.format("Never", "PreemptLowerPriority")),
]  # fmt: skip


@pytest.mark.parametrize(["classes", "spec", "expected"], PODS)
def test_a_pod_and_the_class_that_it_names(classes, spec, expected):
    server = served(*classes)
    if isinstance(expected, str):
        assert said(server, "create", pod(**spec)) == expected
        return
    made = server.api.create(pod(**spec)).spec
    assert (made.priority, made.preemptionPolicy) == expected


def test_an_update_that_is_silent_about_the_priority_keeps_it():
    server = served("default1")
    made = server.api.create(pod())
    server.api.delete("PriorityClass", "", "default1")
    silent = replace(
        made,
        spec=replace(made.spec, priority=None, preemptionPolicy=None, activeDeadlineSeconds=9),
    )
    assert server.api.update(silent).spec.priority == 1000
