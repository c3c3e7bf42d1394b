"""TestValidatePod (pkg/apis/core/validation/validation_test.go)."""

import pytest

from tests.upstream import rows as table
from tests.upstream.validating import created

NAME_PART = (
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end "
    "with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for "
    "validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
)
ON_NODES = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"
ON_NODES_SOFT = "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution"
PROFILES = 'supported values: "Localhost", "RuntimeDefault", "Unconfined"'


def affinity(kind, hard, term):
    path = "requiredDuringSchedulingIgnoredDuringExecution"
    if not hard:
        path = "preferredDuringSchedulingIgnoredDuringExecution"
        term = f"{{weight: 10, podAffinityTerm: {term}}}"
    return f"{{affinity: {{{kind}: {{{path}: [{term}]}}}}}}"


def where(kind, hard):
    path = f"spec.affinity.{kind}."
    if hard:
        return path + "requiredDuringSchedulingIgnoredDuringExecution[0]"
    return path + "preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm"


EVERY = [(kind, hard) for kind in ("podAffinity", "podAntiAffinity") for hard in (True, False)]


@pytest.mark.parametrize(["kind", "hard"], EVERY)
def test_neighbours_are_chosen_by_a_topology(kind, hard):
    at = where(kind, hard)
    good = "{topologyKey: zone, labelSelector: {matchLabels: {a: b}}, namespaces: [x]}"
    assert created(affinity(kind, hard, good)) == []
    assert created(affinity(kind, hard, "{topologyKey: ''}")) == [
        f"{at}.topologyKey: Required value: can not be empty",
        f'{at}.topologyKey: Invalid value: "": name part must be non-empty',
        f'{at}.topologyKey: Invalid value: "": {NAME_PART}',
    ]


@pytest.mark.parametrize(["kind", "hard"], EVERY)
def test_a_label_key_is_matched_or_mismatched(kind, hard):
    at = where(kind, hard)
    both = "{topologyKey: z, labelSelector: {}, matchLabelKeys: [k], mismatchLabelKeys: [k]}"
    assert created(affinity(kind, hard, both))[0] == (
        f'{at}.matchLabelKeys[0]: Invalid value: "k": '
        "exists in both matchLabelKeys and mismatchLabelKeys"
    )
    broken = "{topologyKey: z, labelSelector: {}, mismatchLabelKeys: [/k]}"
    assert f'{at}.mismatchLabelKeys[0]: Invalid value: "/k": prefix part must be non-empty' in (
        created(affinity(kind, hard, broken))
    )


@pytest.mark.parametrize("selector", ["labelSelector", "namespaceSelector"])
@pytest.mark.parametrize(
    ["rule", "said"],
    [
        (
            "{key: a, operator: Exists, values: [b]}",
            "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        ),
        (
            "{key: a, operator: In}",
            "Required value: must be specified when `operator` is 'In' or 'NotIn'",
        ),
    ],
)
def test_a_selectors_values_follow_its_operator(selector, rule, said):
    term = f"{{topologyKey: z, {selector}: {{matchExpressions: [{rule}]}}}}"
    at = where("podAffinity", True)
    assert created(affinity("podAffinity", True, term)) == [
        f"{at}.{selector}.matchExpressions[0].values: {said}"
    ]


NODES = [
    ("matchExpressions: [{key: zone, operator: In, values: [a, b]}]", []),
    ("matchExpressions: [{key: cores, operator: Gt, values: ['4']}]", []),
    ("matchFields: [{key: metadata.name, operator: In, values: [node-1]}]", []),
    (
        "matchExpressions: [{key: zone, values: [a]}]",
        ['matchExpressions[0].operator: Invalid value: "": not a valid selector operator'],
    ),
    (
        "matchExpressions: [{key: a b, operator: Exists}]",
        [f'matchExpressions[0].key: Invalid value: "a b": {NAME_PART}'],
    ),
    (
        "matchFields: [{key: metadata.namespace, operator: In, values: [a]}]",
        [
            'matchFields[0].key: Invalid value: "metadata.namespace": '
            "not a valid field selector key"
        ],
    ),
    (
        "matchFields: [{key: metadata.name, operator: In, values: [a, b]}]",
        [
            "matchFields[0].values: Required value: must be only one value when `operator` is "
            "'In' or 'NotIn' for node field selector"
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(["term", "said"], NODES)
def test_nodes_are_chosen_by_labels_and_name(term, said):
    path = "requiredDuringSchedulingIgnoredDuringExecution"
    spec = f"{{affinity: {{nodeAffinity: {{{path}: {{nodeSelectorTerms: [{{{term}}}]}}}}}}}}"
    assert created(spec, below=f"{ON_NODES}.nodeSelectorTerms[0]") == said


def test_a_required_choice_of_nodes_has_terms():
    path = "requiredDuringSchedulingIgnoredDuringExecution"
    spec = f"{{affinity: {{nodeAffinity: {{{path}: {{nodeSelectorTerms: []}}}}}}}}"
    assert created(spec) == [
        f"{ON_NODES}.nodeSelectorTerms: Required value: must have at least one node selector term"
    ]


def test_a_wish_weighs_from_1_to_100():
    path = "preferredDuringSchedulingIgnoredDuringExecution"
    rule = "{key: a, operator: Exists}"
    wish = f"{{weight: 199, preference: {{matchExpressions: [{rule}]}}}}"
    assert created(f"{{affinity: {{nodeAffinity: {{{path}: [{wish}]}}}}}}") == [
        f"{ON_NODES_SOFT}[0].weight: Invalid value: 199: must be in the range 1-100"
    ]


TOLERATIONS = [
    ("{key: a, operator: Equal, value: b, effect: NoSchedule}", []),
    ("{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 60}", []),
    ("{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: -60}", []),
    ("{operator: Exists}", []),
    ("{key: a, value: b}", []),
    ("{key: a b}", [f'key: Invalid value: "a b": {NAME_PART}']),
    (
        "{key: a, operator: In}",
        ['operator: Unsupported value: "In": supported values: "Equal", "Exists"'],
    ),
    (
        "{operator: Equal}",
        [
            'operator: Invalid value: "Equal": operator must be Exists when `key` is empty, '
            'which means "match all values and all keys"'
        ],
    ),
    (
        "{key: a, operator: Exists, value: bar}",
        ['operator: Invalid value: "bar": value must be empty when `operator` is \'Exists\''],
    ),
    (
        "{key: a, operator: Exists, effect: NoSchedule, tolerationSeconds: 1}",
        [
            "effect: Invalid value: \"NoSchedule\": effect must be 'NoExecute' when "
            "`tolerationSeconds` is set"
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(["toleration", "said"], TOLERATIONS)
def test_a_toleration_fits_a_taint(toleration, said):
    assert created(f"{{tolerations: [{toleration}]}}", below="spec.tolerations[0]") == said


ANNOTATIONS = [
    ("controller.kubernetes.io/pod-deletion-cost", "-10", ""),
    ("controller.kubernetes.io/pod-deletion-cost", "+10", "must be a 32bit integer"),
    ("controller.kubernetes.io/pod-deletion-cost", "008", "must be a 32bit integer"),
    ("controller.kubernetes.io/pod-deletion-cost", "text", "must be a 32bit integer"),
    (
        "kubernetes.io/config.mirror",
        "foo",
        "must set spec.nodeName if mirror pod annotation is set",
    ),
    ("container.apparmor.security.beta.kubernetes.io/app", "runtime/default", ""),
    (
        "container.apparmor.security.beta.kubernetes.io/app",
        "runtime/foo",
        'invalid AppArmor profile name: "runtime/foo"',
    ),
]


@pytest.mark.parametrize(["key", "value", "said"], ANNOTATIONS)
def test_some_annotations_mean_something(key, value, said):
    metadata = {"annotations": {key: value}}
    line = f'metadata.annotations[{key}]: Invalid value: "{value}": {said}'
    assert created(metadata=metadata) == ([line] if said else [])


ARMOR = [
    ("{type: RuntimeDefault}", []),
    ("{type: Localhost, localhostProfile: web}", []),
    (
        "{localhostProfile: web}",
        ["type: Required value: type is required when appArmorProfile is set"],
    ),
    ("{type: Some}", [f'type: Unsupported value: "Some": {PROFILES}']),
    (
        "{type: Localhost}",
        ["localhostProfile: Required value: must be set when AppArmor type is Localhost"],
    ),
    (
        "{type: Localhost, localhostProfile: 'web '}",
        ['localhostProfile: Invalid value: "web ": must not be padded with whitespace'],
    ),
    (
        "{type: Unconfined, localhostProfile: web}",
        [
            'localhostProfile: Invalid value: "web": can only be set when AppArmor type is '
            "Localhost"
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(["profile", "said"], ARMOR)
def test_an_apparmor_profile_names_itself(profile, said):
    at = "spec.securityContext.appArmorProfile"
    spec = f"{{securityContext: {{appArmorProfile: {profile}}}}}"
    assert created(spec, below=at)[: len(said) or None] == said


EXTENDED = [
    ("{limits: {example.com/a: 10}}", []),
    ("{requests: {example.com/a: 2}, limits: {example.com/a: 2}}", []),
    (
        "{requests: {example.com/a: 2}}",
        ["limits: Required value: Limit must be set for non overcommitable resources"],
    ),
    (
        "{requests: {example.com/a: 2}, limits: {example.com/a: 1}}",
        ['requests: Invalid value: "2": must be equal to example.com/a limit of 1'],
    ),
    (
        "{requests: {example.com/a: 2500m}, limits: {example.com/a: 2500m}}",
        [
            'limits[example.com/a]: Invalid value: "2500m": must be an integer',
            'requests[example.com/a]: Invalid value: "2500m": must be an integer',
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(["resources", "said"], EXTENDED)
def test_an_extended_resource_is_whole_and_not_shared(resources, said):
    spec = f"{{containers: [{{resources: {resources}}}]}}"
    assert created(spec, below="spec.containers[0].resources") == said


def test_a_pod_has_a_name_and_proper_labels():
    assert created(metadata="{name: ''}") == [
        "metadata.name: Required value: name or generateName is required"
    ]
    assert created(metadata="{labels: {a=b: c}}") == [
        f'metadata.labels: Invalid value: "a=b": {NAME_PART}'
    ]


def test_a_token_is_projected_for_somebody():
    token = "{serviceAccountToken: {path: token}}"
    spec = f"{{volumes: [{{name: v, projected: {{sources: [{token}]}}}}]}}"
    assert created(spec, below="spec.volumes[0].projected.sources[0]") == [
        "serviceAccountToken: Forbidden: must not be specified when serviceAccountName is not set"
    ]


def test_an_ephemeral_volumes_claim_belongs_to_it_alone():
    claim = "{metadata: {labels: {a: b}}, spec: {accessModes: [ReadWriteOnce], "
    claim += "resources: {requests: {storage: 1Gi}}}}"
    own = f"{{name: data, ephemeral: {{volumeClaimTemplate: {claim}}}}}"
    assert created(f"{{volumes: [{own}]}}") == []
    taken = "{name: more, persistentVolumeClaim: {claimName: web-data}}"
    assert created(f"{{volumes: [{taken}, {own}]}}") == [
        'spec.volumes[0].persistentVolumeClaim.claimName: Invalid value: "web-data": '
        "must not reference a PVC that gets created for an ephemeral volume"
    ]


@table.rows("validate_pod")
def test_what_else_is_said_of_a_new_pod(case):
    found, said = table.created(case)
    assert found == said


def test_names_and_paths_have_their_lengths():
    claim = "{volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce], resources: "
    claim += "{requests: {storage: 1Gi}}}}}"
    volume = "v" * 60
    assert created(f"{{volumes: [{{name: {volume}, ephemeral: {claim}}}]}}") == []
    pod = "p" * 200
    assert created(f"{{volumes: [{{name: {volume}, ephemeral: {claim}}}]}}", f"name: {pod}") == [
        f'spec.volumes[0].name: Invalid value: "{volume}": PVC name "{pod}-{volume}": '
        "must be no more than 253 characters"
    ]
    profile = f"{{type: Localhost, localhostProfile: {'a' * 4096}}}"
    assert created(f"{{securityContext: {{appArmorProfile: {profile}}}}}") == [
        "spec.securityContext.appArmorProfile.localhostProfile: "
        "Too long: may not be more than 4095 bytes"
    ]
