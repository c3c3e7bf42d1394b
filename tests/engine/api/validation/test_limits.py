"""LimitRanges and ResourceQuotas."""

import pytest

from tests.engine.api.validation.judging import refused, update_refused

LIMITS = [
    ("type: Container, max: {cpu: 1}, min: {cpu: 100m}", []),
    ("type: Rack", ["type: Invalid value: \"Rack\": must be a standard limit type or fully "
                    "qualified"]),
    ("type: Pod, max: {storage: 1Gi}", [
        'max[storage]: Invalid value: "storage": must be a standard resource for containers'
    ]),
    ("type: Pod, default: {cpu: 1}, defaultRequest: {cpu: 1}", [
        "default: Forbidden: may not be specified when `type` is 'Pod'",
        "defaultRequest: Forbidden: may not be specified when `type` is 'Pod'",
    ]),
    ("type: PersistentVolumeClaim, max: {cpu: 1}", [
        "limits: Required value: either minimum or maximum storage value is required, but "
        "neither was provided"
    ]),
    ("type: Pod, max: {cpu: 1}, min: {cpu: 2}", [
        'min[cpu]: Invalid value: "2": min value 2 is greater than max value 1'
    ]),
    ("type: Container, min: {cpu: 2}, default: {cpu: 1}, defaultRequest: {cpu: 1500m}", [
        'defaultRequest[cpu]: Invalid value: "1500m": min value 2 is greater than default '
        "request value 1500m",
        'defaultRequest[cpu]: Invalid value: "1500m": default request value 1500m is greater '
        "than default limit value 1",
        'default[cpu]: Invalid value: "2": min value 2 is greater than default value 1',
    ]),
    ("type: Container, max: {cpu: 1}, default: {cpu: 2}, defaultRequest: {cpu: 2}", [
        'defaultRequest[cpu]: Invalid value: "2": default request value 2 is greater than '
        "max value 1",
        'default[cpu]: Invalid value: "1": default value 2 is greater than max value 1',
    ]),
    ("type: Pod, max: {cpu: 2}, min: {cpu: 1}, maxLimitRequestRatio: {cpu: 3}", [
        'maxLimitRequestRatio[cpu]: Invalid value: "3": ratio 3 is greater than max/min = '
        "2.000000"
    ]),
    ("type: Pod, maxLimitRequestRatio: {cpu: 500m}", [
        'maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1'
    ]),
    ("type: Container, default: {a.io/gpu: 2}, defaultRequest: {a.io/gpu: 1}", [
        'defaultRequest[a.io/gpu]: Invalid value: "1": default value 2 must equal to '
        "defaultRequest value 1 in a.io/gpu"
    ]),
]  # fmt: skip


@pytest.mark.parametrize(["item", "said"], LIMITS)
def test_limits_are_in_order(item, said):
    said = [f"spec.limits[0].{line}" for line in said]
    limits = f"{{spec: {{limits: [{{{item}}}]}}}}"
    assert refused("v1", "LimitRange", limits) == said
    assert update_refused("v1", "LimitRange", "{spec: {limits: []}}", limits) == said


def test_there_is_one_limit_of_each_type():
    limits = "{spec: {limits: [{type: Pod}, {type: Pod}]}}"
    assert refused("v1", "LimitRange", limits) == ['spec.limits[1].type: Duplicate value: "Pod"']


ONLY_EXISTS = (
    "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, "
    "ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
    "ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity"
)
TERMS = "scopeSelector.matchExpressions"
QUOTAS = [
    ("hard: {pods: 3, requests.cpu: 1, a.io/gpu: 1, count/jobs.batch: 2}", []),
    ("hard: {storage: 1Gi}", [
        'hard[storage]: Invalid value: "storage": must be a standard resource for quota'
    ]),
    ("hard: {pods: 1500m}", ['hard[pods]: Invalid value: "1500m": must be an integer']),
    ("hard: {pods: -1}", [
        'hard[pods]: Invalid value: "-1": must be greater than or equal to 0'
    ]),
    ("hard: {cpu: 1}, scopes: [BestEffort]", [
        'scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource'
    ]),
    ("scopes: [Fast]", ['scopes: Invalid value: ["Fast"]: unsupported scope']),
    ("scopes: [Terminating, NotTerminating]", [
        'scopes: Invalid value: ["Terminating","NotTerminating"]: conflicting scopes'
    ]),
    ("scopeSelector: {matchExpressions: [{scopeName: BestEffort, operator: In, values: [a]}]}", [
        f'{TERMS}.operator: Invalid value: "In": {ONLY_EXISTS}'
    ]),
    ("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In}]}", [
        f"{TERMS}.values: Required value: must be at least one value when `operator` is 'In' "
        "or 'NotIn' for scope selector"
    ]),
    ("scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: Exists, "
     "values: [a]}]}", [
        f"{TERMS}.values: Invalid value: [\"a\"]: must be no value when `operator` is 'Exist' "
        "or 'DoesNotExist' for scope selector"
    ]),
    ("scopeSelector: {matchExpressions: [{scopeName: Slow, operator: Equals}]}", [
        f'{TERMS}.scopeName: Invalid value: "Slow": unsupported scope',
        f'{TERMS}.operator: Invalid value: "Equals": not a valid selector operator',
    ]),
]  # fmt: skip


@pytest.mark.parametrize(["spec", "said"], QUOTAS)
def test_a_quota_counts_what_can_be_counted(spec, said):
    said = [f"spec.{line}" for line in said]
    assert refused("v1", "ResourceQuota", f"{{spec: {{{spec}}}}}") == said


def test_the_scopes_of_a_quota_never_change():
    before, after = "{spec: {scopes: [BestEffort]}}", "{spec: {}}"
    assert update_refused("v1", "ResourceQuota", before, after) == [
        "spec.scopes: Invalid value: null: field is immutable"
    ]
