"""Strategic merging of documents: lists of things that have a name are merged by it.

`three_way` is what `kubectl apply` does: what the manifest says is set, what it said the
last time and says no more is removed, everything else stays. `strategic` is `kubectl patch`.

Mirrors staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go; the merge keys are
those of the API types' patchMergeKey tags.
"""

from typing import Any

Json = Any
"""What JSON can hold."""

_MERGE_KEYS = {
    "containers": "name",
    "initContainers": "name",
    "ephemeralContainers": "name",
    "volumes": "name",
    "env": "name",
    "volumeMounts": "mountPath",
    "volumeDevices": "devicePath",
    "imagePullSecrets": "name",
    "secrets": "name",
    "hostAliases": "ip",
    "topologySpreadConstraints": "topologyKey",
    "schedulingGates": "name",
    "resourceClaims": "name",
    "podIPs": "ip",
    "hostIPs": "ip",
    "conditions": "type",
    "ownerReferences": "uid",
    "addresses": "type",
}
_PRIMITIVE_SETS = ("finalizers",)
_RETAIN_KEYS = ("strategy",)
_RETAIN_KEYS_OF_ITEMS = ("volumes",)


def three_way(original: Json, modified: Json, current: Json, *, by_key: bool = True) -> Json:
    """`current` as `kubectl apply` changes it, from one manifest (original) to the next.

    `by_key` is False for kinds without a model, whose lists are replaced whole.
    """
    original = original if isinstance(original, dict) else {}
    result = dict(current) if isinstance(current, dict) else {}
    for name in original:
        if name not in modified:
            result.pop(name, None)
    for name, value in modified.items():
        if value is None:
            result.pop(name, None)
            continue
        before, now = original.get(name), result.get(name)
        if isinstance(value, dict):
            merged = three_way(before, value, now, by_key=by_key)
            if by_key and name in _RETAIN_KEYS:
                merged = {key: merged[key] for key in merged if key in value}
            result[name] = merged
        elif by_key and isinstance(value, list) and (key := _key_of(name, value, now)):
            result[name] = _three_way_list(name, key, before, value, now)
        elif by_key and name in _PRIMITIVE_SETS and isinstance(value, list):
            gone = [item for item in _items(before) if item not in value]
            kept = [item for item in _items(now) if item not in gone and item not in value]
            result[name] = [*value, *kept]
        else:
            result[name] = value
    return result


def _three_way_list(name: str, key: str, before: Json, after: list, now: Json) -> list:
    """The manifest's items in its order, then those that others added."""
    old, live, wanted = (_by_key(listed, key) for listed in (before, now, after))
    result = []
    for value, item in wanted.items():
        merged = three_way(old.get(value), item, live.get(value))
        if name in _RETAIN_KEYS_OF_ITEMS:
            merged = {part: merged[part] for part in merged if part in item}
        result.append(merged)
    others = [item for value, item in live.items() if value not in wanted and value not in old]
    return [*result, *others]


def strategic(current: Json, patch: Json) -> Json:
    """`current` with a strategic merge patch applied, directives and all."""
    if not isinstance(patch, dict):
        return patch
    if patch.get("$patch") == "replace":
        return {name: value for name, value in patch.items() if name != "$patch"}
    result = dict(current) if isinstance(current, dict) else {}
    for name, value in patch.items():
        if name.startswith("$"):
            _directive(result, name, value)
        elif value is None or (isinstance(value, dict) and value.get("$patch") == "delete"):
            result.pop(name, None)
        elif isinstance(value, list) and (key := _key_of(name, value, result.get(name))):
            result[name] = _strategic_list(key, result.get(name), value)
        elif isinstance(value, list) and name in _PRIMITIVE_SETS:
            present = _items(result.get(name))
            result[name] = [*present, *(item for item in value if item not in present)]
        else:
            result[name] = strategic(result.get(name), value)
    return result


def _directive(result: dict[str, Json], name: str, value: Json) -> None:
    kind, _, field = name.partition("/")
    if kind == "$retainKeys":
        for key in [key for key in result if key not in _items(value)]:
            del result[key]
    elif kind == "$deleteFromPrimitiveList":
        gone = _items(value)
        result[field] = [item for item in _items(result.get(field)) if item not in gone]


def _strategic_list(key: str, current: Json, patch: list) -> list:
    if any(isinstance(item, dict) and item.get("$patch") == "replace" for item in patch):
        return [item for item in patch if item.get("$patch") != "replace"]
    result = [item for item in _items(current) if isinstance(item, dict)]
    for item in patch:
        at = next((i for i, one in enumerate(result) if one.get(key) == item.get(key)), None)
        if item.get("$patch") == "delete":
            if at is not None:
                del result[at]
        elif at is None:
            result.append(strategic({}, item))
        else:
            result[at] = strategic(result[at], item)
    return result


def merge(current: Json, patch: Json) -> Json:
    """`current` with a JSON merge patch applied (RFC 7386)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(current) if isinstance(current, dict) else {}
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        else:
            result[name] = merge(result.get(name), value)
    return result


def _key_of(name: str, *lists: Json) -> str:
    """The field by which a list's items are matched; empty if the list is replaced whole."""
    items = [item for one in lists for item in _items(one)]
    if not all(isinstance(item, dict) for item in items):
        return ""
    key = _MERGE_KEYS.get(name, "")
    if name == "ports":
        key = "containerPort" if any("containerPort" in item for item in items) else "port"
    return key if all(_is_named(item, key) or "$patch" in item for item in items) else ""


def _by_key(listed: Json, key: str) -> dict[str | int, Json]:
    return {item[key]: item for item in _items(listed) if _is_named(item, key)}


def _is_named(item: Json, key: str) -> bool:
    return isinstance(item, dict) and isinstance(item.get(key), str | int)


def _items(value: Json) -> list:
    return value if isinstance(value, list) else []
