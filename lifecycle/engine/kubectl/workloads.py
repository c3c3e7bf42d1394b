"""Commands that change workloads: scale, set image, rollout.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/scale, …/set and …/rollout.
"""

from typing import Any

from lightkube.models.core_v1 import PodTemplateSpec
from msgspec.structs import replace

from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.kubectl.flags import LIST, NUMBER, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import Target, get, targets

SCALE_FLAGS = (
    Flag("replicas", NUMBER),
    Flag("current-replicas", NUMBER, default=-1),
    Flag("selector", TEXT, "l"),
    Flag("all", SWITCH, default=False),
    Flag("filename", LIST, "f"),
)
SET_FLAGS = (Flag("selector", TEXT, "l"), Flag("all", SWITCH, default=False))
_SCALABLE = ("Deployment", "ReplicaSet", "StatefulSet", "ReplicationController")


def scale(request: Request) -> str:
    """Set the number of replicas."""
    replicas = request.parsed.flags["replicas"]
    if replicas is None:
        raise Refusal('error: required flag(s) "replicas" not set', "Add --replicas=NUMBER.")
    if replicas < 0:
        raise Refusal(
            f"error: The --replicas=COUNT flag is required, and COUNT must be greater than or "
            f"equal to 0, not {replicas}"
        )
    said = []
    for target in targets(request.parsed, request.api):
        obj = get(target, request.api)
        if target.resource.kind not in _SCALABLE:
            raise Refusal(
                "Error from server (NotFound): the server could not find the requested resource",
                f"A {target.resource.singular} cannot be scaled.",
            )
        expected = request.parsed.flags["current-replicas"]
        if expected not in (-1, obj.spec.replicas):
            raise Refusal(f"error: Expected replicas to be {expected}, was {obj.spec.replicas}")
        request.api.update(replace(obj, spec=replace(obj.spec, replicas=replicas)))
        said.append(f"{target.label} scaled")
    return "\n".join(said)


def set_field(request: Request) -> str:
    """kubectl set image: change containers' images by name."""
    args = request.parsed.args
    if args[:1] != ("image",):
        raise Refusal(
            f'error: unknown command "set {" ".join(args[:1])}"', "Only set image is known here."
        )
    names = tuple(arg for arg in args[1:] if "=" not in arg or "{" in arg)
    images = dict(arg.partition("=")[::2] for arg in args[1:] if arg not in names)
    if not images:
        raise Refusal(
            "error: at least one image update is required",
            "Write set image deployment/NAME CONTAINER=IMAGE.",
        )
    said = []
    for target in targets(request.parsed, request.api, names):
        old = get(target, request.api)
        changed = _with_images(target, old, images)
        if request.api.update(changed) is not old:
            said.append(f"{target.label} image updated")
    return "\n".join(said)


def _with_images(target: Target, obj: Any, images: dict[str, str]) -> Any:
    template = _template(target, obj)
    spec = template.spec
    known = [c.name for c in (*(spec.initContainers or ()), *spec.containers)]
    for name in images:
        if name != "*" and name not in known:
            raise Refusal(
                f'error: unable to find container named "{name}"',
                f"Its containers are {', '.join(known)}.",
            )
    spec = replace(
        spec,
        containers=[_with_image(c, images) for c in spec.containers],
        initContainers=spec.initContainers
        and [_with_image(c, images) for c in spec.initContainers],
    )
    if target.resource.kind == "Pod":
        return replace(obj, spec=spec)
    return _with_template(obj, replace(template, spec=spec))


def _with_image(container: Any, images: dict[str, str]) -> Any:
    image = images.get(container.name) or images.get("*")
    return replace(container, image=image) if image else container


def _template(target: Target, obj: Any) -> Any:
    if target.resource.kind == "Pod":
        return obj
    spec = obj.spec
    template = spec.jobTemplate.spec.template if hasattr(spec, "jobTemplate") else None
    template = template or getattr(spec, "template", None)
    if template is None:
        raise Refusal(f"error: {target.label} has no containers")
    return template


def _with_template(obj: Any, template: PodTemplateSpec) -> Any:
    spec = obj.spec
    if hasattr(spec, "jobTemplate"):
        job = spec.jobTemplate
        job = replace(job, spec=replace(job.spec, template=template))
        return replace(obj, spec=replace(spec, jobTemplate=job))
    return replace(obj, spec=replace(spec, template=template))


def restart(request: Request, target: Target) -> str:
    """Have all Pods of a workload replaced, by an annotation on their template."""
    obj = get(target, request.api)
    if target.resource.kind not in ("Deployment", "StatefulSet", "DaemonSet"):
        raise Refusal(f"error: {target.resource.plural} cannot be restarted")
    if getattr(obj.spec, "paused", None):
        raise Refusal(
            f"error: can't restart paused {target.resource.singular} (run rollout resume first)"
        )
    template = obj.spec.template
    metadata = template.metadata
    moment = timestamp(request.world.now).strftime("%Y-%m-%dT%H:%M:%SZ")
    annotations = {**(metadata.annotations or {}), "kubectl.kubernetes.io/restartedAt": moment}
    template = replace(template, metadata=replace(metadata, annotations=annotations))
    request.api.update(_with_template(obj, template))
    return f"{target.label} restarted"


def pause(request: Request, target: Target, *, paused: bool) -> str:
    """Hold a Deployment's rollout, or let it go on."""
    obj = get(target, request.api)
    verb = "paused" if paused else "resumed"
    if target.resource.kind != "Deployment":
        raise Refusal(f"error: {target.resource.plural} cannot be {verb}")
    if bool(obj.spec.paused) == paused:
        state = "already paused" if paused else "not paused"
        raise Refusal(
            f'error: {target.resource.plural}.{target.resource.group} "{target.name}" is {state}'
        )
    request.api.update(replace(obj, spec=replace(obj.spec, paused=paused or None)))
    return f"{target.label} {verb}"


def owned(request: Request, kind: str, owner: Any) -> list[Any]:
    """The objects of a kind that an object controls."""
    metadata = metadata_of(owner)
    return [
        obj
        for obj in request.api.list(kind, metadata.namespace)
        if any(
            ref.uid == metadata.uid and ref.controller
            for ref in metadata_of(obj).ownerReferences or ()
        )
    ]
