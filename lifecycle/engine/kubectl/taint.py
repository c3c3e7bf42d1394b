"""kubectl taint: `KEY=VALUE:EFFECT` adds, `KEY:EFFECT-` or `KEY-` removes.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/taint.
"""

from lightkube.models.core_v1 import Node, Taint
from msgspec.structs import replace

from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.kubectl.flags import SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import get, targets
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("overwrite", SWITCH, default=False),
    Flag("all", SWITCH, default=False),
    Flag("selector", TEXT, "l"),
)
_EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_USAGE = Sentence("Write KEY=VALUE:EFFECT to add and KEY:EFFECT- to remove a taint.")


def taint(request: Request) -> str:
    """Change nodes' taints."""
    args = request.parsed.args
    names = tuple(arg for arg in args if ":" not in arg and not arg.endswith("-"))
    specs = [arg for arg in args if arg not in names]
    if not specs:
        raise Refusal("error: at least one taint update is required", _USAGE)
    added = [_parse(spec, request) for spec in specs if not spec.endswith("-")]
    removed = [spec[:-1].partition(":")[::2] for spec in specs if spec.endswith("-")]
    said = []
    for target in targets(request.parsed, request.api, names):
        if target.resource.kind != "Node":
            raise Refusal(f"error: {target.label} is not a node: only nodes have taints")
        said.append(_change(request, get(target, request.api), added, removed))
    return "\n".join(said)


def _parse(spec: str, request: Request) -> Taint:
    pair, _, effect = spec.partition(":")
    key, _, value = pair.partition("=")
    if effect not in _EFFECTS:
        raise Refusal(f"error: invalid taint effect: {effect}, unsupported taint effect", _USAGE)
    added = timestamp(request.world.now) if effect == "NoExecute" else None
    return Taint(key=key, value=value or None, effect=effect, timeAdded=added)


def _change(
    request: Request, node: Node, added: list[Taint], removed: list[tuple[str, str]]
) -> str:
    name, present = node.metadata.name, list(node.spec.taints or ())
    for key, effect in removed:
        if not any(_is(taint, key, effect) for taint in present):
            wanted = f"{key}:{effect}" if effect else key
            raise Refusal(f'error: taint "{wanted}" not found')
        present = [taint for taint in present if not _is(taint, key, effect)]
    clash = [t for t in added if any(_is(old, t.key, t.effect) for old in present)]
    if clash and not request.parsed.flags["overwrite"]:
        listed = ", ".join(f"{t.key}={t.value or ''}:{t.effect}" for t in clash)
        raise Refusal(
            f"error: node {name} already has {listed} taint(s) with same effect(s) and "
            "--overwrite is false",
            Sentence("Add --overwrite."),
        )
    kept = [old for old in present if not any(_is(old, t.key, t.effect) for t in clash)]
    spec = replace(node.spec, taints=[*added, *kept] or None)
    request.api.update(replace(node, spec=spec))
    if added and removed:
        return f"node/{name} modified"
    return f"node/{name} {'tainted' if added else 'untainted'}"


def _is(taint: Taint, key: str, effect: str) -> bool:
    return taint.key == key and effect in ("", taint.effect)
