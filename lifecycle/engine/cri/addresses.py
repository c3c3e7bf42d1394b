"""The addresses that a node hands out, one after the other, each again only when it is free.

Mirrors the plugin host-local of CNI (plugins/ipam/host-local/backend/allocator).
"""

from ipaddress import IPv4Network, ip_network

from lifecycle.engine.kernel.world import World

DEFAULT = IPv4Network("10.244.0.0/24")
_GATEWAY, _RESERVED = 1, 3
"""The network's own address, the gateway's and the last one are no Pod's."""


class Addresses:
    """The Pods' addresses on one node; a range that is none is not used."""

    def __init__(self, world: World, node: str, cidr: str) -> None:
        try:
            self._network = ip_network(cidr)
        except ValueError:
            self._network = DEFAULT
        self._free = max(self._network.num_addresses - _RESERVED, 0)
        self._state: dict[str, int] = world.table(f"addresses/{node}")
        self._owners: dict[str, str] = world.table(f"address-owners/{node}")

    def take(self, owner: str) -> str | None:
        """The next free one, or None if all are taken."""
        if len(self._owners) >= self._free:
            return None
        while True:
            number = self._state["last"] = self._state.get("last", 0) % self._free + 1
            ip = str(self._network.network_address + _GATEWAY + number)
            if ip not in self._owners:
                self._owners[ip] = owner
                return ip

    def free(self, ip: str, owner: str) -> None:
        """Whoever had it needs it no longer."""
        if self._owners.get(ip) == owner:
            del self._owners[ip]

    def none_left(self, sandbox_id: str) -> str:
        """What the runtime says then."""
        low, high = (self._network.network_address + n for n in (_GATEWAY, self._free + _GATEWAY))
        return (
            "rpc error: code = Unknown desc = failed to setup network for sandbox "
            f'"{sandbox_id}": plugin type="bridge" failed (add): failed to allocate for range 0: '
            f"no IP addresses available in range set: {low}-{high}"
        )
