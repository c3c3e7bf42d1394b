"""kubectl get: tables, YAML, JSON and names.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/get.
"""

from typing import Any

import msgspec

from lifecycle.engine.api.scheme import encode, metadata_of
from lifecycle.engine.apiserver.meta import field_at
from lifecycle.engine.apiserver.printers.cells import format_labels
from lifecycle.engine.apiserver.printers.tables import table_of
from lifecycle.engine.kubectl.flags import LIST, NUMBER, SWITCH, TEXT, Flag, Parsed
from lifecycle.engine.kubectl.jsonpath import evaluate
from lifecycle.engine.kubectl.moment import Moment
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.resources import Resource, Target, find_resource, get, targets
from lifecycle.engine.kubectl.tabwriter import table
from lifecycle.engine.kubectl.yamltext import to_yaml

FLAGS = (
    Flag("output", TEXT, "o", default=""),
    Flag("selector", TEXT, "l"),
    Flag("field-selector", TEXT, default=""),
    Flag("all-namespaces", SWITCH, "A", default=False),
    Flag("show-labels", SWITCH, default=False),
    Flag("no-headers", SWITCH, default=False),
    Flag("sort-by", TEXT, default=""),
    Flag("label-columns", LIST, "L"),
    Flag("watch", SWITCH, "w", default=False),
    Flag("watch-only", SWITCH, default=False),
    Flag("ignore-not-found", SWITCH, default=False),
    Flag("show-managed-fields", SWITCH, default=False),
    Flag("chunk-size", NUMBER, default=500),
    Flag("subresource", TEXT, default=""),
)

Found = tuple[Target, Any]


def get_objects(parsed: Parsed, moment: Moment) -> str:
    """What `kubectl get` prints."""
    if parsed.flags["watch"] or parsed.flags["watch-only"]:
        raise Refusal("error: -w cannot be asked here", "The board shows each change as it comes.")
    wanted = targets(parsed, moment.objects)
    found: list[Found] = []
    for target in wanted:
        if parsed.flags["ignore-not-found"] and not _exists(target, moment):
            continue
        found.append((target, get(target, moment.objects)))
    found = _chosen(found, parsed)
    output = parsed.flags["output"]
    if output in ("", "wide"):
        return _tables(found, parsed, moment)
    is_one = len(found) == 1 and (len(parsed.args) > 1 or "/" in parsed.args[0])
    return _formatted(found, output, is_one=is_one)


def _exists(target: Target, moment: Moment) -> bool:
    return moment.objects.find(target.resource.kind, target.namespace, target.name) is not None


def _chosen(found: list[Found], parsed: Parsed) -> list[Found]:
    """Those that the field selector selects, sorted as asked."""
    for term in parsed.flags["field-selector"].split(","):
        if term:
            path, negated, value = _term(term)
            found = [one for one in found if (_at(one[1], path) == value) != negated]
    path = parsed.flags["sort-by"].strip("{}").lstrip(".")
    if path:
        found.sort(key=lambda one: _at(one[1], path) or "")
    return found


def _term(term: str) -> tuple[str, bool, str]:
    for sign in ("!=", "==", "="):
        path, found, value = term.partition(sign)
        if found:
            return path, sign == "!=", value
    raise Refusal(f"Error from server (BadRequest): invalid selector: '{term}'")


def _at(obj: Any, path: str) -> str:
    value = field_at(obj, path)
    return value if isinstance(value, str) else "" if value is None else str(value)


def _formatted(found: list[Found], output: str, *, is_one: bool) -> str:
    kind, _, template = output.partition("=")
    if kind == "name":
        return "\n".join(target.label for target, _ in found)
    documents = [encode(obj) for _, obj in found]
    document = (
        documents[0]
        if is_one
        else {"apiVersion": "v1", "items": documents, "kind": "List", "metadata": {}}
    )
    if kind == "yaml":
        return to_yaml(document).removesuffix("\n")
    if kind == "json":
        encoded = msgspec.json.encode(document, order="deterministic")
        return msgspec.json.format(encoded, indent=4).decode()
    if kind == "jsonpath" and template:
        return evaluate(template, document)
    if kind == "custom-columns" and template:
        return _custom_columns(template, documents)
    raise Refusal(
        f'error: unable to match a printer suitable for the output format "{kind}", allowed '
        "formats are: custom-columns,json,jsonpath,name,wide,yaml"
    )


def _custom_columns(template: str, documents: list[Any]) -> str:
    columns = [column.partition(":")[::2] for column in template.split(",")]
    rows = [[name for name, _ in columns]]
    for document in documents:
        values = (evaluate("{" + path + "}", document) for _, path in columns)
        rows.append([value or "<none>" for value in values])
    return table(rows)


def _tables(found: list[Found], parsed: Parsed, moment: Moment) -> str:
    if not found:
        if parsed.flags["ignore-not-found"]:
            return ""
        return _nothing(parsed, moment)
    by_resource: dict[Resource, list[Found]] = {}
    for one in found:
        by_resource.setdefault(one[0].resource, []).append(one)
    several = len(by_resource) > 1
    texts = [
        _table(resource, some, parsed, moment, prefixed=several)
        for resource, some in by_resource.items()
    ]
    return "\n\n".join(texts)


def _nothing(parsed: Parsed, moment: Moment) -> str:
    words = parsed.args[0].partition("/")[0]
    namespaced = words == "all" or any(
        find_resource(word, moment.objects).namespaced for word in words.split(",")
    )
    if namespaced and not parsed.flags["all-namespaces"]:
        return f"No resources found in {parsed.namespace} namespace."
    return "No resources found"


def _table(
    resource: Resource, found: list[Found], parsed: Parsed, moment: Moment, *, prefixed: bool
) -> str:
    wide = parsed.flags["output"] == "wide"
    printer = table_of(resource.kind, moment.version)
    rows = [
        _row(target, obj, list(printer.row(obj, moment.now_ms, wide=wide)), parsed, prefixed)
        for target, obj in found
    ]
    header = [name.upper() for name in printer.header(wide=wide)]
    header += [key.rpartition("/")[2].upper() for key in parsed.flags["label-columns"]]
    if parsed.flags["show-labels"]:
        header.append("LABELS")
    if parsed.flags["all-namespaces"] and resource.namespaced:
        header.insert(0, "NAMESPACE")
    return table(rows if parsed.flags["no-headers"] else [header, *rows])


def _row(target: Target, obj: Any, cells: list[str], parsed: Parsed, prefixed: bool) -> list[str]:
    labels = metadata_of(obj).labels or {}
    if prefixed and target.resource.kind != "Event":
        cells[0] = f"{target.resource.qualified}/{cells[0]}"
    cells += [labels.get(key, "") for key in parsed.flags["label-columns"]]
    if parsed.flags["show-labels"]:
        cells.append(format_labels(labels))
    if parsed.flags["all-namespaces"] and target.resource.namespaced:
        cells.insert(0, target.namespace)
    return cells
