"""Commands that empty nodes: cordon, uncordon, drain.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/drain.
"""

from lightkube.models.core_v1 import Node
from msgspec.structs import replace

from lifecycle.engine.api import errors, selectors
from lifecycle.engine.kubectl.drainfilters import Options
from lifecycle.engine.kubectl.dryrun import DRY_RUN_ONLY, suffix
from lifecycle.engine.kubectl.flags import DURATION, NUMBER, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import parse_selector

CORDON_FLAGS = (Flag("selector", TEXT, "l"), DRY_RUN_ONLY)
DRAIN_FLAGS = (
    *CORDON_FLAGS,
    Flag("ignore-daemonsets", SWITCH, default=False),
    Flag("delete-emptydir-data", SWITCH, default=False),
    Flag("force", SWITCH, default=False),
    Flag("disable-eviction", SWITCH, default=False),
    Flag("grace-period", NUMBER, default=-1),
    Flag("timeout", DURATION, default=0),
    Flag("pod-selector", TEXT, default=""),
    Flag("skip-wait-for-delete-timeout", NUMBER, default=0),
    Flag("chunk-size", NUMBER, default=500),
)


def cordon(request: Request) -> str:
    """Let no new Pods onto the nodes."""
    return "\n".join(_mark(request, node, unschedulable=True) for node in _nodes(request))


def uncordon(request: Request) -> str:
    """Let Pods onto the nodes again."""
    return "\n".join(_mark(request, node, unschedulable=False) for node in _nodes(request))


def drain(request: Request) -> str:
    """Cordon nodes and evict their Pods, which goes on after the command: see `drain`."""
    options = _options(request)
    nodes = _nodes(request)
    said = [_mark(request, node, unschedulable=True) for node in nodes]
    names = tuple(node.metadata.name for node in nodes)
    try:
        told = request.ask("drain", names, options)
    except Refusal as refusal:
        raise Refusal("\n".join([*said, str(refusal)])) from refusal
    return "\n".join([*said, told])


def _options(request: Request) -> Options:
    flags = request.parsed.flags
    try:
        selectors.parse(flags["pod-selector"])
    except selectors.SelectorError as error:
        why = "error: --pod-selector=<pod_selector> must be a valid label selector"
        raise Refusal(why) from error
    return Options(
        force=flags["force"],
        ignore_daemonsets=flags["ignore-daemonsets"],
        delete_emptydir_data=flags["delete-emptydir-data"],
        disable_eviction=flags["disable-eviction"],
        grace_seconds=flags["grace-period"],
        timeout_ms=flags["timeout"],
        pod_selector=flags["pod-selector"],
        skip_seconds=flags["skip-wait-for-delete-timeout"],
        dry_run=suffix(request.parsed),
    )


def _nodes(request: Request) -> list[Node]:
    """The nodes that are named or that `-l` selects (`DrainCmdOptions.Complete`)."""
    args, selector = request.parsed.args, request.parsed.flags["selector"]
    command = request.parsed.command
    if not args and not selector:
        raise Refusal(f"error: USAGE: {command} NODE [flags]")
    if args and selector:
        raise Refusal("error: cannot specify both a node name and a --selector option")
    if selector:
        return request.api.list("Node", None, parse_selector(selector))
    names = [arg.removeprefix("node/").removeprefix("nodes/") for arg in args]
    found = []
    for name in dict.fromkeys(names):
        node = request.api.find("Node", "", name)
        if node is None:
            raise errors.not_found("Node", name)
        found.append(node)
    return found


def _mark(request: Request, node: Node, *, unschedulable: bool) -> str:
    done, dry = "cordoned" if unschedulable else "uncordoned", suffix(request.parsed)
    if bool(node.spec.unschedulable) == unschedulable:
        return f"node/{node.metadata.name} already {done}{dry}"
    if not dry:
        spec = replace(node.spec, unschedulable=unschedulable or None)
        request.api.update(replace(node, spec=spec))
    return f"node/{node.metadata.name} {done}{dry}"
