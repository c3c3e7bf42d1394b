import pytest

from tests.engine.api.validation.judging import refused, update_refused

KEYS = (
    "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. "
    "'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is "
    "'[-._a-zA-Z0-9]+')"
)
OBJECTS = [
    ("ConfigMap", "{data: {a.b-c_D: x}}", []),
    ("ConfigMap", "{data: {a b: x}}", [f'data[a b]: Invalid value: "a b": {KEYS}']),
    (
        "ConfigMap",
        "{data: {a: x}, binaryData: {a: aGk=}}",
        ['data[a]: Invalid value: "a": duplicate of key present in binaryData'],
    ),
    ("Secret", "{stringData: {token: x}}", []),
    (
        "Secret",
        "{type: kubernetes.io/tls, data: {a: aGk=}}",
        ["data[tls.crt]: Required value", "data[tls.key]: Required value"],
    ),
    (
        "PersistentVolumeClaim",
        "{spec: {}}",
        [
            "spec.accessModes: Required value: at least 1 access mode is required",
            "spec.resources[storage]: Required value",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(["kind", "data", "said"], OBJECTS)
def test_data_has_keys_that_may_be_file_names(kind, data, said):
    assert refused("v1", kind, data) == said


@pytest.mark.parametrize("kind", ["ConfigMap", "Secret"])
def test_what_is_immutable_stays(kind):
    before, after = (f"{{immutable: true, data: {{a: {value}}}}}" for value in ("aGk=", "aG8="))
    assert update_refused("v1", kind, before, before) == []
    assert update_refused("v1", kind, before, after) == [
        "data: Forbidden: field is immutable when `immutable` is set"
    ]


def test_a_budget_limits_one_side():
    spec = "{spec: {minAvailable: 1, maxUnavailable: 1}}"
    assert refused("policy/v1", "PodDisruptionBudget", spec) == [
        'spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,'
        '"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set'
    ]


def test_a_name_is_needed_whatever_the_kind():
    said = refused("networking.k8s.io/v1", "Ingress", "{spec: {}}", "{name: ''}")
    assert said == ["metadata.name: Required value: name or generateName is required"]
    assert refused("v1", "Namespace", "{}", "{name: a.b, namespace: ''}") == [
        'metadata.name: Invalid value: "a.b": must not contain dots'
    ]
