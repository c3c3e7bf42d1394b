"""TestValidatePodUpdate (pkg/apis/core/validation/validation_test.go)."""

import pytest

from tests.upstream import rows as table
from tests.upstream.validating import updated

SPEC = (
    "spec: Forbidden: pod updates may not change fields other than "
    "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
    "`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"
)
LISTS = "Forbidden: pod updates may not add or remove containers"
DEADLINE = "spec.activeDeadlineSeconds: Invalid value: {}: {}"
POSITIVE = "must be between 1 and 2147483647, inclusive"
NATURAL = "must be between 0 and 2147483647, inclusive"
KEPT = "spec.tolerations: Forbidden: existing toleration can not be modified except its "
KEPT += "tolerationSeconds"
ADDITIONS = "only additions to spec.nodeSelector are allowed (no mutations or deletions)"
GATED = "schedulingGates: [{name: wait}]"
ONE = "{key: a, value: b, operator: Equal, effect: NoExecute"


def limits(text):
    return f"{{containers: [{{resources: {{limits: {{{text}}}}}}}]}}"


CASES = {
    "nothing": ("{}", "{}", []),
    "another image": ("{containers: [{image: a}]}", "{containers: [{image: b}]}", []),
    "another init image": ("{initContainers: [{image: a}]}", "{initContainers: [{image: b}]}", []),
    "no image at all": (
        "{containers: [{image: a, imagePullPolicy: Always}]}",
        "{containers: [{image: '', imagePullPolicy: Always}]}",
        ["spec.containers[0].image: Required value"] * 2,
    ),
    "a container more": (
        "{containers: [{name: a}]}",
        "{containers: [{name: a}, {name: b}]}",
        [f"spec.containers: {LISTS}"],
    ),
    "a container less": (
        "{containers: [{name: a}, {name: b}]}",
        "{containers: [{name: a}]}",
        [f"spec.containers: {LISTS}"],
    ),
    "an init container more": (
        "{initContainers: []}",
        "{initContainers: [{name: b}]}",
        [f"spec.initContainers: {LISTS}"],
    ),
    "a deadline": ("{}", "{activeDeadlineSeconds: 30}", []),
    "an earlier deadline": ("{activeDeadlineSeconds: 30}", "{activeDeadlineSeconds: 10}", []),
    "a later deadline": (
        "{activeDeadlineSeconds: 30}",
        "{activeDeadlineSeconds: 31}",
        [DEADLINE.format(31, "must be less than or equal to previous value")],
    ),
    "no deadline any more": (
        "{activeDeadlineSeconds: 30}",
        "{}",
        [DEADLINE.format("null", "must not update from a positive integer to nil value")],
    ),
    "a deadline in the past": (
        "{}",
        "{activeDeadlineSeconds: -30}",
        [DEADLINE.format(-30, POSITIVE), DEADLINE.format(-30, NATURAL)],
    ),
    "a deadline now": (
        "{}",
        "{activeDeadlineSeconds: 0}",
        [DEADLINE.format(0, POSITIVE)],
    ),
    "another limit": (limits("cpu: 1"), limits("cpu: 2"), [SPEC]),
    "another port": (
        "{containers: [{ports: [{containerPort: 80}]}]}",
        "{containers: [{ports: [{containerPort: 81}]}]}",
        [SPEC],
    ),
    "another node": ("{nodeName: a}", "{nodeName: b}", [SPEC]),
    "another priority": ("{priorityClassName: a}", "{priorityClassName: b}", [SPEC]),
    "one second instead of less than none": (
        "{terminationGracePeriodSeconds: -1}",
        "{terminationGracePeriodSeconds: 1}",
        [],
    ),
    "another grace": (
        "{terminationGracePeriodSeconds: -1}",
        "{terminationGracePeriodSeconds: 2}",
        [SPEC],
    ),
    "a toleration more": (
        f"{{nodeName: n, tolerations: [{ONE}}}]}}",
        f"{{nodeName: n, tolerations: [{ONE}}}, {{operator: Exists}}]}}",
        [],
    ),
    "a toleration for longer": (
        f"{{nodeName: n, tolerations: [{ONE}, tolerationSeconds: 10}}]}}",
        f"{{nodeName: n, tolerations: [{ONE}, tolerationSeconds: 20}}]}}",
        [],
    ),
    "another toleration": (
        f"{{nodeName: n, tolerations: [{ONE}}}]}}",
        "{nodeName: n, tolerations: [{operator: Exists}]}",
        [KEPT],
    ),
    "a gate opens": (f"{{{GATED}}}", "{}", []),
    "a gate closes": (
        "{}",
        f"{{{GATED}}}",
        [
            "spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new "
            "scheduling gate 'wait'"
        ],
    ),
    "a gated Pod's nodes are narrowed": (
        f"{{{GATED}, nodeSelector: {{a: b}}}}",
        f"{{{GATED}, nodeSelector: {{a: b, c: d}}}}",
        [],
    ),
    "a gated Pod's nodes are widened": (
        f"{{{GATED}, nodeSelector: {{a: b}}}}",
        f"{{{GATED}}}",
        [f"spec.nodeSelector: Invalid value: null: {ADDITIONS}"],
    ),
    "a Pod's nodes are narrowed": ("{}", "{nodeSelector: {a: b}}", [SPEC]),
}  # fmt: skip


@pytest.mark.parametrize(["before", "after", "said"], CASES.values(), ids=CASES)
def test_little_of_a_running_pod_may_change(before, after, said):
    assert [line.split("\n")[0] for line in updated(before, after)] == said


METADATA = [
    ("{labels: {a: b}}", "{labels: {c: d}}", []),
    ("{annotations: {a: b}}", "{annotations: {c: d}}", []),
    ("{}", "{name: other}", ['metadata.name: Invalid value: "other": field is immutable']),
    (
        "{}",
        "{deletionGracePeriodSeconds: 30}",
        ["metadata.deletionGracePeriodSeconds: Invalid value: 30: field is immutable"],
    ),
    (
        "{}",
        "{annotations: {kubernetes.io/config.mirror: m}}",
        [
            "metadata.annotations[kubernetes.io/config.mirror]: Forbidden: "
            "may not add mirror pod annotation"
        ],
    ),
    (
        "{annotations: {kubernetes.io/config.mirror: m}}",
        "{}",
        [
            "metadata.annotations[kubernetes.io/config.mirror]: Forbidden: "
            "may not remove or update mirror pod annotation"
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(["before", "after", "said"], METADATA)
def test_labels_change_names_do_not(before, after, said):
    assert updated("{nodeName: n}", "{nodeName: n}", before, after) == said


def test_the_change_is_shown_as_go_writes_it():
    (said,) = updated("{nodeName: a}", "{nodeName: b, hostNetwork: true}")
    assert said.removeprefix(SPEC).split("\n")[2:] == [
        '  "NodeSelector": null,',
        '  "ServiceAccountName": "",',
        '  "AutomountServiceAccountToken": null,',
        '- "NodeName": "a",',
        '+ "NodeName": "b",',
        '  "SecurityContext": {',
        '-  "HostNetwork": false,',
        '+  "HostNetwork": true,',
        '   "HostPID": false,',
        '   "HostIPC": false,',
        '   "ShareProcessNamespace": null,',
        "",
    ]


@table.rows("validate_pod_update")
def test_what_else_is_said_of_an_update(case):
    found, said = table.updated(case)
    assert found == said
