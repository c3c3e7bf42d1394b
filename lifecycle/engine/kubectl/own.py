"""podviz's own commands: what no kubectl can do to a cluster.

`kill POD -c CONTAINER [--signal=TERM|--exit-code=N]`, `image VERDICT NAME`,
`sandbox kill POD`, `kubelet stop|start NODE`,
`kubelet static NODE -f FILE`, `node down|up|reboot|shutdown NODE`, `evict POD`,
`host touch|rm PATH`.
"""

from collections.abc import Callable

import msgspec

from lifecycle.engine import faults
from lifecycle.engine.kubectl.delete import grace_seconds
from lifecycle.engine.kubectl.documents import documents, read
from lifecycle.engine.kubectl.flags import LIST, NUMBER, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.pods import find_container, find_pod
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.sentence import Sentence

FILE = Flag("filename", LIST, "f")
CONTAINER = Flag("container", TEXT, "c")
SIGNAL = Flag("signal", TEXT, "s", default="TERM")
EXIT_CODE = Flag("exit-code", NUMBER, default=-1)
GRACE = (
    Flag("grace-period", NUMBER, default=-1),
    Flag("force", SWITCH, default=False),
    Flag("now", SWITCH, default=False),
)
_SIGNALS = (
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU",
)  # fmt: skip
"""By number, from 1."""


def kill(request: Request) -> str:
    """Send a signal to a container's first process, as from the node, or let it exit by itself."""
    usage = "kill POD -c CONTAINER [--signal=TERM|--exit-code=N]"
    (name,) = _words(request, 1, usage)
    pod = find_pod(request.parsed, request.api, name)
    container = find_container(pod, request.parsed.flags["container"])
    code = request.parsed.flags["exit-code"]
    if code > 255:
        raise Refusal(f"error: {code} is no exit code", Sentence("Exit codes are 0 to 255."))
    if code >= 0:
        return request.ask("exit", pod, container, code)
    return request.ask("kill", pod, container, _signal(request.parsed.flags["signal"]))


def _signal(text: str) -> str:
    name = text.upper().removeprefix("SIG")
    if name.isdecimal() and 1 <= int(name) <= len(_SIGNALS):
        return _SIGNALS[int(name) - 1]
    if name not in _SIGNALS:
        raise Refusal(
            f"error: {text} is no signal",
            Sentence("Signals are %(names)s.", names=", ".join(_SIGNALS)),
        )
    return name


def image(request: Request) -> str:
    """Say of an image that it is nowhere, only on the nodes, or slow to pull."""
    usage = "image absent|cached|slow|denied|clear NAME"
    verdict, name = _words(request, 2, usage)
    known = faults.Faults(request.world)
    if verdict == "clear":
        if not known.clear_image(name):
            raise Refusal(f"error: no fault is set on the image {name}")
        return f"image {name}: fault cleared"
    if verdict not in faults.IMAGE_VERDICTS:
        raise _misused(request, usage)
    known.image(name, verdict)
    return f"image {name}: {verdict}"


def sandbox(request: Request) -> str:
    """Kill a Pod's sandbox, as a node's trouble does."""
    usage = "sandbox kill POD"
    verb, name = _words(request, 2, usage)
    if verb != "kill":
        raise _misused(request, usage)
    return request.ask("sandbox", find_pod(request.parsed, request.api, name))


def of_node(*verbs: str) -> Callable[[Request], str]:
    """A command that does one of some things to a node."""

    def carry_out(request: Request) -> str:
        command = request.parsed.command
        usage = f"{command} {'|'.join(verbs)} NODE"
        verb, name = _words(request, 2, usage)
        if verb not in verbs:
            raise _misused(request, usage)
        request.api.get("Node", "", name)
        return request.ask(command, verb, name)

    return carry_out


def kubelet(request: Request) -> str:
    """End or start a node's kubelet, or give it a manifest of a static Pod to read."""
    if request.parsed.args[:1] == ("static",):
        return _static(request)
    return of_node("stop", "start")(request)


def _static(request: Request) -> str:
    _, node = _words(request, 2, "kubelet static NODE -f FILE")
    request.api.get("Node", "", node)
    said = []
    for document in documents(request):
        pod, resource = read(request, document)
        if resource.kind != "Pod" or not pod.metadata.name:
            raise Refusal(
                f"error: a {resource.kind} is no static Pod",
                Sentence("A manifest on a node describes Pods, each with a name."),
            )
        said.append(request.ask("static", node, pod, msgspec.json.encode(document).decode()))
    return "\n".join(said)


def host(request: Request) -> str:
    """Make or remove a file on the nodes, for Pods that mount it."""
    usage = "host touch|rm PATH"
    verb, path = _words(request, 2, usage)
    if verb not in ("touch", "rm"):
        raise _misused(request, usage)
    return request.ask("host", verb, path)


def evict(request: Request) -> str:
    """Ask the eviction API to delete a Pod."""
    (name,) = _words(request, 1, "evict POD [--grace-period=SECONDS]")
    pod = find_pod(request.parsed, request.api, name)
    metadata = pod.metadata
    grace = grace_seconds(request.parsed)
    request.api.evict(metadata.namespace, metadata.name, grace_seconds=grace)
    return f"pod/{metadata.name} evicted"


def _words(request: Request, count: int, usage: str) -> tuple[str, ...]:
    if len(request.parsed.args) != count:
        raise _misused(request, usage)
    return request.parsed.args


def _misused(request: Request, usage: str) -> Refusal:
    words = " ".join((request.parsed.command, *request.parsed.args))
    return Refusal(
        f"error: {words} is not a command", Sentence("It is written %(usage)s.", usage=usage)
    )
