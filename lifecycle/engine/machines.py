"""The nodes' machines: a runtime and a kubelet each, and what is done to them by hand.

A Node is an object of the API; a machine is what stands behind it. Some commands reach past
the API to a machine: a shell in a container, a killed process, a stopped kubelet.
"""

from collections.abc import Iterable
from typing import NamedTuple

from lightkube.models.core_v1 import Node, Pod

from lifecycle.engine.api.errors import aggregate
from lifecycle.engine.api.pod import kubelet_uid
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.cri.filesystem import File, Place, clean, parent
from lifecycle.engine.cri.network import Network
from lifecycle.engine.cri.runtime import Runtime
from lifecycle.engine.faults import Fault
from lifecycle.engine.kernel.world import World
from lifecycle.engine.kubectl.commands import Commands
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubelet.gates import Gates
from lifecycle.engine.kubelet.kubelet import Kubelet
from lifecycle.sentence import Sentence

_RPC = "rpc error: code = Unknown desc = "


class Machine(NamedTuple):
    """What runs on one node."""

    runtime: Runtime
    kubelet: Kubelet


class Machines:
    """All machines of a cluster, by node name."""

    def __init__(self, world: World, api: ApiServer, network: Network, gates: Gates) -> None:
        self._world, self._api, self._network, self._gates = world, api, network, gates
        self._by_node: dict[str, Machine] = {}

    def add(self, nodes: Iterable[Node]) -> None:
        """Put a machine behind each node."""
        for node in nodes:
            name = node.metadata.name
            addresses = (node.status and node.status.addresses) or ()
            ip = next((a.address for a in addresses if a.type == "InternalIP"), "")
            runtime = Runtime(self._world, name, self._network, ip, node.spec.podCIDR or "")
            kubelet = Kubelet(self._world, self._api, runtime, self._network, name, self._gates)
            self._by_node[name] = Machine(runtime, kubelet)

    def answer(self, commands: Commands) -> None:
        """Carry out the commands that need a machine."""
        for name, handler in (
            ("exec", self._exec),
            ("kill", self._kill),
            ("exit", self._exit),
            ("process", self._process),
            ("fault", self._fault),
            ("sandbox", self._kill_sandbox),
            ("kubelet", self._kubelet),
            ("static", self._static),
            ("node", self._node),
            ("host", self._host),
        ):
            commands.on(name, handler)

    def runtime_of(self, pod: Pod) -> Runtime:
        """The runtime of the Pod's node; Refusal if it has none."""
        machine = self._by_node.get(pod.spec.nodeName or "")
        if machine is None:
            raise Refusal(f"error: pod {pod.metadata.name} does not have a host assigned")
        return machine.runtime

    def _running(self, pod: Pod, container: str) -> tuple[Runtime, str]:
        runtime = self.runtime_of(pod)
        found = runtime.running(kubelet_uid(pod), container)
        if found is None:
            raise Refusal(
                "error: Internal error occurred: unable to upgrade connection: container not "
                f'found ("{container}")',
                Sentence("It does not run at this moment."),
            )
        return runtime, found.id

    def _exec(self, pod: Pod, container: str, command: tuple[str, ...]) -> str:
        runtime, container_id = self._running(pod, container)
        result = runtime.exec_at_once(container_id, tuple(command))
        if result.error:
            raise Refusal(
                "error: Internal error occurred: error executing command in container: "
                + result.error.removeprefix(_RPC)
            )
        if result.exit_code:
            return f"{result.output}command terminated with exit code {result.exit_code}"
        return result.output

    def _kill(self, pod: Pod, container: str, signal: str) -> str:
        runtime, container_id = self._running(pod, container)
        runtime.kill(container_id, signal)
        return f"{signal} sent to {container}"

    def _exit(self, pod: Pod, container: str, code: int) -> str:
        runtime, container_id = self._running(pod, container)
        runtime.end(container_id, code)
        return f"{container} exits with {code}"

    def _process(self, pod: Pod, container: str) -> str:
        return self._running(pod, container)[1]

    def _fault(self, fault: Fault, over: bool) -> str:
        """A process begins to leak, or goes on after it hung; a node has little left."""
        for machine in self._by_node.values():
            machine.runtime.take_fault(fault, over)
            if (fault.kind, fault.subject) == ("runtime", machine.kubelet.node_name):
                machine.kubelet.runtime_health.changed()
            machine.kubelet.look_at_memory()
        return ""

    def _kill_sandbox(self, pod: Pod) -> str:
        if not self.runtime_of(pod).kill_sandbox(kubelet_uid(pod)):
            raise Refusal(f"error: pod {pod.metadata.name} has no sandbox that runs")
        return f"sandbox of {pod.metadata.name} killed"

    def _machine(self, name: str) -> Machine:
        machine = self._by_node.get(name)
        if machine is None:
            raise Refusal(f"error: there is no machine behind node {name}")
        return machine

    def _kubelet(self, verb: str, name: str) -> str:
        kubelet = self._machine(name).kubelet
        if verb == "stop":
            kubelet.stop()
            return f"kubelet of {name} stopped"
        kubelet.start()
        return f"kubelet of {name} started"

    def _static(self, name: str, pod: Pod, text: str) -> str:
        """Put a manifest into the folder that the node's kubelet reads."""
        static_pods = self._machine(name).kubelet.static_pods
        if wrong := static_pods.problems(pod):
            raise Refusal(
                f"error: the kubelet of {name} would not take this Pod: {aggregate(wrong)}",
                Sentence("It only writes that into its log and goes on without the Pod."),
            )
        return f"{static_pods.write(pod, text)} written on {name}"

    def _node(self, verb: str, name: str) -> str:
        machine = self._machine(name)
        if verb == "shutdown":
            return self._shut_down(machine.kubelet)
        if verb in ("down", "reboot"):
            machine.kubelet.stop()
            for uid in machine.runtime.pod_uids():
                machine.runtime.kill_sandbox(uid)
                for container in machine.runtime.pod_runtime(uid).containers:
                    machine.runtime.end(container.id, 255)
        if verb in ("up", "reboot"):
            machine.kubelet.start()
        return f"node {name} {verb}"

    def _shut_down(self, kubelet: Kubelet) -> str:
        """Announce it to the kubelet, which ends the Pods; the machine stays up."""
        name = kubelet.node_name
        if not kubelet.process.running or kubelet.node_shutdown.begun:
            raise Refusal(
                f"error: no kubelet of {name} is there to shut down",
                Sentence(
                    "It is stopped or shutting down; begin anew with node reboot %(name)s.",
                    name=name,
                ),
            )
        if not kubelet.gates.graceful_node_shutdown:
            raise Refusal(
                f"error: the kubelet of {name} takes no part in a shutdown of its machine",
                Sentence(
                    "Graceful shutdown came with Kubernetes 1.21; use node down %(name)s.",
                    name=name,
                ),
            )
        kubelet.node_shutdown.begin()
        return f"node {name} shutdown"

    def _host(self, verb: str, path: str) -> str:
        """The same file on every node."""
        for name in sorted(self._by_node):
            files = self._by_node[name].runtime.files
            place = Place(f"host/{name}", clean(path))
            if verb == "touch":
                files.make_directories(Place(place.tree, parent(place.path)))
                files.put(place, File(changed_ms=self._world.now))
            else:
                files.remove(place)
        return f"{verb} {path}"
