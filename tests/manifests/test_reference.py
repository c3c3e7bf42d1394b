"""The field reference that completion and hover read."""

import pytest

from lifecycle.manifests.reference import ENUMS, reference


@pytest.mark.parametrize(
    ("type_name", "field", "expected"),
    [
        (
            "core_v1.PodSpec",
            "containers",
            {"type": "core_v1.Container", "list": True, "required": True},
        ),
        ("core_v1.Container", "livenessProbe", {"type": "core_v1.Probe"}),
        ("core_v1.Container", "command", {"type": "string", "list": True}),
        ("core_v1.Probe", "periodSeconds", {"type": "integer"}),
        ("core_v1.HTTPGetAction", "port", {"type": "integer or string", "required": True}),
        ("meta_v1.ObjectMeta", "labels", {"type": "map"}),
        ("meta_v1.ObjectMeta", "creationTimestamp", {"type": "string"}),
    ],
)
def test_a_field_says_how_it_is_written(type_name, field, expected):
    described = dict(reference()["types"][type_name]["fields"][field])
    assert described.pop("doc")
    assert described == expected


def test_every_type_that_a_field_names_is_described():
    types = reference()["types"]
    scalars = {"string", "integer", "number", "boolean", "map"}
    named = {f["type"] for t in types.values() for f in t["fields"].values()}
    assert {n for n in named if n not in types and " or " not in n} <= scalars


def test_every_enumeration_belongs_to_a_field_that_exists():
    types = reference()["types"]
    assert all(field in types[name]["fields"] for name, field in ENUMS)


def test_every_kind_leads_to_its_type():
    reference_ = reference()
    assert {"Pod", "Deployment", "Service", "Job"} <= set(reference_["kinds"])
    assert set(reference_["kinds"].values()) <= set(reference_["types"])
