import pytest

from tests.engine.api.validation.judging import refused, update_refused

TEMPLATE = "template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}"
NEGATIVE = "Invalid value: -1: must be greater than or equal to 0"
RULES = "podFailurePolicy.rules"
EMPTY_NAME = "name part must be non-empty"
NAME = (
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex "
    "used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
)
JOBS = [
    ("", []),
    ("completionMode: Indexed, completions: 3", []),
    ("completions: -1", [f"completions: {NEGATIVE}"]),
    ("parallelism: -1", [f"parallelism: {NEGATIVE}"]),
    ("backoffLimit: -1", [f"backoffLimit: {NEGATIVE}"]),
    (
        "completionMode: Random",
        [
            'completionMode: Unsupported value: "Random": supported values: "NonIndexed", '
            '"Indexed"'
        ],
    ),
    (
        "completionMode: Indexed, parallelism: 1",
        ["completions: Required value: when completion mode is Indexed"],
    ),
    (
        "podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values: [0]}}]}",
        [
            "podFailurePolicy.rules[0].onExitCodes.values[0]: Invalid value: 0: "
            "must not be 0 for the In operator"
        ],
    ),
    (
        "podFailurePolicy: {rules: [{onExitCodes: {containerName: z, values: [2, 1, 1]}}]}",
        [
            f'{RULES}[0].action: Required value: valid values: ["Count" "FailIndex" '
            '"FailJob" "Ignore"]',
            f'{RULES}[0].onExitCodes.operator: Required value: valid values: ["In" "NotIn"]',
            f'{RULES}[0].onExitCodes.containerName: Invalid value: "z": must be one of the '
            "container or initContainer names in the pod template",
            f"{RULES}[0].onExitCodes.values[2]: Duplicate value: 1",
            f"{RULES}[0].onExitCodes.values: Invalid value: [2,1,1]: must be ordered",
        ],
    ),
    (
        "podFailurePolicy: {rules: [{action: FailIndex}, "
        "{action: Count, onPodConditions: [{type: ''}]}]}",
        [
            f'{RULES}[0].action: Invalid value: "FailIndex": requires the '
            "backoffLimitPerIndex to be set",
            f"{RULES}[0]: Invalid value: specifying one of OnExitCodes and OnPodConditions "
            "is required",
            f"{RULES}[1].onPodConditions[0].type: Invalid value: \"\": {EMPTY_NAME}",
            f'{RULES}[1].onPodConditions[0].type: Invalid value: "": {NAME}',
        ],
    ),
    (
        "podFailurePolicy: {rules: []}, podReplacementPolicy: TerminatingOrFailed",
        [
            'podReplacementPolicy: Unsupported value: "TerminatingOrFailed": supported '
            'values: "Failed"'
        ],
    ),
    (
        "podReplacementPolicy: Never",
        [
            'podReplacementPolicy: Unsupported value: "Never": supported values: "Failed", '
            '"TerminatingOrFailed"'
        ],
    ),
    ("managedBy: ''", ["managedBy: Required value"]),
    (
        "managedBy: me",
        [
            'managedBy: Invalid value: "me": must be a domain-prefixed path '
            '(such as "acme.io/foo")'
        ],
    ),
    (
        f"managedBy: 'a.io/{'b' * 60}'",
        ["managedBy: Too long: may not be more than 63 bytes"],
    ),
    (
        "maxFailedIndexes: 1, completionMode: Indexed, completions: 0",
        [
            "backoffLimitPerIndex: Required value: when maxFailedIndexes is specified",
            "maxFailedIndexes: Invalid value: 1: must be less than or equal to completions",
        ],
    ),
    (
        "completionMode: Indexed, completions: 100001, parallelism: 10001, "
        "backoffLimitPerIndex: 1",
        [
            "maxFailedIndexes: Required value: must be specified when completions is above "
            "100000",
            "parallelism: Invalid value: 10001: must be less than or equal to 10000 when "
            "completions are above 100000 and used with backoff limit per index",
        ],
    ),
    (
        "completionMode: Indexed, completions: 3, successPolicy: {rules: "
        "[{}, {succeededIndexes: '0,2', succeededCount: 3}, {succeededIndexes: 1-3}, "
        "{succeededIndexes: '2,1'}, {succeededIndexes: 1-2-3}, {succeededCount: 4}]}",
        [
            "successPolicy.rules[0]: Required value: at least one of succeededCount or "
            "succeededIndexes must be specified",
            "successPolicy.rules[1].succeededCount: Invalid value: 3: must be less than or "
            "equal to 2 (the number of indexes in the specified succeededIndexes field)",
            'successPolicy.rules[2].succeededIndexes: Invalid value: "1-3": error parsing '
            'succeededIndexes: too large index: "3"',
            'successPolicy.rules[3].succeededIndexes: Invalid value: "2,1": error parsing '
            "succeededIndexes: non-increasing order, previous: 2, current: 1",
            'successPolicy.rules[4].succeededIndexes: Invalid value: "1-2-3": error parsing '
            'succeededIndexes: the fragment "1-2-3" violates the requirement that an index '
            "interval can have at most two parts separated by '-'",
            "successPolicy.rules[5].succeededCount: Invalid value: 4: must be less than or "
            "equal to 3 (the number of specified completions)",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(["more", "said"], JOBS)
def test_a_job_can_be_counted(more, said):
    spec = f"{{spec: {{{TEMPLATE}{', ' if more else ''}{more}}}}}"
    assert refused("batch/v1", "Job", spec) == [f"spec.{line}" for line in said]


def test_a_jobs_pods_end():
    always = f"{{spec: {{{TEMPLATE.replace('Never', 'Always')}}}}}"
    assert refused("batch/v1", "Job", always) == [
        'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'
    ]
    assert refused("batch/v1", "Job", "{}") == [
        "spec.template.spec.containers: Required value",
        'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ]


def test_what_a_job_runs_does_not_change():
    before, after = (f"{{spec: {{{text}}}}}" for text in (TEMPLATE, TEMPLATE.replace("b}", "c}")))
    (said,) = update_refused("batch/v1", "Job", before, after)
    assert said.startswith("spec.template: Invalid value: ")
    assert said.endswith(": field is immutable")


SUSPENDED = f"{{spec: {{suspend: true, {TEMPLATE}}}}}"


def test_where_the_pods_of_a_suspended_job_run_may_change():
    moved = SUSPENDED.replace("Never", "Never, nodeSelector: {disk: fast}")
    assert update_refused("batch/v1", "Job", SUSPENDED, moved) == []
    other = SUSPENDED.replace("image: b", "image: c")
    (said,) = update_refused("batch/v1", "Job", SUSPENDED, other)
    assert said.endswith(": field is immutable")


def test_an_indexed_job_grows_with_its_parallelism():
    indexed = f"{{spec: {{completionMode: Indexed, completions: 3, parallelism: 3, {TEMPLATE}}}}}"
    grown = indexed.replace("completions: 3", "completions: 4")
    assert update_refused("batch/v1", "Job", indexed, grown) == [
        "spec.completions: Invalid value: 4: can only be modified in tandem with spec.parallelism"
    ]
    wider = grown.replace("parallelism: 3", "parallelism: 4")
    assert update_refused("batch/v1", "Job", indexed, wider) == []


def test_the_pods_of_an_indexed_job_can_be_named():
    spec = f"{{spec: {{completionMode: Indexed, completions: 11, {TEMPLATE}}}}}"
    name = "a" * 61
    assert refused("batch/v1", "Job", spec, f"{{name: {name}}}") == [
        f'metadata.name: Invalid value: "{name}": will not able to create pod with invalid '
        f"DNS label: {name}-10"
    ]


CRON_JOBS = [
    ("schedule: '*/5 * * * *'", []),
    ("schedule: '@hourly'", []),
    ("schedule: 0 0 * * MON-FRI", []),
    ("schedule: '@hourly', timeZone: Europe/Berlin", []),
    ("schedule: ''", ["schedule: Required value"]),
    (
        "schedule: '* * *'",
        ['schedule: Invalid value: "* * *": expected exactly 5 fields, found 3: [* * *]'],
    ),
    (
        "schedule: 'TZ=UTC 0 0 * * *'",
        [
            'schedule: Invalid value: "TZ=UTC 0 0 * * *": cannot use TZ or CRON_TZ in '
            "schedule, use timeZone field instead"
        ],
    ),
    (
        "schedule: '@daily', concurrencyPolicy: Maybe",
        [
            'concurrencyPolicy: Unsupported value: "Maybe": supported values: "Allow", '
            '"Forbid", "Replace"'
        ],
    ),
    ("schedule: '@every 1h30m'", []),
    ("schedule: '@every 5'", [
        'schedule: Invalid value: "@every 5": failed to parse duration @every 5: time: '
        'missing unit in duration "5"'
    ]),
    ("schedule: '* * * * 7'", [
        'schedule: Invalid value: "* * * * 7": end of range (7) above maximum (6): 7'
    ]),
    ("schedule: 'a * * * *'", [
        'schedule: Invalid value: "a * * * *": failed to parse int from a: strconv.Atoi: '
        'parsing "a": invalid syntax'
    ]),
    ("schedule: '5-1 * * * *'", [
        'schedule: Invalid value: "5-1 * * * *": beginning of range (5) beyond end of range '
        "(1): 5-1"
    ]),
    ("schedule: '*/0 * * * *'", [
        'schedule: Invalid value: "*/0 * * * *": step of range should be a positive number: '
        "*/0"
    ]),
    ("schedule: '1-2-3 * * * *'", [
        'schedule: Invalid value: "1-2-3 * * * *": too many hyphens: 1-2-3'
    ]),
    ("schedule: '@daily', timeZone: Local", [
        'timeZone: Invalid value: "Local": timeZone must be an explicit time zone as defined '
        "in https://www.iana.org/time-zones"
    ]),
    ("schedule: '@daily', timeZone: Moon/Base", [
        'timeZone: Invalid value: "Moon/Base": unknown time zone Moon/Base'
    ]),
]  # fmt: skip


@pytest.mark.parametrize(["more", "said"], CRON_JOBS)
def test_a_cron_job_has_a_schedule(more, said):
    spec = f"{{spec: {{jobTemplate: {{spec: {{{TEMPLATE}}}}}, {more}}}}}"
    assert refused("batch/v1", "CronJob", spec) == [f"spec.{line}" for line in said]


def test_the_jobs_of_a_cron_job_select_for_themselves():
    job = f"{{selector: {{matchLabels: {{a: b}}}}, manualSelector: true, {TEMPLATE}}}"
    spec = f"{{spec: {{schedule: '@daily', jobTemplate: {{spec: {job}}}}}}}"
    name = "a" * 53
    assert refused("batch/v1", "CronJob", spec, f"{{name: {name}}}") == [
        'spec.jobTemplate.spec.selector: Invalid value: {"matchLabels":{"a":"b"}}: `selector` '
        "will be auto-generated",
        'spec.jobTemplate.spec.manualSelector: Unsupported value: true: supported values: "nil", '
        '"false"',
        f'metadata.name: Invalid value: "{name}": must be no more than 52 characters',
    ]
