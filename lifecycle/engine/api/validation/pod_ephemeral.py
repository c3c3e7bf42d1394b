"""Putting ephemeral containers into a Pod.

Mirrors `ValidatePodEphemeralContainersUpdate` of pkg/apis/core/validation.
"""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.pod import is_mirror
from lifecycle.engine.api.validation.difference import difference
from lifecycle.engine.api.validation.field import Errors, forbidden
from lifecycle.engine.api.validation.govalues import quote
from lifecycle.engine.api.validation.kept import for_update
from lifecycle.engine.api.validation.metadata import validate_object_meta_update
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.pod import validate_pod_metadata_and_spec
from lifecycle.engine.api.validation.pod_annotations import validate_pod_annotations_update


def validate_ephemeral_update(new: Pod, old: Pod, options: Options | None = None) -> Errors:
    """Only additions; the Pods differ in nothing else."""
    options = for_update(old) if options is None else options
    errors = validate_object_meta_update(new.metadata, old.metadata)
    errors += validate_pod_metadata_and_spec(new, options)
    errors += validate_pod_annotations_update(new, old, "metadata.annotations", options)
    if is_mirror(old):
        return [forbidden("[]", "static pods do not support ephemeral containers")]
    path = "spec.ephemeralContainers"
    after = {container.name: container for container in new.spec.ephemeralContainers or ()}
    for container in old.spec.ephemeralContainers or ():
        name = quote(container.name)
        if container.name not in after:
            text = f"existing ephemeral containers {name} may not be removed\n"
            errors.append(forbidden(path, text))
        elif after[container.name] != container:
            text = f"existing ephemeral containers {name} may not be changed\n"
            text += difference(container, after[container.name])
            errors.append(forbidden(path, text))
    return errors
