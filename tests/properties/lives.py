"""Lives: a cluster, Pods, and all that is done to them, as one value that can be played."""

from typing import Any, NamedTuple

from hypothesis import strategies as st

from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from tests.properties.containers import Document
from tests.properties.pods import pods
from tests.properties.scripts import Step, scripts
from tests.properties.workloads import NODES, companions

REPAIR_MS = 50_000
AFTERWARDS_MS = 150_000
"""How long a life goes on after its last line until all machines run again, and then."""

REPAIRS = {
    "kubelet stop": "kubelet start",
    "node down": "kubelet start",
    "node shutdown": "node reboot",
}
"""What is done to the nodes at last, where something was done to one that takes it away."""


class Life(NamedTuple):
    """All that decides what happens."""

    documents: tuple[Document, ...]
    script: tuple[Step, ...] = ()
    seed: int = 1
    kubernetes: str = "1.36"
    nodes: tuple[Document, ...] = ()

    @property
    def modern(self) -> bool:
        return self.kubernetes != "1.20"

    @property
    def ends_ms(self) -> int:
        return self.inputs()[-1].at_ms + AFTERWARDS_MS

    def cluster(self) -> Cluster:
        """The cluster before anything happens in it."""
        return Cluster(seed=self.seed, kubernetes=self.kubernetes, nodes=self.nodes)

    def inputs(self) -> list[Input]:
        """The manifests and the script; what it stopped is started again at last."""
        steps = [Step(0, "kubectl apply -f -", self.documents), *self.script]
        lines = " ".join(step.line for step in steps)
        repairs = dict.fromkeys(repair for harm, repair in REPAIRS.items() if harm in lines)
        at_ms = steps[-1].at_ms + REPAIR_MS
        steps += [Step(at_ms, f"{r} {node}") for r in repairs for node in ("node1", "node2")]
        return [Input(*step) for step in steps]


def play(life: Life) -> Cluster:
    """The whole of it; the manifests must be taken."""
    cluster = life.cluster()
    for number, entered in enumerate(life.inputs()):
        taken = cluster.submit(entered)
        assert taken.ok or number, taken.output
    cluster.advance(life.ends_ms)
    return cluster


BESIDES = ("store.order", "names.made")
"""Tables that hold what can be worked out again, or numbers that a refusal may use up."""


def state_of(cluster: Cluster) -> tuple[Any, ...]:
    """What the cluster knows, and when it acts next."""
    now, tables, *_ = cluster.snapshot()
    kept = {name: table for name, table in tables.items() if table and name not in BESIDES}
    return now, kept, cluster.next_due()


def _with_old_handlers(value: Any) -> Any:
    """Without the handlers that 1.20 drops: it would refuse a probe or a hook without any."""
    if isinstance(value, list | tuple):
        return type(value)(_with_old_handlers(each) for each in value)
    if not isinstance(value, dict):
        return value
    if "grpc" in value:
        port = value["grpc"]["port"]
        value = {**{k: v for k, v in value.items() if k != "grpc"}, "tcpSocket": {"port": port}}
    if isinstance(value.get("sleep"), dict):
        value = {"exec": {"command": ["true"]}}
    return {key: _with_old_handlers(each) for key, each in value.items()}


@st.composite
def lives(draw: st.DrawFn, most: int = 8) -> Life:
    """Any life."""
    modern = draw(st.integers(0, 3)) > 0
    named = [draw(pods(f"p{number}", modern)) for number in range(draw(st.integers(1, 2)))]
    documents, script = [*draw(companions(modern)), *named], draw(scripts(modern, most))
    if not modern:
        documents = _with_old_handlers(documents)
        script = tuple(
            step._replace(documents=_with_old_handlers(step.documents)) for step in script
        )
    return Life(
        documents=tuple(documents),
        script=script,
        seed=draw(st.integers(0, 3)),
        kubernetes="1.36" if modern else "1.20",
        nodes=draw(NODES),
    )
