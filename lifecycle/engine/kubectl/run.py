"""kubectl run and kubectl expose: a Pod, or a Service, from a few words.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/run and …/expose.
"""

from collections.abc import Callable
from json import loads
from typing import Any

from lifecycle.engine.kubectl.create import create_document
from lifecycle.engine.kubectl.dryrun import DRY_RUN, dry_run
from lifecycle.engine.kubectl.flags import LIST, NUMBER, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.jsonpatch import apply_operations
from lifecycle.engine.kubectl.merge import merge, strategic
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import get, targets
from lifecycle.sentence import Sentence

RUN_FLAGS = (
    Flag("image", TEXT),
    Flag("restart", TEXT, default="Always"),
    Flag("env", LIST),
    Flag("labels", TEXT, "l"),
    Flag("port", NUMBER, default=0),
    Flag("command", SWITCH, default=False),
    Flag("image-pull-policy", TEXT),
    Flag("annotations", LIST),
    Flag("rm", SWITCH, default=False),
    Flag("stdin", SWITCH, "i", default=False),
    Flag("tty", SWITCH, "t", default=False),
    Flag("expose", SWITCH, default=False),
    Flag("overrides", TEXT, default=""),
    Flag("override-type", TEXT, default="merge"),
    *DRY_RUN,
)
EXPOSE_FLAGS = (
    Flag("port", TEXT),
    Flag("target-port", TEXT),
    Flag("name", TEXT),
    Flag("type", TEXT),
    Flag("selector", TEXT),
    Flag("cluster-ip", TEXT),
    Flag("protocol", TEXT, default="TCP"),
    *DRY_RUN,
)


def run(request: Request) -> str:
    """Create a Pod of one container."""
    flags, parsed = request.parsed.flags, request.parsed
    if not parsed.args:
        raise Refusal(
            "error: NAME is required for run", Sentence("Write kubectl run NAME --image=IMAGE.")
        )
    if not flags["image"]:
        raise Refusal('error: required flag(s) "image" not set', Sentence("Add --image=NAME."))
    name, words = parsed.args[0], [*parsed.args[1:], *parsed.rest]
    container: dict[str, Any] = {"name": name, "image": flags["image"]}
    if words:
        container["command" if flags["command"] else "args"] = words
    if flags["env"]:
        pairs = (text.partition("=") for text in flags["env"])
        container["env"] = [{"name": key, "value": value} for key, _, value in pairs]
    if flags["port"]:
        container["ports"] = [{"containerPort": flags["port"]}]
    if flags["image-pull-policy"]:
        container["imagePullPolicy"] = flags["image-pull-policy"]
    labels = _pairs(flags["labels"]) if flags["labels"] else {"run": name}
    metadata: dict[str, Any] = {"name": name, "labels": labels}
    if flags["annotations"]:
        metadata["annotations"] = _pairs(",".join(flags["annotations"]))
    spec = {
        "containers": [container],
        "dnsPolicy": "ClusterFirst",
        "restartPolicy": flags["restart"],
    }
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}
    pod = _overridden(pod, flags["overrides"], flags["override-type"])
    said = create_document(request, pod)
    if not flags["expose"]:
        return said
    ports = [{"port": flags["port"], "targetPort": flags["port"], "protocol": "TCP"}]
    return create_document(request, _service(name, labels, ports)) + "\n" + said


def _overridden(pod: dict[str, Any], text: str, how: str) -> dict[str, Any]:
    """The Pod with what `--overrides` says (`cmdutil.NewOverrider`)."""
    if not text:
        return pod
    if how not in _OVERRIDES:
        raise Refusal(
            f"error: invalid override type: {how}",
            Sentence("It can be %(names)s.", names=", ".join(_OVERRIDES)),
        )
    try:
        changed = _OVERRIDES[how](pod, loads(text))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
        raise Refusal(f"error: the overrides cannot be read: {error}") from error
    if not isinstance(changed, dict):
        raise Refusal("error: the overrides are no object")
    return changed


_OVERRIDES: dict[str, Callable[[Any, Any], Any]] = {
    "merge": merge,
    "strategic": strategic,
    "json": apply_operations,
}


def expose(request: Request) -> str:
    """Create a Service for what a workload's, a Pod's or a Service's selector selects."""
    flags = request.parsed.flags
    said = []
    for target in targets(request.parsed, request.api):
        obj = get(target, request.api)
        labels = _pairs(flags["selector"]) if flags["selector"] else _selector(obj)
        if not labels:
            raise Refusal(
                f"error: couldn't retrieve selectors via --selector flag or introspection: "
                f"{target.label} has none",
                Sentence("Give --selector, or labels to the object."),
            )
        ports = _ports(flags, obj)
        document = _service(flags["name"] or target.name, labels, ports)
        if flags["type"]:
            document["spec"]["type"] = flags["type"]
        if flags["cluster-ip"]:
            document["spec"]["clusterIP"] = flags["cluster-ip"]
        label = f"service/{document['metadata']['name']}"
        told = dry_run(request.parsed, document, label, "exposed")
        if not told:
            create_document(request, document)
        said.append(told or f"{label} exposed")
    return "\n".join(said)


def _service(name: str, labels: dict[str, str], ports: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "labels": labels},
        "spec": {"selector": labels, "ports": ports},
    }


def _selector(obj: Any) -> dict[str, str]:
    if obj.kind == "Pod":
        return dict(obj.metadata.labels or {})
    selector = getattr(obj.spec, "selector", None)
    return dict(
        (selector if isinstance(selector, dict) else selector and selector.matchLabels) or {}
    )


def _ports(flags: dict[str, Any], obj: Any) -> list[dict[str, Any]]:
    texts = flags["port"].split(",") if flags["port"] else _container_ports(obj)
    if not texts:
        raise Refusal(
            "error: couldn't find port via --port flag or introspection",
            Sentence("Add --port=NUMBER."),
        )
    ports = []
    for i, text in enumerate(texts):
        if not text.isdecimal():
            raise Refusal(f"error: {text} is not a port")
        target = flags["target-port"] or text
        port: dict[str, Any] = {"port": int(text), "protocol": flags["protocol"]}
        port["targetPort"] = int(target) if target.isdecimal() else target
        if len(texts) > 1:
            port["name"] = f"port-{i + 1}"
        ports.append(port)
    return ports


def _container_ports(obj: Any) -> list[str]:
    spec = (
        obj.spec
        if obj.kind == "Pod"
        else getattr(getattr(obj.spec, "template", None), "spec", None)
    )
    containers = getattr(spec, "containers", None) or ()
    return [str(port.containerPort) for c in containers for port in c.ports or ()]


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.partition("=")[::2] for pair in text.split(",") if pair)
