"""From the JSON of the cases to the values that our functions take, and back.

In the cases whatever is empty was left out, in Go's sense: empty texts, null times, empty
structs. So both sides of a comparison are stripped of those.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from lightkube.models.core_v1 import ContainerStatus, Pod, PodCondition, PodStatus

from lifecycle.engine.api.scheme import decode_with_problems
from lifecycle.engine.cri import status as cri
from lifecycle.engine.cri.status import PodRuntime, SandboxStatus
from lifecycle.engine.kernel.clock import Millis, millis

NOW_MS = millis(datetime(2026, 1, 1, tzinfo=UTC))
"""The moment at which the cases are asked; a scenario of ours begins at another."""

NO_TIME = millis(datetime(1, 1, 1, tzinfo=UTC))
"""Go's zero time, which stands for an absent one."""

_EMPTY_STRUCTS = ("resources", "lastState", "securityContext")
_ZERO_TIME = "0001-01-01T00:00:00Z"


def pod_of(document: Mapping[str, Any]) -> Pod:
    """A Pod, taken as it is: neither defaulted nor checked."""
    pod, _ = decode_with_problems({"apiVersion": "v1", "kind": "Pod", **document})
    if pod.spec is None:
        pod = pod_of({**document, "spec": {"containers": []}})
    return pod


def pod_status_of(document: Mapping[str, Any]) -> PodStatus:
    """A Pod's status."""
    return pod_of({"spec": {"containers": []}, "status": document}).status or PodStatus()


def statuses_of(documents: list[Any] | None) -> list[ContainerStatus] | None:
    """Container statuses; None stays None."""
    if documents is None:
        return None
    return pod_status_of({"containerStatuses": documents}).containerStatuses or []


def conditions_of(documents: list[Any] | None) -> list[PodCondition]:
    """Conditions of a Pod."""
    return pod_status_of({"conditions": documents or []}).conditions or []


def moment_of(text: str | None) -> Millis:
    """A time in milliseconds of the simulated clock; an absent one is NO_TIME."""
    return millis(datetime.fromisoformat(text)) if text else NO_TIME


def runtime_of(document: Mapping[str, Any]) -> PodRuntime:
    """What the runtime reports. The cases' containers are all in the present sandbox."""
    sandboxes = tuple(
        SandboxStatus(
            id=each.get("id", ""),
            attempt=each.get("attempt", 0),
            ready=each.get("state") == "SANDBOX_READY",
            ip=each.get("ip", ""),
        )
        for each in document.get("sandboxes") or ()
    )
    present = sandboxes[0].id if sandboxes and sandboxes[0].ready else ""
    containers = [_instance_of(each, present) for each in document.get("containers") or ()]
    return PodRuntime(sandboxes, tuple(containers))


def newest_first(runtime: PodRuntime) -> PodRuntime:
    """The same report in the order in which a runtime gives it."""
    containers = sorted(runtime.containers, key=lambda each: -each.created_ms)
    return msgspec.structs.replace(runtime, containers=tuple(containers))


def _instance_of(document: Mapping[str, Any], sandbox_id: str) -> cri.ContainerStatus:
    return cri.ContainerStatus(
        id=document.get("id", ""),
        name=document["name"],
        state=document["state"],
        restart_count=document.get("restartCount", 0),
        created_ms=moment_of(document.get("createdAt")),
        started_ms=moment_of(document.get("startedAt")),
        finished_ms=moment_of(document.get("finishedAt")),
        exit_code=document.get("exitCode", 0),
        reason=document.get("reason", ""),
        message=document.get("message", ""),
        spec_hash_matches=document.get("specHashMatches", True),
        sandbox_id=sandbox_id,
    )


def plain(value: Any) -> Any:
    """A struct or JSON value without what is empty, and ids without the runtime's name."""
    return _stripped(msgspec.to_builtins(value))


def _stripped(value: Any) -> Any:
    if isinstance(value, list):
        return [_stripped(each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {key: _stripped(_without_scheme(key, each)) for key, each in value.items()}
    return {key: each for key, each in found.items() if not _is_empty(key, each)}


def _without_scheme(key: str, value: Any) -> Any:
    if key == "containerID" and isinstance(value, str):
        return value.rpartition("://")[2]
    return value


def _is_empty(key: str, value: Any) -> bool:
    return value is None or value in ("", _ZERO_TIME) or (key in _EMPTY_STRUCTS and value == {})
