"""How the tables of validation write Pods and what is said about them.

A Pod is written as the YAML of its spec; name, image and an app container are filled in where
a test leaves them out. An answer is one line of the API server's: `field: what is wrong`.
"""

import yaml

from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.defaults.disabled import prepare_pod
from lifecycle.engine.api.scheme import decode
from lifecycle.engine.api.validation.pod import validate_pod_create
from lifecycle.engine.api.validation.pod_update import validate_pod_update

LISTS = ("initContainers", "containers", "ephemeralContainers")


def loaded(text):
    return (yaml.safe_load(text) if isinstance(text, str) else text) or {}


def pod_of(spec="", metadata="", status="", defaulted=True):
    spec = {"containers": [{"name": "app", "image": "nginx"}], **loaded(spec)}
    for each in (container for key in LISTS for container in spec.get(key) or []):
        each.setdefault("name", "box")
        each.setdefault("image", "busybox")
    held = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web", "namespace": "default", **loaded(metadata)},
        "spec": spec,
        "status": loaded(status),
    }
    return set_defaults(decode(held)) if defaulted else decode(held)


def lines(errors, below=""):
    said = [f"{error.field}: {error.body}" for error in errors]
    return [line.removeprefix(below).removeprefix(".") for line in said]


def created(spec="", metadata="", below=""):
    return lines(validate_pod_create(prepare_pod(pod_of(spec, metadata))), below)


def updated(before, after, metadata_before="", metadata_after="", below=""):
    held = "resourceVersion: '1'"
    old = pod_of(before, {**loaded(held), **loaded(metadata_before)})
    new = pod_of(after, {**loaded(held), **loaded(metadata_after)})
    return lines(validate_pod_update(prepare_pod(new, old), old), below)


def judged_with(validate, before, after, status_before="", status_after="", below=""):
    """What a subresource's rule says to a change of spec or status."""
    held = "resourceVersion: '1'"
    old, new = pod_of(before, held, status_before), pod_of(after, held, status_after)
    return lines(validate(new, old), below)
