import pytest
from lightkube.models.meta_v1 import LabelSelector, LabelSelectorRequirement

from lifecycle.engine.api.selectors import (
    SelectorError,
    format_label_selector,
    matches,
    of_label_selector,
    parse,
)

LABELS = {"app": "web", "tier": "front", "old": ""}


@pytest.mark.parametrize(
    ["text", "selected"],
    [
        ("", True), ("app=web", True), ("app==web", True), ("app=db", False),
        ("app!=db", True), ("none!=x", True), ("app", True), ("none", False), ("!none", True),
        ("!app", False), ("tier in (front, back)", True), ("tier notin (front)", False),
        ("none notin (x)", True), ("app=web,tier=front", True), ("app=web,tier=back", False),
        ("old=", True),
    ],
)  # fmt: skip
def test_a_selectors_text_selects_as_kubectl_does(text, selected):
    assert parse(text).matches(LABELS) is selected


@pytest.mark.parametrize("text", ["app=web=x", "a b", "=x", "in (a)"])
def test_what_is_no_selector_is_refused(text):
    with pytest.raises(SelectorError):
        parse(text)


def test_no_selector_selects_nothing_and_an_empty_one_everything():
    assert not matches(None, LABELS)
    assert matches(LabelSelector(), LABELS)
    assert matches({"app": "web"}, LABELS) and not matches({"app": "db"}, LABELS)


def test_both_kinds_of_terms_must_hold():
    expression = LabelSelectorRequirement(key="tier", operator="In", values=["front"])
    selector = LabelSelector(matchLabels={"app": "web"}, matchExpressions=[expression])
    assert matches(selector, LABELS) and not matches(selector, {"app": "web"})
    assert format_label_selector(selector) == "app=web,tier=front"
    assert format_label_selector(None) == "<none>"


def test_an_unknown_operator_is_an_error():
    odd = LabelSelectorRequirement(key="a", operator="Near")
    with pytest.raises(SelectorError, match="not a valid label selector operator"):
        of_label_selector(LabelSelector(matchExpressions=[odd]))
