"""One node of each shape speaks for all of them: the scores are those of looking at every node."""

from random import Random

import pytest

from lifecycle.engine.scheduler import score
from lifecycle.engine.scheduler.scores.podtopologyspread import HOSTNAME, ZONE
from tests.engine.scheduler.candidates import Candidates, pod

OWNED = {
    "ownerReferences": [
        {
            "apiVersion": "apps/v1",
            "kind": "ReplicaSet",
            "name": "web",
            "uid": "u",
            "controller": True,
        }
    ]
}
REQUESTS = ({}, {"cpu": "100m"}, {"cpu": "250m", "memory": "1Gi"})


def owned(requests):
    container = {"name": "app", "image": "busybox", "resources": {"requests": requests}}
    return {"metadata": OWNED, "containers": [container]}


def some_nodes(random):
    """Up to 40 nodes in up to three zones, some of which lack a label, with up to 60 Pods."""
    names = [f"node{number}" for number in range(random.randint(2, 40))]
    labels = {
        name: {
            **({HOSTNAME: name} if random.random() < 0.9 else {}),
            **({ZONE: random.choice("abc")} if random.random() < 0.7 else {}),
        }
        for name in names
    }
    pods = [
        (random.choice(names), {}, owned(random.choice(REQUESTS)) if random.random() < 0.7 else {})
        for _ in range(random.randint(0, 60))
    ]
    images = {
        name: {"busybox:latest": random.choice((40, 400))} for name in names if name > "node2"
    }
    return Candidates(labels, pods, images=images if random.random() < 0.5 else None)


@pytest.mark.parametrize("seed", range(40))
def test_shapes_give_the_scores_that_nodes_give(seed, monkeypatch):
    random = Random(seed)
    cluster = some_nodes(random)
    new = pod({}, **owned(random.choice(REQUESTS)))
    nodes = random.sample(cluster.nodes, random.randint(1, len(cluster.nodes)))
    by_shape = score.total_scores(new, nodes, cluster)
    monkeypatch.setattr(score, "_shapes_decide", lambda info, cluster: False)
    each = score.total_scores(new, nodes, cluster)
    assert [one - by_shape[0] for one in by_shape] == [one - each[0] for one in each]
