"""`--dry-run`: what would be made is told, or printed with `-o`, and nothing is.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/util (`GetDryRunStrategy`,
`PrintFlagsWithDryRunStrategy`). What is printed has the empty structs that Go writes of an
object that was made on the client.
"""

from typing import Any

import msgspec

from lifecycle.engine.kubectl.flags import TEXT, Flag, Parsed
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.yamltext import to_yaml

_BARE = "unchanged"
DRY_RUN = (Flag("dry-run", TEXT, default="none", bare=_BARE), Flag("output", TEXT, "o"))
_SAID = {"client": "(dry run)", "server": "(server dry run)"}

Document = dict[str, Any]


def dry_run(parsed: Parsed, document: Document, label: str, done: str = "created") -> str:
    """What is printed instead of doing it; nothing if it is to be done."""
    how, output = parsed.flags.get("dry-run", "none"), parsed.flags.get("output")
    if how == "none":
        return ""
    if how == _BARE:
        raise Refusal(
            "error: --dry-run flag without a value was specified. A value must be set: "
            '"none", "server", or "client".'
        )
    if how not in _SAID:
        raise Refusal(
            f'error: Invalid dry-run value ({how}). Must be "none", "server", or "client".'
        )
    if not output:
        return f"{label} {done} {_SAID[how]}"
    return printed(_as_written(document), output, label)


def printed(document: Document, output: str, label: str) -> str:
    """An object as `-o` asks."""
    if output == "name":
        return label
    if output == "yaml":
        return to_yaml(document).removesuffix("\n")
    if output == "json":
        encoded = msgspec.json.encode(document, order="deterministic")
        return msgspec.json.format(encoded, indent=4).decode()
    raise Refusal(
        f'error: unable to match a printer suitable for the output format "{output}", allowed '
        "formats are: json,name,yaml"
    )


def _as_written(document: Document) -> Document:
    """The document with what Go writes although nothing is in it."""
    kind, spec = document["kind"], document.get("spec")
    if kind == "Service":
        return {**document, "status": {"loadBalancer": {}}}
    if kind == "Pod":
        return {**document, "spec": _pod_spec(spec), "status": {}}
    if kind == "Deployment":
        more = {"strategy": {}, "template": _template(spec["template"])}
        return {**document, "spec": {**spec, **more}, "status": {}}
    if kind == "Job":
        return {**document, "spec": {"template": _template(spec["template"])}, "status": {}}
    if kind == "CronJob":
        job = spec["jobTemplate"]
        job = {**job, "spec": {"template": _template(job["spec"]["template"])}}
        return {**document, "spec": {**spec, "jobTemplate": job}, "status": {}}
    if kind == "Namespace":
        return {**document, "spec": {}, "status": {}}
    return document


def _template(template: Document) -> Document:
    return {"metadata": {}, **template, "spec": _pod_spec(template["spec"])}


def _pod_spec(spec: Document) -> Document:
    return {**spec, "containers": [{"resources": {}, **one} for one in spec["containers"]]}
