"""Whose request it is: the address that the limits count by.

A header can be written by anybody, so it is believed only as far as our own proxies have
written it: with `PODVIZ_PROXIES=1`, its last entry.
"""

from ipaddress import ip_address, ip_network
from typing import Any

FORWARDED = b"x-forwarded-for"

IPV6_HOME = 64
"""Who has one IPv6 address has as many as fit into such a prefix."""


def address(peer: str, forwarded: str, proxies: int) -> str:
    """The visitor's address: the peer's, or what the outermost of our proxies saw."""
    seen = [entry.strip() for entry in forwarded.split(",") if entry.strip()]
    if proxies and seen:
        peer = seen[-min(proxies, len(seen))]
    try:
        parsed = ip_address(peer)
    except ValueError:
        return peer
    if parsed.version == 4:
        return peer
    return str(parsed.ipv4_mapped or ip_network((parsed, IPV6_HOME), strict=False))


def of_scope(scope: dict[str, Any], proxies: int) -> str:
    """The address of whoever made an ASGI request or opened a socket."""
    forwarded = b",".join(value for name, value in scope["headers"] if name == FORWARDED)
    peer = (scope.get("client") or ("",))[0]
    return address(peer, forwarded.decode("latin-1"), proxies)


def is_this_machine(peer: str, forwarded: str) -> bool:
    """Whether somebody on this machine asks, and no proxy for somebody else."""
    try:
        return not forwarded and ip_address(peer).is_loopback
    except ValueError:
        return False
