"""TestNodeResourcesBalancedAllocation of plugins/noderesources, in our own words."""

import pytest

from lifecycle.engine.scheduler.nodeinfo import new_pod_info
from lifecycle.engine.scheduler.scores.noderesources import balanced_score
from tests.engine.scheduler.candidates import Candidates, pod


def spec(*requests):
    return {
        "containers": [
            {"name": f"c{i}", "image": "busybox", "resources": {"requests": one}}
            for i, one in enumerate(requests)
        ]
    }


CPU = spec({"cpu": "1"}, {"cpu": "2"})
BOTH = spec({"cpu": "1", "memory": "2000"}, {"cpu": "2", "memory": "3000"})
ON = [("n1", {}, CPU), ("n2", {}, BOTH)]


@pytest.mark.parametrize(
    ["asked", "there", "nodes", "expected"],
    [
        (BOTH, [], [("4", "10000"), ("6", "10000")], [87, 100]),
        (BOTH, ON, [("10", "20000"), ("10", "20000")], [82, 95]),
        (BOTH, ON, [("10", "20000"), ("10", "50000")], [82, 80]),
        (CPU, ON, [("6", "10000"), ("6", "10000")], [50, 75]),
        (spec({}), ON, [("4", "10000"), ("6", "10000")], [0, 0]),
    ],
)
def test_even_use_of_cpu_and_memory_is_better(asked, there, nodes, expected):
    capacity = {f"n{i}": {"cpu": cpu, "memory": memory} for i, (cpu, memory) in enumerate(nodes, 1)}
    cluster = Candidates({name: {} for name in capacity}, there, capacity=capacity)
    info = new_pod_info(pod({}, **asked))
    assert [balanced_score(info, node) for node in cluster.nodes] == expected
