"""Disruption budgets, and the shares of Pods that workloads speak of, too."""

import pytest

from tests.engine.api.validation.judging import refused, update_refused

SHARE = (
    "a valid percent string must be a numeric string followed by an ending '%' "
    "(e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"
)
BUDGETS = [
    ("minAvailable: 50%", []),
    ("minAvailable: -1", ["minAvailable: Invalid value: -1: must be greater than or equal to 0"]),
    ("maxUnavailable: half", [f'maxUnavailable: Invalid value: "half": {SHARE}']),
    ("maxUnavailable: 101%", [
        'maxUnavailable: Invalid value: "101%": must not be greater than 100%'
    ]),
    ("unhealthyPodEvictionPolicy: Never", [
        'unhealthyPodEvictionPolicy: Unsupported value: "Never": supported values: '
        '"AlwaysAllow", "IfHealthyBudget"'
    ]),
]  # fmt: skip


@pytest.mark.parametrize(["spec", "said"], BUDGETS)
def test_a_budget_is_a_number_or_a_share(spec, said):
    said = [f"spec.{line}" for line in said]
    budget = ("policy/v1", "PodDisruptionBudget")
    assert refused(*budget, f"{{spec: {{{spec}}}}}") == said
    assert update_refused(*budget, "{spec: {}}", f"{{spec: {{{spec}}}}}") == said


def test_a_budgets_name_stands_in_a_path_and_is_looked_at_last():
    budget = ("policy/v1", "PodDisruptionBudget")
    assert refused(*budget, "{spec: {}}", "{name: Any_Name}") == []
    assert refused(*budget, "{spec: {}}", "{name: a/b}") == [
        "metadata.name: Invalid value: \"a/b\": may not contain '/'"
    ]
    (said,) = refused(*budget, "{spec: {minAvailable: -1}}", "{name: a/b}")
    assert said.startswith("spec.minAvailable: ")


def test_a_number_of_pods_that_is_written_as_text_is_no_share():
    spec = (
        "{spec: {selector: {matchLabels: {a: b}}, strategy: {rollingUpdate: "
        "{maxSurge: '5', maxUnavailable: 0}}, template: {metadata: {labels: {a: b}}, "
        "spec: {containers: [{name: a, image: b}]}}}}"
    )
    assert refused("apps/v1", "Deployment", spec) == [
        f'spec.strategy.rollingUpdate.maxSurge: Invalid value: "5": {SHARE}'
    ]
