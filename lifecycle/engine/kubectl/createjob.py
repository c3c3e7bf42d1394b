"""kubectl create job: of an image, or from a CronJob, as if its time had come.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/create/create_job.go.
"""

from typing import Any

from lifecycle.engine.api.scheme import encode
from lifecycle.engine.kubectl.flags import Parsed
from lifecycle.engine.kubectl.moment import Objects
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.resources import get, targets
from lifecycle.sentence import Sentence

_MANUAL = {"cronjob.kubernetes.io/instantiate": "manual"}


def is_from_another(parsed: Parsed) -> bool:
    """Whether `--from` names what the Job is to be made of; raises Refusal if that can't be."""
    if parsed.args[0] != "job":
        return False
    image, origin = parsed.flags["image"], parsed.flags["from"]
    if bool(image) == bool(origin):
        raise Refusal(
            "error: either --image or --from must be specified",
            Sentence("Add --image=NAME, or --from=cronjob/NAME."),
        )
    if origin and parsed.rest:
        raise Refusal("error: cannot specify --from and command")
    return bool(origin)


def job_from(name: str, parsed: Parsed, objects: Objects) -> dict[str, Any]:
    """The Job that a CronJob would make now (`createJobFromCronJob`)."""
    found = targets(parsed, objects, (parsed.flags["from"],))
    if len(found) != 1:
        raise Refusal("error: from must be an existing cronjob")
    cron_job = get(found[0], objects)
    if found[0].resource.kind != "CronJob":
        raise Refusal(
            f"error: unknown object type *v1.{found[0].resource.kind}",
            Sentence("A Job is made --from=cronjob/NAME."),
        )
    written = encode(cron_job)
    template = written["spec"]["jobTemplate"]
    meta = template.get("metadata") or {}
    owner = {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "name": written["metadata"]["name"],
        "uid": written["metadata"]["uid"],
        "controller": True,
    }
    metadata: dict[str, Any] = {
        "name": name,
        "annotations": {**_MANUAL, **(meta.get("annotations") or {})},
        "ownerReferences": [owner],
    }
    if labels := meta.get("labels"):
        metadata["labels"] = labels
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": metadata,
        "spec": template["spec"],
    }
