"""Names and connections as programs in a container see them.

A name is looked up in /etc/hosts, in the cluster's DNS, and then in a world outside that is
assumed to have every name in a domain that there is, and to answer everything.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from lifecycle.engine.cri.network import Listener, Network
from lifecycle.engine.cri.responders import Answer
from lifecycle.engine.faults import FAIL, SLOW

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

OUTSIDE = "93.184.215.14"
"""The address that every name of the world outside has."""

_ADDRESS = re.compile(r"\d{1,3}(\.\d{1,3}){3}")
_TOP_LEVEL = re.compile(r"[a-z]{2}|com|org|net|edu|gov|mil|int|info|biz|dev|app|cloud|xyz|tech")
_PODS = re.compile(r"10\.(24[4-9]|25\d)\.")
_CLUSTER = re.compile(rf"{_PODS.pattern}|10\.(9[6-9]|10\d|11[01])\.|172\.18\.")


class Found(NamedTuple):
    """What became of a lookup: an address, or why there is none."""

    address: str = ""
    full_name: str = ""
    slow: bool = False


class Reached(NamedTuple):
    """What became of a connection: who listens, the world outside, or nobody."""

    listener: Listener | None = None
    outside: bool = False
    silent: bool = False

    @property
    def open(self) -> bool:
        return self.listener is not None or self.outside


def resolve(call: "Call", name: str) -> Found:
    """Look the name up as the container's resolver does."""
    network = call.kernel.network
    if _ADDRESS.fullmatch(name):
        return Found(name, name)
    if name in ("localhost", call.container.hostname):
        return Found("127.0.0.1" if name == "localhost" else call.container.ip, name)
    if address := _in_hosts(call, name):
        return Found(address, name)
    verdict = network.faults.of_name(name)
    if verdict:
        return Found(slow=verdict == SLOW and verdict != FAIL)
    services, namespace = network.services, call.container.namespace
    found = services.resolve(name.rstrip("."), namespace)
    if found:
        full = getattr(services, "full_name", lambda name, namespace: name)
        answered = full(name.rstrip("."), namespace)
        return Found() if _is_absent(network, answered) else Found(found, answered)
    return Found(OUTSIDE, name) if _is_outside(name) else Found()


def _is_absent(network: Network, full: str) -> bool:
    """Whether a fault hides the Service `[pod.]service.namespace.svc.cluster.local`."""
    labels = full.split(".")
    is_service = len(labels) >= 5 and labels[-3] == "svc"
    return is_service and bool(network.faults.of_service(labels[-4], labels[-5]))


def _is_outside(name: str) -> bool:
    """Whether the name ends in a domain of the world outside: a country's, or a well-known one."""
    top = name.rstrip(".").rpartition(".")[2] if "." in name else ""
    return _TOP_LEVEL.fullmatch(top.lower()) is not None


def _in_hosts(call: "Call", name: str) -> str | None:
    file = call.file("/etc/hosts")
    for line in (file.text if file else "").splitlines():
        words = line.partition("#")[0].split()
        if name in words[1:]:
            return words[0]
    return None


def connect(call: "Call", address: str, port: int) -> Reached:
    """Open a connection from the container."""
    network = call.kernel.network
    if address.startswith("127.") or address in ("::1", "0.0.0.0"):
        return Reached(network.listener(call.container.ip, port))
    end = network.services.route(address, port, call.container.ip, call.kernel.node)
    if end is not None:
        if not end[0]:
            return Reached(silent=True)
        listener = network.listener(*end)
        if listener is not None:
            return Reached(listener)
        if _PODS.match(end[0]) and not network.known(end[0]):
            return Reached(silent=True)
    return Reached(outside=not _CLUSTER.match(address))


def ask(call: "Call", reached: Reached, path: str) -> Answer:
    """Request a path from whoever was reached."""
    if reached.listener is None:
        return Answer(200, "<!doctype html>\n<html></html>\n", secure=True)
    return call.kernel.network.request(reached.listener, path)
