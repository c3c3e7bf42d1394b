"""kubectl rollout: restart, undo, pause, resume, status, history.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/rollout and …/pkg/polymorphichelpers.
"""

from lightkube.models.apps_v1 import Deployment, ReplicaSet
from msgspec.structs import replace

from lifecycle.engine.api.conditions import get_condition
from lifecycle.engine.kubectl.flags import LIST, NUMBER, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import Target, get, targets
from lifecycle.engine.kubectl.workloads import owned, pause, restart

FLAGS = (
    Flag("to-revision", NUMBER, default=0),
    Flag("revision", NUMBER, default=0),
    Flag("watch", SWITCH, "w", default=True),
    Flag("timeout", TEXT),
    Flag("selector", TEXT, "l"),
    Flag("filename", LIST, "f"),
)
REVISION = "deployment.kubernetes.io/revision"
_HASH = "pod-template-hash"


def rollout(request: Request) -> str:
    """Carry out one of rollout's own commands on all that is named."""
    verb, names = (request.parsed.args or ("",))[0], request.parsed.args[1:]
    if verb not in _VERBS:
        raise Refusal(f'error: unknown command "rollout {verb}"', f"It can {', '.join(_VERBS)}.")
    found = targets(request.parsed, request.api, names)
    return "\n".join(_VERBS[verb](request, target) for target in found)


def _undo(request: Request, target: Target) -> str:
    """Put back the template of an earlier ReplicaSet (`DeploymentRollbacker.Rollback`)."""
    deployment = _deployment(request, target)
    if deployment.spec.paused:
        raise Refusal(
            "error: skipped rollback: deployment is paused; resume it first with "
            f"'kubectl rollout resume {target.label}'"
        )
    sets = sorted(owned(request, "ReplicaSet", deployment), key=_revision)
    wanted = request.parsed.flags["to-revision"]
    chosen = [one for one in sets if _revision(one) == wanted] if wanted else sets[-2:-1]
    if not chosen:
        text = f"revision {wanted}" if wanted else "previous revision"
        raise Refusal(
            f"error: unable to find {text} in history"
            if wanted
            else f'error: no rollout history found for deployment "{target.name}"'
        )
    template = chosen[0].spec.template
    labels = {k: v for k, v in (template.metadata.labels or {}).items() if k != _HASH}
    template = replace(template, metadata=replace(template.metadata, labels=labels))
    if template == deployment.spec.template:
        return (
            f"{target.label} skipped rollback (current template already matches revision "
            f"{_revision(chosen[0])})"
        )
    request.api.update(replace(deployment, spec=replace(deployment.spec, template=template)))
    return f"{target.label} rolled back"


def _status(request: Request, target: Target) -> str:
    """How far a rollout has come (`DeploymentStatusViewer.Status`)."""
    deployment = _deployment(request, target)
    name, spec, status = target.name, deployment.spec, deployment.status
    if status is None or (deployment.metadata.generation or 0) > (status.observedGeneration or 0):
        return "Waiting for deployment spec update to be observed..."
    progressing = get_condition(status, "Progressing")
    if progressing is not None and progressing.reason == "ProgressDeadlineExceeded":
        raise Refusal(f'error: deployment "{name}" exceeded its progress deadline')
    wanted, updated = spec.replicas or 0, status.updatedReplicas or 0
    existing, available = status.replicas or 0, status.availableReplicas or 0
    waiting = f'Waiting for deployment "{name}" rollout to finish:'
    if updated < wanted:
        return f"{waiting} {updated} out of {wanted} new replicas have been updated..."
    if existing > updated:
        return f"{waiting} {existing - updated} old replicas are pending termination..."
    if available < updated:
        return f"{waiting} {available} of {updated} updated replicas are available..."
    return f'deployment "{name}" successfully rolled out'


def _history(request: Request, target: Target) -> str:
    deployment = _deployment(request, target)
    sets = sorted(owned(request, "ReplicaSet", deployment), key=_revision)
    rows = [f"{_revision(one):<10}{_cause(one)}" for one in sets if _revision(one)]
    return "\n".join([target.label, "REVISION  CHANGE-CAUSE", *rows])


def _cause(one: ReplicaSet) -> str:
    return (one.metadata.annotations or {}).get("kubernetes.io/change-cause", "<none>")


def _revision(one: ReplicaSet) -> int:
    text = (one.metadata.annotations or {}).get(REVISION, "0")
    return int(text) if text.isdecimal() else 0


def _deployment(request: Request, target: Target) -> Deployment:
    obj = get(target, request.api)
    if target.resource.kind != "Deployment":
        raise Refusal(f"error: no rollout of {target.resource.plural} is kept here")
    return obj


_VERBS = {
    "restart": restart,
    "undo": _undo,
    "pause": lambda request, target: pause(request, target, paused=True),
    "resume": lambda request, target: pause(request, target, paused=False),
    "status": _status,
    "history": _history,
}
