"""kubectl set: change the image, the environment or the resources of containers.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/set (set_image.go, set_env.go, set_resources.go).
"""

from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any

from lightkube.models.core_v1 import EnvVar, PodTemplateSpec, ResourceRequirements
from msgspec.structs import replace

from lifecycle.engine.api import quantity
from lifecycle.engine.kubectl.flags import LIST, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import Target, get, targets
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("selector", TEXT, "l"),
    Flag("all", SWITCH, default=False),
    Flag("containers", TEXT, "c", default="*"),
    Flag("env", LIST, "e"),
    Flag("limits", TEXT, default=""),
    Flag("requests", TEXT, default=""),
)

Change = Callable[[Any], Any]
"""What becomes of a container."""


def set_field(request: Request) -> str:
    """One of the subcommands that are known here."""
    what = request.parsed.args[:1]
    if what == ("image",):
        return _image(request)
    if what == ("env",):
        return _env(request)
    if what == ("resources",):
        return _resources(request)
    raise Refusal(
        f'error: unknown command "set {" ".join(what)}"',
        Sentence("Known here are set image, set env and set resources."),
    )


def _image(request: Request) -> str:
    args = request.parsed.args[1:]
    names = tuple(arg for arg in args if "=" not in arg or "{" in arg)
    images = dict(arg.partition("=")[::2] for arg in args if arg not in names)
    if not images:
        raise Refusal(
            "error: at least one image update is required",
            Sentence("Write set image deployment/NAME CONTAINER=IMAGE."),
        )

    def change(container: Any) -> Any:
        image = images.get(container.name) or images.get("*")
        return replace(container, image=image) if image else container

    return _carried_out(request, names, "image updated", change, tuple(images))


def _env(request: Request) -> str:
    args, flags = request.parsed.args[1:], request.parsed.flags
    names = tuple(arg for arg in args if "=" not in arg and not arg.endswith("-"))
    changes = [arg for arg in (*args, *(flags["env"] or ())) if arg not in names]
    if not changes:
        raise Refusal(
            "error: at least one environment variable must be provided",
            Sentence("Write set env deployment/NAME KEY=VALUE, or KEY- to take it away."),
        )

    def change(container: Any) -> Any:
        env = {one.name: one for one in container.env or ()}
        for text in changes:
            key, given, value = text.partition("=")
            if given:
                env[key] = EnvVar(name=key, value=value)
            else:
                env.pop(key.removesuffix("-"), None)
        return replace(container, env=list(env.values()) or None)

    return _carried_out(request, names, "env updated", _chosen(flags["containers"], change))


def _resources(request: Request) -> str:
    flags = request.parsed.flags
    limits, requests = (_amounts(flags[name]) for name in ("limits", "requests"))
    if not limits and not requests:
        raise Refusal(
            "error: you must specify an update to requests or limits (in the form of "
            "--requests/--limits)",
            Sentence("Write set resources deployment/NAME --limits=cpu=200m,memory=128Mi."),
        )

    def change(container: Any) -> Any:
        old = container.resources or ResourceRequirements()
        new = replace(
            old,
            limits={**(old.limits or {}), **limits} or None,
            requests={**(old.requests or {}), **requests} or None,
        )
        return replace(container, resources=new)

    chosen = _chosen(flags["containers"], change)
    names = request.parsed.args[1:]
    return _carried_out(request, names, "resource requirements updated", chosen)


def _amounts(text: str) -> dict[str, str]:
    found = {}
    for part in filter(None, text.split(",")):
        name, given, amount = part.partition("=")
        if not given or not name:
            raise Refusal(f'error: invalid argument syntax "{part}", expected <resource>=<value>')
        try:
            quantity.value(amount)
        except ValueError:
            raise Refusal(f"error: quantities must match the form 100m or 128Mi: {part}") from None
        found[name] = amount
    return found


def _chosen(pattern: str, change: Change) -> Change:
    """The change, for the containers whose names are meant."""
    return lambda one: change(one) if fnmatchcase(one.name, pattern) else one


def _carried_out(
    request: Request,
    names: tuple[str, ...],
    done: str,
    change: Change,
    containers: tuple[str, ...] = (),
) -> str:
    said = []
    for target in targets(request.parsed, request.api, names):
        old = get(target, request.api)
        if request.api.update(_changed(target, old, change, containers)) is not old:
            said.append(f"{target.label} {done}")
    return "\n".join(said)


def _changed(target: Target, obj: Any, change: Change, containers: tuple[str, ...]) -> Any:
    """The object with its containers changed; all that are named must be there."""
    template = _template(target, obj)
    spec = template.spec
    known = [one.name for one in (*(spec.initContainers or ()), *spec.containers)]
    for name in containers:
        if name != "*" and name not in known:
            raise Refusal(
                f'error: unable to find container named "{name}"',
                Sentence("Its containers are %(names)s.", names=", ".join(known)),
            )
    spec = replace(
        spec,
        containers=[change(one) for one in spec.containers],
        initContainers=spec.initContainers and [change(one) for one in spec.initContainers],
    )
    if target.resource.kind == "Pod":
        return replace(obj, spec=spec)
    return with_template(obj, replace(template, spec=spec))


def _template(target: Target, obj: Any) -> Any:
    if target.resource.kind == "Pod":
        return obj
    spec = obj.spec
    template = spec.jobTemplate.spec.template if hasattr(spec, "jobTemplate") else None
    template = template or getattr(spec, "template", None)
    if template is None:
        raise Refusal(f"error: {target.label} has no containers")
    return template


def with_template(obj: Any, template: PodTemplateSpec) -> Any:
    """A workload with another template for its Pods."""
    spec = obj.spec
    if hasattr(spec, "jobTemplate"):
        job = spec.jobTemplate
        job = replace(job, spec=replace(job.spec, template=template))
        return replace(obj, spec=replace(spec, jobTemplate=job))
    return replace(obj, spec=replace(spec, template=template))
