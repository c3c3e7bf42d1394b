"""kubectl get: tables, YAML, JSON and names.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/get.
"""

import re
from typing import Any

import msgspec

from lifecycle.engine.api.scheme import encode, metadata_of
from lifecycle.engine.apiserver.printers.cells import format_labels
from lifecycle.engine.apiserver.printers.tables import table_of
from lifecycle.engine.kubectl.endpoints import KIND as ENDPOINTS
from lifecycle.engine.kubectl.fieldselector import Found, selected
from lifecycle.engine.kubectl.flags import LIST, NUMBER, SWITCH, TEXT, Flag, Parsed
from lifecycle.engine.kubectl.jsonpath import evaluate, find
from lifecycle.engine.kubectl.moment import Moment
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.resources import Resource, Target, find_resource, get, targets
from lifecycle.engine.kubectl.tabwriter import table
from lifecycle.engine.kubectl.yamltext import to_yaml
from lifecycle.sentence import Sentence

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
_DEPRECATED = (
    "Warning: v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\n"
)

_TEMPLATES = (
    "custom-columns-file", "go-template", "go-template-file", "jsonpath-as-json",
    "jsonpath-file", "kyaml", "template", "templatefile",
)  # fmt: skip


def get_objects(parsed: Parsed, moment: Moment) -> str:
    """What `kubectl get` prints."""
    if parsed.flags["watch"] or parsed.flags["watch-only"]:
        raise Refusal(
            "error: -w cannot be asked here", Sentence("The board shows each change as it comes.")
        )
    if not parsed.args:
        raise _nothing_asked()
    wanted = targets(parsed, moment.objects)
    found: list[Found] = []
    for target in wanted:
        if parsed.flags["ignore-not-found"] and not _exists(target, moment):
            continue
        found.append((target, get(target, moment.objects)))
    if parsed.flags["field-selector"]:
        found = selected(found, parsed.flags["field-selector"], parsed.flags["selector"] or "")
    if parsed.flags["sort-by"]:
        found = _sorted(found, parsed.flags["sort-by"])
    output = parsed.flags["output"]
    if output in ("", "wide"):
        return _tables(found, parsed, moment)
    is_one = len(found) == 1 and (len(parsed.args) > 1 or "/" in parsed.args[0])
    return _formatted(found, output, is_one=is_one, headed=not parsed.flags["no-headers"])


def _nothing_asked() -> Refusal:
    return Refusal(
        'You must specify the type of resource to get. Use "kubectl api-resources" for a '
        "complete list of supported resources.\n\n"
        "error: Required resource not specified.\n"
        'Use "kubectl explain <resource>" for a detailed description of that resource (e.g. '
        "kubectl explain pods).\n"
        "See 'kubectl get -h' for help and examples",
        Sentence("Name a type, as in kubectl get pods."),
    )


def _exists(target: Target, moment: Moment) -> bool:
    return moment.objects.find(target.resource.kind, target.namespace, target.name) is not None


def _sorted(found: list[Found], path: str) -> list[Found]:
    """By what lies at a path, objects without it first; raises Refusal if none has it."""
    keys = [_order(find(path, encode(obj))) for _, obj in found]
    if found and not any(keys):
        shown = "{." + path.strip("{}").removeprefix(".") + "}"
        raise Refusal(f'error: couldn\'t find any field with path "{shown}" in the list of objects')
    return [one for _, one in sorted(zip(keys, found), key=lambda pair: pair[0])]


def _order(values: list[Any]) -> tuple:
    """Numbers by size, texts as people order them: web-2 before web-10 (`NaturalLess`)."""
    if not values:
        return ()
    if isinstance(values[0], int | float):
        return (0, values[0])
    parts = re.split(r"(\d+)", str(values[0]))
    return (1, [(part.isdigit(), int(part) if part.isdigit() else part) for part in parts])


def _formatted(found: list[Found], output: str, *, is_one: bool, headed: bool) -> str:
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
        return _custom_columns(template, documents, headed=headed)
    if kind in _TEMPLATES:
        raise Refusal(
            f"error: output by {kind} is not simulated",
            Sentence("Write -o jsonpath='{.items[*].metadata.name}', or -o yaml for everything."),
        )
    raise Refusal(
        f'error: unable to match a printer suitable for the output format "{kind}", allowed '
        "formats are: custom-columns,json,jsonpath,name,wide,yaml"
    )


def _custom_columns(template: str, documents: list[Any], *, headed: bool) -> str:
    columns = [column.partition(":")[::2] for column in template.split(",")]
    rows = [[name for name, _ in columns]] if headed else []
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
    warned = any(resource.kind == ENDPOINTS for resource in by_resource)
    warning = _DEPRECATED if warned and moment.version.endpoints_deprecated else ""
    texts = [
        _table(resource, some, parsed, moment, prefixed=several)
        for resource, some in by_resource.items()
    ]
    return warning + "\n\n".join(texts)


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
    header += [key.rpartition("/")[2].upper() for key in _label_columns(parsed)]
    if parsed.flags["show-labels"]:
        header.append("LABELS")
    if parsed.flags["all-namespaces"] and resource.namespaced:
        header.insert(0, "NAMESPACE")
    return table(rows if parsed.flags["no-headers"] else [header, *rows])


def _row(target: Target, obj: Any, cells: list[str], parsed: Parsed, prefixed: bool) -> list[str]:
    labels = metadata_of(obj).labels or {}
    if prefixed and target.resource.kind != "Event":
        cells[0] = f"{target.resource.qualified}/{cells[0]}"
    cells += [labels.get(key, "") for key in _label_columns(parsed)]
    if parsed.flags["show-labels"]:
        cells.append(format_labels(labels))
    if parsed.flags["all-namespaces"] and target.resource.namespaced:
        cells.insert(0, target.namespace)
    return cells


def _label_columns(parsed: Parsed) -> list[str]:
    return [key for given in parsed.flags["label-columns"] for key in given.split(",")]
