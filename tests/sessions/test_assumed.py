"""Assumptions of a scenario are written where they can be seen: into annotations."""

import pytest

from lifecycle.sessions.assumed import check_assumptions, with_assumptions
from lifecycle.sessions.scenario import ScenarioError

APP = {"name": "app", "image": "example.com/shop"}
POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "web"},
    "spec": {"containers": [APP]},
}
DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web"},
    "spec": {"template": {"spec": {"initContainers": [{"name": "init"}], "containers": [APP]}}},
}
TOLD = "podviz.io/assume."


def test_a_pod_is_annotated_for_the_containers_that_it_has():
    pod = with_assumptions(POD, {"app": "serves=500", "other": "exit=3"})
    assert pod["metadata"] == {"name": "web", "annotations": {f"{TOLD}app": "serves=500"}}
    assert "annotations" not in POD["metadata"]


def test_a_workloads_template_is_annotated():
    workload = with_assumptions(DEPLOYMENT, {"init": "init=9s", "app": "exit=3"})
    assert workload["spec"]["template"]["metadata"]["annotations"] == {
        f"{TOLD}init": "init=9s",
        f"{TOLD}app": "exit=3",
    }
    assert workload["metadata"] == {"name": "web"}


def test_an_annotation_in_the_manifest_has_the_last_word():
    said = {**POD, "metadata": {"name": "web", "annotations": {f"{TOLD}app": "exit=1"}}}
    assert with_assumptions(said, {"app": "exit=2"}) == said


@pytest.mark.parametrize(
    "document", [{"kind": "Service", "spec": {}}, {}, {"kind": "Pod", "spec": 7}]
)
def test_other_documents_stay_as_they_are(document):
    assert with_assumptions(document, {"app": "exit=2"}) is document


def test_words_that_are_no_assumption_are_refused_with_their_container():
    with pytest.raises(ScenarioError, match="dances") as raised:
        check_assumptions({"app": "dances=true"})
    assert raised.value.place == "assumptions.app"
