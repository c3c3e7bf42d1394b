"""What a Job's podFailurePolicy makes of a failed Pod.

Mirrors pkg/controller/job/pod_failure_policy.go.
"""

from collections.abc import Sequence
from typing import NamedTuple

from lightkube.models.batch_v1 import (
    Job,
    PodFailurePolicyOnExitCodesRequirement,
    PodFailurePolicyOnPodConditionsPattern,
    PodFailurePolicyRule,
)
from lightkube.models.core_v1 import ContainerStatus, Pod, PodCondition

from lifecycle.engine.controllers.job.facts import is_pod_failed


class Verdict(NamedTuple):
    """Whether the failure counts, and the message if it is the Job's end."""

    counts: bool = True
    message: str = ""


def judge(job: Job, pod: Pod) -> Verdict:
    """The first rule that matches decides (`matchPodFailurePolicy`)."""
    policy = job.spec.podFailurePolicy
    for index, rule in enumerate(policy.rules if policy else ()):
        reason = _match(rule, pod)
        if not reason:
            continue
        if rule.action == "Ignore":
            return Verdict(counts=False)
        if rule.action == "FailJob":
            return Verdict(message=f"{reason} matching FailJob rule at index {index}")
        return Verdict()
    return Verdict()


def fails_index(job: Job, pod: Pod) -> bool:
    """Whether the rule that decides says so of the Pod's index (`FailIndex`)."""
    policy = job.spec.podFailurePolicy
    for rule in policy.rules if policy else ():
        if _match(rule, pod):
            return rule.action == "FailIndex"
    return False


def job_failure(job: Job, pods: Sequence[Pod]) -> str:
    """The message of the first failed Pod that ends the Job (`getFailJobMessage`)."""
    for pod in pods:
        if is_pod_failed(pod, job):
            message = judge(job, pod).message
            if message:
                return message
    return ""


def _match(rule: PodFailurePolicyRule, pod: Pod) -> str:
    who = f"{pod.metadata.namespace}/{pod.metadata.name}"
    if rule.onExitCodes:
        found = _container(rule.onExitCodes, pod)
        if found:
            code = found.state.terminated.exitCode
            return f"Container {found.name} for pod {who} failed with exit code {code}"
        return ""
    condition = _condition(rule.onPodConditions or (), pod)
    return f"Pod {who} has condition {condition.type}" if condition else ""


def _container(wanted: PodFailurePolicyOnExitCodesRequirement, pod: Pod) -> ContainerStatus | None:
    """The first failed container with one of the exit codes, or with none of them."""
    statuses = (*(pod.status.containerStatuses or ()), *(pod.status.initContainerStatuses or ()))
    for status in statuses:
        ended = status.state.terminated if status.state else None
        if ended is None or ended.exitCode == 0:
            continue
        if wanted.containerName not in (None, status.name):
            continue
        if (ended.exitCode in wanted.values) == (wanted.operator == "In"):
            return status
    return None


def _condition(
    patterns: Sequence[PodFailurePolicyOnPodConditionsPattern], pod: Pod
) -> PodCondition | None:
    for condition in pod.status.conditions or ():
        for pattern in patterns:
            if (condition.type, condition.status) == (pattern.type, pattern.status or "True"):
                return condition
    return None
