"""Carries out one command line: kubectl's commands, and podviz's own.

Commands that only read live in `read`; they can be asked of any moment. Those that need a
node's runtime are handed to whoever registered for them:

| name | arguments of the handler |
|---|---|
| exec | Pod, container, command as a tuple of words |
| kill | Pod, container, signal without SIG |
| exit | Pod, container, exit code |
| process | Pod, container; answers with the id of the instance that runs |
| fault | Fault of a process, whether it is over |
| sandbox | Pod |
| kubelet, node | verb, node's name |
| static | node's name, Pod, its manifest as a text |
| host | touch or rm, path |
| traffic | start or stop, Load |
| drain | nodes' names, Options |

A handler returns what is printed, or raises Refusal or ApiError.
"""

from collections.abc import Callable
from typing import NamedTuple

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.world import World
from lifecycle.engine.kubectl import (
    absent,
    apply,
    create,
    debug,
    delete,
    execute,
    faulting,
    label,
    nodes,
    own,
    patch,
    rollout,
    run,
    scale,
    setting,
    taint,
    traffic,
)
from lifecycle.engine.kubectl.drain import Drains
from lifecycle.engine.kubectl.dryrun import DRY_RUN_ONLY, rehearsed, suffix
from lifecycle.engine.kubectl.flags import LIST, SWITCH, TEXT, Flag, parse
from lifecycle.engine.kubectl.line import Line, recognise
from lifecycle.engine.kubectl.moment import Moment
from lifecycle.engine.kubectl.read import READERS, reader_of
from lifecycle.engine.kubectl.refusal import Refusal, server_said
from lifecycle.engine.kubectl.request import Handler, Request
from lifecycle.sentence import Sentence


class Command(NamedTuple):
    """What a command's first word stands for."""

    flags: tuple[Flag, ...]
    carry_out: Callable[[Request], str]
    rehearses: tuple[str, ...] = ()
    """The dry runs that are a rehearsal; the others it answers for itself."""


_APPLY_FLAGS = (
    Flag("filename", LIST, "f"),
    Flag("recursive", SWITCH, "R", default=False),
    Flag("server-side", SWITCH, default=False),
    Flag("force-conflicts", SWITCH, default=False),
    Flag("validate", TEXT, bare="strict"),
    Flag("wait", SWITCH, default=False),
)

_BOTH, _SERVER = ("client", "server"), ("server",)


def _rehearsing(flags: tuple[Flag, ...], carry_out: Callable[[Request], str]) -> Command:
    return Command((*flags, DRY_RUN_ONLY), carry_out, _BOTH)


KUBECTL: dict[str, Command] = {
    "apply": _rehearsing(_APPLY_FLAGS, apply.apply),
    "create": Command(create.FLAGS, create.create, _SERVER),
    "delete": _rehearsing(delete.FLAGS, delete.delete),
    "label": _rehearsing(label.FLAGS, label.label),
    "annotate": _rehearsing(label.FLAGS, label.annotate),
    "taint": _rehearsing(taint.FLAGS, taint.taint),
    "patch": _rehearsing(patch.FLAGS, patch.patch),
    "debug": Command(debug.FLAGS, debug.debug),
    "exec": Command(execute.FLAGS, execute.execute),
    "set": _rehearsing(setting.FLAGS, setting.set_field),
    "scale": _rehearsing(scale.FLAGS, scale.scale),
    "cordon": Command(nodes.CORDON_FLAGS, nodes.cordon),
    "uncordon": Command(nodes.CORDON_FLAGS, nodes.uncordon),
    "drain": Command(nodes.DRAIN_FLAGS, nodes.drain),
    "rollout": _rehearsing(rollout.FLAGS, rollout.rollout),
    "run": Command(run.RUN_FLAGS, run.run, _SERVER),
    "expose": Command(run.EXPOSE_FLAGS, run.expose, _SERVER),
}

OWN: dict[str, Command] = {
    "kill": Command((own.CONTAINER, own.SIGNAL, own.EXIT_CODE), own.kill),
    "fault": Command(faulting.FLAGS, faulting.fault),
    "image": Command((), own.image),
    "sandbox": Command((), own.sandbox),
    "kubelet": Command((own.FILE,), own.kubelet),
    "node": Command((), own.of_node("down", "up", "reboot", "shutdown")),
    "evict": Command(own.GRACE, own.evict),
    "host": Command((), own.host),
    "traffic": Command(traffic.FLAGS, traffic.traffic),
}


class Commands:
    """The command line of one cluster."""

    def __init__(self, world: World, api: ApiServer) -> None:
        self._world = world
        self._api = api
        self._handlers: dict[str, Handler] = {"drain": Drains(world, api).begin}

    def on(self, name: str, handler: Handler) -> None:
        """Say who carries out a command that needs more than the API server."""
        self._handlers[name] = handler

    def run(self, entered: Input) -> tuple[bool, str]:
        """Carry out a line; whether it was, and what is printed."""
        try:
            return True, self._run(entered)
        except Refusal as refusal:
            return False, refusal.told
        except ApiError as error:
            return False, server_said(error)

    def _run(self, entered: Input) -> str:
        found = recognise(entered.line)
        reader = reader_of(found)
        if reader is not None:
            moment = Moment(self._api, self._world.records, self._world.now)
            return reader.answer(parse(found.name, found.words, reader.flags), moment)
        command = (KUBECTL if found.is_kubectl else OWN).get(found.name)
        if command is None:
            raise _unknown(found)
        parsed = parse(found.name, found.words, command.flags)
        request = Request(parsed, entered.documents, self._world, self._api, self._handlers)
        if parsed.flags.get("dry-run") in command.rehearses:
            return rehearsed(request, command.carry_out)
        suffix(parsed)
        return command.carry_out(request)


def _unknown(line: Line) -> Refusal:
    """What kubectl says to a word that is no command."""
    name = line.name
    if line.is_kubectl:
        if refusal := absent.refused(name):
            return refusal
        message = f'error: unknown command "{name}" for "kubectl"'
        return Refusal(
            message, Sentence("It can %(names)s.", names=", ".join(sorted((*KUBECTL, *READERS))))
        )
    if name in KUBECTL or name in READERS:
        remedy = Sentence("Did you mean kubectl %(name)s?", name=name)
    else:
        remedy = Sentence(
            "Commands are kubectl … and podviz's own: %(names)s.", names=", ".join(OWN)
        )
    return Refusal(f"error: unknown command {name!r}", remedy)
