"""One node's runtime with one Pod on it, to try containers on."""

from typing import Any

from lightkube.models.core_v1 import Container, Pod, PodSpec, ResourceRequirements
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.cri.exec import ExecResult
from lifecycle.engine.cri.filesystem import Mount
from lifecycle.engine.cri.network import Network, Reply
from lifecycle.engine.cri.runtime import SHORTEST_RUN_MS, Runtime
from lifecycle.engine.kernel.world import World
from lifecycle.engine.records import Logged

READY_MS = 10_000


class Services:
    """A cluster's names, as a test wants them: name to address, address to endpoints."""

    def __init__(self, names=(), endpoints=()):
        self.names, self.ends = dict(names), dict(endpoints)

    def resolve(self, name, namespace):
        return self.names.get(name)

    def route(self, ip, port, source, node):
        found = self.ends.get((ip, port), [] if ip.startswith("10.96.") else [(ip, port)])
        return next(iter(found), None)


class Workbench:
    """A Pod whose containers are made and started when a test says so."""

    def __init__(self, *, seed=1, services=None, shared_pid=False, annotations=None):
        self.world = World(seed)
        self.network = Network(self.world, services)
        self.runtime = Runtime(self.world, "node1", self.network)
        self.answers: list[tuple[Any, ...]] = []
        self.world.on("test.answer", lambda *results: self.answers.append(results))
        self.then = ("test.answer",)
        self.spec = PodSpec(containers=[], shareProcessNamespace=shared_pid)
        meta = ObjectMeta(name="web", namespace="default", uid="u1", annotations=annotations)
        self.pod = Pod(metadata=meta, spec=self.spec)
        self.runtime.run_sandbox(self.pod, 0, self.then)
        self.world.advance(READY_MS // 2)
        self.sandbox = self.answers[-1][0]

    @property
    def ip(self):
        return self.runtime.pod_runtime("u1").sandboxes[0].ip

    def add(self, container, *, init=False):
        """Put the container into the Pod's spec."""
        if init:
            self.spec.initContainers = [*(self.spec.initContainers or ()), container]
        else:
            self.spec.containers.append(container)
        return container

    def start(self, command=None, image="busybox", *, name="app", env=None, mounts=(),
              memory=None, attempt=0, init=False, **fields):  # fmt: skip
        """Create and start a container; the answer is its id."""
        limits = ResourceRequirements(limits={"memory": memory}) if memory else None
        container = self.add(
            Container(name=name, image=image, command=command, resources=limits, **fields),
            init=init,
        )
        for mount in mounts:
            self.runtime.files.plant(mount.tree)
        self.runtime.create_container(
            self.pod, self.sandbox, container, attempt, env or {}, tuple(mounts), self.then
        )
        self.world.advance(self.world.now + 1000)
        container_id, reason, error = self.answers[-1]
        assert container_id, (reason, error)
        self.runtime.start_container(container_id, self.then)
        before = len(self.answers)
        while len(self.answers) == before:
            self.world.advance(self.world.agenda.next_due())
        return container_id

    def script(self, source, shell="sh", **fields):
        """Start a container that runs the script."""
        return self.start([shell, "-c", source], fields.pop("image", "acme/tools"), **fields)

    def after(self, seconds):
        """Let so much time pass."""
        self.world.advance(self.world.now + round(seconds * 1000))
        return self

    def status(self, container_id):
        statuses = self.runtime.pod_runtime("u1").containers
        return next(status for status in statuses if status.id == container_id)

    def lived(self, container_id):
        """How many seconds the container ran, None while it does."""
        status = self.status(container_id)
        return (status.finished_ms - status.started_ms) / 1000 if status.finished_ms else None

    def output(self, stream="stdout"):
        """What all containers wrote."""
        lines = (r for r in self.world.records if isinstance(r, Logged) and r.stream == stream)
        return "".join(f"{line.text}\n" for line in lines)

    def processes(self, *what):
        """The records of that kind."""
        return [r for r in self.world.records if getattr(r, "what", None) in what]

    def run(self, container_id, *command, timeout_ms=0, seconds=5) -> ExecResult:
        """Run a command in the container and wait for its result."""
        self.runtime.exec(container_id, command, timeout_ms, self.then)
        self.after(seconds)
        return self.answers[-1][0]

    def get(self, port, path="/", scheme="HTTP", timeout_ms=1000, fault="") -> Reply:
        """Probe by http, when netcat is listening again."""
        self.after(3)
        self.network.probe_http(self.ip, port, path, scheme, (), timeout_ms, self.then, fault)
        self.after(2)
        return self.answers[-1][0]


def volume(path, tree=None, **fields):
    """A writable volume mounted at the path."""
    return Mount(path, tree or f"volume{path}", **fields)


def run_script(source, shell="sh", seconds=100_000, **fields):
    """Run a script to its end: exit code, seconds (as if it took no time to start), output."""
    bench = Workbench()
    container = bench.script(source, shell, **fields)
    bench.after(seconds)
    status = bench.status(container)
    code = status.exit_code if status.finished_ms else None
    lived = bench.lived(container)
    lived = 0 if lived == SHORTEST_RUN_MS / 1000 else lived
    return code, lived, bench.output(), bench.output("stderr")
