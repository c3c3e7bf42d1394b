"""Links hold everything, and say what is wrong when they can't be opened."""

import json
import zlib
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.sessions.link import MAX_JSON, MAX_TEXT, LinkError, Played, decode, encode
from lifecycle.sessions.scenario import Chapter, Scenario, Step, from_json, to_json

SCENARIO = Scenario(
    title="Größe 日本",
    manifests="apiVersion: v1\nkind: Pod\n",
    script=(Step(17_000, "kubectl exec web -- rm /x"), Step(30_000, "kubectl apply -f -", "a: 1")),
    seed=7,
    chapters=(Chapter(0, "Start"),),
    assumptions={"app": "exit=3"},
)  # fmt: skip
FIRST_LINK = (
    "v1:eNpNjs0KwkAMhF8l5NxDxYvkKTx5cUViN5bQbnbpxh8ofXdX8OBtGObjmxUTm96lekVCLnqSpWo2gucu2KQWCY45Bk"
    "viHNmZYDVOQvCS2xasFhkoGMCQzVmt0QTn34RL6UATjy3bqPbeLsGww5STmF9TUx76vu-wDosWRzqvyP99zO3U9LjJ4DNE"
    "mcUFSo5fN26XxolEpH2Hrj5L2951qY7bB555STQ"
)
"""Made by the first podviz that made links. It must open for ever."""


def packed(value) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return "v1:" + urlsafe_b64encode(zlib.compress(raw)).decode().rstrip("=")


def test_a_link_opens_on_the_same_scenario_and_moment():
    assert decode(encode(SCENARIO, 12_345)) == (SCENARIO, 12_345, None)


def test_a_link_may_come_with_its_hash_sign_and_blanks():
    assert decode(f" #{encode(SCENARIO)}\n").scenario == SCENARIO


def test_equal_scenarios_make_equal_links():
    assert encode(SCENARIO) == encode(from_json(to_json(SCENARIO)))


def test_what_a_browser_packs_is_read():
    text = packed({"manifests": "a: 1", "script": [{"at_ms": 5, "do": "x"}], "moment_ms": 9})
    shared = decode(text)
    assert (shared.scenario.manifests, shared.scenario.script[0].do) == ("a: 1", "x")
    assert shared.moment_ms == 9


def test_the_first_link_ever_made_still_opens():
    shared = decode(FIRST_LINK)
    assert shared.moment_ms == 8_000
    assert shared.scenario.title == "first"
    assert shared.scenario.seed == 3
    assert shared.scenario.manifests.startswith("apiVersion: v1\nkind: Pod\n")
    assert shared.scenario.script == (Step(8_000, "kubectl delete pod web"),)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "damaged"),
        ("hello", "damaged"),
        ("v1:", "damaged"),
        ("v1:%%%", "damaged"),
        ("v1:é", "damaged"),
        ("v1:AAAA", "damaged"),
        (encode(SCENARIO)[:-8], "damaged"),
        (packed(b"\xff\xfe"), "damaged"),
        (packed([]), "damaged"),
        (packed({"manifests": 7}), "damaged"),
        (packed({"moment_ms": "noon"}), "damaged"),
        (packed({"moment_ms": -1}), "damaged"),
        (packed({"script": [{"at_ms": -5, "do": "x"}]}), "damaged"),
        (packed(b"[" * 100_000), "damaged"),
        ("v2:" + packed({})[3:], "newer"),
        ("v17:x", "newer"),
        ("v1:" + "A" * MAX_TEXT, "enormous"),
        (packed(b" " * (MAX_JSON + 1)), "enormous"),
    ],
)  # fmt: skip
def test_a_link_that_cant_be_opened_says_why_and_what_to_do(text, kind):
    with pytest.raises(LinkError) as raised:
        decode(text)
    assert raised.value.kind == kind
    assert raised.value.remedy


@given(st.text() | st.text(alphabet="ABCDabcd0123-_").map("v1:{}".format))
def test_fuzz_any_text_is_a_link_or_is_refused(text):
    try:
        decode(text)
    except LinkError as error:
        assert error.kind in ("damaged", "newer", "enormous")


@given(st.binary().map(packed))
def test_fuzz_any_packed_bytes_are_a_link_or_are_refused(text):
    try:
        decode(text)
    except LinkError as error:
        assert error.message


STEPS = st.builds(Step, st.integers(0, 10**9), st.text(), st.text())


@given(
    st.builds(Scenario, st.text(), st.text(), script=st.lists(STEPS).map(tuple)),
    st.integers(0, 10**9),
)  # fmt: skip
def test_property_every_scenario_survives_being_shared(scenario, moment_ms):
    assert decode(encode(scenario, moment_ms)) == (scenario, moment_ms, None)


PLAYED = Played(60_000, "0" * 64)


def test_a_link_says_what_came_of_it():
    assert decode(encode(SCENARIO, 0, PLAYED)).played == PLAYED


@pytest.mark.parametrize("played", [1, {}, {"until_ms": -1, "digest": "0" * 64}, {"until_ms": 1}])
def test_a_link_that_says_nonsense_of_it_is_damaged(played):
    packed = urlsafe_b64encode(zlib.compress(json.dumps({"played": played}).encode())).decode()
    with pytest.raises(LinkError, match="playing"):
        decode(f"v1:{packed}")
