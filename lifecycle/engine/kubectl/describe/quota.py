"""kubectl describe quota, limits and namespace: what may be used, and what is.

Mirrors `describeQuota`, `DescribeResourceQuotas`, `describeLimitRangeSpec` and
`describeNamespace` (describe.go).
"""

from collections.abc import Iterator
from typing import Any

from lightkube.models.core_v1 import LimitRange, LimitRangeItem, Namespace, ResourceQuota

from lifecycle.engine.kubectl.describe.page import Page
from lifecycle.engine.kubectl.moment import Moment

_LIMITS = ("min", "max", "defaultRequest", "default", "maxLimitRequestRatio")
_LIMIT_HEADS = (
    "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio",
    "----\t--------\t---\t---\t---------------\t-------------\t-----------------------",
)


def describe_quota(page: Page, quota: ResourceQuota, moment: Moment) -> None:
    """Scopes, and a line for each resource."""
    page.field(0, "Name", quota.metadata.name)
    page.field(0, "Namespace", quota.metadata.namespace or "")
    _scopes(page, 0, quota)
    page.write(0, "Resource\tUsed\tHard")
    page.write(0, "--------\t----\t----")
    _resources(page, 0, quota)


def describe_limit_range(page: Page, limits: LimitRange, moment: Moment) -> None:
    """A line for each resource of each item."""
    page.field(0, "Name", limits.metadata.name)
    page.field(0, "Namespace", limits.metadata.namespace or "")
    for line in (*_LIMIT_HEADS, *_rows(limits)):
        page.write(0, line)


def describe_namespace(page: Page, namespace: Namespace, moment: Moment) -> None:
    """Its labels, and the quotas and limits in it."""
    page.heading(namespace, namespaced=False)
    page.field(0, "Status", (namespace.status and namespace.status.phase) or "Active")
    name = namespace.metadata.name
    page.write(0, "")
    quotas = moment.objects.list("ResourceQuota", name)
    page.write(0, "Resource Quotas" if quotas else "No resource quota.")
    for quota in quotas:
        page.field(1, "Name", quota.metadata.name)
        _scopes(page, 1, quota)
        page.write(1, "Resource\tUsed\tHard")
        page.write(1, "--------\t---\t---")
        _resources(page, 1, quota)
    page.write(0, "")
    limits = moment.objects.list("LimitRange", name)
    page.write(0, "Resource Limits" if limits else "No LimitRange resource.")
    for line in (*_LIMIT_HEADS, *(row for one in limits for row in _rows(one))) if limits else ():
        page.write(0, f" {line}")


def _scopes(page: Page, level: int, quota: ResourceQuota) -> None:
    scopes = sorted((quota.spec and quota.spec.scopes) or ())
    page.optional(level, "Scopes", ", ".join(scopes))


def _resources(page: Page, level: int, quota: ResourceQuota) -> None:
    hard = (quota.status and quota.status.hard) or {}
    used = (quota.status and quota.status.used) or {}
    for name in sorted(hard):
        page.write(level, f"{name}\t{used.get(name, 0)}\t{hard[name]}")


def _rows(limits: LimitRange) -> Iterator[str]:
    for item in (limits.spec and limits.spec.limits) or ():
        for name in sorted({name for part in _LIMITS for name in _of(item, part)}):
            amounts = [str(_of(item, part).get(name, "-")) for part in _LIMITS]
            yield "\t".join((item.type, name, *amounts))


def _of(item: LimitRangeItem, part: str) -> dict[str, Any]:
    return getattr(item, part) or {}
