"""What is told of a manifest from long ago, and how it is written today.

The API server's own words stand for kinds that it does not know; these explain why, and
offer what took their place.
"""

import json
from collections.abc import Iterator
from typing import Any

from lifecycle.engine.api.bygone import (
    HISTORICAL,
    INIT_CONTAINERS,
    PRESET,
    SECURITY_POLICY,
    is_revived,
)
from lifecycle.manifests.complaint import WARNING, Complaint
from lifecycle.manifests.document import Document, child, join
from lifecycle.manifests.podtemplate import pod_template
from lifecycle.manifests.remedy import Remedy
from lifecycle.manifests.surgery import Surgery
from lifecycle.sentence import Sentence

LEVEL = "baseline"

HINTS = {
    PRESET: Sentence(
        "PodPresets were alpha until Kubernetes 1.19 and are gone since 1.20. What they "
        "added, a template says itself now, or a mutating webhook does."
    ),
    SECURITY_POLICY: Sentence(
        "PodSecurityPolicies are gone since Kubernetes 1.25. Pod Security admission "
        "took their place: a label of the namespace says which level its Pods have to meet."
    ),
}
"""By kind, what became of it."""


def remedies_of_kind(surgery: Surgery) -> tuple[Remedy, ...]:
    """What to write, or to ask for, instead of a kind that is gone."""
    kind = surgery.document.value.get("kind")
    if kind == PRESET:
        path = child("metadata.annotations", HISTORICAL)
        words = Sentence("Play it with the plug-in that Kubernetes had until 1.19")
        edits = surgery.put(path, "true")
        return (Remedy(words, edits),) if edits else ()
    if kind == SECURITY_POLICY:
        title = Sentence(
            "Enforce the level %(level)s in the namespace %(namespace)s instead",
            level=LEVEL,
            namespace="default",
        )
        label = {"pod-security.kubernetes.io/enforce": LEVEL}
        metadata = {"name": "default", "labels": label}
        document = {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata}
        return (Remedy(title, surgery.write_all(document)),)
    return ()


def of_the_past(document: Document, surgery: Surgery) -> Iterator[Complaint]:
    """What a manifest contains that means nothing any more, or that is only played for show."""
    if document.value.get("kind") == PRESET and is_revived(document.value):
        text = Sentence(
            "this PodPreset is played by the plug-in that Kubernetes had until 1.19; "
            "no server of today has it"
        )
        place = document.locate("kind")
        yield Complaint(*place, "kind", text, HINTS[PRESET], WARNING)
    template = pod_template(document.value)
    metadata = template.value.get("metadata") if template is not None else None
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    for name in INIT_CONTAINERS if isinstance(annotations, dict) else ():
        if name in annotations:
            around = join(list(template.path))
            yield _of_annotation(document, surgery, around, name, annotations[name])


def _of_annotation(
    document: Document, surgery: Surgery, around: str, name: str, value: Any
) -> Complaint:
    prefix = f"{around}." if around else ""
    path = child(f"{prefix}metadata.annotations", name)
    message = Sentence(
        "%(name)s means nothing since Kubernetes 1.8: these init containers do not run", name=name
    )
    hint = Sentence("Until 1.5 they were written as an annotation; today they stand in the spec.")
    complaint = Complaint(*document.locate(path), path, message, hint, WARNING)
    containers = _read(value)
    if not containers or surgery.has(f"{prefix}spec.initContainers"):
        return complaint
    only = len(surgery.value(f"{prefix}metadata.annotations")) == 1
    edits = (
        *surgery.leave_out(f"{prefix}metadata.annotations" if only else path),
        *surgery.put(f"{prefix}spec.initContainers", containers),
    )
    words = Sentence("Write them as initContainers of the spec")
    return complaint._replace(remedies=(Remedy(words, edits),))


def _read(value: Any) -> list[dict[str, Any]]:
    """The containers in the annotation's JSON; none where it is something else."""
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        return []
    return found
