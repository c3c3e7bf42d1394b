"""Carries out one command line: kubectl's commands, and podviz's own.

Commands that only read live in `read`; they can be asked of any moment. Those that need a
node's runtime are handed to whoever registered for them:

| name | arguments of the handler |
|---|---|
| exec | Pod, container, command as a tuple of words |
| kill | Pod, container, signal without SIG |
| sandbox | Pod |
| kubelet, node | verb, node's name |
| host | touch or rm, path |

A handler returns what is printed, or raises Refusal or ApiError.
"""

from collections.abc import Callable
from typing import NamedTuple

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.world import World
from lifecycle.engine.kubectl import (
    apply,
    create,
    delete,
    execute,
    label,
    nodes,
    own,
    patch,
    rollout,
    run,
    taint,
    workloads,
)
from lifecycle.engine.kubectl.flags import LIST, SWITCH, TEXT, Flag, parse
from lifecycle.engine.kubectl.line import split
from lifecycle.engine.kubectl.refusal import Refusal, server_said
from lifecycle.engine.kubectl.request import Handler, Request


class Command(NamedTuple):
    """What a command's first word stands for."""

    flags: tuple[Flag, ...]
    carry_out: Callable[[Request], str]


_APPLY_FLAGS = (
    Flag("filename", LIST, "f"),
    Flag("recursive", SWITCH, "R", default=False),
    Flag("server-side", SWITCH, default=False),
    Flag("force-conflicts", SWITCH, default=False),
    Flag("validate", TEXT, bare="strict"),
    Flag("wait", SWITCH, default=False),
)

KUBECTL: dict[str, Command] = {
    "apply": Command(_APPLY_FLAGS, apply.apply),
    "create": Command(create.FLAGS, create.create),
    "delete": Command(delete.FLAGS, delete.delete),
    "label": Command(label.FLAGS, label.label),
    "annotate": Command(label.FLAGS, label.annotate),
    "taint": Command(taint.FLAGS, taint.taint),
    "patch": Command(patch.FLAGS, patch.patch),
    "exec": Command(execute.FLAGS, execute.execute),
    "set": Command(workloads.SET_FLAGS, workloads.set_field),
    "scale": Command(workloads.SCALE_FLAGS, workloads.scale),
    "cordon": Command(nodes.CORDON_FLAGS, nodes.cordon),
    "uncordon": Command(nodes.CORDON_FLAGS, nodes.uncordon),
    "drain": Command(nodes.DRAIN_FLAGS, nodes.drain),
    "rollout": Command(rollout.FLAGS, rollout.rollout),
    "run": Command(run.RUN_FLAGS, run.run),
    "expose": Command(run.EXPOSE_FLAGS, run.expose),
}

OWN: dict[str, Command] = {
    "kill": Command((own.CONTAINER, own.SIGNAL), own.kill),
    "fault": Command((own.CONTAINER,), own.fault),
    "image": Command((), own.image),
    "sandbox": Command((), own.sandbox),
    "kubelet": Command((), own.of_node("stop", "start")),
    "node": Command((), own.of_node("down", "up", "reboot")),
    "evict": Command(own.GRACE, own.evict),
    "host": Command((), own.host),
}


class Commands:
    """The command line of one cluster."""

    def __init__(self, world: World, api: ApiServer) -> None:
        self._world = world
        self._api = api
        self._handlers: dict[str, Handler] = {}

    def on(self, name: str, handler: Handler) -> None:
        """Say who carries out a command that needs more than the API server."""
        self._handlers[name] = handler

    def run(self, entered: Input) -> tuple[bool, str]:
        """Carry out a line; whether it was, and what is printed."""
        try:
            return True, self._run(entered)
        except Refusal as refusal:
            return False, str(refusal)
        except ApiError as error:
            return False, server_said(error)

    def _run(self, entered: Input) -> str:
        name, words, table = recognise(entered.line, KUBECTL, OWN)
        command = table.get(name)
        if command is None:
            raise unknown(name, table)
        parsed = parse(name, words, command.flags)
        request = Request(parsed, entered.documents, self._world, self._api, self._handlers)
        return command.carry_out(request)


def recognise(
    line: str, kubectl: dict[str, Command], own_commands: dict[str, Command]
) -> tuple[str, list[str], dict[str, Command]]:
    """The command's name, the rest of its words, and the table that it should be in."""
    words = split(line)
    if not words:
        raise Refusal("error: there is no command", "Type for example kubectl delete pod web.")
    if words[0] not in ("kubectl", "k"):
        return words[0], words[1:], own_commands
    rest, before = words[1:], []
    while rest and rest[0].startswith("-"):
        takes_value = rest[0] in ("-n", "--namespace", "--context")
        before += rest[: 2 if takes_value else 1]
        rest = rest[2 if takes_value else 1 :]
    if not rest:
        raise Refusal("error: kubectl needs a command", f"It can {', '.join(kubectl)}.")
    return rest[0], [*before, *rest[1:]], kubectl


def unknown(name: str, table: dict[str, Command]) -> Refusal:
    """What kubectl says to a word that is no command."""
    if table is OWN:
        remedy = f"Commands are kubectl … and podviz's own: {', '.join(OWN)}."
        if name in KUBECTL:
            remedy = f"Did you mean kubectl {name}?"
        return Refusal(f"error: unknown command {name!r}", remedy)
    message = f'error: unknown command "{name}" for "kubectl"'
    return Refusal(message, f"It can {', '.join(sorted(table))}.")
