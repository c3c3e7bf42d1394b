"""How fast the engine plays, and how much memory it takes, with all history kept.

All times are CPU times of this process. A first Pod is played before anything is measured,
as in a server that has been up for a minute.
"""

from time import process_time

from lifecycle.bench.apart import peak_kb
from lifecycle.bench.manifests import POD, pods
from lifecycle.collector import look_everywhere
from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.clock import Millis
from lifecycle.sessions.journal import APPLY, ROOT, Branch, Entry, Journal, documents
from lifecycle.sessions.replay import Tape
from lifecycle.sessions.scenario import Scenario

LIFE_MS: Millis = 300_000
ENDLESS = 10**8
LEAST_S = 1.0
"""What takes less is repeated until so much time has passed; the best one counts."""


def life(count: int) -> dict[str, float]:
    """The first 300 seconds of so many Pods with three probes each.

    What was played before is thrown away first: a server does so when nobody waits.
    """
    _tape(POD).compute(ROOT, LIFE_MS)
    before, spent, best = peak_kb(), 0.0, float("inf")
    while spent < LEAST_S:
        tape = trace = None
        look_everywhere()
        tape = _tape(POD if count == 1 else pods(count))
        began = process_time()
        trace = tape.compute(ROOT, LIFE_MS)
        took = process_time() - began
        spent, best = spent + took, min(best, took)
    return {
        "pods": count,
        "cpu_s": round(best, 4),
        "cpu_ms_per_pod": round(best * 1000 / count, 3),
        "records_per_pod": round(len(trace.records) / count, 1),
        "kb_per_pod": round((peak_kb() - before) / count, 1),
    }


def pace(hours: int) -> dict[str, float]:
    """One Pod with three probes, once it runs."""
    tape = _tape(POD)
    tape.compute(ROOT, LIFE_MS)
    began = process_time()
    tape.compute(ROOT, LIFE_MS + hours * 3_600_000)
    took = process_time() - began
    speed = round(hours * 3600 / took)
    return {"hours": hours, "cpu_s": round(took, 3), "simulated_s_per_s": speed}


def rollout(count: int, nodes: int) -> dict[str, float]:
    """A Deployment of so many Pods, from one image to the next."""
    cluster = _cluster(nodes)
    _submit(cluster, APPLY, pods(count, kind="Deployment"))
    _until_ready(cluster, count)
    cluster.advance(cluster.now + 60_000)
    records, began = len(cluster.records), process_time()
    _submit(cluster, "kubectl set image deployment/web app=busybox:1.36")
    asked = cluster.now
    _until_ready(cluster, count)
    return {
        "pods": count,
        "nodes": nodes,
        "cpu_s": round(process_time() - began, 2),
        "simulated_s": round((cluster.now - asked) / 1000, 1),
        "records": len(cluster.records) - records,
    }


def crowd(count: int, nodes: int) -> dict[str, float]:
    """So many Pods on so many nodes, from nothing until all are ready."""
    began = process_time()
    cluster = _cluster(nodes)
    _submit(cluster, APPLY, pods(count, kind="Deployment"))
    _until_ready(cluster, count)
    return {
        "pods": count,
        "nodes": nodes,
        "cpu_s": round(process_time() - began, 2),
        "simulated_s": round(cluster.now / 1000, 1),
        "records": len(cluster.records),
        "peak_mb": round(peak_kb() / 1024),
    }


def travel(count: int, records: int) -> dict[str, float]:
    """Go to the middle of a long trace, and fork there."""
    tape = _tape(pods(count))
    trace = tape.trace()
    while len(trace.records) < records:
        tape.step(ROOT, 10**12)
    middle = trace.records[records // 2].t
    began = process_time()
    tape.visit(ROOT, middle)
    sought = process_time()
    entry = Entry(middle, "kubectl delete pod --all")
    tape.add(Branch(2, ROOT, middle, "", (entry,)))
    while not tape.step(2, middle + 1000):
        pass
    return {
        "pods": count,
        "records": len(trace.records),
        "seek_ms": round((sought - began) * 1000, 1),
        "fork_ms": round((process_time() - sought) * 1000, 1),
    }


def _tape(manifests: str) -> Tape:
    return Tape(Journal(Scenario(manifests)), max_records=ENDLESS)


def _cluster(nodes: int) -> Cluster:
    named = [{"name": f"node{number}"} for number in range(1, nodes + 1)]
    return Cluster(
        nodes=tuple({"apiVersion": "v1", "kind": "Node", "metadata": name} for name in named)
    )


def _submit(cluster: Cluster, line: str, manifests: str = "") -> None:
    workloads = tuple(d for d in documents(manifests) if d["kind"] != "Node")
    taken = cluster.submit(Input(cluster.now, line, workloads))
    assert taken.ok, taken.output


def _until_ready(cluster: Cluster, count: int) -> None:
    """Play until the Deployment's Pods are all of the newest kind, and available."""
    while True:
        cluster.advance(cluster.now + 1000)
        found = cluster.api.get("Deployment", "default", "web")
        status = found.status
        if status.observedGeneration != found.metadata.generation:
            continue
        if status.replicas == status.updatedReplicas == status.availableReplicas == count:
            return
