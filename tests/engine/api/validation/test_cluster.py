"""Kinds that belong to no namespace."""

import pytest

from lifecycle.engine.api.validation import validate_update
from tests.engine.api.validation.judging import made, refused

CLASS = ("scheduling.k8s.io/v1", "PriorityClass")
RESERVED = (
    "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for "
    "system use only. error: "
)
CLASSES = [
    ("high", "value: 1000000000", []),
    ("high", "value: 1000000001", [
        "value: Forbidden: maximum allowed value of a user defined priority is 1000000000"
    ]),
    ("high", "value: 1, preemptionPolicy: Maybe", [
        'preemptionPolicy: Unsupported value: "Maybe": supported values: '
        '"PreemptLowerPriority", "Never"'
    ]),
    ("system-node-critical", "value: 2000001000", []),
    ("system-node-critical", "value: 1", [
        f"{RESERVED}value of system-node-critical PriorityClass must be 2000001000"
    ]),
    ("system-mine", "value: 1", [f"{RESERVED}system-mine is not a known system priority class"]),
]  # fmt: skip


@pytest.mark.parametrize(["name", "spec", "said"], CLASSES)
def test_a_priority_is_within_its_bounds(name, spec, said):
    metadata = f"{{name: {name}, namespace: ''}}"
    assert refused(*CLASS, f"{{{spec}}}", metadata) == said


def test_a_priority_never_changes():
    metadata = "{namespace: '', resourceVersion: '1'}"
    old, new = (
        made(*CLASS, f"{{value: {value}, preemptionPolicy: {policy}}}", metadata)
        for value, policy in ((1, "Never"), (2, "PreemptLowerPriority"))
    )
    assert [error.error() for error in validate_update(new, old)] == [
        "value: Forbidden: may not be changed in an update.",
        'preemptionPolicy: Invalid value: "PreemptLowerPriority": field is immutable',
    ]


def test_what_holds_a_namespace_has_a_domain():
    text = "name is neither a standard finalizer name nor is it fully qualified"
    assert refused("v1", "Namespace", "{spec: {finalizers: [kubernetes, mine, a.io/b]}}",
                   "{namespace: ''}") == [
        f'spec.finalizers: Invalid value: "mine": {text}'
    ]  # fmt: skip
