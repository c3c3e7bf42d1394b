"""A manifest as the API server would judge it, with every answer at its line.

This is what the editor shows while somebody types: what the reader says, then for each
object what decoding, defaulting and validation say, then warnings.
"""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.defaults.disabled import prepare_pod
from lifecycle.engine.api.kinds import find_kind
from lifecycle.engine.api.problem import Problem
from lifecycle.engine.api.scheme import decode_with_problems, kind_of, metadata_of, with_metadata
from lifecycle.engine.api.validation import FieldError, validate_create, warnings
from lifecycle.manifests.advice import advice_for
from lifecycle.manifests.complaint import ERROR, WARNING, Complaint
from lifecycle.manifests.document import Document, Reading
from lifecycle.manifests.limits import MAX_COMPLAINTS
from lifecycle.manifests.reader import read

_WARNED_PATH = re.compile(r"((?:[a-zA-Z]+(?:\[[^\]]*\])*\.?)+): ")


def check(text: str | bytes, name: str = "manifest.yaml") -> Reading:
    """Read a text and judge its objects; complaints are in the order of their lines."""
    reading = read(text, name)
    complaints = list(reading.complaints)
    for document in reading.documents:
        complaints += judge(document)
        if len(complaints) > MAX_COMPLAINTS:
            break
    complaints.sort(key=lambda found: (found.line, found.column))
    return Reading(reading.documents, tuple(complaints[:MAX_COMPLAINTS]))


def judge(document: Document) -> list[Complaint]:
    """What the API server says of one object."""
    obj, problems = decode_with_problems(document.value)
    found = [_from_problem(problem, document) for problem in problems]
    if obj is None or any(not problem.is_unknown_field for problem in problems):
        return found
    obj = _as_created(obj)
    found += [_from_field_error(error, document) for error in validate_create(obj)]
    found += _from_warnings(warnings(obj), document)
    return found


def _as_created(obj: Any) -> Any:
    """The object as it is validated: in a namespace, with a name and all defaults."""
    row = find_kind(obj["apiVersion"] if isinstance(obj, dict) else obj.apiVersion, kind_of(obj))
    metadata = metadata_of(obj)
    if row is not None and row.namespaced and not metadata.namespace:
        metadata = _replaced(metadata, namespace="default")
    if not metadata.name and metadata.generateName:
        metadata = _replaced(metadata, name=f"{metadata.generateName}xxxxx")
    obj = set_defaults(with_metadata(obj, metadata=metadata))
    return prepare_pod(obj) if kind_of(obj) == "Pod" and not isinstance(obj, dict) else obj


def _complaint(
    document: Document, path: str, message: str, hint: str, severity: str = ERROR
) -> Complaint:
    return Complaint(*document.locate(path), path, message, hint, severity)


def _from_problem(problem: Problem, document: Document) -> Complaint:
    message, hint = problem.message, ""
    if problem.is_unknown_field:
        message = f"strict decoding error: {message}"
        hint = _did_you_mean(problem)
    elif problem.known:
        hint = _did_you_mean_kind(problem, document)
    else:
        hint = advice_for(message)
    return _complaint(document, problem.path, message, hint)


def _did_you_mean(problem: Problem) -> str:
    wanted = problem.path.rpartition(".")[2]
    by_case = {name.lower(): name for name in problem.known}
    close = [by_case[wanted.lower()]] if wanted.lower() in by_case else []
    close = close or get_close_matches(wanted[:60], problem.known, 1, 0.7)
    if close:
        return f"Did you mean `{close[0]}`?"
    return "There is no such field here; is it indented too little or too much?"


def _did_you_mean_kind(problem: Problem, document: Document) -> str:
    kind = document.value.get("kind")
    if "/" in problem.known[0] or problem.known[0] == "v1":
        return f"{kind} is served as `apiVersion: {problem.known[0]}`."
    close = get_close_matches(str(kind)[:60], problem.known, 1, 0.6)
    return f"Did you mean `kind: {close[0]}`?" if close else ""


def _from_field_error(error: FieldError, document: Document) -> Complaint:
    message = error.error().partition("\n")[0]
    return _complaint(document, error.field, message, advice_for(message))


def _from_warnings(found: tuple[str, ...], document: Document) -> Iterator[Complaint]:
    for text in found:
        match = _WARNED_PATH.match(text)
        path = match[1] if match else ""
        yield _complaint(document, path, text, "", WARNING)


def _replaced(metadata: Any, **changes: str) -> Any:
    changed = metadata.__copy__()
    for field, value in changes.items():
        setattr(changed, field, value)
    return changed
