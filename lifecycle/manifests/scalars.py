"""What a plain scalar means: as kubectl reads it, which is not as PyYAML does.

kubectl's YAML is 1.1 for booleans and octals, has Go's numbers, and leaves dates and
sexagesimals alone. Whole numbers stay whole on their way through JSON, also `1e3`.

Mirrors `resolve` of goyaml.v2 in sigs.k8s.io/yaml.
"""

import math
import re
from base64 import b64decode
from typing import Any

_TRUE = ("y", "yes", "true", "on")
_FALSE = ("n", "no", "false", "off")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
for _word in (*_TRUE, *_FALSE):
    for _spelling in (_word, _word.capitalize(), _word.upper()):
        _WORDS[_spelling] = _word in _TRUE
for _sign, _infinity in (("", math.inf), ("+", math.inf), ("-", -math.inf)):
    for _spelling in (".inf", ".Inf", ".INF"):
        _WORDS[_sign + _spelling] = _infinity
for _spelling in (".nan", ".NaN", ".NAN"):
    _WORDS[_spelling] = math.nan

_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_PREFIXED = re.compile(r"([-+]?)0(?:([xX])([0-9a-fA-F]+)|([bB])([01]+)|([oO]?)([0-7]+))")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NUMBER_STARTS = frozenset("0123456789+-.")
_MOST_DIGITS = 20
_WHOLE = 1e21


class TagError(ValueError):
    """An explicit tag that the text does not fit."""


def resolve(text: str) -> Any:
    """The value of a plain scalar: str, int, float, bool or None."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _NUMBER_STARTS:
        return text
    return _number(text.replace("_", "") if text[0] != "." else text, text)


def _number(plain: str, text: str) -> Any:
    if len(plain) <= _MOST_DIGITS and _DECIMAL.fullmatch(plain):
        return _fitting(int(plain), plain)
    if (match := _PREFIXED.fullmatch(plain)) and len(plain) <= 3 * _MOST_DIGITS + 7:
        sign, _, hexadecimal, _, binary, _, octal = match.groups()
        digits, base = (hexadecimal, 16) if hexadecimal else (binary, 2) if binary else (octal, 8)
        value = int(digits, base) * (-1 if sign == "-" else 1)
        if -(1 << 63) <= value < 1 << 64:
            return value
    if _FLOAT.fullmatch(plain):
        return _whole_or_float(float(plain), text)
    return text


def _fitting(value: int, plain: str) -> int | float:
    return value if -(1 << 63) <= value < 1 << 64 else float(plain)


def _whole_or_float(value: float, text: str) -> Any:
    if math.isinf(value):
        return text
    return int(value) if value.is_integer() and abs(value) < _WHOLE else value


def resolve_tagged(text: str, tag: str) -> Any:
    """The value of a scalar with an explicit tag, e.g. `!!str 8`; raises TagError."""
    kind = tag.removeprefix("tag:yaml.org,2002:")
    if kind == "binary":
        return _binary(text)
    if kind not in ("int", "float", "bool", "null"):
        return text
    value = resolve(text)
    fits = {
        "int": type(value) is int,
        "float": isinstance(value, int | float) and not isinstance(value, bool),
        "bool": isinstance(value, bool),
        "null": value is None,
    }
    if not fits[kind]:
        raise TagError(f"cannot decode !!str `{text[:40]}` as a !!{kind}")
    return value


def _binary(text: str) -> str:
    try:
        return b64decode(text, validate=False).decode(errors="replace")
    except ValueError:
        raise TagError("!!binary value contains invalid base64 data") from None


def as_key(value: Any) -> str | None:
    """The JSON key that a scalar becomes; None where it can't be one."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)
