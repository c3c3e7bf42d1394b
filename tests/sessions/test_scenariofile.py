"""Scenario files are written by people: read leniently, refused with the line, written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.sessions.scenario import Chapter, Scenario, ScenarioError, Step
from lifecycle.sessions.scenariofile import is_scenario_text, load
from lifecycle.sessions.scenariotext import dump

FILE = """\
podviz: v1
title: Ready, then not
summary: "A file comes and goes."
question: 5
kubernetes: "1.36"
seed: 3
until: 1m30s
manifests: |
  apiVersion: v1
  kind: Pod
script:
- {at: 17s, do: kubectl exec web -- rm /tmp/ready}
- at: 30
  do: kubectl apply -f -
  manifest: |
    apiVersion: v1
    kind: Service
chapters:
- {at: 0s, title: Start}
watch: [the endpoint]
"""
SCENARIO = Scenario(
    manifests="apiVersion: v1\nkind: Pod\n",
    title="Ready, then not",
    summary="A file comes and goes.",
    question=5,
    script=(
        Step(17_000, "kubectl exec web -- rm /tmp/ready"),
        Step(30_000, "kubectl apply -f -", "apiVersion: v1\nkind: Service\n"),
    ),
    seed=3,
    until_ms=90_000,
    chapters=(Chapter(0, "Start"),),
    watch=("the endpoint",),
)


def test_a_file_is_read():
    assert load(FILE) == SCENARIO


def test_a_scenario_that_is_written_is_read_back():
    assert load(dump(SCENARIO)) == SCENARIO


def test_a_written_scenario_keeps_its_manifests_readable():
    assert "manifests: |\n  apiVersion: v1\n  kind: Pod\n" in dump(SCENARIO)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("podviz: v1\nuntil: soon\n", "s.yaml:2 (until)", "no duration"),
        ("podviz: v1\nscript:\n- {at: 1s, do: x}\n- {at: x, do: b}\n", "s.yaml:4", "no duration"),
        ("podviz: v1\nscript:\n- {at: 1s}\n", "s.yaml:3", "do"),
        ("podviz: v1\nseed: many\n", "s.yaml:2 (seed)", "int"),
        ("podviz: v1\ntitel: x\n", "s.yaml:1", "titel"),
        ("podviz: v9\n", "s.yaml:1 (podviz)", "version v9"),
        ("kind: Pod\n", "s.yaml", "no scenario"),
        ("podviz: v1\n---\npodviz: v1\n", "s.yaml", "no scenario"),
        ("podviz: v1\n\tuntil: 5s\n", "s.yaml:2", ""),
        ("", "s.yaml:1", "empty"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, place, message):
    with pytest.raises(ScenarioError) as raised:
        load(text, "s.yaml")
    assert raised.value.place.startswith(place)
    assert message in raised.value.message


@pytest.mark.parametrize(
    ("text", "is_scenario"),
    [
        (FILE, True),
        ("# a lesson\n\npodviz: v1\n", True),
        ('{"podviz": "v1"}', False),
        ("apiVersion: v1\nkind: Pod\nmetadata: {name: podviz}\n", False),
        ("metadata:\n  podviz: x\n", False),
    ],
)
def test_a_scenario_is_known_by_its_first_keys(text, is_scenario):
    assert is_scenario_text(text) is is_scenario


WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co")), max_size=40)
TEXTS = st.lists(WORDS).map("\n".join)


@given(
    st.builds(
        Scenario,
        TEXTS,
        WORDS,
        WORDS,
        script=st.lists(st.builds(Step, st.integers(0, 10**8), WORDS, TEXTS)).map(tuple),
        chapters=st.lists(st.builds(Chapter, st.integers(0, 10**8), WORDS)).map(tuple),
    )
)
def test_property_what_is_written_is_read_back(scenario):
    assert load(dump(scenario)) == scenario
