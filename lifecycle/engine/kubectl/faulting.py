r"""`fault …`: rules that make something fail, hang or be slow until they are taken back.

| command | |
|---|---|
| `fault probe POD -c CONTAINER liveness\|readiness\|startup fail\|slow\|refuse` | a probe |
| `fault process POD -c CONTAINER hang\|leak[=10Mi]` | the process: stopped, or growing a second |
| `fault dns NAME fail\|slow` | a name that programs look up |
| `fault service NAME absent` | a Service that nobody can find |
| `fault registry HOST down\|slow` | where images come from |
| `fault runtime NODE slow\|down` | a node whose container runtime is slow, or away |
| `fault node NODE memory\|disk\|pid-pressure[=300Mi]` | a node of which little is left |
| `fault list`, `fault clear NUMBER\|all` | what is in force, and its end |

With `clear` in the place of the verdict each of them ends. `image …` is in `own`.
"""

from collections.abc import Callable

from lifecycle.engine import faults
from lifecycle.engine.api.quantity import Quantity, QuantityError, parse
from lifecycle.engine.faults import HANG, LEAK, PRESSURES, VERDICTS, Fault, Faults
from lifecycle.engine.kubectl.flags import Flag
from lifecycle.engine.kubectl.own import CONTAINER
from lifecycle.engine.kubectl.pods import find_container, find_pod
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.sentence import Sentence

CLEAR = "clear"
USUAL_LEAK = "10Mi"
FLAGS: tuple[Flag, ...] = (CONTAINER,)

USAGE = (
    "fault probe POD -c CONTAINER liveness|readiness|startup fail|slow|refuse|clear, "
    "fault process POD -c CONTAINER hang|leak[=10Mi]|clear, fault dns NAME fail|slow|clear, "
    "fault service NAME absent|clear, fault registry HOST down|slow|clear, "
    "fault runtime NODE slow|down|clear, "
    "fault node NODE memory-pressure|disk-pressure|pid-pressure[=300Mi]|clear, "
    "fault list, or fault clear NUMBER|all"
)


def fault(request: Request) -> str:
    """Put a rule in force, end one, or tell of those that are in force."""
    words = request.parsed.args
    if words == ("list",):
        return _listed(Faults(request.world))
    if words[:1] == (CLEAR,) and len(words) == 2:
        return _ended(request, words[1])
    kind = words[0] if words else ""
    made = _MAKERS.get(kind)
    if made is None or len(words) != (4 if kind == "probe" else 3):
        raise _misused(request)
    return made(request, kind, *words[1:])


def _listed(known: Faults) -> str:
    rows = [f"{one.id}\t{one.line}" for one in known.list()]
    return "\n".join(rows) or "No fault is in force."


def _ended(request: Request, which: str) -> str:
    known = Faults(request.world)
    found = [one for one in known.list() if which in ("all", str(one.id))]
    if not found:
        raise Refusal(f"error: there is no fault {which}", Sentence("See fault list."))
    for one in found:
        known.remove(one.id)
        _told(request, one, over=True)
    return "\n".join(f"fault cleared: {one.line}" for one in found)


def _of_probe(request: Request, kind: str, name: str, probe: str, verdict: str) -> str:
    if probe not in faults.PROBES:
        raise _misused(request)
    pod = find_pod(request.parsed, request.api, name)
    container = find_container(pod, request.parsed.flags["container"])
    meta = pod.metadata
    hit = Fault(0, kind, probe, verdict, meta.namespace, meta.name, container)
    what = f"{probe} probe of {container}"
    return _set(request, hit, f"pod/{meta.name} {what}", f"the {what}")


def _of_process(request: Request, kind: str, name: str, verdict: str) -> str:
    pod = find_pod(request.parsed, request.api, name)
    container = find_container(pod, request.parsed.flags["container"])
    meta, word = pod.metadata, verdict.partition("=")[0]
    subject = f"pod/{meta.name} process of {container}"
    if verdict == CLEAR:
        said = [
            _set(request, Fault(0, kind, "", f"{CLEAR}={word}", meta.namespace, meta.name,
                                container), subject, f"the process of {container}")
            for word in (HANG, LEAK) if _has(request, meta.namespace, meta.name, container, word)
        ]  # fmt: skip
        if not said:
            raise Refusal(f"error: no fault is set on the process of {container}")
        return said[0]
    instance = ""
    if word == HANG:
        instance = request.ask("process", pod, container)
    elif word == LEAK:
        verdict = f"{LEAK}={_amount(verdict.partition('=')[2])}"
    hit = Fault(0, kind, "", verdict, meta.namespace, meta.name, container, instance)
    return _set(request, hit, subject, "")


def _has(request: Request, namespace: str, pod: str, container: str, word: str) -> bool:
    return any(
        (f.kind, f.namespace, f.pod, f.container) == ("process", namespace, pod, container)
        and f.verdict.partition("=")[0] == word
        for f in Faults(request.world).list()
    )


def _quantity(text: str) -> Quantity:
    try:
        return parse(text)
    except QuantityError as error:
        raise Refusal(f"error: {text}: {error}", Sentence("An amount looks like 10Mi.")) from None


def _amount(text: str) -> str:
    text = text or USUAL_LEAK
    amount = _quantity(text)
    if amount.nano <= 0:
        raise Refusal(f"error: {text} is no growth", Sentence("An amount looks like 10Mi."))
    return text


def _of_name(request: Request, kind: str, name: str, verdict: str) -> str:
    return _set(request, Fault(0, kind, name, verdict), f"{kind} {name}", f"the name {name}")


def _of_registry(request: Request, kind: str, host: str, verdict: str) -> str:
    return _set(request, Fault(0, kind, host, verdict), f"registry {host}", f"registry {host}")


def _of_service(request: Request, kind: str, name: str, verdict: str) -> str:
    hit = Fault(0, kind, name, verdict, request.parsed.namespace)
    return _set(request, hit, f"service/{name}", f"the Service {name}")


def _of_runtime(request: Request, kind: str, node: str, verdict: str) -> str:
    request.api.get("Node", "", node)
    words = f"runtime of {node}"
    return _set(request, Fault(0, kind, node, verdict), words, f"the {words}")


def _of_node(request: Request, kind: str, node: str, verdict: str) -> str:
    """Others than Pods take so much of the node that this is left to all Pods together."""
    request.api.get("Node", "", node)
    if verdict == CLEAR:
        there = [w for w in PRESSURES if Faults(request.world).left_of(node, w) is not None]
        said = [
            _set(request, Fault(0, kind, node, f"{CLEAR}={each}"), f"node/{node}", "")
            for each in there
        ]
        if not said:
            raise Refusal(f"error: no fault is set on the node {node}")
        return said[0]
    if left := verdict.partition("=")[2]:
        _quantity(left)
    return _set(request, Fault(0, kind, node, verdict), f"node/{node}", "")


_MAKERS: dict[str, Callable[..., str]] = {
    "probe": _of_probe,
    "process": _of_process,
    "dns": _of_name,
    "service": _of_service,
    "registry": _of_registry,
    "runtime": _of_runtime,
    "node": _of_node,
}


def _set(request: Request, hit: Fault, subject: str, missing: str) -> str:
    """Put it in force, or end it; tells whoever has to act upon that at once."""
    known = Faults(request.world)
    word, _, which = hit.verdict.partition("=")
    if word == CLEAR:
        like = Fault(0, hit.kind, hit.subject, which, hit.namespace, hit.pod, hit.container)
        ended = known.matching(like)
        if not ended:
            raise Refusal(f"error: no fault is set on {missing}")
        known.clear(like)
        for one in ended:
            _told(request, one, over=True)
        return f"{subject}: fault cleared"
    if word not in VERDICTS[hit.kind]:
        raise _misused(request)
    _told(request, known.set(hit), over=False)
    return f"{subject}: {hit.verdict}"


def _told(request: Request, one: Fault, *, over: bool) -> None:
    """Processes and kubelets do not ask for their verdict: they are told of it."""
    if one.kind in ("process", "node", "runtime"):
        request.ask("fault", one, over)


def _misused(request: Request) -> Refusal:
    words = " ".join((request.parsed.command, *request.parsed.args))
    return Refusal(
        f"error: {words} is not a command", Sentence("It is written %(usage)s.", usage=USAGE)
    )
