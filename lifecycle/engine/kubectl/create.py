"""kubectl create: from documents, or from a few words.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/create.
"""

from collections.abc import Callable
from typing import Any

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.scheme import encode, metadata_of
from lifecycle.engine.kubectl.apply import remember, warned
from lifecycle.engine.kubectl.createjob import is_from_another, job_from
from lifecycle.engine.kubectl.documents import carry_out, read
from lifecycle.engine.kubectl.dryrun import DRY_RUN, dry_run, printed
from lifecycle.engine.kubectl.flags import LIST, NUMBER, TEXT, Flag, Parsed
from lifecycle.engine.kubectl.moment import Objects
from lifecycle.engine.kubectl.refusal import Refusal, server_said
from lifecycle.engine.kubectl.request import Request
from lifecycle.sentence import Sentence

Document = dict[str, Any]

FLAGS = (
    Flag("filename", LIST, "f"),
    Flag("save-config", "bool"),
    *DRY_RUN,
    Flag("from-literal", LIST),
    Flag("image", LIST),
    Flag("from", TEXT, default=""),
    Flag("replicas", NUMBER, "r", default=1),
    Flag("port", NUMBER, default=-1),
    Flag("tcp", LIST),
    Flag("clusterip", TEXT, default=""),
    Flag("external-name", TEXT, default=""),
    Flag("node-port", NUMBER, default=0),
    Flag("schedule", TEXT, default=""),
    Flag("restart", TEXT, default=""),
    Flag("selector", TEXT, default=""),
    Flag("min-available", TEXT, default=""),
    Flag("max-unavailable", TEXT, default=""),
    Flag("value", NUMBER, default=0),
    Flag("type", TEXT, default=""),
)


def create(request: Request) -> str:
    """Create what the documents or the words say."""
    if request.parsed.args:
        return create_document(request, _generated(request.parsed, request.api))
    return carry_out(request, create_document)


def create_document(request: Request, document: Document) -> str:
    """Create one object; raises Refusal with the server's words."""
    files = request.parsed.flags.get("filename") or [""]
    obj, resource = read(request._replace(parsed=_with_file(request.parsed)), document)
    label = f"{resource.qualified}/{metadata_of(obj).name}"
    if told := dry_run(request.parsed, document, label):
        return told
    try:
        made = request.api.create(obj)
    except ApiError as error:
        doing = f'error when creating "{files[0]}": ' if files[0] else ""
        raise Refusal(server_said(error, doing)) from error
    if request.parsed.flags.get("save-config"):
        remember(request, made, document)
    if output := request.parsed.flags.get("output"):
        return f"{warned(request, made)}{printed(encode(made), output, label)}"
    return f"{warned(request, made)}{resource.qualified}/{metadata_of(made).name} created"


def _with_file(parsed: Parsed) -> Parsed:
    return parsed._replace(flags={**parsed.flags, "filename": parsed.flags.get("filename") or [""]})


def _generated(parsed: Parsed, objects: Objects) -> Document:
    what, *names = parsed.args
    if what in ("service", "svc", "secret") and names:
        kind, *names = names
        what = f"service {kind}" if what == "svc" else f"{what} {kind}"
    maker = _MAKERS.get(_SHORT.get(what, what))
    if maker is None:
        raise Refusal(
            f"error: Unexpected args: [{' '.join(parsed.args)}]",
            Sentence(
                "kubectl create can make %(names)s; anything else with -f.",
                names=", ".join(_MAKERS),
            ),
        )
    if len(names) != 1:
        raise Refusal(f"error: exactly one NAME is required, got {len(names)}")
    if is_from_another(parsed):
        return job_from(names[0], parsed, objects)
    return maker(names[0], parsed)


def _named(version: str, kind: str, name: str, **parts: Any) -> Document:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name}, **parts}


def _literals(parsed: Parsed) -> dict[str, str]:
    pairs = {}
    for literal in parsed.flags["from-literal"]:
        key, equals, value = literal.partition("=")
        if not equals or not key:
            raise Refusal(f"error: invalid literal source {literal}, expected key=value")
        pairs[key] = value
    return pairs


def _config_map(name: str, parsed: Parsed) -> Document:
    return _named("v1", "ConfigMap", name, data=_literals(parsed))


def _secret(name: str, parsed: Parsed) -> Document:
    kind = parsed.flags["type"] or "Opaque"
    return _named("v1", "Secret", name, type=kind, stringData=_literals(parsed))


def _namespace(name: str, parsed: Parsed) -> Document:
    return _named("v1", "Namespace", name)


def _service_account(name: str, parsed: Parsed) -> Document:
    return _named("v1", "ServiceAccount", name)


def _priority_class(name: str, parsed: Parsed) -> Document:
    version = "scheduling.k8s.io/v1"
    return _named(version, "PriorityClass", name, value=parsed.flags["value"])


def _images(parsed: Parsed) -> list[str]:
    if not parsed.flags["image"]:
        raise Refusal('error: required flag(s) "image" not set', Sentence("Add --image=NAME."))
    return [image for text in parsed.flags["image"] for image in text.split(",")]


def _containers(parsed: Parsed) -> list[Document]:
    containers: list[Document] = []
    for image in _images(parsed):
        base = image.rpartition("/")[2].partition("@")[0].partition(":")[0]
        containers.append({"name": base, "image": image})
    if parsed.rest:
        containers[0]["command"] = list(parsed.rest)
    if parsed.flags["port"] > 0:
        containers[0]["ports"] = [{"containerPort": parsed.flags["port"]}]
    return containers


def _deployment(name: str, parsed: Parsed) -> Document:
    labels = {"app": name}
    template = {"metadata": {"labels": labels}, "spec": {"containers": _containers(parsed)}}
    spec = {
        "replicas": parsed.flags["replicas"],
        "selector": {"matchLabels": labels},
        "template": template,
    }
    document = _named("apps/v1", "Deployment", name, spec=spec)
    document["metadata"]["labels"] = labels
    return document


def _job_template(name: str, parsed: Parsed, restart: str) -> Document:
    containers = _containers(parsed)
    containers[0]["name"] = name
    spec = {"restartPolicy": parsed.flags["restart"] or restart, "containers": containers}
    return {"template": {"spec": spec}}


def _job(name: str, parsed: Parsed) -> Document:
    return _named("batch/v1", "Job", name, spec=_job_template(name, parsed, "Never"))


def _cron_job(name: str, parsed: Parsed) -> Document:
    if not parsed.flags["schedule"]:
        raise Refusal(
            'error: required flag(s) "schedule" not set', Sentence('Add --schedule="* * * * *".')
        )
    template = {"metadata": {"name": name}, "spec": _job_template(name, parsed, "OnFailure")}
    spec = {"schedule": parsed.flags["schedule"], "jobTemplate": template}
    return _named("batch/v1", "CronJob", name, spec=spec)


def _budget(name: str, parsed: Parsed) -> Document:
    labels = dict(pair.partition("=")[::2] for pair in parsed.flags["selector"].split(",") if pair)
    if not labels:
        raise Refusal("error: a selector must be specified", Sentence("Add --selector=app=NAME."))
    spec: Document = {"selector": {"matchLabels": labels}}
    for flag, field in (("min-available", "minAvailable"), ("max-unavailable", "maxUnavailable")):
        if parsed.flags[flag]:
            spec[field] = _int_or_text(parsed.flags[flag])
    return _named("policy/v1", "PodDisruptionBudget", name, spec=spec)


def _service(kind: str) -> Callable[[str, Parsed], Document]:
    def make(name: str, parsed: Parsed) -> Document:
        spec: Document = {"type": kind, "selector": {"app": name}, "ports": _tcp_ports(parsed)}
        if parsed.flags["clusterip"]:
            spec["clusterIP"] = parsed.flags["clusterip"]
        if kind == "ExternalName":
            spec["externalName"] = parsed.flags["external-name"]
        if kind == "NodePort" and parsed.flags["node-port"] and spec["ports"]:
            spec["ports"][0]["nodePort"] = parsed.flags["node-port"]
        if not spec["ports"]:
            del spec["ports"]
            if kind in ("NodePort", "LoadBalancer") or (
                kind == "ClusterIP" and parsed.flags["clusterip"] != "None"
            ):
                raise Refusal(
                    "error: at least one tcp port specifier must be provided",
                    Sentence("Add --tcp=80:8080."),
                )
        document = _named("v1", "Service", name, spec=spec)
        document["metadata"]["labels"] = {"app": name}
        return document

    return make


def _tcp_ports(parsed: Parsed) -> list[Document]:
    ports: list[Document] = []
    for text in ",".join(parsed.flags["tcp"]).split(","):
        if not text:
            continue
        port, colon, target = text.partition(":")
        if not port.isdecimal():
            raise Refusal(f"error: {text} is not a port or a pair port:targetPort")
        target_port = _int_or_text(target) if colon else int(port)
        name = text.replace(":", "-")
        ports.append(
            {"name": name, "port": int(port), "protocol": "TCP", "targetPort": target_port}
        )
    return ports


def _int_or_text(text: str) -> int | str:
    return int(text) if text.isdecimal() and text.isascii() else text


_SHORT = {
    "cm": "configmap", "ns": "namespace", "sa": "serviceaccount", "deploy": "deployment",
    "dep": "deployment", "cj": "cronjob", "pdb": "poddisruptionbudget", "pc": "priorityclass",
}  # fmt: skip
_MAKERS: dict[str, Callable[[str, Parsed], Document]] = {
    "configmap": _config_map,
    "secret generic": _secret,
    "namespace": _namespace,
    "serviceaccount": _service_account,
    "priorityclass": _priority_class,
    "deployment": _deployment,
    "job": _job,
    "cronjob": _cron_job,
    "poddisruptionbudget": _budget,
    "service clusterip": _service("ClusterIP"),
    "service nodeport": _service("NodePort"),
    "service loadbalancer": _service("LoadBalancer"),
    "service externalname": _service("ExternalName"),
}
