"""The names of what can be asked for: cpu, memory, hugepages, extended resources.

Mirrors pkg/apis/core/helper/helpers.go.
"""

from lifecycle.engine.api.quantity import QuantityError, parse
from lifecycle.engine.api.resources import is_pod_level_resource
from lifecycle.engine.api.validation.field import Errors, all_invalid, invalid, not_supported
from lifecycle.engine.api.validation.formats import qualified_name

_COUNTED_OBJECTS = frozenset(
    {
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets",
        "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
    }
)  # fmt: skip
_CONTAINER = frozenset({"cpu", "memory", "ephemeral-storage"})
_STANDARD = frozenset(
    {f"{kind}{name}" for kind in ("", "requests.", "limits.") for name in _CONTAINER}
    | _COUNTED_OBJECTS
    | {"storage", "requests.storage"}
)
_QUOTA = _STANDARD - {"storage"}
HUGEPAGES = "hugepages-"


def is_hugepage(name: str) -> bool:
    """Whether it is memory in large pages."""
    return name.startswith(HUGEPAGES)


def is_native(name: str) -> bool:
    """Whether Kubernetes itself defines it."""
    return "/" not in name or "kubernetes.io/" in name


def is_extended(name: str) -> bool:
    """Whether a node announces it under a domain of its own (`IsExtendedResourceName`)."""
    if is_native(name) or name.startswith("requests."):
        return False
    return not qualified_name(f"requests.{name}")


def is_overcommit_allowed(name: str) -> bool:
    """Whether limits may exceed requests."""
    return is_native(name) and not is_hugepage(name)


def is_integer(name: str) -> bool:
    """Whether it can't be divided."""
    return name in _COUNTED_OBJECTS or is_extended(name)


def is_multiple_of_page(name: str, amount: str) -> bool:
    """Whether an amount is made of whole pages (`IsHugePageResourceValueDivisible`)."""
    try:
        page = parse(name.removeprefix(HUGEPAGES)).nano
    except QuantityError:
        return False
    return page > 0 and page % 10**9 == 0 and parse(amount).nano % page == 0


def validate_resource_name(name: str, path: str) -> Errors:
    """What may be counted at all (`validateResourceName`)."""
    errors = all_invalid(path, name, qualified_name(name))
    known = name in _STANDARD or name.startswith((HUGEPAGES, f"requests.{HUGEPAGES}"))
    if not errors and "/" not in name and not known:
        text = "must be a standard resource type or fully qualified"
        errors.append(invalid(path, name, text))
    return errors


def validate_container_resource_name(name: str, path: str) -> Errors:
    """What a container may ask for."""
    errors = validate_resource_name(name, path)
    if "/" not in name:
        if name not in _CONTAINER and not is_hugepage(name):
            text = "must be a standard resource for containers"
            errors.append(invalid(path, name, text))
    elif not is_native(name) and not is_extended(name):
        errors.append(invalid(path, name, "doesn't follow extended resource name standard"))
    return errors


def validate_pod_resource_name(name: str, path: str) -> Errors:
    """What a Pod may ask for as a whole."""
    errors = validate_resource_name(name, path)
    if not errors and not is_pod_level_resource(name):
        errors.append(not_supported(path, name, ("cpu", HUGEPAGES, "memory")))
    return errors


def is_quota(name: str) -> bool:
    """Whether a quota counts it without knowing its domain (`IsStandardQuotaResourceName`)."""
    return name in _QUOTA or name.startswith(f"requests.{HUGEPAGES}")


def validate_quota_resource_name(name: str, path: str) -> Errors:
    """What a quota may count."""
    errors = validate_resource_name(name, path)
    if "/" not in name and not is_quota(name):
        errors.append(invalid(path, name, "must be a standard resource for quota"))
    return errors
