"""A whole cluster, played: inputs in, records out.

Nothing else crosses this border. A cluster with the same seed, version, nodes and inputs
yields the same records, byte for byte.
"""

from typing import Any

from msgspec.structs import replace

from lifecycle.engine.api.scheme import decode
from lifecycle.engine.api.version import VERSIONS
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.bootstrap import bootstrap
from lifecycle.engine.controllers.manager import start_controllers
from lifecycle.engine.controllers.serviceproxy import ServiceProxy
from lifecycle.engine.cri.network import Network
from lifecycle.engine.faults import Faults
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.delays import DELAYS, DELAYS_1_20
from lifecycle.engine.kernel.world import Snapshot, World
from lifecycle.engine.kubectl.commands import Commands
from lifecycle.engine.kubelet import gates
from lifecycle.engine.machines import Machines
from lifecycle.engine.records import InputTaken
from lifecycle.engine.scheduler.scheduler import Scheduler
from lifecycle.engine.traffic.traffic import Traffic

GATES = {"1.36": gates.V1_36, "1.20": gates.V1_20}
"""The kubelet's differences, by Kubernetes version."""

ENVIRONMENTS = {"1.36": DELAYS, "1.20": DELAYS_1_20}
"""What a node's own work takes, as recorded with that version."""

SETTLING_MS = 100


class Cluster:
    """API server, scheduler, controllers, and a kubelet with its runtime on each node."""

    def __init__(
        self,
        *,
        seed: int = 1,
        kubernetes: str = "1.36",
        nodes: tuple[dict[str, Any], ...] | None = None,
    ) -> None:
        self.world = World(seed, ENVIRONMENTS[kubernetes])
        self.api = ApiServer(self.world, VERSIONS[kubernetes])
        self.scheduler = Scheduler(self.world, self.api)
        self.controllers = start_controllers(self.world, self.api)
        services = ServiceProxy(self.world, self.api)
        self.network = Network(self.world, services, Faults(self.world))
        self.traffic = Traffic(self.world, self.api, self.network, services)
        self._bootstrap(nodes or (), kubernetes)
        self.machines = Machines(self.world, self.api, self.network, GATES[kubernetes])
        self.machines.add(self.api.list("Node"))
        self.commands = Commands(self.world, self.api)
        self.machines.answer(self.commands)
        self.printed = ""
        self.commands.on("traffic", self.traffic.command)

    def _bootstrap(self, nodes: tuple[dict[str, Any], ...], kubernetes: str) -> None:
        """Make what was there before the first command, and let everybody hear of it."""
        world = self.world
        world.now = -SETTLING_MS
        bootstrap(world, self.api, tuple(decode(node) for node in nodes), kubernetes)
        world.advance(0)
        world.records[:] = [replace(record, t=0) for record in world.records]

    @property
    def now(self) -> Millis:
        return self.world.now

    @property
    def records(self) -> list[Any]:
        """The trace so far."""
        return self.world.records

    def submit(self, entered: Input) -> InputTaken:
        """Carry out a command at its moment, after everything that is due by then.

        What it prints stands in the record in English; `printed` can be said in other languages.
        """
        self.world.advance(max(entered.at_ms, self.world.now))
        taken = self.world.emit(InputTaken, line=entered.line)
        self.world.cause = taken.id
        self.traffic.settle()
        ok, output = self.commands.run(entered)
        self.world.cause = 0
        taken = replace(taken, ok=ok, output=str(output))
        self.printed = output
        self.records[taken.id - 1] = taken
        return taken

    def advance(self, until_ms: Millis) -> None:
        """Let the cluster run up to and including that moment."""
        self.world.advance(until_ms)

    def next_due(self) -> Millis | None:
        """When something happens next, or None if nothing ever will by itself."""
        return self.world.agenda.next_due()

    def snapshot(self) -> Snapshot:
        """Freeze this moment; cheap, because values are shared."""
        return self.world.snapshot()

    def restore(self, snapshot: Snapshot) -> None:
        """Become that moment again."""
        self.world.restore(snapshot)
