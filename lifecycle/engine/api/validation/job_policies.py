"""When a Job gives up, when it has done enough, and when its Pods are replaced.

Mirrors `validatePodFailurePolicy`, `validateSuccessPolicy` and
`validatePodReplacementPolicy` of pkg/apis/batch/validation.
"""

import re
from collections.abc import Iterable
from typing import Any

from lifecycle.engine.api.validation.field import (
    OMITTED,
    Errors,
    all_invalid,
    duplicate,
    invalid,
    not_supported,
    required,
    too_long,
    too_many,
)
from lifecycle.engine.api.validation.formats import qualified_name
from lifecycle.engine.api.validation.govalues import quote
from lifecycle.engine.api.validation.metadata import non_negative

_ACTIONS = ("Count", "FailIndex", "FailJob", "Ignore")
_OPERATORS = ("In", "NotIn")
_STATUSES = ("False", "True", "Unknown")
_REPLACEMENTS = ("Failed", "TerminatingOrFailed")
_MOST_RULES = 20
_MOST_PATTERNS = 20
_MOST_CODES = 255
_LONGEST_INDEXES = 64 * 1024
_INDEX = re.compile(r"[-+]?[0-9]{1,18}")


def _valid_values(names: Iterable[str]) -> str:
    return f"valid values: [{' '.join(quote(name) for name in names)}]"


def _one_of(value: str | None, names: tuple[str, ...], path: str) -> Errors:
    if not value:
        return [required(path, _valid_values(names))]
    return [] if value in names else [not_supported(path, value, names)]


def validate_failure_policy(spec: Any, path: str) -> Errors:
    """`validatePodFailurePolicy`."""
    rules = spec.podFailurePolicy.rules or []
    errors: Errors = []
    if len(rules) > _MOST_RULES:
        errors.append(too_many(f"{path}.rules", len(rules), _MOST_RULES))
    pod = spec.template.spec
    lists = (pod.containers, pod.initContainers) if pod is not None else ()
    names = {container.name for containers in lists for container in containers or ()}
    for i, rule in enumerate(rules):
        errors += _validate_failure_rule(spec, rule, names, f"{path}.rules[{i}]")
    return errors


def _validate_failure_rule(spec: Any, rule: Any, names: set[str], path: str) -> Errors:
    if rule.action == "FailIndex" and spec.backoffLimitPerIndex is None:
        text = "requires the backoffLimitPerIndex to be set"
        errors = [invalid(f"{path}.action", rule.action, text)]
    else:
        errors = _one_of(rule.action, _ACTIONS, f"{path}.action")
    codes, conditions = rule.onExitCodes, rule.onPodConditions or []
    if codes is not None:
        errors += _validate_codes(codes, names, f"{path}.onExitCodes")
    errors += _validate_patterns(conditions, f"{path}.onPodConditions")
    if codes is not None and conditions:
        text = "specifying both OnExitCodes and OnPodConditions is not supported"
        errors.append(invalid(path, OMITTED, text))
    if codes is None and not conditions:
        text = "specifying one of OnExitCodes and OnPodConditions is required"
        errors.append(invalid(path, OMITTED, text))
    return errors


def _validate_patterns(patterns: list[Any], path: str) -> Errors:
    errors: Errors = []
    if len(patterns) > _MOST_PATTERNS:
        errors.append(too_many(path, len(patterns), _MOST_PATTERNS))
    for i, pattern in enumerate(patterns):
        kind = pattern.type or ""
        errors += all_invalid(f"{path}[{i}].type", kind, qualified_name(kind))
        errors += _one_of(pattern.status, _STATUSES, f"{path}[{i}].status")
    return errors


def _validate_codes(codes: Any, names: set[str], path: str) -> Errors:
    errors = _one_of(codes.operator, _OPERATORS, f"{path}.operator")
    if codes.containerName is not None and codes.containerName not in names:
        text = "must be one of the container or initContainer names in the pod template"
        errors.append(invalid(f"{path}.containerName", codes.containerName, text))
    where, values = f"{path}.values", codes.values or []
    if not values:
        errors.append(invalid(where, codes.values, "at least one value is required"))
    elif len(values) > _MOST_CODES:
        errors.append(too_many(where, len(values), _MOST_CODES))
    for i, value in enumerate(values):
        if codes.operator == "In" and value == 0:
            errors.append(invalid(f"{where}[{i}]", 0, "must not be 0 for the In operator"))
        if value in values[:i]:
            errors.append(duplicate(f"{where}[{i}]", value))
    if values != sorted(values):
        errors.append(invalid(where, values, "must be ordered"))
    return errors


def validate_replacement_policy(spec: Any, path: str) -> Errors:
    """With a failure policy, Pods are replaced only once they have failed."""
    policy = spec.podReplacementPolicy
    allowed = _REPLACEMENTS if spec.podFailurePolicy is None else _REPLACEMENTS[:1]
    return [] if policy is None or policy in allowed else [not_supported(path, policy, allowed)]


def validate_success_policy(spec: Any, path: str) -> Errors:
    """`validateSuccessPolicy`, for indexed Jobs alone."""
    if spec.completionMode != "Indexed":
        return [invalid(path, spec.successPolicy, "requires indexed completion mode")]
    rules = spec.successPolicy.rules or []
    errors: Errors = []
    if not rules:
        text = "at least one rules must be specified when the successPolicy is specified"
        errors.append(required(f"{path}.rules", text))
    if len(rules) > _MOST_RULES:
        errors.append(too_many(f"{path}.rules", len(rules), _MOST_RULES))
    for i, rule in enumerate(rules):
        errors += _validate_success_rule(rule, spec.completions or 0, f"{path}.rules[{i}]")
    return errors


def _validate_success_rule(rule: Any, completions: int, path: str) -> Errors:
    count, indexes, total = rule.succeededCount, rule.succeededIndexes, 0
    errors: Errors = []
    if count is None and indexes is None:
        text = "at least one of succeededCount or succeededIndexes must be specified"
        errors.append(required(path, text))
    if indexes is not None:
        where = f"{path}.succeededIndexes"
        if len(indexes.encode(errors="surrogatepass")) > _LONGEST_INDEXES:
            errors.append(too_long(where, _LONGEST_INDEXES))
        total, why = count_indexes(indexes, completions)
        if why:
            errors.append(invalid(where, indexes, f"error parsing succeededIndexes: {why}"))
    if count is not None:
        where = f"{path}.succeededCount"
        errors += non_negative(count, where)
        limits = [(completions, "the number of specified completions")]
        if indexes is not None:
            text = "the number of indexes in the specified succeededIndexes field"
            limits.append((total, text))
        errors += [
            invalid(where, count, f"must be less than or equal to {most} ({text})")
            for most, text in limits
            if count > most
        ]
    return errors


def count_indexes(text: str, completions: int) -> tuple[int, str]:
    """How many indexes a list such as `0,2-4` names, or what is wrong with it."""
    total, last = 0, None
    for part in text.split(",") if text else ():
        low, high, why = _interval(part, completions)
        if why:
            return 0, why
        if last is not None and last >= low:
            return 0, f"non-increasing order, previous: {last}, current: {low}"
        total, last = total + high - low + 1, high
    return total, ""


def _interval(text: str, completions: int) -> tuple[int, int, str]:
    limits = text.split("-")
    if len(limits) > 2:
        rule = "an index interval can have at most two parts separated by '-'"
        return 0, 0, f"the fragment {quote(text)} violates the requirement that {rule}"
    for limit in limits:
        if not _INDEX.fullmatch(limit):
            return 0, 0, f"cannot convert string to integer for index: {quote(limit)}"
        if int(limit) >= completions:
            return 0, 0, f"too large index: {quote(limit)}"
    low, high = int(limits[0]), int(limits[-1])
    if len(limits) > 1 and low >= high:
        return 0, 0, f"non-increasing order, previous: {low}, current: {high}"
    return low, high, ""
