"""kubectl delete: asks for graceful deletion, and does not wait for the end of it.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/delete.
"""

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.kubectl.documents import documents, read
from lifecycle.engine.kubectl.flags import LIST, NUMBER, SWITCH, TEXT, Flag, Parsed
from lifecycle.engine.kubectl.refusal import Refusal, server_said
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import Target, resource_of, targets
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("filename", LIST, "f"),
    Flag("grace-period", NUMBER, default=-1),
    Flag("force", SWITCH, default=False),
    Flag("now", SWITCH, default=False),
    Flag("wait", SWITCH, default=True),
    Flag("timeout", TEXT),
    Flag("cascade", TEXT, default="background", bare="background"),
    Flag("ignore-not-found", SWITCH, default=False),
    Flag("all", SWITCH, default=False),
    Flag("all-namespaces", SWITCH, "A", default=False),
    Flag("selector", TEXT, "l"),
    Flag("output", TEXT, "o"),
)
_FORCED = (
    "Warning: Immediate deletion does not wait for confirmation that the running resource has "
    "been terminated. The resource may continue to run on the cluster indefinitely."
)
_PROPAGATION = {"background": "Background", "foreground": "Foreground", "orphan": "Orphan"}


def delete(request: Request) -> str:
    """Delete all that is named; what is not found does not keep the rest."""
    parsed = request.parsed
    grace = grace_seconds(parsed)
    said = [_FORCED] if grace == 0 else []
    found = _targets(request)
    failed = False
    for target in found:
        try:
            said.append(_delete(request, target, grace))
        except ApiError as error:
            if error.reason == "NotFound" and parsed.flags["ignore-not-found"]:
                continue
            failed = True
            said.append(server_said(error))
    if failed:
        raise Refusal("\n".join(said))
    if not found:
        said.append("No resources found")
    return "\n".join(said)


def grace_seconds(parsed: Parsed) -> int | None:
    """What `--grace-period`, `--now` and `--force` ask for; None leaves it to the object."""
    grace, force, now = (parsed.flags[name] for name in ("grace-period", "force", "now"))
    if now:
        if grace >= 0:
            raise Refusal("error: --now and --grace-period cannot be specified together")
        return 1
    if grace == 0 and not force:
        return 1
    if force:
        if grace > 0:
            raise Refusal(
                "error: --force and --grace-period greater than 0 cannot be specified together"
            )
        return 0
    return None if grace < 0 else grace


def _targets(request: Request) -> list[Target]:
    parsed = request.parsed
    if parsed.flags["filename"]:
        found = []
        for document in documents(request):
            obj, _ = read(request, document)
            metadata = metadata_of(obj)
            resource = resource_of(obj, request.api)
            found.append(Target(resource, metadata.namespace or "", metadata.name))
        return found
    bare = len(parsed.args) == 1 and "/" not in parsed.args[0]
    if bare and not parsed.flags["all"] and not parsed.flags["selector"]:
        raise Refusal(
            "error: resource(s) were provided, but no name was specified",
            Sentence(
                "Name one, or use -l or --all: kubectl delete %(value)s NAME", value=parsed.args[0]
            ),
        )
    return targets(parsed, request.api)


def _delete(request: Request, target: Target, grace: int | None) -> str:
    cascade = request.parsed.flags["cascade"]
    if cascade not in _PROPAGATION:
        raise Refusal(
            f'error: invalid cascade value ({cascade}). Must be "background", "foreground", or '
            '"orphan"'
        )
    request.api.delete(
        target.resource.kind,
        target.namespace,
        target.name,
        grace_seconds=grace,
        propagation=_PROPAGATION[cascade],
    )
    if request.parsed.flags["output"] == "name":
        return target.label
    how = "force deleted" if grace == 0 else "deleted"
    where = f" from {target.namespace} namespace" if target.namespace else ""
    return f'{target.resource.qualified} "{target.name}" {how}{where}'
