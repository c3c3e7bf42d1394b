"""The JSONPath of `-o jsonpath`: texts between paths in braces.

Understands `{.a.b[0].c}`, `{.items[*].metadata.name}`, `{..name}`, `{['a.b']}`,
`{.x[?(@.type=="Ready")].status}`, `{"text\\n"}` and `{range .items[*]}…{end}`.

Mirrors staging/src/k8s.io/client-go/util/jsonpath.
"""

import re
from typing import Any

from msgspec.json import encode

from lifecycle.engine.kubectl.refusal import Refusal

_BRACES = re.compile(r"\{((?:[^{}'\"]|'[^']*'|\"[^\"]*\")*)\}")
_STEP = re.compile(
    r"\.\.(?P<deep>[\w-]+)|\.(?P<name>[\w/-]+|\*)|\[(?P<all>\*)\]|\[(?P<index>-?\d+)\]"
    r"|\[(?P<from>-?\d*):(?P<to>-?\d*)\]|\[['\"](?P<quoted>[^'\"]*)['\"]\]"
    r"|\[\?\(@(?P<key>[\w.-]+)\s*(?P<op>==|!=)\s*['\"]?(?P<value>[^'\")]*)['\"]?\)\]"
)


def evaluate(template: str, document: Any) -> str:
    """The template filled in; raises Refusal if it cannot be read."""
    text, rest = _fill(template, [document])
    if rest is not None:
        raise Refusal("error: error parsing jsonpath: {end} without {range}")
    return text


def find(path: str, document: Any) -> list[Any]:
    """All that lies at one path, with or without its braces (`RelaxedJSONPathExpression`)."""
    match = _BRACES.fullmatch(path)
    return _walk(match[1].strip() if match else path, [document])


def _fill(template: str, roots: list[Any]) -> tuple[str, str | None]:
    """The text up to the end or to `{end}`, and what follows that."""
    text = ""
    while template:
        match = _BRACES.search(template)
        if match is None:
            return text + template, None
        text += template[: match.start()]
        inner, template = match[1].strip(), template[match.end() :]
        if inner == "end":
            return text, template
        if inner.startswith("range "):
            filled, template = _range(inner[6:].strip(), template, roots)
            text += filled
        elif inner[:1] in "\"'" and inner:
            text += inner[1:-1].replace("\\n", "\n").replace("\\t", "\t")
        else:
            text += " ".join(_text(value) for value in _walk(inner, roots))
    return text, None


def _range(path: str, body: str, roots: list[Any]) -> tuple[str, str]:
    text, rest = "", None
    for value in _walk(path, roots):
        filled, rest = _fill(body, [value])
        text += filled
    if rest is None:
        _, rest = _fill(body, [])
    if rest is None:
        raise Refusal("error: error parsing jsonpath: unclosed range, missing {end}")
    return text, rest


def _walk(path: str, values: list[Any]) -> list[Any]:
    position = 1 if path[:1] in ("$", "@") else 0
    path = path if path[position : position + 1] in (".", "[", "") else "." + path
    while position < len(path):
        if path[position:] == ".":
            break
        match = _STEP.match(path, position)
        if match is None:
            raise Refusal(f"error: error parsing jsonpath {path}, unrecognized at {position}")
        values = [found for value in values for found in _take(match, value)]
        position = match.end()
    return values


def _take(step: re.Match[str], value: Any) -> list[Any]:
    if step["deep"]:
        return _deep(step["deep"], value)
    if step["all"] or step["name"] == "*":
        return list(value.values()) if isinstance(value, dict) else _items(value)
    if step["name"] or step["quoted"] is not None:
        name = step["name"] or step["quoted"]
        return [value[name]] if isinstance(value, dict) and name in value else []
    items = _items(value)
    if step["index"]:
        index = int(step["index"])
        return [items[index]] if -len(items) <= index < len(items) else []
    if step["op"]:
        found = ((item, _walk(step["key"], [item])) for item in items)
        same = step["op"] == "=="
        return [one for one, at in found if ([_text(v) for v in at] == [step["value"]]) == same]
    start, end = (int(text) if text else None for text in (step["from"], step["to"]))
    return items[start:end]


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _deep(name: str, value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else _items(value)
    here = [value[name]] if isinstance(value, dict) and name in value else []
    return here + [found for one in inner for found in _deep(name, one)]


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return encode(value, order="deterministic").decode()
    return "" if value is None else str(value)
