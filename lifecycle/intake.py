"""What may be played: a scenario from outside, checked before a session is made of it."""

from typing import Any

from django.utils.translation import get_language

from lifecycle import limits
from lifecycle.manifests.check import check as check_manifests
from lifecycle.manifests.document import Document
from lifecycle.manifests.reader import read
from lifecycle.manifests.remedy import Remedy
from lifecycle.sentence import Sentence
from lifecycle.sessions.journal import documents
from lifecycle.sessions.replay import check
from lifecycle.sessions.scenario import Scenario, ScenarioError, from_json
from lifecycle.sessions.secrets import blanked, exposed
from lifecycle.teaching.check import check_teaching
from podviz.language import translated


class Invalid(Exception):
    """Manifests that the API server would refuse, with every complaint and its place."""

    def __init__(self, complaints: list[dict[str, Any]]) -> None:
        super().__init__(complaints)
        self.complaints = complaints


def admit(value: Any) -> Scenario:
    """The scenario in a JSON value; ScenarioError or Invalid says why it can't be played."""
    scenario = from_json(value)
    if len(scenario.manifests.encode("utf-8", "surrogatepass")) > limits.MANIFEST_BYTES:
        raise ScenarioError(
            Sentence("These manifests are larger than podviz takes."),
            "manifests",
            Sentence("Keep them below %(size)d KiB.", size=limits.MANIFEST_BYTES // 1024),
        )
    check(scenario)
    if scenario.until_ms > limits.HORIZON_MS:
        raise ScenarioError(Sentence("podviz plays a week at most."), "until_ms")
    _check_script(scenario)
    check_teaching(scenario)
    complaints = complaints_about(scenario.manifests)
    if any(complaint["severity"] == "error" for complaint in complaints):
        raise Invalid(complaints)
    return scenario


def _check_script(scenario: Scenario) -> None:
    if len(scenario.script) > limits.SCRIPT_STEPS:
        raise ScenarioError(
            Sentence("A script has at most %(count)d steps.", count=limits.SCRIPT_STEPS), "script"
        )
    for number, step in enumerate(scenario.script):
        try:
            documents(step.manifest)
        except ScenarioError as error:
            step = f"script[{number}].manifest"
            place = Sentence("%(step)s, %(place)s", step=step, place=error.place)
            raise ScenarioError(error.message, place, error.remedy) from None


def complaints_about(manifests: str) -> list[dict[str, Any]]:
    """What the API server would say of the manifests, as the editor shows it."""
    return [
        {
            "line": complaint.line,
            "column": complaint.column,
            "endLine": complaint.end_line,
            "endColumn": complaint.end_column,
            "path": complaint.path,
            "message": translated(complaint.message),
            "lang": get_language() if isinstance(complaint.message, Sentence) else "en",
            "hint": translated(complaint.hint),
            "severity": complaint.severity,
            "remedies": [_as_button(remedy) for remedy in complaint.remedies],
        }
        for complaint in check_manifests(manifests).complaints
    ]


def _as_button(remedy: Remedy) -> dict[str, Any]:
    """What a button says, and what of the text it changes."""
    return {
        "title": translated(remedy.title),
        "edits": [
            {
                "line": edit.line,
                "column": edit.column,
                "endLine": edit.end_line,
                "endColumn": edit.end_column,
                "text": edit.text,
            }
            for edit in remedy.edits
        ],
    }


def contents(manifests: str) -> dict[str, Any]:
    """The objects in the manifests, what looks like a secret, and the text without those."""
    documents = read(manifests).documents
    secrets = [found._asdict() for document in documents for found in exposed(document)]
    return {
        "objects": [_named(document) for document in documents],
        "secrets": secrets,
        "blanked": blanked(manifests, documents) if secrets else manifests,
    }


def _named(document: Document) -> dict[str, Any]:
    metadata = document.value.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    return {
        "kind": document.value.get("kind"),
        "name": metadata.get("name") or metadata.get("generateName"),
        "namespace": metadata.get("namespace"),
        "line": document.line,
    }
