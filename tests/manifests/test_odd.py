"""Odd manifests: each gets the API server's own words at its place, and none an exception."""

import json

import pytest

from lifecycle.engine.api.kinds import KINDS
from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.manifests.check import check
from lifecycle.manifests.reader import read

POD = "apiVersion: v1\nkind: Pod\nmetadata: {META}\nspec: {SPEC}\n"


def pod(spec="containers: [{name: a, image: x}]", meta="name: web"):
    return POD.replace("META", meta).replace("SPEC", spec)


def container(more):
    return pod(f"containers: [{{name: a, image: x, {more}}}]")


_JSON = "json: cannot unmarshal {} into Go struct field {} of type {}"
_AMOUNT = "quantities must match the regular expression"
_TIME = 'parsing time "{}" as "2006-01-02T15:04:05Z07:00": cannot parse "{}" as "{}"'
_OF_POD = "PodSpec.spec.{}".format
_OF_META = "ObjectMeta.metadata.{}".format
_OF_APP = "Container.spec.containers.{}".format
_PORT = "ContainerPort.spec.containers.ports.containerPort"


def port(written):
    return container(f"ports: [{{containerPort: {written}}}]")


REFUSED = [
    (pod("containers: {name: a}"),
     _JSON.format("object", _OF_POD("containers"), "[]v1.Container")),
    (pod("containers: nginx"), _JSON.format("string", _OF_POD("containers"), "[]v1.Container")),
    (pod("containers: null"), "spec.containers: Required value"),
    (pod("containers: [null]"), "spec.containers[0].name: Required value"),
    (pod("containers: [[a]]"), _JSON.format("array", _OF_POD("containers"), "v1.Container")),
    (pod(meta="name: 123"), _JSON.format("number", _OF_META("name"), "string")),
    (pod(meta="name: yes"), _JSON.format("bool", _OF_META("name"), "string")),
    (pod(meta="name: null"), "metadata.name: Required value: name or generateName is required"),
    (pod(meta="name: [a]"), _JSON.format("array", _OF_META("name"), "string")),
    (pod(meta="name: a, labels: [b]"),
     _JSON.format("array", _OF_META("labels"), "map[string]string")),
    (pod(meta="name: a, labels: {b: 1}"), _JSON.format("number", _OF_META("labels"), "string")),
    (pod(meta="name: a, annotations: {b: true}"),
     _JSON.format("bool", _OF_META("annotations"), "string")),
    (pod(meta="name: a, finalizers: [1]"),
     _JSON.format("number", _OF_META("finalizers"), "string")),
    (pod(meta="name: a, generation: many"),
     _JSON.format("string", _OF_META("generation"), "int64")),
    (pod(meta="name: a, creationTimestamp: yesterday"),
     _TIME.format("yesterday", "yesterday", "2006")),
    (pod(meta="name: a, creationTimestamp: 2024-01-01"), _TIME.format("2024-01-01", "", "T")),
    (pod(meta="name: a, creationTimestamp: '2024-13-01T00:00:00Z'"),
     'parsing time "2024-13-01T00:00:00Z": month out of range'),
    (pod(meta="name: a, creationTimestamp: '2023-02-29T00:00:00Z'"),
     'parsing time "2023-02-29T00:00:00Z": day out of range'),
    (pod(meta='name: "naïve"'), 'metadata.name: Invalid value: "naïve": a lowercase RFC 1123'),
    (pod(meta='name: "🚀"'), 'metadata.name: Invalid value: "🚀": a lowercase RFC 1123'),
    (pod(meta='name: "web\\u202e"'), 'metadata.name: Invalid value: "web\\u202e": a lowercase'),
    (pod(meta='name: a, labels: {app: "日本"}'), 'metadata.labels: Invalid value: "日本": a valid'),
    (port('"80"'), _JSON.format("string", _PORT, "int32")),
    (port("80.5"), _JSON.format("number 80.5", _PORT, "int32")),
    (port("99999999999999999999"), _JSON.format("number 100000000000000000000", _PORT, "int32")),
    (port("4294967296"), _JSON.format("number 4294967296", _PORT, "int32")),
    (port("-1"), "spec.containers[0].ports[0].containerPort: Invalid value: -1: must be between"),
    (port(".nan"), "json: unsupported value: NaN or infinity"),
    (pod("terminationGracePeriodSeconds: 9223372036854775808, containers: []"),
     _JSON.format("number 9223372036854775808", _OF_POD("terminationGracePeriodSeconds"),
                  "int64")),
    (pod("hostNetwork: 'true', containers: []"),
     _JSON.format("string", _OF_POD("hostNetwork"), "bool")),
    (container("command: sleep 10"), _JSON.format("string", _OF_APP("command"), "[]string")),
    (container("command: [sleep, 10]"), _JSON.format("number", _OF_APP("command"), "string")),
    (container("resources: big"),
     _JSON.format("string", _OF_APP("resources"), "v1.ResourceRequirements")),
    (container("resources: {limits: {cpu: true}}"), _AMOUNT),
    (container("resources: {limits: {cpu: [1]}}"), _AMOUNT),
    (container("resources: {limits: {memory: ''}}"), _AMOUNT),
    (container("env: [{name: 'A B', value: 1}]"),
     _JSON.format("number", "EnvVar.spec.containers.env.value", "string")),
    (container("volumeMounts: [null]"),
     "spec.containers[0].volumeMounts[0].name: Required value"),
    (pod("volumes: [null], containers: []"), "spec.volumes[0].name: Required value"),
    (pod("contianers: []"), 'strict decoding error: unknown field "spec.contianers"'),
    (pod("containers: [*c]"), "yaml: unknown anchor 'c' referenced"),
    (pod("containers: !!python/object/apply:os.system [ls]"),
     _JSON.format("string", _OF_POD("containers"), "v1.Container")),
    (pod() + "spec: {}\n", 'yaml: key "spec" already set in map'),
    ("a: &a [*a]\n", "yaml: unknown anchor 'a' referenced"),
    ("metadata:\n  name: {{ .Release.Name }}\n", "yaml: invalid map key"),
    ("{{- if .Values.x }}\nkind: Pod\n", "json: offset 2: invalid character '{'"),
    ("apiVersion: v1\nkind: [Pod]\n", "Object 'Kind' is missing"),
    ("apiVersion: 1\nkind: Pod\n", "error validating data: apiVersion not set"),
    ("apiVersion: v1\nkind: pod\nmetadata: {name: a}\n", 'no matches for kind "pod"'),
    ("apiVersion: v1\n\tkind: Pod\n", "yaml: line 2: found a tab character"),
    ("- a\n", "json: cannot unmarshal array into an object"),
    ("hello", "json: cannot unmarshal string into an object"),
    ("# hi\n", "no objects in manifest.yaml"),
    ('{"kind":"Pod",}', "json: offset 15: invalid character '}'"),
    ("apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {a: '%'}\n",
     "illegal base64 data at input byte 0"),
    ("apiVersion: v1\nkind: Service\nmetadata: {name: a}\n", "spec.ports: Required value"),
    ("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{targetPort: {}}]}\n",
     _JSON.format("object", "ServicePort.spec.ports.targetPort", "int32")),
    ("apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n"
     "spec: {minAvailable: 1.5}\n",
     _JSON.format("number 1.5", "PodDisruptionBudgetSpec.spec.minAvailable", "int32")),
    ("apiVersion: example.com/v1\nkind: Foo\nmetadata: {labels: {a: 1}}\n",
     _JSON.format("number", _OF_META("labels"), "string")),
]  # fmt: skip


def applied(text, until_ms=20_000):
    cluster = Cluster()
    documents = tuple(document.value for document in read(text).documents)
    taken = cluster.submit(Input(0, "kubectl apply -f -", documents))
    cluster.advance(until_ms)
    return taken


@pytest.mark.parametrize(["text", "message"], REFUSED)
def test_an_odd_manifest_is_refused_in_the_servers_words(text, message):
    found = [each for each in check(text).complaints if each.severity == "error"]
    assert any(str(each.message).startswith(message) for each in found), found
    assert all(each.line >= 1 for each in found)
    if read(text).documents:
        applied(text)


TAKEN = [
    *(port(written) for written in ("80.0", "1e3", "0x50", "0o120", "010", "8_0")),
    pod(meta="name: web, labels: {yes: '1', 1: '2', a: null}"),
    pod(meta='name: web, annotations: {a: "\\0"}'),
    pod(meta="name: !!binary d2Vi"),
    container("command: [sleep, null]"),
    container("resources: {limits: {cpu: 0.1, memory: 1e400}}"),
    container("resources: {limits: {memory: null}}"),
    container("image: 'ngi nx'").replace("image: x, ", ""),
    pod("hostNetwork: yes, volumes: null, containers: [{name: a, image: x}]"),
    container("livenessProbe: {exec: {command: [a]}, periodSeconds: 2147483647}"),
    pod().replace("\n", "\r\n"),
    "\ufeff" + pod(),
    pod().encode("utf-16"),
]


@pytest.mark.parametrize("text", TAKEN)
def test_an_odd_manifest_is_taken_where_a_server_takes_it(text):
    assert [each for each in check(text).complaints if each.severity == "error"] == []
    assert applied(text).ok


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.api_version}/{kind.kind}")
@pytest.mark.parametrize("spec", [{}, {"spec": None}, {"spec": {}}, {"data": None}])
def test_every_kind_may_come_with_nothing_in_it(kind, spec):
    document = {"apiVersion": kind.api_version, "kind": kind.kind, "metadata": {"name": "x"}}
    check(json.dumps({**document, **spec}))
    cluster = Cluster()
    cluster.submit(Input(0, "kubectl apply -f -", ({**document, **spec},)))
    cluster.advance(2_000)
    cluster.submit(Input(2_000, f"kubectl get {kind.kind} x -o wide"))
    cluster.submit(Input(2_500, f"kubectl describe {kind.kind} x"))
    cluster.submit(Input(3_000, f"kubectl delete {kind.kind} x"))
    cluster.advance(5_000)
