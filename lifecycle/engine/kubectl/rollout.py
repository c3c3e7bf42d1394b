"""kubectl rollout: restart, undo, pause, resume; status and history only look.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/rollout and …/pkg/polymorphichelpers
(objectrestarter.go, objectpauser.go, objectresumer.go, rollback.go).
"""

from collections.abc import Callable
from typing import Any

import msgspec
from lightkube.models.apps_v1 import Deployment
from msgspec.structs import replace

from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.kubectl import rolloutview
from lifecycle.engine.kubectl.flags import DURATION, LIST, NUMBER, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.moment import Moment
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import Target, get
from lifecycle.engine.kubectl.rolloutview import KEPT, REVISION, Version, versions_of
from lifecycle.engine.kubectl.setting import with_template
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("to-revision", NUMBER, default=0),
    Flag("revision", NUMBER, default=0),
    Flag("watch", SWITCH, "w", default=True),
    Flag("timeout", DURATION, default=0),
    Flag("selector", TEXT, "l"),
    Flag("filename", LIST, "f"),
)
_HASH = "pod-template-hash"
_OF_SETS = "deployment.kubernetes.io/"
_STAYING = (
    "kubectl.kubernetes.io/last-applied-configuration",
    REVISION,
    f"{_OF_SETS}revision-history",
    f"{_OF_SETS}desired-replicas",
    f"{_OF_SETS}max-replicas",
    "deprecated.deployment.rollback.to",
)
"""Annotations that a rollback leaves as they are (`annotationsToSkip`)."""

VIEWS = {"status": rolloutview.status, "history": rolloutview.history}
"""Those that only look."""


def rollout(request: Request) -> str:
    """Carry out one of rollout's own commands on all that is named."""
    parsed, verb = request.parsed, (request.parsed.args or ("",))[0]
    if verb in VIEWS:
        moment = Moment(request.api, request.world.records, request.world.now)
        return VIEWS[verb](parsed, moment)
    if verb not in _VERBS:
        raise Refusal(
            f'error: unknown command "rollout {verb}"',
            Sentence("It can %(names)s.", names=", ".join((*_VERBS, *VIEWS))),
        )
    found = rolloutview.named(parsed, request.api)
    return "\n".join(f"{target.label} {_VERBS[verb](request, target)}" for target in found)


def _refused(target: Target, why: str) -> Refusal:
    return Refusal(f'error: {target.resource.resource} "{target.name}" {why}')


def _restart(request: Request, target: Target) -> str:
    """Have all Pods replaced, by an annotation on their template (`ObjectRestarter`)."""
    obj = get(target, request.api)
    if target.resource.kind not in ("Deployment", *KEPT):
        raise _refused(target, "restarting is not supported")
    if getattr(obj.spec, "paused", None):
        raise _refused(target, "can't restart paused deployment (run rollout resume first)")
    template = obj.spec.template
    metadata = template.metadata
    moment = timestamp(request.world.now).strftime("%Y-%m-%dT%H:%M:%SZ")
    annotations = {**(metadata.annotations or {}), "kubectl.kubernetes.io/restartedAt": moment}
    template = replace(template, metadata=replace(metadata, annotations=annotations))
    request.api.update(with_template(obj, template))
    return "restarted"


def _pauser(paused: bool) -> Callable[[Request, Target], str]:
    """Hold a Deployment's rollout, or let it go on (`ObjectPauser`, `ObjectResumer`)."""
    doing, done, already = (
        ("pausing", "paused", "already") if paused else ("resuming", "resumed", "not")
    )

    def pause(request: Request, target: Target) -> str:
        obj = get(target, request.api)
        if target.resource.kind != "Deployment":
            raise _refused(target, f"{doing} is not supported")
        if bool(obj.spec.paused) == paused:
            raise _refused(target, f"is {already} paused")
        request.api.update(replace(obj, spec=replace(obj.spec, paused=paused or None)))
        return done

    return pause


def _undo(request: Request, target: Target) -> str:
    """Put back the template of an earlier version (`Rollbacker.Rollback`)."""
    owner, wanted = get(target, request.api), request.parsed.flags["to-revision"]
    if target.resource.kind not in ("Deployment", *KEPT):
        kind = rolloutview.group_kind(target.resource)
        raise Refusal(f'error: no rollbacker has been implemented for "{kind}"')
    chosen = _chosen(versions_of(request.api, owner), wanted, target)
    if getattr(owner.spec, "paused", None):
        raise Refusal(
            "error: you cannot rollback a paused deployment; resume it first with 'kubectl "
            f"rollout resume deployment/{target.name}' and try again"
        )
    template = chosen.template
    labels = {k: v for k, v in (template.metadata.labels or {}).items() if k != _HASH}
    template = replace(template, metadata=replace(template.metadata, labels=labels))
    if msgspec.to_builtins(template) == msgspec.to_builtins(owner.spec.template):
        return f"skipped rollback (current template already matches revision {wanted})"
    if isinstance(owner, Deployment):
        owner = replace(owner, metadata=_annotated(owner, chosen.holder))
    request.api.update(with_template(owner, template))
    return "rolled back"


def _chosen(versions: list[Version], wanted: int, target: Target) -> Version:
    """The version of that number, or for 0 the last but one."""
    found = [one for one in versions if one.number == wanted] if wanted else versions[-2:-1]
    if found:
        return found[0]
    if wanted:
        raise Refusal(f"error: unable to find specified revision {wanted} in history")
    if target.resource.kind in KEPT:
        raise Refusal("error: no last revision to roll back to")
    raise Refusal(f'error: no rollout history found for deployment "{target.name}"')


def _annotated(deployment: Deployment, earlier: Any) -> Any:
    """The Deployment's metadata with the annotations that its ReplicaSet bears."""
    own, earlier = (obj.metadata.annotations or {} for obj in (deployment, earlier))
    annotations = {key: own[key] for key in _STAYING if key in own}
    annotations |= {key: value for key, value in earlier.items() if key not in _STAYING}
    return replace(deployment.metadata, annotations=annotations or None)


_VERBS: dict[str, Callable[[Request, Target], str]] = {
    "restart": _restart,
    "undo": _undo,
    "pause": _pauser(True),
    "resume": _pauser(False),
}
