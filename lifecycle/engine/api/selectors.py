"""Which labels a selector selects.

Mirrors k8s.io/apimachinery/pkg/labels/selector.go and meta/v1 `LabelSelectorAsSelector`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from lightkube.models.meta_v1 import LabelSelector

Labels = Mapping[str, str]


class SelectorError(ValueError):
    """The text or the object is not a selector."""


class Requirement(NamedTuple):
    """One term: a key, an operator of `LabelSelectorRequirement` (or Gt, Lt), values."""

    key: str
    operator: str
    values: tuple[str, ...] = ()

    def matches(self, labels: Labels) -> bool:
        """Whether labels fulfil this term. What is absent is never In, and always NotIn."""
        return _OPERATORS[self.operator](labels.get(self.key), self.values)


def _compare(sign: int) -> Callable[[str | None, tuple[str, ...]], bool]:
    def compare(value: str | None, values: tuple[str, ...]) -> bool:
        try:
            return value is not None and sign * int(value) > sign * int(values[0])
        except ValueError:
            return False

    return compare


_OPERATORS: dict[str, Callable[[str | None, tuple[str, ...]], bool]] = {
    "In": lambda value, values: value in values,
    "NotIn": lambda value, values: value not in values,
    "Exists": lambda value, values: value is not None,
    "DoesNotExist": lambda value, values: value is None,
    "Gt": _compare(1),
    "Lt": _compare(-1),
}


class Selector(NamedTuple):
    """Terms that must all hold; without terms everything matches."""

    requirements: tuple[Requirement, ...] = ()
    nothing: bool = False

    def matches(self, labels: Labels | None) -> bool:
        """Whether an object with these labels is selected."""
        if self.nothing:
            return False
        labels = labels or {}
        for key, operator, values in self.requirements:
            if operator == "In":
                if labels.get(key) not in values:
                    return False
            elif not _OPERATORS[operator](labels.get(key), values):
                return False
        return True

    def matching(self, all_labels: Iterable[Labels | None]) -> list[bool]:
        """Which of many labels are selected; those of one template's Pods are one object."""
        verdicts: list[bool] = []
        last, verdict = None, self.matches(None)
        for labels in all_labels:
            if labels is not last:
                last, verdict = labels, self.matches(labels)
            verdicts.append(verdict)
        return verdicts


NOTHING = Selector(nothing=True)


def of_map(labels: Labels | None) -> Selector:
    """A Service's selector: all pairs must be there."""
    return Selector(tuple(Requirement(k, "In", (v,)) for k, v in sorted((labels or {}).items())))


def of_label_selector(selector: LabelSelector | None) -> Selector:
    """A workload's selector; none selects nothing, an empty one everything."""
    if selector is None:
        return NOTHING
    terms = [
        Requirement(term.key, term.operator, tuple(term.values or ()))
        for term in selector.matchExpressions or ()
    ]
    for term in terms:
        if term.operator not in _OPERATORS:
            raise SelectorError(f'"{term.operator}" is not a valid label selector operator')
    return Selector(of_map(selector.matchLabels).requirements + tuple(terms))


def matches(selector: LabelSelector | Labels | None, labels: Labels | None) -> bool:
    """Whether a selector, in either of its shapes, selects an object with these labels."""
    if selector is None or isinstance(selector, LabelSelector):
        return of_label_selector(selector).matches(labels)
    return of_map(selector).matches(labels)


_SET = re.compile(r"(\S+)\s+(in|notin)\s*\(([^)]*)\)")
_EQUALITY = re.compile(r"([^=!<>\s]+)\s*(==|=|!=|>|<)\s*([^=!<>\s]*)")
_EQUALITY_OPERATORS = {"=": "In", "==": "In", "!=": "NotIn", ">": "Gt", "<": "Lt"}


def parse(text: str) -> Selector:
    """Read `-l`'s text, e.g. `app=web,tier in (a, b),!old`; raises SelectorError."""
    terms = (term.strip() for term in re.split(r",(?![^(]*\))", text))
    return Selector(tuple(_parse_term(term) for term in terms if term))


def _parse_term(term: str) -> Requirement:
    if match := _SET.fullmatch(term):
        values = tuple(sorted(value.strip() for value in match[3].split(",")))
        return Requirement(match[1], "In" if match[2] == "in" else "NotIn", values)
    if match := _EQUALITY.fullmatch(term):
        return Requirement(match[1], _EQUALITY_OPERATORS[match[2]], (match[3],))
    if re.fullmatch(r"!\s*[^=!<>\s]+", term):
        return Requirement(term[1:].strip(), "DoesNotExist")
    if re.fullmatch(r"[^=!<>\s]+", term):
        return Requirement(term, "Exists")
    if match := re.match(r"[^=!<>\s]+\s+(\S+)", term):
        expected = "in, notin, =, ==, !=, gt, lt"
        raise SelectorError(
            f"unable to parse requirement: found '{match[1]}', expected: {expected}"
        )
    raise SelectorError(f"unable to parse requirement: found '{term}', expected: identifier")


def format_label_selector(selector: LabelSelector | None) -> str:
    """As kubectl's SELECTOR column prints it (`metav1.FormatLabelSelector`)."""
    parsed = of_label_selector(selector)
    if parsed.nothing or not parsed.requirements:
        return "<none>"
    return ",".join(_format(term) for term in sorted(parsed.requirements))


def _format(term: Requirement) -> str:
    values = f"({','.join(sorted(term.values))})"
    return {
        "In": f"{term.key}={term.values[0]}"
        if len(term.values) == 1
        else f"{term.key} in {values}",
        "NotIn": f"{term.key} notin {values}",
        "Exists": term.key,
        "DoesNotExist": f"!{term.key}",
    }[term.operator]
