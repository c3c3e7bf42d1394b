import pytest

from tests.engine.api.validation.judging import made, refused, update_refused

NO_SELECTOR = "spec.selector: Required value"
NO_CONTAINERS = "spec.template.spec.containers: Required value"
MISMATCH = "spec.template.metadata.labels: Invalid value: {}: "
MISMATCH += "`selector` does not match template `labels`"
TEMPLATE = "template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: b}]}}"
SELECTOR = "selector: {matchLabels: {app: web}}"
KINDS = ("Deployment", "ReplicaSet", "DaemonSet", "StatefulSet")


def spec(more="", selector=SELECTOR, template=TEMPLATE):
    return f"{{spec: {{{', '.join(part for part in (selector, template, more) if part)}}}}}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_selector_of_its_templates_labels_is_all_it_needs(kind):
    assert refused("apps/v1", kind, spec()) == []


@pytest.mark.parametrize(
    ["kind", "said"],
    [
        ("Deployment", [NO_SELECTOR, MISMATCH.format("null"), NO_CONTAINERS]),
        ("ReplicaSet", [NO_SELECTOR, MISMATCH.format("null"), NO_CONTAINERS]),
        ("DaemonSet", [MISMATCH.format("null"), NO_CONTAINERS]),
        ("StatefulSet", [NO_SELECTOR, MISMATCH.format("null")]),
    ],
)
def test_nothing_at_all_is_told_to_the_end(kind, said):
    assert refused("apps/v1", kind, "{}") == said


@pytest.mark.parametrize("kind", KINDS)
def test_a_selector_that_selects_nothing_or_everything(kind):
    other = refused("apps/v1", kind, spec(selector="selector: {matchLabels: {app: db}}"))
    assert other == [MISMATCH.format('{"app":"web"}')]
    (everything,) = refused("apps/v1", kind, spec(selector="selector: {}"))
    assert everything.startswith("spec.selector: Invalid value: {}: empty selector is invalid for")


RESTARTS = 'spec.template.spec.restartPolicy: Unsupported value: "Never"'


@pytest.mark.parametrize("kind", KINDS)
def test_its_pods_run_for_ever(kind):
    template = TEMPLATE.replace(
        "spec: {", "spec: {restartPolicy: Never, activeDeadlineSeconds: 1, "
    )
    said = refused("apps/v1", kind, spec(template=template))
    owner = "ReplicaSet" if kind == "Deployment" else kind
    assert said == [
        f'{RESTARTS}: supported values: "Always"',
        "spec.template.spec.activeDeadlineSeconds: Forbidden: "
        f"activeDeadlineSeconds in {owner} is not Supported",
    ]


DEPLOYMENTS = [
    ("replicas: -1", ["replicas: Invalid value: -1: must be greater than or equal to 0"]),
    (
        "strategy: {type: Blue}",
        [
            'strategy: Unsupported value: {"Type":"Blue","RollingUpdate":null}: '
            'supported values: "Recreate", "RollingUpdate"'
        ],
    ),
    (
        "strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}",
        [
            "strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is "
            "'Recreate'"
        ],
    ),
    (
        "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 0%}}",
        [
            'strategy.rollingUpdate.maxUnavailable: Invalid value: "0%": may not be 0 when '
            "`maxSurge` is 0"
        ],
    ),
    (
        "strategy: {rollingUpdate: {maxUnavailable: 101%}}",
        [
            'strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": '
            "must not be greater than 100%"
        ],
    ),
    (
        "minReadySeconds: 600",
        ["progressDeadlineSeconds: Invalid value: 600: must be greater than minReadySeconds"],
    ),
    ("strategy: {rollingUpdate: {maxSurge: 200%, maxUnavailable: 0}}", []),
]  # fmt: skip


@pytest.mark.parametrize(["more", "said"], DEPLOYMENTS)
def test_a_deployment_can_be_rolled_out(more, said):
    assert refused("apps/v1", "Deployment", spec(more)) == [f"spec.{line}" for line in said]


STATEFUL_SETS = [
    (
        "podManagementPolicy: Random",
        [
            'podManagementPolicy: Invalid value: "Random": must be \'OrderedReady\' or '
            "'Parallel'"
        ],
    ),
    (
        "updateStrategy: {type: Recreate}",
        [
            'updateStrategy: Invalid value: {"Type":"Recreate","RollingUpdate":null}: '
            "must be 'RollingUpdate' or 'OnDelete'"
        ],
    ),
    (
        "updateStrategy: {rollingUpdate: {partition: -1}}",
        [
            "updateStrategy.rollingUpdate.partition: Invalid value: -1: "
            "must be greater than or equal to 0"
        ],
    ),
    (
        "persistentVolumeClaimRetentionPolicy: {whenScaled: Archive}",
        [
            'persistentVolumeClaimRetentionPolicy.whenScaled: Unsupported value: "Archive": '
            'supported values: "Retain", "Delete"'
        ],
    ),
    ("ordinals: {start: 3}", []),
]  # fmt: skip


@pytest.mark.parametrize(["more", "said"], STATEFUL_SETS)
def test_a_stateful_set_has_an_order(more, said):
    assert refused("apps/v1", "StatefulSet", spec(more)) == [f"spec.{line}" for line in said]


DAEMON_SETS = [
    (
        "updateStrategy: {type: Recreate}",
        [
            'updateStrategy: Unsupported value: {"Type":"Recreate","RollingUpdate":null}: '
            'supported values: "RollingUpdate", "OnDelete"'
        ],
    ),
    (
        "updateStrategy: {rollingUpdate: {maxUnavailable: 0}}",
        [
            "updateStrategy.rollingUpdate.maxUnavailable: Required value: "
            "cannot be 0 when maxSurge is 0"
        ],
    ),
    (
        "updateStrategy: {rollingUpdate: {maxSurge: 1}}",
        [
            "updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: "
            "may not be set when maxUnavailable is non-zero"
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(["more", "said"], DAEMON_SETS)
def test_a_daemon_set_adds_or_removes_first(more, said):
    assert refused("apps/v1", "DaemonSet", spec(more)) == [f"spec.{line}" for line in said]


@pytest.mark.parametrize("kind", ["Deployment", "ReplicaSet", "DaemonSet"])
def test_a_selector_stays_as_it_is(kind):
    before, after = ("{app: web}", "{app: web, tier: front}")
    template = TEMPLATE.replace("app: web", "app: web, tier: front")
    written = [
        spec(selector=f"selector: {{matchLabels: {labels}}}", template=template)
        for labels in (before, after)
    ]
    assert update_refused("apps/v1", kind, *written) == [
        'spec.selector: Invalid value: {"matchLabels":{"app":"web","tier":"front"}}: '
        "field is immutable"
    ]


def test_a_stateful_set_stays_as_it_is_but_for_a_few_fields():
    assert update_refused("apps/v1", "StatefulSet", spec(), spec("replicas: 3")) == []
    (said,) = update_refused("apps/v1", "StatefulSet", spec(), spec("serviceName: db"))
    assert said.startswith("spec: Forbidden: updates to statefulset spec for fields other than")


def test_what_is_left_out_is_still_there():
    deployment = made("apps/v1", "Deployment", "{}")
    assert deployment.spec.template.spec.restartPolicy == "Always"
    assert made("v1", "ReplicationController", "{}").spec.replicas == 1
