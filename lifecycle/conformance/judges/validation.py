"""Cases of validation: what the API server answers to a new, changed or resized Pod."""

from typing import Any

from lightkube.models.core_v1 import Pod

from lifecycle.conformance.judges.apiserver import stored
from lifecycle.conformance.objects import pod_of
from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.api import errors
from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.scheme import encode
from lifecycle.engine.api.validation.field import Errors
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.pod import validate_pod_create
from lifecycle.engine.api.validation.pod_ephemeral import validate_ephemeral_update
from lifecycle.engine.api.validation.pod_resize import validate_pod_resize
from lifecycle.engine.api.validation.pod_status import validate_pod_status_update
from lifecycle.engine.api.validation.pod_update import validate_pod_update
from lifecycle.engine.api.validation.warnings import pod_warnings
from lifecycle.engine.apiserver.registry.strategies import strategy_for
from lifecycle.engine.apiserver.registry.strategy import Cluster
from lifecycle.engine.apiserver.store import Store
from lifecycle.engine.kernel.world import World

_SUBRESOURCES = {
    "TestValidatePodResize": (validate_pod_resize, Options(container_restart_rules=False)),
    "TestValidatePodStatusUpdate": (validate_pod_status_update, Options()),
    "TestValidatePodEphemeralContainersUpdate": (validate_ephemeral_update, Options()),
}
"""Each with the options of the test: it keeps nothing from the old Pod, as a server would."""

_DIFF = "\n@@"


def judge_answer(case: Case) -> Answer:
    """The Pod's strategy from end to end: defaults, what is dropped, errors, warnings."""
    pod = _requested(case["pod"])
    if "old" in case:
        old = _requested(case["old"])
        found, made = validate_pod_update(pod, old), pod
    else:
        world = World(seed=1)
        made = strategy_for(pod).prepare_for_create(pod, Cluster(world, Store(world)))
        found = validate_pod_create(made)
    expected = {key: value for key, value in case["expect"].items() if key != "kubectl"}
    got = _answer(made, found, expected)
    return Answer(_without_diffs(_expected(expected)), _without_diffs(got))


def judge_subresource(case: Case) -> Answer:
    """The narrower functions, as upstream's tests call them: nothing is defaulted."""
    validate, options = _SUBRESOURCES[case["id"].partition("/")[0]]
    found = validate(pod_of(case["pod"]), pod_of(case["old"]), options)
    return Answer(_without_diffs(case["unit"]["errors"]), _without_diffs(_listed(found)))


def _requested(form: dict[str, Any]) -> Pod:
    """The Pod as the server has it before its strategy looks at it.

    A Pod without a namespace goes into the request's, and an update without a resourceVersion
    is an unconditional one: it takes over that of the stored Pod.
    """
    metadata = {"namespace": "default", "resourceVersion": "1", **form.get("metadata", {})}
    return set_defaults(pod_of({**form, "metadata": metadata}))


def _answer(pod: Pod, found: Errors, expected: dict[str, Any]) -> dict[str, Any]:
    got: dict[str, Any] = {"valid": not found}
    if found:
        got["errors"] = _listed(found)
        got["apiMessage"] = errors.invalid("Pod", pod.metadata.name or "", found).message
    if "warnings" in expected:
        got["warnings"] = list(pod_warnings(pod))
    if "stored" in expected:
        got["stored"] = stored(encode(pod))
    return got


def _expected(expected: dict[str, Any]) -> dict[str, Any]:
    if "stored" not in expected:
        return expected
    whole = {"apiVersion": "v1", "kind": "Pod", **expected["stored"]}
    return {**expected, "stored": stored(whole)}


def _listed(found: Errors) -> list[dict[str, Any]]:
    return [{"type": e.type, "field": e.field, "body": e.body} for e in found]


def _without_diffs(value: Any) -> Any:
    """After some errors stands a diff of Go structs, whose text is no part of the answer."""
    if isinstance(value, dict):
        return {key: _without_diffs(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_diffs(each) for each in value]
    return value.partition(_DIFF)[0] if isinstance(value, str) else value
