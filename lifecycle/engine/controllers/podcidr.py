"""Which addresses each node hands to its Pods: ranges that don't overlap.

A range is at least twice as large as the number of Pods that its node can hold, so that an
address isn't used again soon; the default of 110 Pods makes a /24.

Mirrors pkg/controller/nodeipam/ipam (`AllocateNext`), whose ranges have one size; that the
size follows the number of Pods is the rule of managed clusters.
"""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network

from lightkube.models.core_v1 import Node

from lifecycle.engine.api.quantity import QuantityError, parse, value

FIRST = int(IPv4Address("10.244.0.0"))
SMALLEST, LARGEST = 1 << 8, 1 << 16
"""Addresses in a range."""


def pod_cidrs(nodes: Iterable[Node]) -> Iterator[str]:
    """A range for each node, in their order."""
    start = FIRST
    for node in nodes:
        size = _size(node)
        start = -(-start // size) * size
        yield str(IPv4Network((start, 33 - size.bit_length())))
        start += size


def _size(node: Node) -> int:
    """The power of two that is at least twice the number of Pods."""
    status = node.status
    given = {**((status and status.allocatable) or {}), **((status and status.capacity) or {})}
    try:
        pods = value(parse(given.get("pods", "0")))
    except QuantityError:
        pods = 0
    size = SMALLEST
    while size < 2 * pods and size < LARGEST:
        size *= 2
    return size
