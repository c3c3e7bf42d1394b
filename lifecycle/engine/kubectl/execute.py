"""kubectl exec: run a command in a container.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/exec.
"""

from lifecycle.engine.api.pod import is_terminal
from lifecycle.engine.apiserver.registry.location import stream_location
from lifecycle.engine.kubectl.flags import SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.pods import find_container, find_pod
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("container", TEXT, "c"),
    Flag("stdin", SWITCH, "i", default=False),
    Flag("tty", SWITCH, "t", default=False),
    Flag("quiet", SWITCH, "q", default=False),
    Flag("pod-running-timeout", TEXT),
)
_USAGE = Sentence("Write kubectl exec POD -- COMMAND [ARGS].")


def execute(request: Request) -> str:
    """Hand the command to the runtime of the Pod's node."""
    parsed = request.parsed
    if not parsed.args:
        raise Refusal("error: pod, type/name or --filename must be specified", _USAGE)
    if not parsed.rest:
        if parsed.asks_for_rest or len(parsed.args) == 1:
            raise Refusal("error: you must specify at least one command for the container", _USAGE)
        raise Refusal(
            "error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] "
            "instead",
            _USAGE,
        )
    pod = find_pod(parsed, request.api, parsed.args[0])
    if is_terminal(pod.status.phase):
        raise Refusal(
            "error: cannot exec into a container in a completed pod; current phase is "
            f"{pod.status.phase}"
        )
    container = find_container(pod, parsed.flags["container"])
    stream_location(pod, container)
    return request.ask("exec", pod, container, parsed.rest)
