"""Requests and limits, of a container and of a Pod as a whole.

Mirrors `validateResourceRequirements` and `validatePodResources` of pkg/apis/core/validation.
"""

from collections.abc import Callable, Sequence

from lightkube.models.core_v1 import Pod, PodSpec, ResourceClaim, ResourceRequirements

from lifecycle.engine.api.quantity import canonical, parse
from lifecycle.engine.api.resources import (
    aggregate_container_requests,
    quantities,
)
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    duplicate,
    forbidden,
    invalid,
    not_found,
    required,
)
from lifecycle.engine.api.validation.formats import dns1123_label
from lifecycle.engine.api.validation.metadata import NEGATIVE
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.resource_names import (
    is_hugepage,
    is_integer,
    is_multiple_of_page,
    is_overcommit_allowed,
    validate_container_resource_name,
    validate_pod_resource_name,
)

NameCheck = Callable[[str, str], Errors]


def validate_quantity(name: str, amount: str, path: str) -> Errors:
    """Not negative, and whole where it must be (`ValidateResourceQuantityValue`)."""
    errors: Errors = []
    quantity = parse(amount)
    if quantity.nano < 0:
        errors.append(invalid(path, canonical(quantity), NEGATIVE))
    if is_integer(name) and quantity.nano % 10**9:
        errors.append(invalid(path, canonical(quantity), "must be an integer"))
    return errors


def validate_container_resources(
    resources: ResourceRequirements, claims: Sequence[str], path: str, options: Options
) -> Errors:
    """What a container asks for, and at most gets."""
    check = validate_container_resource_name
    return _validate_requirements(resources, check, claims, path, options)


def _validate_requirements(
    resources: ResourceRequirements,
    name_check: NameCheck,
    claims: Sequence[str],
    path: str,
    options: Options,
) -> Errors:
    limits, requests = resources.limits or {}, resources.requests or {}
    errors: Errors = []
    for name in sorted(limits):
        here = f"{path}.limits[{name}]"
        errors += name_check(name, here) + validate_quantity(name, limits[name], here)
        errors += _validate_pages(name, limits[name], here, options)
    for name in sorted(requests):
        here = f"{path}.requests[{name}]"
        errors += name_check(name, here)
        errors += validate_quantity(name, requests[name], here)
        errors += _validate_against_limit(name, requests[name], limits.get(name), path)
        errors += _validate_pages(name, requests[name], here, options)
    names = [*limits, *requests]
    if any(is_hugepage(n) for n in names) and not any(n in ("cpu", "memory") for n in names):
        errors.append(forbidden(path, "HugePages require cpu or memory"))
    return errors + _validate_claims(resources.claims or [], claims, f"{path}.claims")


def _validate_pages(name: str, amount: str, path: str, options: Options) -> Errors:
    if options.any_pages or not is_hugepage(name) or is_multiple_of_page(name, amount):
        return []
    text = f"{canonical(amount)} is not positive integer multiple of {name}"
    return [invalid(path, canonical(amount), text)]


def _validate_against_limit(name: str, request: str, limit: str | None, path: str) -> Errors:
    flexible = is_overcommit_allowed(name)
    if limit is None:
        text = "Limit must be set for non overcommitable resources"
        return [] if flexible else [required(f"{path}.limits", text)]
    wanted, most = parse(request), parse(limit)
    where, of = f"{path}.requests", f"{name} limit of {canonical(most)}"
    if wanted != most and not flexible:
        return [invalid(where, canonical(wanted), f"must be equal to {of}")]
    if wanted > most:
        return [invalid(where, canonical(wanted), f"must be less than or equal to {of}")]
    return []


def _validate_claims(claims: list[ResourceClaim], known: Sequence[str], path: str) -> Errors:
    errors: Errors = []
    seen: list[str] = []
    for i, claim in enumerate(claims):
        here, name = f"{path}[{i}]", claim.name
        if not name:
            errors.append(required(here))
            continue
        if name in seen:
            errors.append(duplicate(here, name))
        else:
            key = f"{name}/{claim.request}" if claim.request else name
            if claim.request:
                problems = dns1123_label(claim.request)
                errors += all_invalid(f"{here}.request", claim.request, problems)
            if key in seen:
                errors.append(duplicate(here, key))
            elif not claim.request:
                overlaps = [other for other in seen if other.partition("/")[0] == name]
                errors += [duplicate(here, name) for _ in overlaps]
            seen.append(key)
        if name not in known:
            text = "must be one of the names in pod.spec.resourceClaims"
            text += f": {', '.join(sorted(known))}" if known else " which is empty"
            errors.append(not_found(here, name, text))
    return errors


def validate_pod_resources(
    spec: PodSpec, claims: Sequence[str], path: str, options: Options
) -> Errors:
    """What a Pod asks for as a whole, against what its containers ask for."""
    resources = spec.resources
    if resources is None:
        return []
    if spec.os is not None and spec.os.name == "windows":
        return [forbidden(path, "may not be set for a windows pod")]
    errors: Errors = []
    if resources.claims is not None:
        text = "claims cannot be set for Resources at pod-level"
        errors.append(forbidden(f"{path}.claims", text))
    check = validate_pod_resource_name
    errors += _validate_requirements(resources, check, claims, path, options)
    total = aggregate_container_requests(Pod(spec=spec))
    wanted, most = quantities(resources.requests), quantities(resources.limits)
    for name, amount in sorted(total.items()):
        if name in wanted and amount > wanted[name]:
            text = f"must be greater than or equal to aggregate container requests of {amount}"
            errors.append(invalid(f"{path}.requests[{name}]", canonical(wanted[name]), text))
    for i, container in enumerate(spec.containers):
        limits = quantities(container.resources and container.resources.limits)
        for name, amount in limits.items():
            if name in most and amount > most[name]:
                where = f"{path}.containers[{i}][{name}].limits"
                text = f"must be less than or equal to pod limits of {most[name]}"
                errors.append(invalid(where, canonical(amount), text))
    return errors
