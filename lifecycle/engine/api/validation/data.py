"""ConfigMaps and Secrets: kinds that hold data.

Mirrors `ValidateConfigMap` and `ValidateSecret`.
"""

import json
from base64 import b64decode
from typing import Any

from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    required,
    too_long,
)
from lifecycle.engine.api.validation.formats import config_map_key
from lifecycle.engine.api.validation.metadata import (
    immutable,
    subdomain_name,
    validate_object_meta,
    validate_object_meta_update,
)

_MOST_BYTES = 1 << 20
_ACCOUNT = "kubernetes.io/service-account.name"
_IMMUTABLE = "field is immutable when `immutable` is set"
_NEEDED_KEYS = {
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
}
_JSON_KEYS = {
    "kubernetes.io/dockercfg": ".dockercfg",
    "kubernetes.io/dockerconfigjson": ".dockerconfigjson",
}


def validate_config_map(config: Any) -> Errors:
    """Keys of both kinds of data, and their size together."""
    errors = validate_object_meta(config.metadata, subdomain_name, namespaced=True)
    data, binary = config.data or {}, config.binaryData or {}
    for key in sorted(data):
        errors += all_invalid(f"data[{key}]", key, config_map_key(key))
        if key in binary:
            text = "duplicate of key present in binaryData"
            errors.append(invalid(f"data[{key}]", key, text))
    for key in sorted(binary):
        errors += all_invalid(f"binaryData[{key}]", key, config_map_key(key))
    size = sum(len(v.encode(errors="surrogatepass")) for v in data.values())
    if size + sum(len(v) * 3 // 4 for v in binary.values()) > _MOST_BYTES:
        errors.append(too_long("[]", _MOST_BYTES))
    return errors


def validate_config_map_update(new: Any, old: Any) -> Errors:
    """What was declared immutable stays."""
    errors = validate_object_meta_update(new.metadata, old.metadata)
    return errors + _frozen(new, old, ("data", "binaryData")) + validate_config_map(new)


def _frozen(new: Any, old: Any, fields: tuple[str, ...]) -> Errors:
    if not old.immutable:
        return []
    errors = [] if new.immutable else [forbidden("immutable", _IMMUTABLE)]
    changed = [f for f in fields if (getattr(new, f) or {}) != (getattr(old, f) or {})]
    return errors + [forbidden(field, _IMMUTABLE) for field in changed]


def validate_secret(secret: Any) -> Errors:
    """Keys, size, and what each type needs."""
    errors = validate_object_meta(secret.metadata, subdomain_name, namespaced=True)
    data = secret.data or {}
    for key in sorted(data):
        errors += all_invalid(f"data[{key}]", key, config_map_key(key))
    if sum(len(value) * 3 // 4 for value in data.values()) > _MOST_BYTES:
        errors.append(too_long("data", _MOST_BYTES))
    return errors + _validate_type(secret, data)


def _validate_type(secret: Any, data: dict[str, str]) -> Errors:
    kind = secret.type
    if kind == "kubernetes.io/service-account-token":
        named = (secret.metadata.annotations or {}).get(_ACCOUNT)
        return [] if named else [required(f"metadata.annotations[{_ACCOUNT}]")]
    if kind == "kubernetes.io/basic-auth":
        if "username" in data or "password" in data:
            return []
        return [required("data[username]"), required("data[password]")]
    if kind in _JSON_KEYS:
        return _validate_json(data, _JSON_KEYS[kind])
    missing = [key for key in _NEEDED_KEYS.get(kind, ()) if not data.get(key)]
    return [required(f"data[{key}]") for key in missing]


def _validate_json(data: dict[str, str], key: str) -> Errors:
    if key not in data:
        return [required(f"data[{key}]")]
    try:
        if isinstance(json.loads(b64decode(data[key])), dict):
            return []
        text = "json: cannot unmarshal value into Go value of type map[string]interface {}"
    except (ValueError, RecursionError):
        text = "invalid character in JSON"
    return [invalid(f"data[{key}]", "<secret contents redacted>", text)]


def validate_secret_update(new: Any, old: Any) -> Errors:
    """A Secret's type never changes."""
    errors = validate_object_meta_update(new.metadata, old.metadata)
    errors += immutable(new.type, old.type, "type")
    return errors + _frozen(new, old, ("data",)) + validate_secret(new)
