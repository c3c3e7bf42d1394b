"""TestPolicyToEvaluate, TestParseVersion (staging/src/k8s.io/pod-security-admission/api)."""

import pytest
from lightkube.models.core_v1 import Namespace
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.apiserver.admission.pod_security.plugin import (
    PREFIX,
    label_errors,
    policy_of,
)

FREE = "privileged:latest"
CASES = [
    # labels: what is enforced, what is warned of, what is noted; whether they can be read
    ({}, FREE, FREE, FREE, True),
    ({"enforce": "baseline"}, "baseline:latest", "baseline:latest", FREE, True),
    ({"warn": "restricted"}, FREE, "restricted:latest", FREE, True),
    ({"audit": "baseline"}, FREE, FREE, "baseline:latest", True),
    ({"enforce": "baseline", "warn": "restricted"}, "baseline:latest", "restricted:latest", FREE,
     True),
    ({"enforce": "baseline", "enforce-version": "v1.22"}, "baseline:v1.22", "baseline:v1.22", FREE,
     True),
    ({"enforce": "baseline", "enforce-version": "v1.22", "warn-version": "latest"},
     "baseline:v1.22", "baseline:latest", FREE, True),
    ({"enforce": "baseline", "warn-version": "v1.23"}, "baseline:latest", "baseline:v1.23", FREE,
     True),
    ({"enforce": "baseline", "enforce-version": "v1.20", "warn": "restricted",
      "warn-version": "v1.21", "audit": "restricted", "audit-version": "v1.22"},
     "baseline:v1.20", "restricted:v1.21", "restricted:v1.22", True),
    ({"enforce": "baseline", "warn": "privileged"}, "baseline:latest", FREE, FREE, True),
    ({"enforce": "baseline", "warn": "foo"}, "baseline:latest", FREE, FREE, False),
    ({"enforce": "foo"}, "restricted:latest", FREE, FREE, False),
]  # fmt: skip


def namespace(labels):
    return Namespace(metadata=ObjectMeta(labels={PREFIX + key: labels[key] for key in labels}))


@pytest.mark.parametrize(["labels", "enforced", "warned", "noted", "readable"], CASES)
def test_what_labels_say(labels, enforced, warned, noted, readable):
    said = [str(policy_of(namespace(labels), mode)) for mode in ("enforce", "warn", "audit")]
    assert said == [enforced, warned, noted]
    assert (not label_errors(namespace(labels))) == readable


VERSIONS = [
    *((text, True) for text in ("latest", "v1.0", "v1.1", "v1.20", "v1.10000")),
    *((text, False) for text in ("foo", "", "v2.0", "v1", "1.1", "v1.01", "v1.", "v1.-1")),
]


@pytest.mark.parametrize(["text", "readable"], VERSIONS)
def test_versions(text, readable):
    wrong = label_errors(namespace({"enforce-version": text}))
    said = 'must be "latest" or "v1.x"'
    assert [error.detail for error in wrong] == ([] if readable else [said])
    kept = text if readable else "latest"
    assert policy_of(namespace({"enforce": "baseline", "enforce-version": text}), "enforce") == (
        "baseline",
        kept,
    )
