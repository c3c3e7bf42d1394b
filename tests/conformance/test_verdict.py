import pytest

from lifecycle.conformance.verdict import differences

CASES = [
    ({"a": 1}, {"a": 1}, []),
    ({"a": 1}, {"a": 2}, ["a: expected 1, got 2"]),
    ({"a": 1}, {}, ["a: expected 1, got '(absent)'"]),
    ({}, {"b": [1]}, ["b: expected '(absent)', got [1]"]),
    ({"a": {"b": [1, 2]}}, {"a": {"b": [1, 3]}}, ["a.b[1]: expected 2, got 3"]),
    ([1], [1, 2], ["(all): expected [1], got [1, 2]"]),
    ({"a": 0}, {"a": False}, ["a: expected 0, got False"]),
    ("0s", "<invalid>", ["(all): expected '0s', got '<invalid>'"]),
]


@pytest.mark.parametrize(["expected", "got", "said"], CASES)
def test_differences_name_the_place(expected, got, said):
    assert [str(each) for each in differences(expected, got)] == said
