"""How the tables write Pods and states: short enough that a row says what it is about.

A Pod is a list of containers, `i:` an init container, `s:` a sidecar, `e:` an ephemeral one:
`i:load s:proxy web+liveness worker!Never{42=RestartAllContainers}`. After `!` stands the
container's restartPolicy, in braces its rule (`{!42=…}` for NotIn), after `+` a probe.

States are a list, too: `load exit 0, web running started x2, worker waiting after exit 1`.
`reset` is a container that was removed because all are restarted in place.
"""

import re

from lightkube.models.core_v1 import (
    Container,
    ContainerRestartRule,
    ContainerRestartRuleOnExitCodes,
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStateWaiting,
    ContainerStatus,
    EphemeralContainer,
    Pod,
    PodSpec,
    Probe,
)
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.cri import status as cri
from lifecycle.engine.cri.status import PodRuntime, SandboxStatus
from lifecycle.engine.kernel.clock import EPOCH
from lifecycle.engine.kubelet.kuberuntime.actions import PodActions

RESETTING = "RestartingAllContainers"
_WORD = re.compile(
    r"(?:(?P<kind>[ise]):)?(?P<name>[\w-]+)(?:!(?P<policy>\w+))?"
    r"(?:\{(?P<code>!?-?\d+)=(?P<action>\w+)\})?(?P<probes>(?:\+\w+)*)"
)
_STATE = re.compile(
    r"(?P<name>[\w-]+) "
    r"(?P<state>running|exit (?P<code>-?\d+)|waiting|created|unknown|nothing|reset)"
    r"(?: because (?P<reason>\w+))?(?P<started> started)?(?P<ready> ready)?(?: x(?P<count>\d+))?"
    r"(?: after exit (?P<last>-?\d+)(?: because (?P<last_reason>\w+))?)?(?P<changed> changed)?"
)


def pod(containers: str, restart: str | None = "Always", deleted: bool = False) -> Pod:
    """A Pod of these containers, with this restartPolicy."""
    made = [_container(word) for word in containers.split()]
    chosen = {kind: [each for k, each in made if k == kind] for kind in "aie"}
    return Pod(
        metadata=ObjectMeta(
            name="web",
            namespace="default",
            uid="uid",
            deletionTimestamp=EPOCH if deleted else None,
        ),
        spec=PodSpec(
            containers=chosen["a"],
            initContainers=chosen["i"] or None,
            ephemeralContainers=chosen["e"] or None,
            restartPolicy=restart,
        ),
    )


def _container(word: str):
    match = _WORD.fullmatch(word)
    assert match, f"not a container: {word}"
    name, kind = match["name"], match["kind"]
    if kind == "e":
        return "e", EphemeralContainer(name=name)
    probes = {f"{probe}Probe": Probe() for probe in match["probes"].split("+")[1:]}
    made = Container(
        name=name,
        restartPolicy="Always" if kind == "s" else match["policy"],
        restartPolicyRules=_rules(match["code"], match["action"]),
        **probes,
    )
    return ("i" if kind in ("i", "s") else "a"), made


def _rules(code: str | None, action: str | None) -> list[ContainerRestartRule] | None:
    if code is None:
        return None
    operator = "NotIn" if code.startswith("!") else "In"
    codes = ContainerRestartRuleOnExitCodes(operator=operator, values=[int(code.lstrip("!"))])
    return [ContainerRestartRule(action=action, exitCodes=codes)]


def statuses(states: str) -> list[ContainerStatus]:
    """Container statuses of the API."""
    return [_status(match) for match in _matches(states)]


def _status(match: re.Match[str]) -> ContainerStatus:
    last = match["last"]
    if match["state"] == "reset":
        return _reset(match["name"], int(match["count"] or 0))
    return ContainerStatus(
        name=match["name"],
        image="",
        imageID="",
        ready=bool(match["ready"]),
        started=True if match["started"] else None,
        restartCount=int(match["count"] or 0),
        state=_state(match["state"], match["code"], match["reason"]),
        lastState=_state("exit", last, match["last_reason"]) if last else None,
    )


def _reset(name: str, count: int) -> ContainerStatus:
    message = "The container is removed because RestartAllContainers in place"
    ended = ContainerStateTerminated(exitCode=137, reason=RESETTING, message=message)
    return ContainerStatus(
        name=name,
        image="",
        imageID="",
        ready=False,
        restartCount=count,
        state=ContainerState(waiting=ContainerStateWaiting(reason=RESETTING, message=message)),
        lastState=ContainerState(terminated=ended),
    )


def said(made: list[ContainerStatus] | None) -> str:
    """Statuses in the form in which `statuses` reads them."""
    return ", ".join(_said_of(each) for each in made or ())


def _said_of(status: ContainerStatus) -> str:
    if status.state.waiting is not None and status.state.waiting.reason == RESETTING:
        text = f"{status.name} reset"
    else:
        text = f"{status.name} {_said_of_state(status.state)}"
    text += " ready" if status.ready else ""
    text += f" x{status.restartCount}" if status.restartCount else ""
    last = status.lastState
    if last is not None and last.terminated is not None and last.terminated.reason != RESETTING:
        text += f" after {_said_of_state(last)}"
    return text


def _said_of_state(state: ContainerState) -> str:
    if state.running is not None:
        return "running"
    kind = f"exit {state.terminated.exitCode}" if state.terminated is not None else "waiting"
    reason = (state.terminated or state.waiting).reason
    return f"{kind} because {reason}" if reason else kind


def _state(state: str, code: str | None, reason: str | None) -> ContainerState:
    if state == "running":
        return ContainerState(running=ContainerStateRunning())
    if state == "waiting":
        return ContainerState(waiting=ContainerStateWaiting(reason=reason))
    if code is not None:
        return ContainerState(
            terminated=ContainerStateTerminated(exitCode=int(code), reason=reason)
        )
    return ContainerState()


def runtime(states: str, sandbox: str = "ready") -> PodRuntime:
    """What the runtime reports, newest first.

    The sandbox is `ready`, `ready without address`, `lost`, `lost x2` (the third) or `none`.

    The newest instance of `web` has the id `web-1`, the one before `web-2`. One that is
    `changed` was made from another spec.
    """
    seen: dict[str, int] = {}
    instances = []
    for match in _matches(states):
        seen[match["name"]] = number = seen.get(match["name"], 0) + 1
        instances.append(
            cri.ContainerStatus(
                id=f"{match['name']}-{number}",
                name=match["name"],
                state="exited" if match["code"] else match["state"],
                restart_count=int(match["count"] or 0),
                exit_code=int(match["code"] or 0),
                reason=match["reason"] or "",
                spec_hash_matches=not match["changed"],
                sandbox_id="sandbox",
            )
        )
    return PodRuntime(_sandboxes(sandbox), tuple(instances))


def _sandboxes(sandbox: str) -> tuple[SandboxStatus, ...]:
    if sandbox == "none":
        return ()
    state, _, attempt = sandbox.partition(" x")
    address = "" if "without address" in state else "10.0.0.1"
    ready = state.startswith("ready")
    return (SandboxStatus("sandbox", int(attempt or 0), ready, ip=address),)


def verdicts(made: Pod, seen: PodRuntime, exceptions: str = "") -> dict[tuple[str, str], str]:
    """What the probes say of the newest instances, by probe type and id.

    All that a container declares has succeeded, except `startup of web Failure` or
    `liveness of web none`.
    """
    found = {}
    for container in (*(made.spec.initContainers or ()), *made.spec.containers):
        for probe_type in ("liveness", "startup"):
            if getattr(container, f"{probe_type}Probe") is not None:
                found[probe_type, container.name] = "Success"
    for phrase in filter(None, exceptions.split(", ")):
        probe_type, _, name, result = phrase.split()
        found[probe_type, name] = result
    newest = {name: status.id for (_, name) in found if (status := seen.newest(name))}
    return {
        (probe_type, newest[name]): result
        for (probe_type, name), result in found.items()
        if result != "none" and name in newest
    }


def told(made: Pod, actions: PodActions) -> str:
    """What a sync does, in words: `kill log-1 (its message); start log`."""
    spec = made.spec
    said = ["kill the pod"] if actions.kill_pod else []
    if actions.create_sandbox:
        said.append(f"make sandbox {actions.attempt}")
    said += _listed("init", spec.initContainers, actions.init_containers_to_start)
    said += _listed("start", spec.containers, actions.containers_to_start)
    said += _listed("debug", spec.ephemeralContainers, actions.ephemeral_containers_to_start)
    said += [f"kill {kill.id} ({kill.message})" for kill in actions.containers_to_kill]
    for reset in actions.containers_to_reset:
        said.append(f"{'kill and remove' if reset.kill else 'remove'} {reset.id}")
    for resource, updates in sorted(actions.containers_to_update.items()):
        said.append(f"set {resource} of {' '.join(update.name for update in updates)}")
    return "; ".join(said) or "keep"


def _listed(verb: str, containers: list | None, indices: tuple[int, ...]) -> list[str]:
    names = [(containers or [])[index].name for index in indices]
    return [f"{verb} {' '.join(names)}"] if names else []


def _matches(states: str) -> list[re.Match[str]]:
    matches = []
    for phrase in filter(None, states.split(", ")):
        match = _STATE.fullmatch(phrase)
        assert match, f"not a state: {phrase}"
        matches.append(match)
    return matches
