"""Whether a container that has ended is to run again.

Three policies are asked in turn: the container's own rules on exit codes, the container's
restartPolicy, the Pod's. A deleted Pod restarts nothing.

Mirrors pkg/api/v1/pod/util.go and pkg/kubelet/container/helpers.go.
"""

from collections.abc import Iterator

from lightkube.models.core_v1 import Container, ContainerRestartRule, Pod, PodSpec, PodStatus

from lifecycle.engine.api.conditions import is_true
from lifecycle.engine.api.pod import find_container, visit_containers
from lifecycle.engine.cri.status import CREATED, EXITED, RUNNING, ContainerStatus, PodRuntime

RESTART_ALL_CONTAINERS = "RestartAllContainers"
ALL_CONTAINERS_RESTARTING = "AllContainersRestarting"


def is_restartable_init_container(container: Container) -> bool:
    """Whether it is a sidecar, given that it stands among the init containers."""
    return container.restartPolicy == "Always"


def find_matching_container_restart_rule(
    container: Container, exit_code: int
) -> ContainerRestartRule | None:
    """The first of the container's rules that speaks about this exit code."""
    for rule in container.restartPolicyRules or ():
        if rule.exitCodes is None:
            continue
        listed = exit_code in (rule.exitCodes.values or ())
        if (rule.exitCodes.operator == "In") if listed else (rule.exitCodes.operator == "NotIn"):
            return rule
    return None


def container_should_restart(container: Container, spec: PodSpec, exit_code: int) -> bool:
    """Whether the policies restart a container that ended with this code."""
    if container.restartPolicy is not None:
        rule = find_matching_container_restart_rule(container, exit_code)
        if rule is not None and rule.action in ("Restart", RESTART_ALL_CONTAINERS):
            return True
        return _policy_restarts(container.restartPolicy, exit_code)
    return _policy_restarts(spec.restartPolicy, exit_code)


def deciding_field(pod: Pod, name: str, exit_code: int) -> str:
    """Which of the three policies has the say about a container's end with this code."""
    place = find_container(pod, name)
    if place is None or place.container.restartPolicy is None:
        return "spec.restartPolicy"
    rules = place.container.restartPolicyRules or ()
    matching = find_matching_container_restart_rule(place.container, exit_code)
    for number, rule in enumerate(rules):
        if rule is matching:
            return f"{place.path}.restartPolicyRules[{number}]"
    return f"{place.path}.restartPolicy"


def _policy_restarts(policy: str | None, exit_code: int) -> bool:
    if policy == "Never":
        return False
    return exit_code != 0 if policy == "OnFailure" else True


def should_container_be_restarted(container: Container, pod: Pod, runtime: PodRuntime) -> bool:
    """Whether the next sync would start this container (`ShouldContainerBeRestarted`)."""
    if pod.metadata.deletionTimestamp is not None:
        return False
    status = runtime.newest(container.name)
    if status is None:
        return True
    if status.state == RUNNING:
        return False
    if status.state != EXITED:
        return True
    return container_should_restart(container, pod.spec, status.exit_code)


def all_containers_could_restart(spec: PodSpec) -> bool:
    """Whether any container has a rule that restarts the whole Pod in place."""
    for container in (*(spec.initContainers or ()), *spec.containers):
        for rule in container.restartPolicyRules or ():
            if rule.action == RESTART_ALL_CONTAINERS:
                return True
    return False


def restarting_fields(pod: Pod) -> tuple[str, ...]:
    """The rules that restart the whole Pod in place."""
    return tuple(
        f"{place.path}.restartPolicyRules[{number}]"
        for place in visit_containers(pod.spec)
        for number, rule in enumerate(getattr(place.container, "restartPolicyRules", None) or ())
        if rule.action == RESTART_ALL_CONTAINERS
    )


def should_all_containers_restart(
    pod: Pod, runtime: PodRuntime | None, api_status: PodStatus | None
) -> bool:
    """Whether a restart of the whole Pod in place is due or under way.

    It is under way while the API says so; it is due when a container has ended with a
    code that its rules answer with RestartAllContainers (`ShouldAllContainersRestart`).
    """
    if not all_containers_could_restart(pod.spec):
        return _says_restarting(api_status)
    if _says_restarting(api_status):
        return True
    codes = _api_exit_codes(api_status)
    for container in _containers(pod.spec):
        seen = runtime.newest(container.name) if runtime is not None else None
        if seen is not None and triggers_restart_of_all(container, seen):
            return True
        code = codes.get(container.name)
        if code is not None and _rule_restarts_all(container, code):
            return True
    return False


def triggers_restart_of_all(container: Container, status: ContainerStatus) -> bool:
    """Whether this container's end asks for all containers to be restarted."""
    return status.state == EXITED and _rule_restarts_all(container, status.exit_code)


def all_containers_restart_cleaned_up(pod: Pod, runtime: PodRuntime) -> bool:
    """Whether the runtime has forgotten every container (`AllContainersRestartCleanedUp`)."""
    return all(runtime.newest(container.name) is None for container in _containers(pod.spec))


def has_any_regular_container_created(pod: Pod, runtime: PodRuntime) -> bool:
    """Whether an app container was ever made, which proves that the init ones were done."""
    for container in pod.spec.containers:
        status = runtime.newest(container.name)
        if status is not None and status.state in (CREATED, RUNNING, EXITED):
            return True
    return False


def _rule_restarts_all(container: Container, exit_code: int) -> bool:
    rule = find_matching_container_restart_rule(container, exit_code)
    return rule is not None and rule.action == RESTART_ALL_CONTAINERS


def _says_restarting(status: PodStatus | None) -> bool:
    return is_true(status, ALL_CONTAINERS_RESTARTING)


def _api_exit_codes(status: PodStatus | None) -> dict[str, int]:
    if status is None:
        return {}
    statuses = [*(status.initContainerStatuses or ()), *(status.containerStatuses or ())]
    return {
        each.name: each.state.terminated.exitCode
        for each in statuses
        if each.state is not None and each.state.terminated is not None
    }


def _containers(spec: PodSpec) -> Iterator[Container]:
    yield from spec.initContainers or ()
    yield from spec.containers
