"""What becomes of the requests of one client between two moments.

Between them nobody begins or ceases to listen and nobody learns of other endpoints, so that a
request is judged when they are over, by how things were. An ingress controller or load balancer
sends to its targets in turn; a kube-proxy (iptables mode) draws lots for each new connection.
"""

from msgspec.structs import replace

from lifecycle.engine.controllers.servicelookup import NOWHERE
from lifecycle.engine.cri.network import ROUND_TRIP_MS, Network, Places
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import Lost
from lifecycle.engine.traffic.client import Client, Pending, Target, plus

ANSWERED, REFUSED, RESET, TIMED_OUT = "answered", "refused", "reset", "timed-out"
UNRESOLVED, WORKING = "unresolved", ""
AS_GATEWAY = {REFUSED: "502", RESET: "502", TIMED_OUT: "504"}
"""What a client gets from an ingress controller or load balancer instead."""

TAKING_TURNS = ("ingress", "load-balancer")

EVEN = ("fixed", "paths", "static", "raw")
"""Responders that answer the same however often and whenever they are asked."""

Views = dict[str, tuple[Target, ...]]


class Round:
    """Settles a client's requests up to now; `client` is then as it is afterwards."""

    def __init__(
        self,
        network: Network,
        views: Views,
        client: Client,
        closing: Places,
        cause: int,
        affinity_ms: Millis = 0,
    ) -> None:
        self._network, self._views, self._closing = network, views, closing
        self._now, self._cause = network.world.now, cause
        self._load, self._entries = client.load, client.entries
        self._connections = list(client.connections)
        self._affinity_ms = 0 if client.load.via == "ingress" else affinity_ms
        self._known_as = {entry: (target, at_ms) for entry, target, at_ms in client.known_as}
        self._counts: dict[str, int] = {}
        self._lost: dict[tuple[str, str], tuple[int, Millis, Millis]] = {}
        self._pending: list[Pending] = []
        self._known: dict[str, bool] = {}
        self._retried = 0
        self._well = True
        self.client = client

    def settle(self) -> Client:
        """Answer what is done, send what is due, reset what ends."""
        client = self.client
        for waiting in client.pending:
            self._go_on(waiting)
        number = client.sent
        while (at_ms := client.sends_at(number)) < self._now:
            self._send(number, 0, at_ms)
            number += 1
        for n, target in enumerate(self._connections):
            if target is not None and target[:2] in self._closing:
                self._connections[n] = None
        return self._after(number)

    def _after(self, sent: int) -> Client:
        client = self.client
        lost = {(one.outcome, one.pod): (one.count, one.first_ms, one.last_ms)
                for one in client.lost}  # fmt: skip
        for key, (count, first, last) in self._lost.items():
            before, since, _ = lost.get(key, (0, first, last))
            lost[key] = (before + count, since, last)
        return replace(
            client,
            sent=sent,
            pending=tuple(self._pending),
            connections=tuple(self._connections),
            known_as=tuple((entry, *seen) for entry, seen in self._known_as.items()),
            counts=plus(client.counts, tuple(self._counts.items())),
            lost=tuple(Lost(*key, *value) for key, value in lost.items()),
            retried=client.retried + self._retried,
            cause=client.cause or (self._cause if self._lost else 0),
            well=self._well and all(self._is_even(e) for e in self._entries),
        )

    def _go_on(self, waiting: Pending) -> None:
        if waiting.done_ms <= self._now:
            self._count(ANSWERED, "", waiting.done_ms)
        elif waiting.target[:2] in self._closing:
            self._failed(waiting.number, waiting.attempt, self._now, RESET, waiting.target[2])
        else:
            self._pending.append(waiting)

    def _send(self, number: int, attempt: int, at_ms: Millis) -> None:
        if self._is_unknown():
            self._failed(number, self._load.retries, at_ms, UNRESOLVED, "")
            return
        target = self._choose(number, attempt, at_ms)
        if target is None:
            outcome = REFUSED if self._load.via == "proxy" else "503"
            self._failed(number, self._load.retries, at_ms, outcome, "")
            return
        outcome, done_ms = self._ask(target, at_ms)
        if outcome not in (ANSWERED, WORKING):
            self._failed(number, attempt, at_ms, outcome, target[2])
        elif done_ms <= self._now:
            self._count(outcome, target[2], at_ms)
        else:
            self._go_on(Pending(number, attempt, target, done_ms))

    def _is_unknown(self) -> bool:
        """Whether the Service's name leads nowhere."""
        faults, load = self._network.faults, self._load
        return bool(faults.of_service(load.namespace, load.service) or faults.of_name(load.service))

    def _choose(self, number: int, attempt: int, at_ms: Millis) -> Target | None:
        """The connection that is open, or one of the targets that the entry knows."""
        slot = number % len(self._connections) if self._connections else -1
        if slot >= 0 and attempt == 0 and self._connections[slot] is not None:
            return self._connections[slot]
        place = slot if slot >= 0 else number
        turn, entry = divmod(place, len(self._entries))
        found = self._pick(self._entries[entry], turn, number, attempt, at_ms)
        if found is not None and found[0] in self.client.hops:
            found = self._pick(found[0], turn, number, attempt, at_ms) or NOWHERE
        if found is None:
            return None
        if slot >= 0:
            self._connections[slot] = found
        return found

    def _pick(
        self, entry: str, turn: int, number: int, attempt: int, at_ms: Millis
    ) -> Target | None:
        """Whom it was sent to before, the next in turn, or whose lot it is."""
        view = self._views.get(entry, ())
        if not view:
            return None
        found, since_ms = self._known_as.get(entry, (NOWHERE, 0))
        is_known = found in view and at_ms - since_ms < self._affinity_ms and not attempt
        if not is_known:
            found = view[self._place(entry, turn, number, attempt, len(view))]
        if self._affinity_ms:
            self._known_as[entry] = (found, at_ms)
        return found

    def _place(self, entry: str, turn: int, number: int, attempt: int, count: int) -> int:
        if entry in TAKING_TURNS:
            return (turn + attempt) % count
        load = self._load
        lot = self._network.world.draw("iptables", load.namespace, load.service, number, attempt)
        return int(lot * count)

    def _ask(self, target: Target, at_ms: Millis) -> tuple[str, Millis]:
        """What a Pod says, and when."""
        ip, port, _ = target
        if target == NOWHERE:
            return TIMED_OUT, at_ms
        listener = self._network.listener_at(ip, port, at_ms)
        if listener is None:
            return (REFUSED if self._is_there(ip) else TIMED_OUT), at_ms
        found = self._network.request(listener, self._load.path)
        took = found.after_ms + ROUND_TRIP_MS + self._load.takes_ms
        if took > self._load.timeout_ms:
            return TIMED_OUT, at_ms
        if found.status == 0:
            return RESET, at_ms
        return (str(found.status) if found.status >= 500 else ANSWERED), at_ms + took

    def _is_there(self, ip: str) -> bool:
        if ip not in self._known:
            self._known[ip] = self._network.is_up(ip)
        return self._known[ip]

    def _is_even(self, entry: str) -> bool:
        """Whether all that an entry sends to answers at any moment as at any other."""
        for ip, port, _ in self._views.get(entry, ()):
            if ip in self.client.hops:
                if not self._is_even(ip):
                    return False
                continue
            listener = self._network.listener_at(ip, port, self._now)
            if listener is None or listener.responder not in EVEN:
                return False
        return True

    def _failed(self, number: int, attempt: int, at_ms: Millis, outcome: str, pod: str) -> None:
        if self._connections:
            self._connections[number % len(self._connections)] = None
        self._well = False
        if attempt < self._load.retries:
            self._retried += 1
            self._send(number, attempt + 1, at_ms)
            return
        if self._load.via != "proxy":
            outcome = AS_GATEWAY.get(outcome, outcome)
        self._count(outcome, pod, at_ms)

    def _count(self, outcome: str, pod: str, at_ms: Millis) -> None:
        self._counts[outcome] = self._counts.get(outcome, 0) + 1
        if outcome != ANSWERED:
            count, first, _ = self._lost.get((outcome, pod), (0, at_ms, at_ms))
            self._lost[(outcome, pod)] = (count + 1, first, at_ms)
