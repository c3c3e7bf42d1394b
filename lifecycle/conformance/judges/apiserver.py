"""Cases of the API server: what it makes of a new object, and of a call to delete one."""

import re
from typing import Any

from lifecycle.conformance.objects import pod_of
from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.api.errors import ApiError, bad_request
from lifecycle.engine.api.scheme import DecodeError, decode, decode_with_problems, encode
from lifecycle.engine.apiserver.registry.deletion import before_delete
from lifecycle.engine.apiserver.registry.location import log_location
from lifecycle.engine.apiserver.registry.strategies import strategy_for
from lifecycle.engine.cluster import Cluster

_GENERATED = ("uid", "creationTimestamp", "managedFields", "resourceVersion")
_TOKEN_VOLUME = re.compile(r"kube-api-access-\w+")
_BUILDS_OWN_SOURCE = "openshift-service-ca.crt"
"""The build that was asked mounts this beside every token; Kubernetes itself has no such file."""


def judge_deletion(case: Case) -> Answer:
    pod = pod_of(case["pod"])
    grace = case["deleteOptions"].get("gracePeriodSeconds")
    marked, _, _ = before_delete(strategy_for(pod), pod, grace, 0)
    return Answer(
        case["expect"], {"gracePeriodSeconds": marked.metadata.deletionGracePeriodSeconds}
    )


def judge_defaulting(case: Case) -> Answer:
    """The whole way in: defaults, admission and the Pod's strategy, in namespace default.

    The requests did not ask for strict decoding, so fields unknown to 1.36 were dropped.
    """
    metadata = {k: v for k, v in case["input"]["metadata"].items() if k != "namespace"}
    pod, _ = decode_with_problems({**case["input"], "metadata": metadata})
    made = Cluster().api.create(pod)
    return Answer(stored(case["output"]), stored(encode(made)))


def judge_log_location(case: Case) -> Answer:
    """Whether the server knows whose log is meant; a refusal is told with its code."""
    got: dict[str, Any] = {"error": None, "httpStatus": 200}
    try:
        log_location(pod_of(case["pod"]), case["container"])
    except ApiError as error:
        got = {"error": error.message, "httpStatus": error.code}
    return Answer(case["expect"], got)


def judge_create(case: Case) -> Answer:
    """One request to create a Pod, with strict decoding, and the whole answer to it."""
    expected = {"http": case["http"], "response": case["response"]}
    if case["http"] < 400:
        expected["response"] = stored(case["response"])
    return Answer(expected, _answer_to(case["request"]))


def _answer_to(request: dict[str, Any]) -> dict[str, Any]:
    try:
        made = Cluster().api.create(decode(request))
    except DecodeError as error:
        refused = bad_request(str(error))
    except ApiError as error:
        refused = error
    else:
        return {"http": 201, "response": stored(encode(made))}
    return {"http": refused.code, "response": refused.status()}


def stored(document: dict[str, Any]) -> dict[str, Any]:
    """A stored object without what differs from one creation to the next."""
    metadata = {k: v for k, v in document["metadata"].items() if k not in _GENERATED}
    if "generateName" in metadata:
        del metadata["name"]
    return _plain({**document, "metadata": metadata})


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value if not _is_builds_own(each)]
    if isinstance(value, dict):
        kept = {key: _plain(each) for key, each in value.items() if key != "lastTransitionTime"}
        return {key: each for key, each in kept.items() if each not in (None, {}, "")}
    return _TOKEN_VOLUME.sub("kube-api-access-", value) if isinstance(value, str) else value


def _is_builds_own(source: Any) -> bool:
    if not isinstance(source, dict) or not isinstance(source.get("configMap"), dict):
        return False
    return source["configMap"].get("name") == _BUILDS_OWN_SOURCE
