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

_WORD = re.compile(
    r"(?:(?P<kind>[ise]):)?(?P<name>[\w-]+)(?:!(?P<policy>\w+))?"
    r"(?:\{(?P<code>!?-?\d+)=(?P<action>\w+)\})?(?P<probes>(?:\+\w+)*)"
)
_STATE = re.compile(
    r"(?P<name>[\w-]+) (?P<state>running|exit (?P<code>-?\d+)|waiting|created|unknown|nothing|reset)"
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
    reason = "RestartingAllContainers"
    message = "The container is removed because RestartAllContainers in place"
    ended = ContainerStateTerminated(exitCode=137, reason=reason, message=message)
    return ContainerStatus(
        name=name,
        image="",
        imageID="",
        ready=False,
        restartCount=count,
        state=ContainerState(waiting=ContainerStateWaiting(reason=reason, message=message)),
        lastState=ContainerState(terminated=ended),
    )


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
    """What the runtime reports, newest first; the sandbox is ready, lost or none.

    The instance of `web` has the id `web-1`; a second, older one `web-2`. One that is
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
    sandboxes = {
        "ready": (SandboxStatus("sandbox", ip="10.0.0.1"),),
        "lost": (SandboxStatus("sandbox", ready=False, ip="10.0.0.1"),),
        "none": (),
    }
    return PodRuntime(sandboxes[sandbox], tuple(instances))


def _matches(states: str) -> list[re.Match[str]]:
    matches = []
    for phrase in filter(None, states.split(", ")):
        match = _STATE.fullmatch(phrase)
        assert match, f"not a state: {phrase}"
        matches.append(match)
    return matches
