import pytest
from hypothesis import given
from hypothesis import strategies as st
from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.problem import DecodeError
from lifecycle.engine.api.scheme import (
    KINDS,
    decode,
    decode_with_problems,
    encode,
    kind_of,
    metadata_of,
    named,
)

START = 'Pod in version "v1" cannot be handled as a Pod: '


def document(**spec):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}


def container(**fields):
    return {"name": "app", "image": "nginx", **fields}


REFUSED = [
    (
        document(containers=[container(comand=["x"])]),
        START + 'strict decoding error: unknown field "spec.containers[0].comand"',
    ),
    (
        document(containers=[container(x=1)], y=2),
        START + 'strict decoding error: unknown field "spec.containers[0].x", '
        'unknown field "spec.y"',
    ),
    (
        document(containers={"a": 1}),
        START + "json: cannot unmarshal object into Go struct field PodSpec.spec.containers "
        "of type []v1.Container",
    ),
    (
        document(containers=[container(env=[{"name": "A", "value": 1}])]),
        START + "json: cannot unmarshal number into Go struct field "
        "EnvVar.spec.containers.env.value of type string",
    ),
    (
        document(terminationGracePeriodSeconds="soon"),
        START + "json: cannot unmarshal string into Go struct field "
        "PodSpec.spec.terminationGracePeriodSeconds of type int64",
    ),
    (
        document(containers=[container(livenessProbe={"periodSeconds": 3_000_000_000})]),
        START + "json: cannot unmarshal number 3000000000 into Go struct field "
        "Probe.spec.containers.livenessProbe.periodSeconds of type int32",
    ),
    (
        document(hostNetwork="yes"),
        START + "json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork "
        "of type bool",
    ),
    (
        document(containers=[container(resources={"limits": {"cpu": "a lot"}})]),
        START + "quantities must match the regular expression "
        "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ),
    (
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "labels": {"n": 1}}},
        START + "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels "
        "of type string",
    ),
    (
        {"apiVersion": "v1", "kind": "Secret", "data": {"a": "not base64!"}},
        'Secret in version "v1" cannot be handled as a Secret: illegal base64 data at input byte 3',
    ),
    ({"apiVersion": "v1", "kind": "Pood"}, 'no matches for kind "Pood" in version "v1"'),
    (
        {"apiVersion": "extensions/v1beta1", "kind": "Deployment"},
        'no matches for kind "Deployment" in version "extensions/v1beta1"',
    ),
    ({"apiVersion": "v1"}, "Object 'Kind' is missing"),
    ({"kind": "Pod"}, "error validating data: apiVersion not set"),
]


@pytest.mark.parametrize(["wrong", "message"], REFUSED)
def test_what_is_no_object_is_refused_in_the_api_servers_words(wrong, message):
    with pytest.raises(DecodeError) as refused:
        decode(wrong)
    assert str(refused.value) == message


def test_a_wrong_type_hides_unknown_fields_but_all_problems_are_kept():
    _, problems = decode_with_problems(document(containers=[container(x=1, image=2)]))
    assert [problem.path for problem in problems] == [
        "spec.containers[0].image", "spec.containers[0].x",
    ]  # fmt: skip


def test_what_is_absent_is_gos_zero_value():
    pod = decode(document(containers=[{"image": "nginx", "args": []}]))
    assert pod.spec.containers[0].name == "" and pod.spec.containers[0].args is None
    assert decode({"apiVersion": "v1", "kind": "Pod", "spec": {}}).spec.containers == []
    deployment = decode({"apiVersion": "apps/v1", "kind": "Deployment", "spec": {}})
    assert deployment.spec.selector is None and deployment.spec.template.spec is None


def test_quantities_become_canonical():
    limits = {"cpu": 0.5, "memory": "1024Mi"}
    pod = decode(document(containers=[container(resources={"limits": limits})]))
    assert pod.spec.containers[0].resources.limits == {"cpu": "500m", "memory": "1Gi"}


def test_ports_are_numbers_or_names():
    probes = [{"httpGet": {"port": port}} for port in (8080, "http")]
    pod = decode(document(containers=[container(livenessProbe=probe) for probe in probes]))
    assert [c.livenessProbe.httpGet.port for c in pod.spec.containers] == [8080, "http"]


def test_custom_resources_stay_as_they_are():
    custom = {"apiVersion": "example.com/v1", "kind": "Widget", "metadata": {"name": "w"}, "x": 1}
    assert decode(custom) is custom and encode(custom) is custom
    assert kind_of(custom) == "Widget" and metadata_of(custom).name == "w"


def test_encoding_gives_back_what_was_said():
    said = document(containers=[container(ports=[{"containerPort": 80}])], restartPolicy="Never")
    assert encode(decode(said)) == said


@pytest.mark.parametrize(
    ["word", "kind"],
    [("po", "Pod"), ("pods", "Pod"), ("Pod", "Pod"), ("deploy", "Deployment"), ("sts",
     "StatefulSet"), ("deployments.apps", "Deployment"), ("ev", "Event"), ("pdb",
     "PodDisruptionBudget"), ("none", None)],
)  # fmt: skip
def test_kinds_are_found_by_the_words_that_kubectl_takes(word, kind):
    row = named(word)
    assert (row and row.kind) == kind


@pytest.mark.parametrize("row", KINDS, ids=lambda row: f"{row.api_version} {row.kind}")
def test_the_empty_object_of_every_kind_can_be_read_and_written(row):
    obj = decode({"apiVersion": row.api_version, "kind": row.kind, "metadata": {"name": "a"}})
    assert encode(obj)["metadata"] == {"name": "a"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=12,
)


@given(st.fixed_dictionaries({"containers": JSON, "volumes": JSON, "affinity": JSON, "x": JSON}))
def test_whatever_stands_in_a_spec_is_read_or_refused(spec):
    obj, problems = decode_with_problems(document(**spec))
    assert isinstance(obj, Pod) and all(problem.message for problem in problems)
