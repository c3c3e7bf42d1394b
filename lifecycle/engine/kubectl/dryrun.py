"""`--dry-run`: what would be done is told, or printed with `-o`, and nothing is.

What the server is asked for is carried out, and taken back at once: so it checks all that it
would check. What only the client does is told without asking the server.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/util (`GetDryRunStrategy`,
`PrintFlagsWithDryRunStrategy`). What is printed has the empty structs that Go writes of an
object that was made on the client.
"""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from lifecycle.engine.kubectl.flags import TEXT, Flag, Parsed
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.yamltext import to_yaml

_BARE = "unchanged"
DRY_RUN_ONLY = Flag("dry-run", TEXT, default="none", bare=_BARE)
DRY_RUN = (DRY_RUN_ONLY, Flag("output", TEXT, "o"))
_SAID = {"none": "", "client": " (dry run)", "server": " (server dry run)"}
_NOT_DONE = re.compile(r"Warning: |error: |Error from server|The .* is invalid|\* |No resources|$")
"""Lines that say something else than what was done."""

Document = dict[str, Any]


def suffix(parsed: Parsed) -> str:
    """What stands behind each line; nothing if it is to be done (`GetDryRunStrategy`)."""
    how = parsed.flags.get("dry-run", "none")
    if how == _BARE:
        raise Refusal(
            "error: --dry-run flag without a value was specified. A value must be set: "
            '"none", "server", or "client".'
        )
    if how not in _SAID:
        raise Refusal(
            f'error: Invalid dry-run value ({how}). Must be "none", "server", or "client".'
        )
    return _SAID[how]


def dry_run(parsed: Parsed, document: Document, label: str, done: str = "created") -> str:
    """What the client prints instead of doing it; nothing if it is to be done."""
    dry, output = suffix(parsed), parsed.flags.get("output")
    if not dry:
        return ""
    if not output:
        return f"{label} {done}{dry}"
    return printed(_as_written(document), output, label)


def rehearsed(request: Request, carry_out: Callable[[Request], str]) -> str:
    """Carry a command out, take all of it back, and print what it printed."""
    parsed, world = request.parsed, request.world
    dry = suffix(parsed)
    before, cause = world.snapshot(), world.cause
    for_real = parsed._replace(flags={**parsed.flags, "dry-run": "none"})
    try:
        said = carry_out(request._replace(parsed=for_real))
    except Refusal as refusal:
        raise Refusal(_marked(str(refusal), dry)) from refusal
    finally:
        world.restore(before)
        world.cause = cause
    return said if parsed.flags.get("output") else _marked(said, dry)


def _marked(said: str, dry: str) -> str:
    """The lines with what a dry run adds to those that say what was done."""
    client = dry == _SAID["client"]
    lines = (
        line.removesuffix(" unchanged") + " configured"
        if client and line.endswith(" unchanged")
        else line
        for line in said.split("\n")
    )
    return "\n".join(line if _NOT_DONE.match(line) else line + dry for line in lines)


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
