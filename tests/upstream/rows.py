"""The long tables of validation, as plain text: `tables/validate_pod.txt` and the like.

A case is a Pod's YAML, for an update what it becomes after `=>`, and each line of the answer
after `!`; one that ends in ` …` is told by its beginning. Without an answer it is accepted. A
line that begins with a blank goes on with the one before, an empty line stands between two
cases, and a heading begins with `#`. Beside the fields of the spec a Pod may have `metadata`
and `status`; what it leaves out is filled in by `validating.pod_of`.
"""

from pathlib import Path

import pytest
import yaml

from lifecycle.engine.api.defaults.disabled import prepare_pod
from lifecycle.engine.api.validation.pod import validate_pod_create
from lifecycle.engine.api.validation.pod_update import validate_pod_update
from tests.upstream.validating import LISTS, lines, pod_of

TABLES = Path(__file__).parent / "tables"
_STORED = {"restartPolicy": "Always", "dnsPolicy": "ClusterFirst"}
_STORED_CONTAINER = {"terminationMessagePolicy": "File", "imagePullPolicy": "IfNotPresent"}


def rows(name):
    """One parameter, `case`, for each case of that table."""
    text = (TABLES / f"{name}.txt").read_text("utf-8")
    cases = [_case(block) for block in text.strip("\n").split("\n\n")]
    return pytest.mark.parametrize("case", cases, ids=range(1, len(cases) + 1))


def created(case):
    """What is said of a new Pod, and what the case wants."""
    (pod,) = map(_pod, case[0])
    return _beside(lines(validate_pod_create(prepare_pod(pod))), case[1])


def updated(case):
    """What is said of an update, and what the case wants."""
    old, new = (_pod(text, resourceVersion="1") for text in case[0])
    return _beside(lines(validate_pod_update(prepare_pod(new, old), old)), case[1])


def changed(case, validate):
    """What the rule of a subresource says, and what the case wants; nothing is defaulted."""
    old, new = (_pod(text, stored=True, resourceVersion="1") for text in case[0])
    return _beside(lines(validate(new, old)), case[1])


def _case(block):
    said, pods = [], []
    for line in block.replace("\n ", " ").split("\n"):
        if line.startswith("! "):
            said.append(line[2:])
        elif not line.startswith("#"):
            pods.append(line.removeprefix("=> "))
    return pods, said


def _pod(text, stored=False, **metadata):
    spec = yaml.safe_load(text)
    metadata, status = {**metadata, **spec.pop("metadata", {})}, spec.pop("status", None)
    if stored:
        spec = {"containers": [{}], "terminationGracePeriodSeconds": 30, **_STORED, **spec}
        for key in LISTS:
            each_stored = [{**_STORED_CONTAINER, **each} for each in spec.get(key) or ()]
            spec[key] = each_stored or None
    return pod_of(spec, metadata, status, defaulted=not stored)


def _beside(found, said):
    """Both, those shortened that are told by their beginning."""
    short = dict(enumerate(said))
    got = [_shortened(line, short.get(number, "")) for number, line in enumerate(found)]
    return got, said


def _shortened(line, wanted):
    beginning = wanted.removesuffix(" …")
    return wanted if beginning != wanted and line.startswith(beginning) else line
