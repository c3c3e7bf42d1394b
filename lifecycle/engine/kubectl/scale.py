"""kubectl scale: another number of replicas.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/scale.
"""

from msgspec.structs import replace

from lifecycle.engine.kubectl.flags import LIST, NUMBER, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.engine.kubectl.resources import get, targets
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("replicas", NUMBER),
    Flag("current-replicas", NUMBER, default=-1),
    Flag("selector", TEXT, "l"),
    Flag("all", SWITCH, default=False),
    Flag("filename", LIST, "f"),
)
_SCALABLE = ("Deployment", "ReplicaSet", "StatefulSet", "ReplicationController")


def scale(request: Request) -> str:
    """Set the number of replicas."""
    replicas = request.parsed.flags["replicas"]
    if replicas is None:
        raise Refusal(
            'error: required flag(s) "replicas" not set', Sentence("Add --replicas=NUMBER.")
        )
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
                Sentence("A %(singular)s cannot be scaled.", singular=target.resource.singular),
            )
        expected = request.parsed.flags["current-replicas"]
        if expected not in (-1, obj.spec.replicas):
            raise Refusal(f"error: Expected replicas to be {expected}, was {obj.spec.replicas}")
        request.api.update(replace(obj, spec=replace(obj.spec, replicas=replicas)))
        said.append(f"{target.label} scaled")
    return "\n".join(said)
