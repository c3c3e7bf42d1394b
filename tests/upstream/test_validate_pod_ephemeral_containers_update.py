"""TestValidatePodEphemeralContainersUpdate (pkg/apis/core/validation/validation_test.go)."""

import pytest

from lifecycle.engine.api.validation.pod_ephemeral import validate_ephemeral_update
from tests.upstream.rows import changed, rows
from tests.upstream.validating import judged_with

ONE, TWO = "{name: one}", "{name: two}"
NO_REMOVAL = "Forbidden: existing ephemeral containers {} may not be removed"
NO_CHANGE = "Forbidden: existing ephemeral containers {} may not be changed"
CASES = [
    ("", "", []),
    ("", ONE, []),
    (ONE, f"{ONE}, {TWO}", []),
    (f"{ONE}, {TWO}", f"{ONE}, {TWO}", []),
    (ONE, "", [NO_REMOVAL.format('"one"')]),
    (f"{ONE}, {TWO}", TWO, [NO_REMOVAL.format('"one"')]),
    (ONE, "{name: one, image: other}", [NO_CHANGE.format('"one"')]),
]


@pytest.mark.parametrize(["before", "after", "said"], CASES)
def test_ephemeral_containers_only_come(before, after, said):
    old, new = (f"{{ephemeralContainers: [{each}]}}" for each in (before, after))
    below = "spec.ephemeralContainers: "
    told = judged_with(validate_ephemeral_update, old, new, below=below)
    assert [line.split("\n")[0] for line in told] == said


@rows("validate_pod_ephemeral_containers_update")
def test_what_else_is_said_of_ephemeral_containers(case):
    found, said = changed(case, validate_ephemeral_update)
    assert found == said
