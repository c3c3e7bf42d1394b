"""Objects written as YAML, and what the API server says to them: `field: what is wrong`."""

import yaml

from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.scheme import decode
from lifecycle.engine.api.validation import validate_create, validate_update


def made(api_version, kind, spec, metadata="{}"):
    held = {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": {"name": "web", "namespace": "default", **yaml.safe_load(metadata)},
        **yaml.safe_load(spec),
    }
    return set_defaults(decode(held))


def refused(api_version, kind, spec, metadata="{}"):
    errors = validate_create(made(api_version, kind, spec, metadata))
    return [f"{error.field}: {error.body}" for error in errors]


def update_refused(api_version, kind, before, after):
    versioned = "{resourceVersion: '1'}"
    old, new = (made(api_version, kind, spec, versioned) for spec in (before, after))
    return [f"{error.field}: {error.body}" for error in validate_update(new, old)]
