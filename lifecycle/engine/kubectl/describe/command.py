"""The command itself: which describer each kind has."""

from collections.abc import Callable
from typing import Any

from lifecycle.engine.kubectl.describe.generic import describe_object
from lifecycle.engine.kubectl.describe.node import describe_node
from lifecycle.engine.kubectl.describe.page import Page
from lifecycle.engine.kubectl.describe.pod import describe_pod
from lifecycle.engine.kubectl.describe.quota import (
    describe_limit_range,
    describe_namespace,
    describe_quota,
)
from lifecycle.engine.kubectl.describe.workloads import (
    describe_deployment,
    describe_job,
    describe_replica_set,
    describe_service,
)
from lifecycle.engine.kubectl.flags import LIST, SWITCH, TEXT, Flag, Parsed
from lifecycle.engine.kubectl.moment import Moment
from lifecycle.engine.kubectl.resources import get, targets

FLAGS = (
    Flag("selector", TEXT, "l"),
    Flag("all-namespaces", SWITCH, "A", default=False),
    Flag("show-events", SWITCH, default=True),
    Flag("filename", LIST, "f"),
)

_DESCRIBERS: dict[str, Callable[[Page, Any, Moment], None]] = {
    "Pod": describe_pod,
    "Deployment": describe_deployment,
    "ReplicaSet": describe_replica_set,
    "StatefulSet": describe_replica_set,
    "DaemonSet": describe_replica_set,
    "Job": describe_job,
    "Service": describe_service,
    "Node": describe_node,
    "Namespace": describe_namespace,
    "ResourceQuota": describe_quota,
    "LimitRange": describe_limit_range,
}


def describe(parsed: Parsed, moment: Moment) -> str:
    """All that is named, one description after the other."""
    found = targets(parsed, moment.objects)
    if not found:
        return f"No resources found in {parsed.namespace} namespace."
    texts = []
    for target in found:
        page = Page()
        describer = _DESCRIBERS.get(target.resource.kind, describe_object)
        describer(page, get(target, moment.objects), moment)
        texts.append(page.text())
    return "\n\n\n".join(texts)
