import pytest

from tests.engine.api.validation.judging import refused, update_refused

TEMPLATE = "template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}"
NEGATIVE = "Invalid value: -1: must be greater than or equal to 0"
JOBS = [
    ("", []),
    ("completionMode: Indexed, completions: 3", []),
    ("completions: -1", [f"completions: {NEGATIVE}"]),
    ("parallelism: -1", [f"parallelism: {NEGATIVE}"]),
    ("backoffLimit: -1", [f"backoffLimit: {NEGATIVE}"]),
    (
        "completionMode: Random",
        [
            'completionMode: Unsupported value: "Random": supported values: "Indexed", '
            '"NonIndexed"'
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
]  # fmt: skip


@pytest.mark.parametrize(["more", "said"], CRON_JOBS)
def test_a_cron_job_has_a_schedule(more, said):
    spec = f"{{spec: {{jobTemplate: {{spec: {{{TEMPLATE}}}}}, {more}}}}}"
    assert refused("batch/v1", "CronJob", spec) == [f"spec.{line}" for line in said]
