"""What is not simulated and what is only assumed is said, with its line."""

import re

from django.conf import settings

from lifecycle.manifests.reader import read
from lifecycle.sessions.honesty import SIMPLIFIED, honesty


def told(text):
    return honesty(read(text).documents)


POD = """\
kind: Pod
apiVersion: v1
metadata: {name: web}
spec:
  dnsPolicy: ClusterFirst
  containers:
  - name: app
    image: example.com/our/shop:7
    securityContext:
      privileged: true
"""


def test_fields_without_an_effect_are_listed_with_their_lines():
    assert [(field["line"], field["path"]) for field in told(POD)["fields"]] == [
        (5, "spec.dnsPolicy"),
        (10, "spec.containers[0].securityContext.privileged"),
    ]


def test_fields_with_an_effect_are_counted():
    assert told(POD)["simulated"] == 4
    assert told(POD)["notSimulated"] == 2


def test_fields_with_a_part_of_their_effect_are_listed_with_what_is_missing():
    text = POD.replace("dnsPolicy: ClusterFirst", "hostNetwork: true").replace(
        "securityContext:", "resources: {limits: {cpu: 1, memory: 1Gi}}\n    securityContext:"
    )
    assert [(one["line"], one["lacks"]) for one in told(text)["simplified"]] == [
        (5, "host-network"),
        (9, "cpu-limit"),
        (9, "memory-limit"),
    ]


def test_the_page_has_words_for_all_that_is_missing():
    words = (settings.BASE_DIR / "static/js/layout/simplified.js").read_text()
    named = re.findall(r'^  "?([\w-]+)"?: \(\) =>', words, re.MULTILINE)
    assert sorted(named) == sorted(SIMPLIFIED.values())


def test_an_unknown_image_is_said_to_be_assumed():
    (assumption,) = told(POD)["assumptions"]
    assert (assumption["container"], assumption["subject"]) == ("app", "example.com/our/shop:7")
    assert "runs=for-ever" in assumption["assumption"]


def test_the_pods_of_a_workload_are_looked_at_as_well():
    text = (
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c}\nspec:\n  jobTemplate:\n"
        "    spec:\n      template:\n        spec:\n          containers:\n"
        "          - {name: app, image: example.com/x}\n"
    )
    assert len(told(text)["assumptions"]) == 1


def test_kinds_that_are_not_simulated_have_no_simulated_fields():
    text = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {a: 1}\n"
    assert told(text)["simulated"] == 0


def test_nonsense_is_no_reason_to_fail():
    for text in ("kind: Pod\nspec: 7\n", "spec: {containers: 7}\n", "- 1\n", "kind: [x]\n"):
        told(text)


def test_an_assumption_can_be_changed_by_the_scenario_and_by_an_annotation():
    documents = read(POD).documents
    (assumption,) = honesty(documents, {"app": "serves=500"})["assumptions"]
    assert "serves=500" in assumption["text"]
    annotated = POD.replace(
        "metadata: {name: web}",
        "metadata: {name: web, annotations: {podviz.io/assume.app: term=ignored}}",
    )
    (assumption,) = told(annotated)["assumptions"]
    assert "term=ignored" in assumption["text"]


def test_what_is_missing_is_offered_as_a_manifest():
    (one,) = told(POD + "    envFrom: [{configMapRef: {name: settings}}]\n")["missing"]
    assert (one["kind"], one["name"], one["line"]) == ("ConfigMap", "settings", 11)
    (made,) = read(one["manifest"]).documents
    assert made.value["metadata"]["name"] == "settings"


def test_an_annotation_that_asks_for_what_is_not_simulated_is_listed():
    text = (
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations:\n"
        "    service.kubernetes.io/topology-mode: Auto\n    note: mine\n"
        "spec: {selector: {app: web}, ports: [{port: 80}]}\n"
    )
    path = "metadata.annotations[service.kubernetes.io/topology-mode]"
    assert [(field["line"], field["path"]) for field in told(text)["fields"]] == [(6, path)]
