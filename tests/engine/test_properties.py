"""What holds for any Pod, whatever is done to it."""

from random import Random

import pytest

from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.digest import digest
from lifecycle.engine.records import ObjectChanged, ProcessChanged
from tests.engine.randomlives import random_line, random_pod

SEEDS = range(60)


def lived(seed):
    """A cluster after a random life, with the snapshot taken after its last input."""
    random = Random(seed)
    cluster = Cluster(seed=seed)
    names = [f"p{i}" for i in range(random.randint(1, 3))]
    pods = tuple(random_pod(random, name) for name in names)
    assert cluster.submit(Input(0, "kubectl apply -f -", pods)).ok
    moment = 0
    for _ in range(random.randint(0, 8)):
        moment += random.randint(0, 20_000)
        cluster.submit(Input(moment, random_line(random, names)))
    snapshot = cluster.snapshot()
    cluster.advance(moment + 200_000)
    return cluster, snapshot


def of_pods(cluster):
    return [r for r in cluster.records if isinstance(r, ObjectChanged) and r.kind == "Pod"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_life_keeps_the_invariants(seed):
    cluster, snapshot = lived(seed)
    moments = [record.t for record in cluster.records]
    assert moments == sorted(moments)
    assert all(record.cause < record.id for record in cluster.records)
    phases_are_left_only_forwards(cluster)
    restart_counts_never_fall(cluster)
    every_container_that_ends_had_begun(cluster)
    rewinding_changes_nothing(cluster, snapshot)


def phases_are_left_only_forwards(cluster):
    last = {}
    for record in of_pods(cluster):
        phase = record.object.status.phase
        before = last.get(record.uid)
        assert before not in ("Succeeded", "Failed") or phase == before
        last[record.uid] = phase


def restart_counts_never_fall(cluster):
    counts = {}
    for record in of_pods(cluster):
        for status in record.object.status.containerStatuses or ():
            key = (record.uid, status.name)
            assert status.restartCount >= counts.get(key, 0)
            counts[key] = status.restartCount


def every_container_that_ends_had_begun(cluster):
    running = set()
    for record in cluster.records:
        if not isinstance(record, ProcessChanged) or not record.container:
            continue
        key = (record.uid, record.container, record.attempt)
        if record.what == "start":
            running.add(key)
        elif record.what == "exit" and record.exit_code != 128:
            assert key in running
            running.remove(key)


def rewinding_changes_nothing(cluster, snapshot):
    end, once = cluster.now, digest(cluster.records)
    cluster.restore(snapshot)
    cluster.advance(end)
    assert digest(cluster.records) == once
