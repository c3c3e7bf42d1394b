"""Commands that empty nodes: cordon, uncordon, drain.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/drain and …/pkg/drain/filters.go.
"""

from lightkube.models.core_v1 import Node, Pod
from msgspec.structs import replace

from lifecycle.engine.api import errors
from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.pod import is_mirror, is_terminal
from lifecycle.engine.kubectl.flags import NUMBER, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.refusal import Refusal, server_said
from lifecycle.engine.kubectl.request import Request
from lifecycle.sentence import Sentence

CORDON_FLAGS = (Flag("selector", TEXT, "l"),)
DRAIN_FLAGS = (
    Flag("ignore-daemonsets", SWITCH, default=False),
    Flag("delete-emptydir-data", SWITCH, default=False),
    Flag("force", SWITCH, default=False),
    Flag("disable-eviction", SWITCH, default=False),
    Flag("grace-period", NUMBER, default=-1),
    Flag("timeout", TEXT),
    Flag("pod-selector", TEXT),
    Flag("selector", TEXT, "l"),
)


def cordon(request: Request) -> str:
    """Let no new Pods onto the nodes."""
    return "\n".join(_mark(request, node, unschedulable=True) for node in _nodes(request))


def uncordon(request: Request) -> str:
    """Let Pods onto the nodes again."""
    return "\n".join(_mark(request, node, unschedulable=False) for node in _nodes(request))


def drain(request: Request) -> str:
    """Cordon nodes and evict their Pods; refused Pods are named, and can be tried again."""
    said, failed = [], False
    for node in _nodes(request):
        said.append(_mark(request, node, unschedulable=True))
        pods, warnings = _to_evict(request, node)
        said += warnings
        for pod in pods:
            name, namespace = pod.metadata.name, pod.metadata.namespace
            said.append(f"evicting pod {namespace}/{name}")
            try:
                _evict(request, pod)
            except ApiError as error:
                failed = True
                said.append(
                    f'error when evicting pods/"{name}" -n "{namespace}": {server_said(error)}'
                )
        if not failed:
            said.append(f"node/{node.metadata.name} drained")
    if failed:
        raise Refusal("\n".join(said), Sentence("Drain again when the budget allows it."))
    return "\n".join(said)


def _nodes(request: Request) -> list[Node]:
    names = [arg.removeprefix("node/").removeprefix("nodes/") for arg in request.parsed.args]
    if not names:
        raise Refusal(f"error: USAGE: {request.parsed.command} NODE [flags]")
    found = []
    for name in names:
        node = request.api.find("Node", "", name)
        if node is None:
            raise errors.not_found("Node", name)
        found.append(node)
    return found


def _mark(request: Request, node: Node, *, unschedulable: bool) -> str:
    done = "cordoned" if unschedulable else "uncordoned"
    if bool(node.spec.unschedulable) == unschedulable:
        return f"node/{node.metadata.name} already {done}"
    spec = replace(node.spec, unschedulable=unschedulable or None)
    request.api.update(replace(node, spec=spec))
    return f"node/{node.metadata.name} {done}"


def _to_evict(request: Request, node: Node) -> tuple[list[Pod], list[str]]:
    """The Pods that go, and warnings about those that stay; raises Refusal if some forbid it."""
    flags, pods = request.parsed.flags, []
    daemons: list[str] = []
    errors_found: dict[str, list[str]] = {}
    for pod in request.api.list("Pod"):
        if pod.spec.nodeName != node.metadata.name or is_mirror(pod):
            continue
        name = f"{pod.metadata.namespace}/{pod.metadata.name}"
        owner = next((r for r in pod.metadata.ownerReferences or () if r.controller), None)
        if owner is not None and owner.kind == "DaemonSet":
            daemons.append(name)
            continue
        ended = is_terminal(pod.status.phase)
        has_empty_dir = any(volume.emptyDir for volume in pod.spec.volumes or ())
        if has_empty_dir and not ended and not flags["delete-emptydir-data"]:
            why = "cannot delete Pods with local storage (use --delete-emptydir-data to override)"
            errors_found.setdefault(why, []).append(name)
        if owner is None and not ended and not flags["force"]:
            why = "cannot delete Pods that declare no controller (use --force to override)"
            errors_found.setdefault(why, []).append(name)
        pods.append(pod)
    warnings = []
    if daemons and flags["ignore-daemonsets"]:
        warnings.append(f"Warning: ignoring DaemonSet-managed Pods: {', '.join(daemons)}")
    elif daemons:
        why = "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)"
        errors_found.setdefault(why, []).extend(daemons)
    if errors_found:
        listed = ", ".join(f"{why}: {', '.join(names)}" for why, names in errors_found.items())
        name = node.metadata.name
        raise Refusal(
            f'node/{name} cordoned\nerror: unable to drain node "{name}" due to error: {listed}, '
            f"continuing command...\nThere are pending nodes to be drained:\n {name}\n{listed}"
        )
    return pods, warnings


def _evict(request: Request, pod: Pod) -> None:
    flags, metadata = request.parsed.flags, pod.metadata
    grace = None if flags["grace-period"] < 0 else flags["grace-period"]
    if flags["disable-eviction"]:
        request.api.delete("Pod", metadata.namespace, metadata.name, grace_seconds=grace)
    else:
        request.api.evict(metadata.namespace, metadata.name, grace_seconds=grace)
