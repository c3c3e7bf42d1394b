"""What is assumed where nobody can know, how it is stated, and how it is changed."""

import pytest
from lightkube.models.core_v1 import Container, ContainerPort, ExecAction, Probe

from lifecycle.engine.cri.assumptions import Assumption, AssumptionError, parse
from tests.engine.cri.workbench import Workbench


def test_an_unknown_init_container_ends_after_two_seconds():
    bench = Workbench()
    container = bench.start(None, "acme/migrate", init=True)
    assert bench.after(5).lived(container) == 2


def test_a_sidecar_among_the_init_containers_runs_on():
    bench = Workbench()
    container = bench.start(None, "acme/proxy", init=True, restartPolicy="Always")
    assert bench.after(100).status(container).state == "running"


def test_an_unknown_program_in_a_known_image_is_not_there():
    bench = Workbench()
    assert bench.status(bench.start(["/app/server"], "alpine")).reason == "StartError"


ANNOTATED = {
    "ends by itself": ("runs=30s exit=3", {"exit_code": 3, "lived": 30}),
    "ignores TERM": ("term=ignored", {"stopped": 137}),
    "ends with another code": ("term=exit:5", {"stopped": 5}),
    "takes its time to end": ("term=exit:0@4s", {"stopped": 0}),
    "answers 503": ("serves=503", {"status": 503}),
    "serves nothing": ("serves=nothing", {"refused": True}),
    "opens its ports late": ("after=20s", {"refused": True}),
}


@pytest.mark.parametrize("what", ANNOTATED)
def test_an_annotation_changes_the_assumption(what):
    text, expected = ANNOTATED[what]
    bench = Workbench(annotations={"podviz.io/assume.app": text})
    ports = [ContainerPort(containerPort=8080)]
    container = bench.start(None, "acme/api", ports=ports)
    if "lived" in expected:
        assert bench.after(60).lived(container) == expected["lived"]
        assert bench.status(container).exit_code == expected["exit_code"]
    if "stopped" in expected:
        bench.after(1)
        bench.runtime.stop_container(container, 10_000, bench.then)
        assert bench.after(20).status(container).exit_code == expected["stopped"]
    if "status" in expected:
        assert bench.get(8080).status == expected["status"]
    if "refused" in expected:
        assert "connection refused" in bench.get(8080).error


@pytest.mark.parametrize("assumption", [
    Assumption(), Assumption(runs_ms=1500, exit_code=2, status=404, serving=False),
    Assumption(term_code=None, after_ms=700, hook_code=1), Assumption(term_code=4, term_ms=3000),
])  # fmt: skip
def test_the_text_of_an_assumption_reads_back(assumption):
    assert parse(assumption.text) == assumption


@pytest.mark.parametrize("text", ["nonsense", "runs=soon", "exit=999", "serves=x", "speed=1"])
def test_a_text_that_is_no_assumption_is_refused_with_the_word(text):
    with pytest.raises(AssumptionError, match=text.partition("=")[0]):
        parse(text)


def test_assumptions_are_stated_for_what_nobody_knows():
    bench = Workbench()
    probe = Probe(exec=ExecAction(command=["/opt/check"]))
    bench.add(Container(name="known", image="nginx"))
    bench.add(Container(name="api", image="acme/api", livenessProbe=probe))
    bench.add(Container(name="job", image="acme/job", command=["/run"]))
    bench.add(Container(name="prepare", image="acme/prepare"), init=True)
    stated = bench.runtime.assumptions_of(bench.pod)
    assert [(s.container, s.what, s.subject) for s in stated] == [
        ("prepare", "image", "acme/prepare"), ("prepare", "init", "image's-entrypoint"),
        ("api", "image", "acme/api"), ("api", "hook", "/opt/check"), ("job", "program", "/run"),
    ]  # fmt: skip
