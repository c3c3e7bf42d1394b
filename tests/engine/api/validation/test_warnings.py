import pytest

from lifecycle.engine.api.validation import warnings
from tests.engine.api.validation.judging import made

BOX = "containers: [{name: a, image: b"
WARNED = [
    ("{}", f"{BOX}}}]", []),
    (
        "{name: a.b}",
        f"{BOX}}}]",
        [
            "metadata.name: this is used in the Pod's hostname, which can result in surprising "
            "behavior; a DNS label is recommended: [must not contain dots]"
        ],
    ),
    (
        "{}",
        f"{BOX}, env: [{{name: X, value: x}}, {{name: X, value: z}}]}}]",
        [
            'spec.containers[0].env[1]: hides previous definition of "X", which may be dropped '
            "when using apply"
        ],
    ),
    (
        "{}",
        f"{BOX}}}], terminationGracePeriodSeconds: -1",
        ["spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and "
         "will be treated as 1"],
    ),
    (
        "{}",
        f"{BOX}}}], nodeSelector: {{beta.kubernetes.io/os: linux}}",
        [
            "spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "
            '"kubernetes.io/os" instead'
        ],
    ),
    (
        "{}",
        f"{BOX}, resources: {{limits: {{memory: 0.5}}}}}}]",
        [
            'spec.containers[0].resources.limits[memory]: fractional byte value "500m" is '
            "invalid, must be an integer",
            'spec.containers[0].resources.requests[memory]: fractional byte value "500m" is '
            "invalid, must be an integer",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(["metadata", "spec", "said"], WARNED)
def test_what_works_but_may_surprise_is_told(metadata, spec, said):
    assert list(warnings(made("v1", "Pod", f"{{spec: {{{spec}}}}}", metadata))) == said


def test_templates_are_warned_of_at_their_place():
    spec = (
        "{spec: {selector: {matchLabels: {a: b}}, template: {metadata: {labels: {a: b}}, "
        f"spec: {{{BOX}}}], nodeSelector: {{beta.kubernetes.io/os: linux}}}}}}}}}}"
    )
    (said,) = warnings(made("apps/v1", "Deployment", spec))
    assert said.startswith("spec.template.spec.nodeSelector[beta.kubernetes.io/os]: deprecated")
