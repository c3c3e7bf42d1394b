"""Values as Go prints them in error messages.

Strings are quoted as by `%q`; structs are JSON with the names of Go's internal types, which
are capitalised and whose absent fields are null.
"""

import json
from datetime import datetime
from typing import Any

import msgspec

from lifecycle.engine.api.quantity import Quantity, canonical
from lifecycle.engine.api.validation.gofields import GoField, go_fields, go_name

_ESCAPES = {
    "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t",
    "\v": "\\v", "\\": "\\\\", '"': '\\"',
}  # fmt: skip

_TAGGED_MODULES = ("meta_v1",)


def quote(text: str) -> str:
    """A string as `strconv.Quote` writes it."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    return '"' + "".join(_quoted(character) for character in text) + '"'


def _quoted(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character == " " or character.isprintable():
        return character
    code = ord(character)
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def go_value(value: Any) -> str:
    """A value as `ErrorBody` prints it."""
    if isinstance(value, str):
        return quote(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Quantity):
        return quote(canonical(value))
    return go_json(value)


def go_json(value: Any) -> str:
    """A value as Go's encoder writes it: no spaces, maps sorted, `<`, `>` and `&` escaped."""
    text = json.dumps(to_go(value), separators=(",", ":"), ensure_ascii=False)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def to_go(value: Any) -> Any:
    """A value with the structs as Go's internal types have them."""
    if isinstance(value, msgspec.Struct):
        return _struct(value)
    if isinstance(value, list | tuple):
        return [to_go(item) for item in value]
    if isinstance(value, dict):
        return {key: to_go(value[key]) for key in sorted(value)}
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def _struct(value: msgspec.Struct) -> dict[str, Any]:
    name = type(value).__name__
    if type(value).__module__.rpartition(".")[2] in _TAGGED_MODULES:
        return msgspec.to_builtins(value)
    if name == "PodSpec":
        return _pod_spec(value)
    fields = go_fields(name) or [GoField(f, go_name(f)) for f in value.__struct_fields__]
    return {field.go_name: _field_value(value, field) for field in fields}


def _pod_spec(spec: Any) -> dict[str, Any]:
    """Go's internal type keeps what is shared with the host in the security context."""
    made = {field.go_name: _field_value(spec, field) for field in go_fields("PodSpec")}
    context = spec.securityContext
    if context is not None:
        fields = go_fields("PodSecurityContext")
        owners = [spec if hasattr(spec, field.name) else context for field in fields]
        made["SecurityContext"] = {
            field.go_name: _field_value(owner, field)
            for field, owner in zip(fields, owners, strict=True)
        }
    return made


def _field_value(owner: Any, field: GoField) -> Any:
    value = to_go(getattr(owner, field.name, None))
    if value is not None:
        return value
    if field.zero_type:
        return {each.go_name: each.zero for each in go_fields(field.zero_type)}
    return field.zero
