"""When a container starts again: its own policy and rules, and what a resize does to it.

Mirrors `validateContainerRestartPolicy` and `validateResizePolicy`.
"""

from lightkube.models.core_v1 import Container, ContainerResizePolicy, ContainerRestartRule

from lifecycle.engine.api.validation.field import (
    Errors,
    duplicate,
    forbidden,
    invalid,
    not_supported,
    required,
    too_many,
)
from lifecycle.engine.api.validation.options import Options

_POLICIES = ("Always", "Never", "OnFailure")
_POD_POLICIES = ("Always", "OnFailure", "Never")
_OPERATORS = ("In", "NotIn")
_RESIZED = ("cpu", "memory")
_RESIZE_POLICIES = ("NotRequired", "RestartContainer")
_MOST_RULES = 20
_MOST_EXIT_CODES = 255


def validate_pod_restart_policy(policy: str | None, path: str) -> Errors:
    """The Pod's policy."""
    if not policy:
        return [required(path)]
    return [] if policy in _POD_POLICIES else [not_supported(path, policy, _POD_POLICIES)]


def validate_container_restart_policy(
    container: Container, path: str, options: Options, *, init: bool
) -> Errors:
    """A container's own policy and the rules that come before it."""
    policy, rules = container.restartPolicy, container.restartPolicyRules or []
    if not options.container_restart_rules:
        return _without_rules(policy, f"{path}.restartPolicy", init)
    errors: Errors = []
    if policy is not None and policy not in _POLICIES:
        errors.append(not_supported(f"{path}.restartPolicy", policy, _POLICIES))
    if policy is None and rules:
        text = "must specify restartPolicy when restart rules are used"
        errors.append(required(f"{path}.restartPolicy", text))
    if len(rules) > _MOST_RULES:
        errors.append(too_many(f"{path}.restartPolicyRules", len(rules), _MOST_RULES))
    if rules and init and policy == "Always" and not options.restart_all_containers:
        text = "restartPolicyRules are not allowed for init containers with restart policy Always"
        errors.append(forbidden(f"{path}.restartPolicyRules", text))
    for i, rule in enumerate(rules):
        errors += _validate_rule(rule, f"{path}.restartPolicyRules[{i}]", options)
    return errors


def _without_rules(policy: str | None, path: str, init: bool) -> Errors:
    if policy is None or (init and policy == "Always"):
        return []
    if init:
        return [not_supported(path, policy, ("Always",))]
    return [forbidden(path, "may not be set for non-init containers")]


def _validate_rule(rule: ContainerRestartRule, path: str, options: Options) -> Errors:
    errors: Errors = []
    actions = ("Restart", "RestartAllContainers")[: 2 if options.restart_all_containers else 1]
    if rule.action not in actions:
        errors.append(not_supported(f"{path}.action", rule.action, actions))
    codes, here = rule.exitCodes, f"{path}.exitCodes"
    if codes is None:
        return [*errors, required(here, "must be specified")]
    if codes.operator not in _OPERATORS:
        errors.append(not_supported(f"{here}.operator", codes.operator, _OPERATORS))
    if len(codes.values or ()) > _MOST_EXIT_CODES:
        errors.append(too_many(f"{here}.values", len(codes.values), _MOST_EXIT_CODES))
    return errors


def validate_resize_policy(
    policies: list[ContainerResizePolicy], path: str, container: Container, pod_policy: str | None
) -> Errors:
    """What changing cpu or memory in place does to the container."""
    errors: Errors = []
    seen: list[str] = []
    for i, policy in enumerate(policies):
        if policy.resourceName in seen:
            errors.append(duplicate(f"{path}[{i}]", policy.resourceName))
        seen.append(policy.resourceName)
        if not policy.resourceName:
            errors.append(required(path))
        elif policy.resourceName not in _RESIZED:
            errors.append(not_supported(path, policy.resourceName, _RESIZED))
        if not policy.restartPolicy:
            errors.append(required(path))
        elif policy.restartPolicy not in _RESIZE_POLICIES:
            errors.append(not_supported(path, policy.restartPolicy, _RESIZE_POLICIES))
        if policy.restartPolicy == "NotRequired":
            continue
        own = container.restartPolicy
        if own == "Never" or (own is None and pod_policy == "Never"):
            whose = "container" if own == "Never" else "pod"
            text = f"must be 'NotRequired' when {whose} `restartPolicy` is 'Never'"
            errors.append(invalid(path, policy.restartPolicy, text))
    return errors
