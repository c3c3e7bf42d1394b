"""Random Pods and random reports of a runtime about them, for Hypothesis."""

from hypothesis import strategies as st
from lightkube.models.core_v1 import (
    Container,
    ContainerRestartRule,
    ContainerRestartRuleOnExitCodes,
    ContainerState,
    ContainerStateRunning,
    ContainerStateTerminated,
    ContainerStateWaiting,
    ContainerStatus,
    Pod,
    PodSpec,
    PodStatus,
    Probe,
)
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.cri import status as cri
from lifecycle.engine.cri.status import PodRuntime, SandboxStatus
from lifecycle.engine.kernel.clock import EPOCH

EXIT_CODES = st.sampled_from([0, 1, 42, 137])
PHASES = st.sampled_from([None, "Pending", "Running", "Succeeded", "Failed"])
POLICIES = st.sampled_from(["Always", "OnFailure", "Never"])


@st.composite
def rules(draw):
    """No rule, or one."""
    if draw(st.integers(0, 3)):
        return None
    codes = ContainerRestartRuleOnExitCodes(
        operator=draw(st.sampled_from(["In", "NotIn"])), values=[draw(EXIT_CODES)]
    )
    action = draw(st.sampled_from(["Restart", "RestartAllContainers"]))
    return [ContainerRestartRule(action=action, exitCodes=codes)]


@st.composite
def containers(draw, prefix, policies):
    """Up to three containers."""
    return [
        Container(
            name=f"{prefix}{number}",
            restartPolicy=draw(policies),
            restartPolicyRules=draw(rules()),
            livenessProbe=draw(st.sampled_from([None, Probe()])),
            startupProbe=draw(st.sampled_from([None, Probe()])),
            readinessProbe=draw(st.sampled_from([None, Probe()])),
        )
        for number in range(draw(st.integers(1, 3)))
    ]


@st.composite
def pods(draw):
    """Any Pod with app containers, init containers and sidecars."""
    init = draw(st.none() | containers("init", st.sampled_from([None, "Always", "Never"])))
    return Pod(
        metadata=ObjectMeta(
            name="web",
            namespace="default",
            uid="uid",
            deletionTimestamp=draw(st.sampled_from([None, None, EPOCH])),
        ),
        spec=PodSpec(
            containers=draw(containers("app", st.none() | POLICIES)),
            initContainers=init,
            restartPolicy=draw(POLICIES),
        ),
        status=draw(st.none() | st.builds(PodStatus, phase=PHASES)),
    )


def names_of(pod):
    """All containers, init ones first."""
    return [each.name for each in [*(pod.spec.initContainers or ()), *pod.spec.containers]]


@st.composite
def runtimes(draw, pod):
    """Any report about this Pod: up to two instances of each container, newest first."""
    sandboxes = [
        SandboxStatus("sandbox", draw(st.integers(0, 2)), draw(st.booleans()), ip="10.0.0.1")
        for _ in range(draw(st.integers(0, 1)))
    ]
    instances = []
    for name in names_of(pod):
        count = draw(st.integers(0, 2))
        for number in range(count):
            state = draw(st.sampled_from(["created", "running", "exited", "unknown"]))
            instances.append(
                cri.ContainerStatus(
                    id=f"{name}-{count - number}",
                    name=name,
                    state=state if number == 0 else "exited",
                    restart_count=count - number - 1,
                    exit_code=draw(EXIT_CODES),
                    spec_hash_matches=draw(st.booleans()),
                    sandbox_id="sandbox",
                )
            )
    return PodRuntime(tuple(sandboxes), tuple(instances))


@st.composite
def results(draw, runtime):
    """Any verdicts about the instances of this report."""
    found = {}
    for instance in runtime.containers:
        for probe_type in ("liveness", "readiness", "startup"):
            result = draw(st.sampled_from([None, "Success", "Failure", "UNKNOWN"]))
            if result is not None:
                found[probe_type, instance.id] = result
    return found


@st.composite
def statuses(draw, pod):
    """Any statuses of this Pod's containers, of some of them."""
    states = st.sampled_from(
        [
            ContainerState(waiting=ContainerStateWaiting(reason="ContainerCreating")),
            ContainerState(running=ContainerStateRunning(startedAt=EPOCH)),
            ContainerState(terminated=ContainerStateTerminated(exitCode=0)),
            ContainerState(terminated=ContainerStateTerminated(exitCode=1)),
        ]
    )
    return [
        ContainerStatus(
            name=name,
            image="",
            imageID="",
            ready=False,
            restartCount=draw(st.integers(0, 5)),
            started=draw(st.sampled_from([None, False, True])),
            state=draw(states),
            lastState=draw(st.none() | states),
        )
        for name in names_of(pod)
        if draw(st.booleans())
    ]
