"""kubectl debug: an ephemeral container in a running Pod.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/debug (debug.go, profiles.go: `general`). Copies of
Pods and Pods on nodes are not made here.
"""

from lightkube.models.core_v1 import Capabilities, EnvVar, EphemeralContainer, SecurityContext
from msgspec.structs import replace

from lifecycle.engine.apiserver.names import Names
from lifecycle.engine.kubectl.flags import LIST, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.pods import find_pod
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import USER, Request
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("image", TEXT),
    Flag("container", TEXT, "c", default=""),
    Flag("target", TEXT, default=""),
    Flag("env", LIST),
    Flag("image-pull-policy", TEXT),
    Flag("stdin", SWITCH, "i", default=False),
    Flag("tty", SWITCH, "t", default=False),
    Flag("quiet", SWITCH, "q", default=False),
    Flag("profile", TEXT, default="general"),
)


def debug(request: Request) -> str:
    """Add the container; what it needs of the others is left to the node."""
    parsed, flags = request.parsed, request.parsed.flags
    if not parsed.args:
        raise Refusal(
            "error: NAME is required for debug", Sentence("Write kubectl debug POD --image=IMAGE.")
        )
    if not flags["image"]:
        raise Refusal("error: you must specify --image when not using --target or --copy-to")
    if parsed.args[0].startswith(("node/", "nodes/", "no/")):
        raise Refusal("error: only Pods can be debugged here")
    pod = find_pod(parsed, request.api, parsed.args[0])
    name, said = flags["container"], []
    if flags["target"]:
        said.append(
            f'Targeting container "{flags["target"]}". If you don\'t see processes from this '
            "container it may be because the container runtime doesn't support this feature."
        )
    if not name:
        name = f"debugger-{Names(request.world).suffix('debug', pod.metadata.uid)}"
        said.append(f"Defaulting debug container name to {name}.")
    pairs = (text.partition("=") for text in flags["env"] or ())
    container = EphemeralContainer(
        name=name,
        image=flags["image"],
        command=list(parsed.rest) or None,
        env=[EnvVar(name=key, value=value) for key, _, value in pairs] or None,
        imagePullPolicy=flags["image-pull-policy"],
        securityContext=SecurityContext(capabilities=Capabilities(add=["SYS_PTRACE"])),
        stdin=flags["stdin"] or None,
        targetContainerName=flags["target"] or None,
        terminationMessagePolicy="File",
        tty=flags["tty"] or None,
    )
    there = pod.spec.ephemeralContainers or []
    spec = replace(pod.spec, ephemeralContainers=[*there, container])
    request.api.update(replace(pod, spec=spec), subresource="ephemeralcontainers", user=USER)
    return "" if flags["quiet"] else "\n".join(said)
