"""How a Pod resolves names: policy, servers, aliases.

Mirrors `validateDNSPolicy`, `validatePodDNSConfig` and `ValidateHostAliases`.
"""

from lightkube.models.core_v1 import HostAlias, PodDNSConfig

from lifecycle.engine.api.validation.addresses import validate_ip
from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import (
    dns1123_subdomain,
    dns1123_subdomain_with_underscore,
)
from lifecycle.engine.api.validation.options import Options

_POLICIES = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
_MOST_SERVERS = 3
_MOST_SEARCHES = 32
_LONGEST_SEARCHES = 2048


def validate_dns_policy(policy: str | None, path: str) -> Errors:
    """One of the four policies."""
    if not policy:
        return [required(path)]
    return [] if policy in _POLICIES else [not_supported(path, policy, _POLICIES)]


def validate_dns_config(
    config: PodDNSConfig | None, policy: str | None, path: str, options: Options
) -> Errors:
    """Servers, searches and options."""
    if policy == "None":
        if config is None:
            return [required(path, "must provide `dnsConfig` when `dnsPolicy` is None")]
        if not config.nameservers:
            text = "must provide at least one DNS nameserver when `dnsPolicy` is None"
            return [required(f"{path}.nameservers", text)]
    if config is None:
        return []
    errors: Errors = []
    servers, where = config.nameservers or [], f"{path}.nameservers"
    if len(servers) > _MOST_SERVERS:
        text = f"must not have more than {_MOST_SERVERS} nameservers"
        errors.append(invalid(where, servers, text))
    for i, server in enumerate(servers):
        errors += validate_ip(server, f"{where}[{i}]", options.legacy_addresses)
    errors += _validate_searches(config.searches or [], f"{path}.searches", options)
    errors += [
        required(f"{path}.options[{i}]", "must not be empty")
        for i, option in enumerate(config.options or ())
        if not option.name
    ]
    return errors


def _validate_searches(searches: list[str], path: str, options: Options) -> Errors:
    errors: Errors = []
    if len(searches) > _MOST_SEARCHES:
        text = f"must not have more than {_MOST_SEARCHES} search paths"
        errors.append(invalid(path, searches, text))
    if len(" ".join(searches)) > _LONGEST_SEARCHES:
        text = (
            f"must not have more than {_LONGEST_SEARCHES} characters (including spaces) in the "
            "search list"
        )
        errors.append(invalid(path, searches, text))
    for i, search in enumerate(searches):
        if search == "." and options.relaxed_dns_search:
            continue
        relaxed = options.relaxed_dns_search
        check = dns1123_subdomain_with_underscore if relaxed else dns1123_subdomain
        search = search.removesuffix(".")
        errors += all_invalid(f"{path}[{i}]", search, check(search))
    return errors


def validate_host_aliases(aliases: list[HostAlias], path: str, options: Options) -> Errors:
    """Lines for the Pod's /etc/hosts."""
    errors: Errors = []
    for i, alias in enumerate(aliases):
        here = f"{path}[{i}]"
        errors += validate_ip(alias.ip, f"{here}.ip", options.legacy_addresses)
        for j, name in enumerate(alias.hostnames or ()):
            errors += all_invalid(f"{here}.hostnames[{j}]", name, dns1123_subdomain(name))
    return errors
