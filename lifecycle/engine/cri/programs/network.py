"""nslookup, nc, ping, httpd, and clients that only ask whether a server is up."""

import re
from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.network import Listener
from lifecycle.engine.cri.process import FOR_EVER, Blocked, Outcome, Program, Wait
from lifecycle.engine.cri.programs.options import options
from lifecycle.engine.cri.programs.reaching import connect, resolve
from lifecycle.engine.cri.userland import is_busybox

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

DNS_SERVER = "10.96.0.10"
DNS_TIMEOUT_MS = 10_000
CONNECT_TIMEOUT_MS = 127_000
START_MS = 3
"""Until a shell has started the next nc: whoever follows a redirect at once is refused."""
_OLD_NSLOOKUP = (1, 30)
"""The busybox whose nslookup was written anew."""


# Names


def _nslookup(call: "Call") -> Outcome:
    names = [word for word in call.argv[1:] if not word.startswith("-")]
    if not names:
        call.err("BusyBox v1.36.1 multi-call binary.\n\nUsage: nslookup HOST [DNS_SERVER]\n")
        return 1
    found = resolve(call, names[0])
    if found.slow:
        return Blocked(Wait(until=call.now + DNS_TIMEOUT_MS), "timeout")
    version = call.container.image.version
    old = is_busybox(call.container.image) and () < version < _OLD_NSLOOKUP
    return (_show_old if old else _show_new)(call, names[0], found.full_name, found.address)


def _show_old(call: "Call", name: str, full: str, address: str) -> int:
    call.out(
        f"Server:    {DNS_SERVER}\n"
        f"Address 1: {DNS_SERVER} kube-dns.kube-system.svc.cluster.local\n\n"
    )
    if not address:
        call.err(f"nslookup: can't resolve '{name}'\n")
        return 1
    call.out(f"Name:      {name}\nAddress 1: {address} {full}\n")
    return 0


def _show_new(call: "Call", name: str, full: str, address: str) -> int:
    call.out(f"Server:\t\t{DNS_SERVER}\nAddress:\t{DNS_SERVER}:53\n\n")
    if not address:
        call.out(f"** server can't find {name}: NXDOMAIN\n\n")
        return 1
    call.out(f"Name:\t{full}\nAddress: {address}\n\n")
    return 0


def _no_answer(call: "Call", state: Any, event: str) -> Outcome:
    call.out(";; connection timed out; no servers could be reached\n\n")
    return 1


def _getent(call: "Call") -> Outcome:
    words = call.argv[1:]
    if len(words) < 2 or words[0] not in ("hosts", "ahosts"):
        return 0
    found = resolve(call, words[1])
    if not found.address:
        return 2
    call.out(f"{found.address:15} {words[1]}\n")
    return 0


# nc


def _nc(call: "Call") -> Outcome:
    found = options(call.argv[1:], "pweiqs")
    if found.has("l"):
        port = found.values.get("p") or next((w for w in found.operands[::-1] if w.isdigit()), "")
        return _nc_listen(call, int(port) if port.isdigit() else 0, found.has("k"))
    if len(found.operands) < 2 or not found.operands[1].isdigit():
        call.err("BusyBox v1.36.1 multi-call binary.\n\nUsage: nc [IPADDR PORT]\n")
        return 1
    host, port = found.operands[0], int(found.operands[1])
    address = resolve(call, host)
    if not address.address:
        return call.complain(f"bad address '{host}'")
    reached = connect(call, address.address, port)
    if reached.silent:
        wait = found.values.get("w", "")
        limit = int(wait) * 1000 if wait.isdigit() else CONNECT_TIMEOUT_MS
        return Blocked(Wait(until=call.now + limit), ("timeout", host))
    if not reached.open:
        return call.complain(f"{host} ({address.address}:{port}): Connection refused")
    if found.has("v"):
        call.err(f"{host} ({address.address}:{port}) open\n")
    if not found.has("z") and reached.listener is not None:
        answer = call.kernel.network.request(reached.listener, "/")
        call.out(answer.body)
    return 0


def _nc_listen(call: "Call", port: int, keep: bool) -> Outcome:
    container = call.container
    source = call.fds.get(0, ("null",))
    pipe = source[1] if source[0] == "pipe" else -1 if source[0] == "stdin" else 0
    listener = Listener(
        container.ip,
        port,
        call.kernel.node,
        container.id,
        call.key,
        "netcat",
        (pipe,),
        call.now,
        call.now + START_MS,
    )
    if not call.kernel.network.listen(listener):
        return call.complain("bind: Address in use")
    return Blocked(Wait(port=port), ("listen", keep))


def _nc_again(call: "Call", state: Any, event: str) -> Outcome:
    what, detail = state
    if what == "timeout":
        return call.complain(f"{detail}: Connection timed out")
    if detail or event != "connect":
        return Blocked(call.wait, state)
    call.kernel.network.close(call.kernel.node, call.key)
    return 0


# ping


def _ping(call: "Call") -> Outcome:
    found = options(call.argv[1:], "cwWiIs")
    if not found.operands:
        return call.complain("missing host")
    host = found.operands[0]
    address = resolve(call, host)
    if not address.address:
        return call.complain(f"bad address '{host}'")
    count = found.values.get("c", "")
    call.out(f"PING {host} ({address.address}): 56 data bytes\n")
    return _ping_once(call, address.address, 0, int(count) if count.isdigit() else 0)


def _ping_once(call: "Call", address: str, sequence: int, count: int) -> Outcome:
    call.out(f"64 bytes from {address}: seq={sequence} ttl=64 time=0.060 ms\n")
    if count and sequence + 1 >= count:
        call.out(f"\n--- {address} ping statistics ---\n")
        call.out(f"{count} packets transmitted, {count} packets received, 0% packet loss\n")
        return 0
    return Blocked(Wait(until=call.now + 1000), (address, sequence + 1, count))


def _ping_again(call: "Call", state: Any, event: str) -> Outcome:
    return _ping_once(call, *state)


# httpd


def _httpd(call: "Call") -> Outcome:
    found = options(call.argv[1:], "phcrudm")
    if not found.has("f") and "httpd" in call.argv[0]:
        argv = (call.argv[0], "-f", *call.argv[1:])
        call.kernel.fork(call, argv, call.fds, call.env, call.cwd)
        return 0
    port = re.sub(r".*:", "", found.values.get("p", "80"))
    root = found.values.get("h", call.cwd)
    return serve_files(call, int(port) if port.isdigit() else 80, root, "")


def serve_files(call: "Call", port: int, root: str, index: str) -> Outcome:
    """Serve a directory for ever."""
    container = call.container
    listener = Listener(
        container.ip, port, call.kernel.node, container.id, call.key, "static",
        (root if root.startswith("/") else f"{call.cwd}/{root}", index), call.now,
    )  # fmt: skip
    if not call.kernel.network.listen(listener):
        return call.complain("bind: Address in use")
    return Blocked(FOR_EVER)


# Clients that ask whether their server is up


_CLIENTS = {
    "redis-cli": (6379, "PONG\n"), "valkey-cli": (6379, "PONG\n"),
    "mysqladmin": (3306, "mysqld is alive\n"), "mysql": (3306, "1\n1\n"),
    "mariadb": (3306, "1\n1\n"),
    "pg_isready": (5432, "accepting connections\n"), "psql": (5432, ""), "mongo": (27017, ""),
    "mongosh": (27017, ""), "rabbitmq-diagnostics": (5672, ""), "rabbitmqctl": (5672, ""),
    "nodetool": (7199, ""), "cqlsh": (9042, ""), "etcdctl": (2379, ""),
    "zookeeper-ready": (2181, ""),
}  # fmt: skip


def _client(call: "Call") -> Outcome:
    name = call.argv[0].rpartition("/")[2]
    port, text = _CLIENTS[name]
    found = options(call.argv[1:], "hpePuUdc", ("host", "port"))
    host = found.values.get("h") or found.values.get("host") or "127.0.0.1"
    chosen = found.values.get("port") or found.values.get("P") or ""
    if name in ("redis-cli", "pg_isready", "psql"):
        chosen = found.values.get("p") or chosen
    port = int(chosen) if chosen.isdigit() else port
    address = resolve(call, host)
    if not address.address or not connect(call, address.address, port).open:
        call.err(f"{name}: Could not connect to {host}:{port}: Connection refused\n")
        return 2 if name in ("pg_isready", "psql") else 1
    call.out(text)
    return 0


_CLIENT = Program(_client)
PROGRAMS = {
    "nslookup": Program(_nslookup, _no_answer), "dig": Program(_nslookup, _no_answer),
    "host": Program(_nslookup, _no_answer), "getent": Program(_getent),
    "nc": Program(_nc, _nc_again), "ncat": Program(_nc, _nc_again),
    "telnet": Program(_nc, _nc_again), "ping": Program(_ping, _ping_again),
    "ping6": Program(_ping, _ping_again), "httpd": Program(_httpd, inline=False),
    **dict.fromkeys(_CLIENTS, _CLIENT),
}  # fmt: skip
