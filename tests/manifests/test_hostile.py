"""Whatever is thrown at the reader, it answers; and what it answers has a line and a remedy."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.manifests.check import check
from lifecycle.manifests.limits import MAX_COMPLAINTS, MAX_DOCUMENTS
from lifecycle.manifests.reader import read
from tests.properties.effort import tries


def _bomb():
    letters = "abcdefghij"
    lines = [f"{letters[0]}: &{letters[0]} [x, x, x, x, x, x, x, x, x, x]"]
    for before, letter in pairwise(letters):
        lines.append(f"{letter}: &{letter} [{', '.join(['*' + before] * 10)}]")
    return "\n".join(lines)


HOSTILE = {
    "ten megabytes": "a" * 10_000_000,
    "brackets": "[" * 100_000,
    "braces": "{" * 100_000,
    "brackets in JSON": '{"a":' + "[" * 100_000,
    "objects in JSON": '{"a":' * 100_000,
    "dashes": "- " * 100_000,
    "question marks": "? " * 100_000,
    "deep indentation": "".join(f"{' ' * i}a:\n" for i in range(900)),
    "an alias bomb": _bomb(),
    "duplicate keys": "a: 1\n" * 100_000,
    "anchors": "&a " * 100_000,
    "colons": ":" * 1_000_000,
    "an open quote": "a: '" + "x" * 1_000_000,
    "binary": bytes(range(256)) * 100,
    "noughts": "\0" * 100_000,
}
TAKEN = {
    "a long sexagesimal": ("a: " + "1:" * 50_000 + "1", str),
    "many digits": ("a: " + "1" * 100_000, str),
    "many decimals": ("a: 1." + "1" * 100_000, float),
    "many quotes": ("a: '" + "''" * 100_000 + "'", str),
    "a long block": ("a: |" + "\n x" * 100_000, str),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_gets_a_complaint_with_a_line_and_a_remedy(name):
    complaints = check(HOSTILE[name]).complaints
    assert complaints and all(complaint.line >= 1 for complaint in complaints)
    assert complaints[0].severity == "error" and complaints[0].hint


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_only_long_is_taken(name):
    text, kind = TAKEN[name]
    assert isinstance(read(text).documents[0].value["a"], kind)


def test_too_many_documents_are_cut_off():
    reading = read("a: 1\n---\n" * 500)
    assert len(reading.documents) == MAX_DOCUMENTS
    assert "more than 100 documents" in reading.complaints[0].message


def test_many_escaped_apostrophes_end_in_a_complaint_and_not_in_an_hour():
    complaint = read('a: "' + "\\'" * 400_000 + '"').complaints[0]
    assert "unknown escape" in complaint.message


@tries(300)
@given(st.text() | st.binary())
def test_no_text_makes_the_checker_fail(text):
    reading = check(text)
    assert reading.documents or reading.complaints


YAMLISH = st.text(alphabet="ab:-[]{}&*!|>'\"#%@,? \n\t\\~<=0.", max_size=60)


@tries(500)
@given(YAMLISH)
def test_no_text_that_looks_like_yaml_does_either(text):
    for complaint in check(text).complaints:
        assert complaint.line >= 1 and complaint.column >= 1


@given(st.text(alphabet='{}[]":,\\ \ntrue0-.eE1/u', max_size=60))
def test_no_text_that_looks_like_json_does_either(text):
    assert check("{" + text).complaints or read("{" + text).documents


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


@given(st.dictionaries(st.text(max_size=8), JSON, min_size=1))
def test_all_json_is_read_as_it_was_written(value):
    text = json.dumps(value)
    reading = read(text)
    if reading.complaints:
        assert "control characters" in reading.complaints[0].message
        return
    if "items" not in value:
        assert reading.documents[0].value == json.loads(text)


def _kilobytes(value):
    return len(repr(value)) // 1024


@pytest.mark.parametrize(
    "text",
    [
        "a:\n" + "\tb: c\n" * 100_000,
        "a:\n\tb: c\n---\n" * 10_000,
        "apiVersion: v1\nkind: Pod\n" + "a: b\n" * 20_000,
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a}]\n"
        + "".join(f"  x{i}: 1\n" for i in range(20_000)),
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b, "
        "envFrom: [" + ",".join(f"{{configMapRef: {{name: c{i}}}}}" for i in range(5_000)) + "]}]}",
        '{"kind": "Pod", "apiVersion": "v1", // a\n "x": 1}\n' * 20_000,
    ],
    ids=["tabs", "tabs in documents", "keys twice", "unknown fields", "references", "comments"],
)
def test_remedies_stay_few_and_small_whatever_the_text(text):
    complaints = check(text).complaints
    assert len(complaints) <= MAX_COMPLAINTS
    assert _kilobytes([complaint.remedies for complaint in complaints]) < 512
