"""IP addresses and networks in fields.

Mirrors k8s.io/apimachinery/pkg/util/validation/ip.go.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from lifecycle.engine.api.validation.field import Errors, invalid
from lifecycle.engine.api.validation.formats import parse_cidr, parse_ip
from lifecycle.engine.api.validation.govalues import quote

_IP_TEXT = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
_CIDR_TEXT = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"
_LOCAL_MULTICAST = (IPv4Network("224.0.0.0/24"), IPv6Network("ff02::/16"))


def has_leading_zeros(address: str) -> bool:
    """Whether some systems would read a part of the address as octal."""
    if "." not in address:
        return False
    return any(len(part) > 1 and part.startswith("0") for part in address.split("."))


def validate_ip(address: str, path: str, legacy: frozenset[str] = frozenset()) -> Errors:
    """An address in the one form that all programs read alike.

    `legacy` are addresses that were stored when any form was taken.
    """
    parsed = parse_ip(address)
    if parsed is None:
        return [invalid(path, address, _IP_TEXT)]
    if address in legacy:
        return []
    if has_leading_zeros(address):
        return [invalid(path, address, "must not have leading 0s")]
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        return [invalid(path, address, "must not be an IPv4-mapped IPv6 address")]
    return []


def validate_usual_ip(address: str, path: str) -> Errors:
    """An address that one node alone does not mean (`ValidateNonSpecialIP`)."""
    parsed = parse_ip(address)
    if parsed is None:
        return [invalid(path, address, "must be a valid IP address")]
    wrong = (
        (parsed.is_unspecified, f"may not be unspecified ({address})"),
        (parsed.is_loopback, "may not be in the loopback range (127.0.0.0/8, ::1/128)"),
        (
            parsed.is_link_local,
            "may not be in the link-local range (169.254.0.0/16, fe80::/10)",
        ),
        (
            any(parsed in network for network in _LOCAL_MULTICAST),
            "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)",
        ),
    )
    return [invalid(path, address, text) for is_so, text in wrong if is_so]


def validate_cidr(network: str, path: str) -> Errors:
    """A network with its length."""
    if parse_cidr(network) is None:
        return [invalid(path, network, _CIDR_TEXT)]
    return []


def address_warnings(address: str, path: str) -> list[str]:
    """What is said about an address that is not in its usual form (`GetWarningsForIP`)."""
    parsed = parse_ip(address)
    if parsed is None:
        return []
    if has_leading_zeros(address):
        better = quote(str(parsed))
        return [f"{path}: non-standard IP address {quote(address)} is invalid: use {better}"]
    if isinstance(parsed, IPv6Address) and str(parsed) != address:
        better = quote(str(parsed.ipv4_mapped or parsed))
        return [
            f"{path}: IPv6 address {quote(address)} should be in RFC 5952 canonical format "
            f"({better})"
        ]
    return []


def is_dual_stack(addresses: list[str]) -> bool:
    """Whether both families are there."""
    parsed = [parse_ip(address) for address in addresses]
    return any(isinstance(a, IPv4Address) for a in parsed) and any(
        isinstance(a, IPv6Address) for a in parsed
    )
