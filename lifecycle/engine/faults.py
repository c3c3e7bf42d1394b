"""Faults: rules that change what would have happened, each a value with a verdict.

A fault stays until it is removed, is listed on the page and travels in the link. Whoever is
about to do something that can be made to fail asks for the verdict; the first fault that
says anything but "pass" decides. Killing a process is no fault but a moment, and is done by
the runtime.
"""

import msgspec

from lifecycle.engine.kernel.world import World
from lifecycle.engine.records import ProcessChanged

PASS, FAIL, SLOW, REFUSE, ABSENT, CACHED = "", "fail", "slow", "refuse", "absent", "cached"
DENIED, DOWN, HANG, LEAK = "denied", "down", "hang", "leak"
SLOW_RUNTIME = 10
PROBES = ("liveness", "readiness", "startup")
PROBE_VERDICTS = (FAIL, SLOW, REFUSE)
PRESSURES = ("memory-pressure", "disk-pressure", "pid-pressure")
IMAGE_VERDICTS = (ABSENT, CACHED, SLOW, DENIED)

VERDICTS: dict[str, tuple[str, ...]] = {
    "probe": PROBE_VERDICTS,
    "image": IMAGE_VERDICTS,
    "registry": (DOWN, SLOW),
    "dns": (FAIL, SLOW),
    "service": (ABSENT,),
    "process": (HANG, LEAK),
    "runtime": (SLOW, DOWN),
    "node": PRESSURES,
}
"""What may be said of each kind, beside that it is over."""


class Fault(msgspec.Struct, frozen=True):
    """What is hit, and how. Empty fields of a Pod's name hit every Pod.

    | kind | subject | verdicts |
    |---|---|---|
    | probe | liveness, readiness or startup | fail, slow, refuse |
    | process | nothing; Pod and container say whose | hang, leak (so much a second) |
    | image | the image's name | absent, cached, slow, denied without credentials |
    | registry | the registry's host | down, slow |
    | dns | the name looked up | fail, slow |
    | service | the Service's name | absent |
    | runtime | the node's name | slow, down |
    | node | the node's name | memory-, disk- or pid-pressure (so much is left to Pods) |

    A process that hangs does so until it ends: `instance` is its container's id.
    """

    id: int
    kind: str
    subject: str
    verdict: str
    namespace: str = ""
    pod: str = ""
    container: str = ""
    instance: str = ""

    @property
    def line(self) -> str:
        """The command that set it; with `clear` as its last word, or after `image`, it ends it."""
        where = f" -n {self.namespace}" if self.namespace not in ("", "default") else ""
        if self.kind == "image":
            return f"image {self.verdict} {self.subject}"
        if self.kind == "probe":
            whose = f"{self.pod}{where} -c {self.container}"
            return f"fault probe {whose} {self.subject} {self.verdict}"
        if self.kind == "process":
            return f"fault process {self.pod}{where} -c {self.container} {self.verdict}"
        return f"fault {self.kind} {self.subject}{where} {self.verdict}"


class Faults:
    """The faults in force, in the order in which they were set."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._table: dict[int, Fault] = world.table("faults")
        self._last: dict[str, int] = world.table("fault-numbers")

    def list(self) -> tuple[Fault, ...]:
        """All faults in force."""
        return tuple(self._table.values())

    def probe(self, namespace: str, pod: str, container: str, probe: str, verdict: str) -> Fault:
        """Make every run of that probe fail, be slow or be refused from now on."""
        assert probe in PROBES and verdict in PROBE_VERDICTS, f"{probe} {verdict}"
        self.clear_probe(namespace, pod, container, probe)
        return self._add("probe", probe, verdict, namespace, pod, container)

    def clear_probe(self, namespace: str, pod: str, container: str, probe: str) -> bool:
        """End the faults of that probe; False when there was none."""
        hit = ("probe", probe, namespace, pod, container)
        found = [f for f in self.list() if _whose(f) == hit]
        return [self.remove(f.id) for f in found] != []

    def image(self, name: str, verdict: str) -> Fault:
        """Make an image absent, only cached, or slow to pull."""
        assert verdict in IMAGE_VERDICTS, verdict
        self.clear_image(name)
        return self._add("image", name, verdict)

    def clear_image(self, name: str) -> bool:
        """End the faults of that image; False when there was none."""
        found = [f for f in self.list() if f.kind == "image" and f.subject == name]
        return [self.remove(f.id) for f in found] != []

    def dns(self, name: str, verdict: str) -> Fault:
        """Make looking up a name fail, or time out."""
        assert verdict in (FAIL, SLOW), verdict
        return self._add("dns", name, verdict)

    def set(self, fault: Fault) -> Fault:
        """Put a fault in force; one on the same thing ends."""
        self.clear(fault)
        return self._add(
            fault.kind, fault.subject, fault.verdict, fault.namespace, fault.pod,
            fault.container, fault.instance,
        )  # fmt: skip

    def clear(self, like: Fault) -> bool:
        """End the faults on the same thing, whatever their verdict; False without any."""
        return [self.remove(fault.id) for fault in self.matching(like)] != []

    def matching(self, like: Fault) -> tuple[Fault, ...]:
        """The faults on the same thing."""
        return tuple(fault for fault in self.list() if _whose(fault) == _whose(like))

    def forget(self, instance: str) -> None:
        """A container has ended, and with it what was wrong with its process alone."""
        for fault in self.list():
            if fault.instance == instance:
                self.remove(fault.id)

    def remove(self, number: int) -> bool:
        """End a fault; False when there is none of that number."""
        fault = self._table.pop(number, None)
        if fault is not None:
            self._record("fault-end", fault)
        return fault is not None

    # Verdicts

    @property
    def none(self) -> bool:
        """Whether no fault at all is in force."""
        return not self._table

    def of_probe(self, namespace: str, pod: str, container: str, probe: str) -> str:
        """What is to become of a run of that probe."""
        if not self._table:
            return PASS
        hit = ("probe", probe, namespace, pod, container)
        return next((f.verdict for f in self._table.values() if _whose(f) == hit), PASS)

    def of_image(self, name: str) -> str:
        """Whether the image is absent, only cached or slow."""
        return self._of("image", name)

    def of_name(self, name: str) -> str:
        """What becomes of a DNS question."""
        return self._of("dns", name)

    def of_registry(self, host: str) -> str:
        """Whether a registry can be reached, and how fast it is."""
        return self._of("registry", host)

    def of_service(self, namespace: str, name: str) -> str:
        """Whether DNS and connections know the Service."""
        for fault in self._table.values():
            if fault.kind == "service" and (fault.namespace, fault.subject) == (namespace, name):
                return fault.verdict
        return PASS

    def slowness(self, node: str) -> int:
        """How many times longer the node's runtime takes for everything."""
        return SLOW_RUNTIME if self._of("runtime", node) == SLOW else 1

    def is_runtime_down(self, node: str) -> bool:
        """Whether the node's runtime does not answer."""
        return bool(self._table) and self._of("runtime", node) == DOWN

    def hangs(self, instance: str) -> bool:
        """Whether the container's processes answer nothing."""
        return any(
            f.kind == "process" and f.verdict == HANG and f.instance == instance
            for f in self._table.values()
        )

    def leak_of(self, namespace: str, pod: str, container: str) -> str:
        """How much memory the container's process takes each second; empty for none."""
        hit = ("process", LEAK, namespace, pod, container)
        for fault in self._table.values():
            if _whose(fault) == hit:
                return fault.verdict.partition("=")[2]
        return ""

    def left_of(self, node: str, pressure: str) -> str | None:
        """What others leave of a node's memory or disk to Pods, as said; None without a fault."""
        for fault in self._table.values():
            word, _, left = fault.verdict.partition("=")
            if (fault.kind, fault.subject, word) == ("node", node, pressure):
                return left
        return None

    def _of(self, kind: str, subject: str) -> str:
        for fault in self._table.values():
            if fault.kind == kind and fault.subject == subject:
                return fault.verdict
        return PASS

    def _add(
        self,
        kind: str,
        subject: str,
        verdict: str,
        namespace: str = "",
        pod: str = "",
        container: str = "",
        instance: str = "",
    ) -> Fault:
        number = self._last["last"] = self._last.get("last", 0) + 1
        fault = Fault(
            number, kind, subject, verdict, namespace, pod, container, instance
        )  # fmt: skip
        self._table[number] = fault
        self._world.cause = self._record("fault", fault).id
        return fault

    def _record(self, what: str, fault: Fault) -> ProcessChanged:
        return self._world.emit(
            ProcessChanged,
            what=what,
            namespace=fault.namespace,
            pod=fault.pod,
            uid="",
            container=fault.container,
            probe=fault.subject if fault.kind == "probe" else "",
            count=fault.id,
            message=fault.line,
        )


def _whose(fault: Fault) -> tuple[str, str, str, str, str]:
    """What a fault is on: processes and nodes may have several things wrong with them."""
    subject = fault.subject
    if fault.kind in ("process", "node"):
        subject += fault.verdict.partition("=")[0]
    return fault.kind, subject, fault.namespace, fault.pod, fault.container
