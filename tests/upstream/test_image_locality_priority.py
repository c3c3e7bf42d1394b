"""TestImageLocalityPriority of plugins/imagelocality/image_locality_test.go, in our own words.

Upstream's later thresholds are a thousand MB for each container; the older test has one for all.
"""

import pytest

from lifecycle.engine.scheduler.scores.imagelocality import image_scores
from tests.engine.scheduler.candidates import Candidates, pod

MB = 1024 * 1024
LARGE = {"gcr.io/40:latest": 40, "gcr.io/300:latest": 300, "gcr.io/2000:latest": 2000}
SMALL = {"gcr.io/250:latest": 250, "gcr.io/10:latest": 10}


@pytest.mark.parametrize(
    ["images", "nodes", "expected"],
    [
        # (250 MB / 2 - 23 MB) of (2 × 1000 MB - 23 MB)
        (["gcr.io/40", "gcr.io/250"], [LARGE, SMALL], [0, 5]),
        (["gcr.io/40", "gcr.io/300"], [LARGE, SMALL], [7, 0]),
        (["gcr.io/2000", "gcr.io/10"], [LARGE, SMALL], [49, 0]),
        (["gcr.io/2000", "gcr.io/10"], [LARGE, SMALL, {}], [32, 0, 0]),
        (["gcr.io/2000"], [LARGE, LARGE], [100, 100]),
        (["gcr.io/300:v2"], [LARGE, SMALL], [0, 0]),
        (["gcr.io/300"], [{}, {}], [0, 0]),
    ],
)
def test_nodes_with_the_images_are_better(images, nodes, expected):
    names = {f"n{number}": {} for number in range(len(nodes))}
    cluster = Candidates(names, images=dict(zip(names, nodes)))
    containers = [{"name": f"c{i}", "image": image} for i, image in enumerate(images)]
    asked = pod({}, containers=containers)
    scores = list(image_scores(asked, cluster.nodes, cluster)) or [0] * len(nodes)
    assert scores == expected
