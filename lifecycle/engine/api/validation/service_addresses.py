"""The addresses of Services: as they are asked for, and as they stay.

Mirrors `ValidateServiceClusterIPsRelatedFields` and the checks of upgrades to two families
of pkg/apis/core/validation.
"""

from ipaddress import IPv6Address

from lightkube.models.core_v1 import ServiceSpec

from lifecycle.engine.api.validation.addresses import is_dual_stack, validate_ip
from lifecycle.engine.api.validation.field import (
    Errors,
    duplicate,
    invalid,
    not_supported,
)
from lifecycle.engine.api.validation.formats import parse_ip

_FAMILIES = ("IPv4", "IPv6")
_POLICIES = ("PreferDualStack", "RequireDualStack", "SingleStack")
_ADDRESSES = "spec.clusterIPs"
_STAYS = "may not change once set"


def is_headless(spec: ServiceSpec) -> bool:
    """Whether the Service has no address of its own."""
    return spec.clusterIPs == ["None"] or (spec.clusterIP == "None" and not spec.clusterIPs)


def validate_cluster_addresses(spec: ServiceSpec) -> Errors:
    """Each address is of the family that stands beside it; the older field has the first one."""
    if spec.type == "ExternalName":
        return []
    addresses = spec.clusterIPs or ([spec.clusterIP] if spec.clusterIP else [])
    families = spec.ipFamilies or []
    errors = _validate_agreement(spec, addresses)
    for i, family in enumerate(families):
        if family not in _FAMILIES:
            errors.append(not_supported(f"spec.ipFamilies[{i}]", family, _FAMILIES))
        if family in families[:i]:
            errors.append(duplicate(f"spec.ipFamilies[{i}]", family))
    policy = spec.ipFamilyPolicy
    if policy is not None and policy not in _POLICIES:
        errors.append(not_supported("spec.ipFamilyPolicy", policy, _POLICIES))
    wrong = _validate_each(addresses)
    errors += wrong
    if len(addresses) > 2:
        errors.append(invalid(_ADDRESSES, addresses, "may only hold up to 2 values"))
    if wrong:
        return errors
    if len(addresses) > 1 and not is_dual_stack(addresses):
        text = "may specify no more than one IP for each IP family"
        errors.append(invalid(_ADDRESSES, addresses, text))
    if is_headless(spec):
        return errors
    for i, (address, family) in enumerate(zip(addresses, families)):
        if family in _FAMILIES and family != _family_of(address):
            text = f"expected an {family} value as indicated by `ipFamilies[{i}]`"
            errors.append(invalid(f"{_ADDRESSES}[{i}]", address, text))
    return errors


def _family_of(address: str) -> str:
    return "IPv6" if isinstance(parse_ip(address), IPv6Address) else "IPv4"


def _validate_agreement(spec: ServiceSpec, addresses: list[str]) -> Errors:
    if not spec.clusterIP:
        text = "must be empty when `clusterIP` is not specified"
        return [invalid(_ADDRESSES, addresses, text)] if addresses else []
    if addresses[0] != spec.clusterIP:
        return [invalid(_ADDRESSES, addresses, "first value must match `clusterIP`")]
    return []


def _validate_each(addresses: list[str]) -> Errors:
    errors: Errors = []
    for i, address in enumerate(addresses):
        if i or address != "None":
            errors += validate_ip(address, f"{_ADDRESSES}[{i}]")
        elif len(addresses) > 1:
            text = "'None' must be the first and only value"
            errors.append(invalid(_ADDRESSES, addresses, text))
    return errors


def validate_address_changes(new: ServiceSpec, old: ServiceSpec) -> Errors:
    """What was given first stays; a second one comes and goes."""
    headless = is_headless(new), is_headless(old)
    if "ExternalName" in (new.type, old.type) or all(headless):
        return []
    before, after = old.clusterIPs or [], new.clusterIPs or []
    errors = _validate_kept(before, after)
    if before and not after:
        text = "primary clusterIP can not be unset"
        errors.append(invalid(f"{_ADDRESSES}[0]", after, text))
    if len(before) > len(after) == 1:
        errors += _validate_release(new, "clusterIP")
    return errors if any(headless) else errors + _validate_families(new, old)


def _validate_kept(before: list[str], after: list[str]) -> Errors:
    """All addresses if there are as many as before, else the first."""
    if len(before) != len(after):
        before = before[:1]
    return [
        invalid(f"{_ADDRESSES}[{i}]", after, _STAYS)
        for i, (a, b) in enumerate(zip(after, before))
        if a != b
    ]


def _validate_families(new: ServiceSpec, old: ServiceSpec) -> Errors:
    """Where one family comes or goes, upstream shows the addresses instead."""
    path = "spec.ipFamilies[0]"
    before, after = old.ipFamilies or [], new.ipFamilies or []
    if len(before) == len(after):
        return [invalid(path, after, _STAYS) for a, b in zip(after, before) if a != b]
    errors: Errors = []
    released = len(before) > len(after)
    if released and not new.clusterIPs:
        errors.append(invalid(path, after, "primary ipFamily can not be unset"))
    if before and after and before[0] != after[0]:
        errors.append(invalid(path, new.clusterIPs or [], _STAYS))
    if released and len(after) == 1:
        errors += _validate_release(new, "ipFamily")
    return errors


def _validate_release(spec: ServiceSpec, what: str) -> Errors:
    if spec.ipFamilyPolicy == "SingleStack":
        return []
    text = f"must be set to 'SingleStack' when releasing the secondary {what}"
    return [invalid("spec.ipFamilyPolicy", spec.ipFamilyPolicy, text)]
