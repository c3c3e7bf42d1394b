"""`manage.py corpus`: every file of a folder gets an answer, and the figures add up."""

import json
import time

import pytest
from django.core.management import CommandError, call_command

from lifecycle.corpus import trial

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: app, image: "busybox:1.35", command: [sleep, "3600"]}
"""
ROUTE = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web}
spec: {}
"""
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {a: b}\n"

OLD = """\
apiVersion: extensions/v1beta1
kind: Deployment
metadata: {name: web}
spec:
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: "busybox:1.35", command: [sleep, "3600"]}]}
"""

FILES = [
    ("pod.yaml", POD, "played", "1/1 Running 0"),
    ("deep/pod.yml", POD, "played", "1/1 Running 0"),
    ("mixed.yaml", f"{POD}---\n{ROUTE}---\n{CONFIG}", "played", "1/1 Running 0"),
    ("half.yaml", POD + "---\n" + CONFIG.replace("data:", "date:"), "played", "refused of it: "),
    ("pod.json", '{"apiVersion": "v1", "kind": "Pod"', "refused", "unexpected end of JSON input"),
    ("tabs.yaml", "a:\n\tb: c\n", "refused", "line 2: yaml: line 2: found character that"),
    ("typo.yaml", POD.replace("image", "imag"), "mended", "1/1 Running 0"),
    ("none.yaml", "apiVersion: v1\nkind: Pood\nmetadata: {name: a}\n", "mended", "1/1 Running 0"),
    ("old.yaml", OLD, "played", "1/1 Running 0"),
    ("route.yaml", ROUTE, "not simulated", "HTTPRoute"),
    ("config.yaml", CONFIG, "nothing to play", "ConfigMap"),
    ("list.yaml", "apiVersion: v1\nkind: List\nitems: []\n", "nothing to play", ""),
]


@pytest.fixture
def folder(tmp_path):
    for name, text, *_ in FILES:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    (tmp_path / "README.md").write_text("Not a manifest.")
    return tmp_path


@pytest.fixture
def corpus(capsys):
    """Run the command: exit status, and what it printed."""

    def run(*args):
        status = 0
        try:
            call_command("corpus", *map(str, args), "--until", "30s")
        except SystemExit as ended:
            status = ended.code
        return status, capsys.readouterr().out

    return run


def test_every_file_of_a_folder_is_answered(corpus, folder):
    status, out = corpus(folder, "--json")
    report = json.loads(out)
    assert status == 0
    answers = {f["file"]: (f["result"], f["words"]) for f in report["files"]}
    assert answers.keys() == {name for name, *_ in FILES}
    for name, _, result, words in FILES:
        assert answers[name][0] == result and words in answers[name][1], (name, answers[name])
    assert report["counts"] == {
        "played": 5, "mended": 2, "refused": 2, "not simulated": 1, "nothing to play": 2,
        "crashed": 0,
    }  # fmt: skip
    assert (report["podBearing"], report["podBearingPlayed"]) == (6, 5)
    assert (report["podBearingMended"], report["podBearingRefused"]) == (1, 0)


def test_a_refused_file_is_played_with_the_remedies_of_the_page_and_they_are_named(corpus, folder):
    _, out = corpus(folder, "--json")
    typo = next(f for f in json.loads(out)["files"] if f["file"] == "typo.yaml")
    assert typo["remedies"] == ["Write image instead of imag"]
    assert 'unknown field "spec.containers[0].imag"' in typo["refusal"]
    _, out = corpus(folder)
    assert "1/1 Running 0; after: Write image instead of imag" in out
    _, out = corpus(folder, "--show", "typo")
    assert "remedy: Write image instead of imag" in out


def test_an_old_api_version_is_played_as_the_newest_and_told(corpus, folder):
    _, out = corpus(folder, "--show", "old")
    assert "extensions/v1beta1 Deployment is read as apps/v1" in out


def test_kinds_that_nobody_acts_upon_are_named_beside_what_is_played(corpus, folder):
    _, out = corpus(folder)
    (line,) = [line for line in out.splitlines() if "mixed.yaml" in line]
    assert line.endswith("1/1 Running 0; not simulated: HTTPRoute")


def test_an_index_says_which_files_and_how_kubectl_reads_them(corpus, folder):
    index = [
        {"file": "pod.yaml", "kubectl": {"rc": 0, "objects": 1}},
        {"file": "tabs.yaml", "kubectl": {"rc": 1, "objects": 0}},
        {"file": "mixed.yaml", "kubectl": {"rc": 0, "objects": 2}},
        {"file": "route.yaml"},
    ]
    (folder / "index.json").write_text(json.dumps(index))
    status, out = corpus(folder)
    assert status == 0
    assert "4 files: 2 played, 0 mended, 1 refused, 1 not simulated" in out
    assert "2 of 3 files are read as kubectl reads them" in out
    assert "mixed.yaml: here taken with 3 objects, by kubectl taken with 2 objects" in out


def test_an_exception_is_the_answer_of_its_file_only(corpus, folder, monkeypatch):
    def play(text, until_ms):
        raise ZeroDivisionError("what was never thought of")

    monkeypatch.setattr(trial, "play", play)
    status, out = corpus(folder, "--json")
    report = json.loads(out)
    assert status == 1
    assert report["counts"]["crashed"] == 10
    crashed = next(f for f in report["files"] if f["file"] == "pod.yaml")
    assert crashed["words"] == "ZeroDivisionError: what was never thought of"


def test_a_file_that_hangs_is_given_up(corpus, folder, monkeypatch):
    def play(text, until_ms):
        while text == CONFIG:
            time.sleep(0)
        return real(text, until_ms)

    real = trial.play
    monkeypatch.setattr(trial, "play", play)
    monkeypatch.setattr(trial, "SECONDS", 0.3)
    status, out = corpus(folder, "--json")
    answers = {f["file"]: f for f in json.loads(out)["files"]}
    assert status == 1
    assert answers["config.yaml"]["words"] == "OutOfTime: no answer within 0.3 s"
    assert answers["pod.yaml"]["result"] == "played"


def test_a_file_may_set_only_so_many_alarms(corpus, folder, monkeypatch):
    monkeypatch.setattr(trial, "ALARMS", 10)
    status, out = corpus(folder, "--json")
    answers = {f["file"]: f for f in json.loads(out)["files"]}
    assert status == 1
    assert answers["pod.yaml"]["words"] == "OutOfTime: more than 10 alarms"


def test_one_file_is_shown_in_full(corpus, folder):
    status, out = corpus(folder, "--show", "deep")
    assert status == 0
    assert out.startswith("deep/pod.yml: played\n1/1 Running 0\n")
    assert "Started container app" in out or "Container started" in out


@pytest.mark.parametrize(
    "args, words",
    [
        (["/nowhere"], "is not a folder"),
        (["{folder}", "--show", "nothing"], "There is no manifest nothing"),
        (["{folder}", "--show", "pod"], "3 manifests are called so"),
        (["{folder}", "--until", "soon"], "is no duration"),
    ],
)
def test_what_is_asked_wrongly_is_said(folder, args, words):
    with pytest.raises(CommandError, match=words):
        call_command("corpus", *(arg.format(folder=folder) for arg in args))
