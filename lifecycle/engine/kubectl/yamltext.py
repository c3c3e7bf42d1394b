"""Documents as YAML, in the form that kubectl writes: keys sorted, lists not indented.

Mirrors sigs.k8s.io/yaml as `kubectl get -o yaml` uses it.
"""

import re
from collections.abc import Iterator
from typing import Any

_PLAIN = re.compile(r"[A-Za-z0-9_./$(<][^\n\t]*")
_NUMBER = re.compile(
    r"[-+]?(\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|\.\d+|0x[0-9a-fA-F]+|0o?[0-7]+|\.inf|\.nan)", re.I
)
_TIME = re.compile(r"\d{4}-\d\d?-\d\d?([Tt ].*)?|\d+(:\d\d?)+(\.\d*)?")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_WORDS = ("", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n")


def to_yaml(value: Any) -> str:
    """The value as a YAML document."""
    return "\n".join(_lines(value)) + "\n"


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key in sorted(value):
            yield from _entry(f"{_text(str(key))}:", value[key], list_indent="")
    elif isinstance(value, list) and value:
        for item in value:
            yield from _item(item)
    else:
        yield _scalar(value)


def _entry(start: str, value: Any, list_indent: str) -> Iterator[str]:
    if isinstance(value, dict) and value:
        yield start
        yield from ("  " + line for line in _lines(value))
    elif isinstance(value, list) and value:
        yield start
        yield from (list_indent + line for line in _lines(value))
    elif isinstance(value, str) and _is_block(value):
        yield f"{start} {_block_sign(value)}"
        yield from ("  " + line if line else "" for line in value.removesuffix("\n").split("\n"))
    else:
        yield f"{start} {_scalar(value)}"


def _item(value: Any) -> Iterator[str]:
    if isinstance(value, str) and _is_block(value):
        yield from _entry("-", value, list_indent="")
        return
    for i, line in enumerate(_lines(value)):
        yield ("- " if i == 0 else "  ") + line


def _is_block(text: str) -> bool:
    """Whether a text of several lines can stand as it is."""
    if "\n" not in text.rstrip("\n") and not text.endswith("\n"):
        return False
    printable = all(sign.isprintable() or sign == "\n" for sign in text)
    return printable and text.strip() != "" and not text.startswith((" ", "\n"))


def _block_sign(text: str) -> str:
    if not text.endswith("\n"):
        return "|-"
    return "|+" if text.endswith("\n\n") else "|"


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    return _text(value) if isinstance(value, str) else str(value)


def _text(text: str) -> str:
    """A string, quoted where it would be read as something else."""
    if _TIME.fullmatch(text) or _NUMBER.fullmatch(text) or text.lower() in _WORDS:
        return f'"{text}"'
    if not all(sign.isprintable() for sign in text):
        return '"' + "".join(_escaped(sign) for sign in text) + '"'
    plain = _PLAIN.fullmatch(text) and ": " not in text and " #" not in text
    if plain and not text.endswith((":", " ")):
        return text
    return "'" + text.replace("'", "''") + "'"


def _escaped(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    if sign.isprintable():
        return sign
    code = ord(sign)
    return (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )
