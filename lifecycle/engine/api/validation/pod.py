"""A Pod that is created, and a template of Pods.

Mirrors `ValidatePodCreate` and `ValidatePodTemplateSpec` of pkg/apis/core/validation.
"""

from lightkube.models.core_v1 import Pod, PodSpec, PodTemplateSpec
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.validation.container import validate_image_whitespace
from lifecycle.engine.api.validation.field import Errors, forbidden
from lifecycle.engine.api.validation.label_selector import validate_labels
from lifecycle.engine.api.validation.metadata import (
    subdomain_name,
    validate_annotations,
    validate_object_meta,
)
from lifecycle.engine.api.validation.options import DEFAULTS, TEMPLATE, Options
from lifecycle.engine.api.validation.pod_annotations import validate_pod_annotations
from lifecycle.engine.api.validation.pod_spec import validate_pod_spec
from lifecycle.engine.api.validation.profiles import (
    validate_app_armor_agreement,
    validate_seccomp_agreement,
)


def validate_pod_create(pod: Pod, options: Options = DEFAULTS) -> Errors:
    """A new Pod, with its defaults set."""
    spec = pod.spec
    errors = validate_pod_metadata_and_spec(pod, options)
    if spec.ephemeralContainers:
        errors.append(forbidden("spec.ephemeralContainers", "cannot be set on create"))
    if spec.nodeName and spec.schedulingGates:
        text = "cannot be set until all schedulingGates have been cleared"
        errors.append(forbidden("spec.nodeName", text))
    errors += validate_seccomp_agreement(pod.metadata, spec, "spec")
    return errors + validate_app_armor_agreement(pod.metadata, spec, "spec")


def validate_pod_metadata_and_spec(pod: Pod, options: Options) -> Errors:
    """What creation and updates have in common."""
    metadata, spec = pod.metadata, pod.spec
    errors = validate_object_meta(metadata, subdomain_name, namespaced=True)
    where = "metadata.annotations"
    errors += validate_pod_annotations(metadata.annotations, spec, where, options)
    errors += validate_pod_spec(spec, metadata, "spec", options)
    if not spec.serviceAccountName:
        errors += _no_tokens(spec)
    for field in ("containers", "initContainers"):
        for i, container in enumerate(getattr(spec, field) or ()):
            errors += validate_image_whitespace(container, f"spec.{field}[{i}]")
    return errors


def _no_tokens(spec: PodSpec) -> Errors:
    text = "must not be specified when serviceAccountName is not set"
    return [
        forbidden(f"spec.volumes[{i}].projected.sources[{j}].serviceAccountToken", text)
        for i, volume in enumerate(spec.volumes or ())
        for j, source in enumerate((volume.projected and volume.projected.sources) or ())
        if source.serviceAccountToken is not None
    ]


def validate_pod_template(
    template: PodTemplateSpec, path: str, options: Options = TEMPLATE
) -> Errors:
    """The template that a workload makes Pods of."""
    metadata = template.metadata or ObjectMeta()
    spec = template.spec or PodSpec(containers=[])
    errors = validate_labels(metadata.labels, f"{path}.labels")
    errors += validate_annotations(metadata.annotations, f"{path}.annotations")
    where = f"{path}.annotations"
    errors += validate_pod_annotations(metadata.annotations, spec, where, options)
    errors += validate_pod_spec(spec, None, f"{path}.spec", options)
    errors += validate_seccomp_agreement(metadata, spec, f"{path}.spec")
    errors += validate_app_armor_agreement(metadata, spec, f"{path}.spec")
    if spec.ephemeralContainers:
        text = "ephemeral containers not allowed in pod template"
        errors.append(forbidden(f"{path}.spec.ephemeralContainers", text))
    return errors
