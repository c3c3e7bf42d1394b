"""A manifest as the API server would judge it, with every answer at its line.

This is what the editor shows while somebody types: what the reader says, then for each
object what decoding, defaulting and validation say, then warnings.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import islice
from typing import Any

from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.defaults.disabled import prepare_pod
from lifecycle.engine.api.kinds import find_kind
from lifecycle.engine.api.oldversions import renewed
from lifecycle.engine.api.problem import Problem
from lifecycle.engine.api.scheme import decode_with_problems, kind_of, metadata_of, with_metadata
from lifecycle.engine.api.validation import FieldError, validate_create, warnings
from lifecycle.manifests.advice import advice_for
from lifecycle.manifests.bygone import HINTS, of_the_past, remedies_of_kind
from lifecycle.manifests.chunks import plain_lines
from lifecycle.manifests.companions import Missing, missing
from lifecycle.manifests.complaint import ERROR, WARNING, Complaint
from lifecycle.manifests.document import Document, Reading, join, split
from lifecycle.manifests.limits import MAX_COMPLAINTS
from lifecycle.manifests.reader import read
from lifecycle.manifests.remedies import remedies_for, renewal
from lifecycle.manifests.remedy import Remedy
from lifecycle.manifests.surgery import Surgery
from lifecycle.manifests.textmends import text_remedies
from lifecycle.sentence import Sentence

_WARNED_PATH = re.compile(r"((?:[a-zA-Z]+(?:\[[^\]]*\])*\.?)+): ")


def check(text: str | bytes, name: str = "manifest.yaml") -> Reading:
    """Read a text and judge its objects; complaints are in the order of their lines."""
    reading = read(text, name)
    plain = as_read(text)
    complaints = _with_remedies(reading.complaints, plain)
    for document in reading.documents:
        complaints += judge(document, plain)
        if len(complaints) > MAX_COMPLAINTS:
            break
    complaints += _about_missing(reading, plain)
    complaints.sort(key=lambda found: (found.line, found.column))
    return Reading(reading.documents, tuple(complaints[:MAX_COMPLAINTS]))


def _with_remedies(found: Iterable[Complaint], text: str) -> list[Complaint]:
    """The reader's complaints; what mends the whole text is offered once."""
    complaints, offered = [], set()
    for complaint in found:
        remedies = tuple(r for r in text_remedies(text, complaint) if r.edits not in offered)
        offered.update(remedy.edits for remedy in remedies)
        complaints.append(complaint._replace(remedies=remedies))
    return complaints


def as_read(text: str | bytes) -> str:
    """The text in the lines that complaints and remedies count."""
    if isinstance(text, bytes):
        encoding = "utf-16" if text[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
        text = text.decode(encoding, "replace")
    return plain_lines(text)


def judge(document: Document, text: str) -> list[Complaint]:
    """What the API server says of one object."""
    surgery = Surgery(text, document)
    new = renewed(document.value)
    value = document.value if new is None else new.document
    obj, problems = decode_with_problems(value)
    found = [] if new is None else [_of_old_version(document, surgery, new.told)]
    found += of_the_past(document, surgery)
    found += [_from_problem(problem, document, surgery) for problem in problems]
    if obj is None or any(not problem.is_unknown_field for problem in problems):
        return found
    obj = _as_created(obj)
    found += _from_field_errors(validate_create(obj), document, surgery, _renamed(found))
    found += _from_warnings(warnings(obj), document)
    return found


def _of_old_version(document: Document, surgery: Surgery, told: str) -> Complaint:
    hint = Sentence("A real API server of today refuses it.")
    complaint = _complaint(document, "apiVersion", told, hint, WARNING)
    return complaint._replace(remedies=renewal(surgery))


_WAITS = Sentence("It is not in this manifest: what needs it waits until somebody makes it.")
_FORBIDS = Sentence("It is not in this manifest: without it the API server refuses the Pods.")


def _about_missing(reading: Reading, text: str) -> Iterator[Complaint]:
    for one in islice(missing(reading.documents), MAX_COMPLAINTS):
        document = reading.documents[one.document]
        refused = one.reference.kind in ("ServiceAccount", "PriorityClass", "RuntimeClass")
        hint = _FORBIDS if refused else _WAITS
        complaint = _complaint(document, one.reference.path, one.message, hint, WARNING)
        yield complaint._replace(
            remedies=(_creation(one, Surgery(text, document)),), forbids=refused
        )


def _creation(one: Missing, surgery: Surgery) -> Remedy:
    kind, name = one.reference.kind, one.reference.name
    title = Sentence("Create the %(kind)s %(name)s", kind=kind, name=name)
    return Remedy(title, surgery.before_everything(one.object))


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


def _from_problem(problem: Problem, document: Document, surgery: Surgery) -> Complaint:
    message, hint = problem.message, ""
    if problem.is_unknown_field:
        message = f"strict decoding error: {message}"
        hint = _did_you_mean(problem)
    elif problem.known:
        hint = _did_you_mean_kind(problem, document)
    else:
        hint = advice_for(message)
    remedies = remedies_for(surgery, problem.path, problem.message, problem.known)
    if problem.path == "kind":
        hint = HINTS.get(str(document.value.get("kind")), hint)
        remedies = (*remedies_of_kind(surgery), *remedies)
    return _complaint(document, problem.path, message, hint)._replace(remedies=remedies)


def _did_you_mean(problem: Problem) -> str:
    wanted = problem.path.rpartition(".")[2]
    by_case = {name.lower(): name for name in problem.known}
    close = [by_case[wanted.lower()]] if wanted.lower() in by_case else []
    close = close or get_close_matches(wanted[:60], problem.known, 1, 0.7)
    if close:
        return Sentence("Did you mean `%(word)s`?", word=close[0])
    return Sentence("There is no such field here; is it indented too little or too much?")


def _did_you_mean_kind(problem: Problem, document: Document) -> str:
    kind = document.value.get("kind")
    if "/" in problem.known[0] or problem.known[0] == "v1":
        return Sentence(
            "%(kind)s is served as `apiVersion: %(version)s`.", kind=kind, version=problem.known[0]
        )
    close = get_close_matches(str(kind)[:60], problem.known, 1, 0.6)
    return Sentence("Did you mean `%(word)s`?", word=f"kind: {close[0]}") if close else ""


def _renamed(found: list[Complaint]) -> dict[str, Remedy]:
    """Which fields a misspelt one would become: what wants them needs nothing else."""
    return {
        join([*split(complaint.path)[:-1], remedy.title.values["right"]]): remedy
        for complaint in found
        for remedy in complaint.remedies
        if "wrong" in remedy.title.values
    }


def _from_field_errors(
    errors: Iterable[FieldError],
    document: Document,
    surgery: Surgery,
    renamed: dict[str, Remedy],
) -> Iterator[Complaint]:
    for error in errors:
        message = error.error().partition("\n")[0]
        remedies = remedies_for(surgery, error.field, message)
        if error.field in renamed:
            remedies = (renamed[error.field],)
        complaint = _complaint(document, error.field, message, advice_for(message))
        yield complaint._replace(remedies=remedies)


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
