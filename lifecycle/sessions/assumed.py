"""A scenario's assumptions about images and programs that nobody can know.

`{"app": "serves=500 term=ignored"}` says it of every container of that name, in the words
of `engine.cri.assumptions`. It is written into the Pods' annotations, where it can be seen.
"""

from typing import Any

from lifecycle.engine.cri.assumptions import ANNOTATION, AssumptionError, parse
from lifecycle.manifests.podtemplate import PodTemplate, pod_template, replaced
from lifecycle.sessions.scenario import ScenarioError

Assumptions = dict[str, str]


def check_assumptions(assumptions: Assumptions) -> None:
    """Raise ScenarioError where the words of an assumption are none."""
    for container, text in assumptions.items():
        try:
            parse(text)
        except AssumptionError as error:
            raise ScenarioError(error.message, f"assumptions.{container}") from None


def with_assumptions(document: dict[str, Any], assumptions: Assumptions) -> dict[str, Any]:
    """The document with annotations for its containers; its own have the last word."""
    template = pod_template(document) if assumptions else None
    if template is None:
        return document
    added = {
        ANNOTATION + name: assumptions[name] for name in _names(template) if name in assumptions
    }
    if not added:
        return document
    metadata = template.value.get("metadata") or {}
    metadata = {**metadata, "annotations": {**added, **(metadata.get("annotations") or {})}}
    return replaced(document, PodTemplate(template.path, {**template.value, "metadata": metadata}))


def _names(template: PodTemplate) -> list[str]:
    spec = template.value["spec"]
    containers = [*(spec.get("initContainers") or ()), *(spec.get("containers") or ())]
    return [c["name"] for c in containers if isinstance(c, dict) and isinstance(c.get("name"), str)]
