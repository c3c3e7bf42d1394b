"""TestValidateContainerRestartPolicy (pkg/apis/core/validation/validation_test.go)."""

import pytest

from tests.upstream import rows as table
from tests.upstream.validating import created, loaded

POLICIES = 'supported values: "Always", "Never", "OnFailure"'
ACTIONS = 'supported values: "Restart", "RestartAllContainers"'
OPERATORS = 'supported values: "In", "NotIn"'
RULE = "{action: Restart, exitCodes: {operator: In, values: [42]}}"
ALL = "{action: RestartAllContainers, exitCodes: {operator: NotIn, values: [0]}}"
NEEDED = "restartPolicy: Required value: must specify restartPolicy when restart rules are used"
FIRST = "restartPolicyRules[0]"
CASES = [
    ("", "", []),
    ("Always", "", []),
    ("Never", "", []),
    ("OnFailure", "", []),
    ("Never", RULE, []),
    ("Never", ALL, []),
    ("Never", ", ".join([RULE] * 20), []),
    ("Maybe", "", [f'restartPolicy: Unsupported value: "Maybe": {POLICIES}']),
    ("''", "", [f'restartPolicy: Unsupported value: "": {POLICIES}']),
    ("", RULE, [NEEDED]),
    (
        "Never",
        RULE.replace("Restart", "Leave"),
        [f'{FIRST}.action: Unsupported value: "Leave": {ACTIONS}'],
    ),
    (
        "Never",
        "{exitCodes: {operator: In, values: [42]}}",
        [f'{FIRST}.action: Unsupported value: "": {ACTIONS}'],
    ),
    ("Never", "{action: Restart}", [f"{FIRST}.exitCodes: Required value: must be specified"]),
    (
        "Never",
        RULE.replace("In", "Out"),
        [f'{FIRST}.exitCodes.operator: Unsupported value: "Out": {OPERATORS}'],
    ),
    (
        "Never",
        RULE.replace("42", ", ".join(map(str, range(256)))),
        [f"{FIRST}.exitCodes.values: Too many: 256: must have at most 255 items"],
    ),
    (
        "Never",
        ", ".join([RULE] * 21),
        ["restartPolicyRules: Too many: 21: must have at most 20 items"],
    ),
]


@pytest.mark.parametrize(["policy", "rules", "said"], CASES)
def test_a_containers_own_policy_and_rules(policy, rules, said):
    container = loaded(f"{{restartPolicy: {policy}}}") if policy else {}
    if rules:
        container["restartPolicyRules"] = loaded(f"[{rules}]")
    assert created({"containers": [container]}, below="spec.containers[0]") == said


def test_a_sidecar_may_have_rules_of_its_own():
    sidecar = f"{{restartPolicy: Always, restartPolicyRules: [{ALL}]}}"
    assert created({"initContainers": [loaded(sidecar)]}) == []
    rules_alone = {"initContainers": [loaded(f"{{restartPolicyRules: [{ALL}]}}")]}
    assert created(rules_alone, below="spec.initContainers[0]") == [NEEDED]


@table.rows("validate_container_restart_policy")
def test_what_else_is_said_of_restart_policies(case):
    found, said = table.created(case)
    assert found == said
