"""TestPodLimitFunc (plugin/pkg/admission/limitranger/admission_test.go).

The same bounds are held against processors, memory and disk.
"""

import pytest

from lifecycle.engine.apiserver.admission.limit_ranger import violations
from tests.upstream.limiting import limits, pod

CPU, MEMORY, DISK = "cpu", "memory", "ephemeral-storage"

LET_IN = [
    (CPU, "Container min cpu=50m", "1 x 100m/-"),
    (CPU, "Container min cpu=50m", "1 x 100m/200m"),
    (MEMORY, "Container min memory=50Mi", "1 x 60Mi/-"),
    (MEMORY, "Container min memory=50Mi", "1 x 60Mi/100Mi"),
    (CPU, "Container max cpu=2", "1 x 500m/1"),
    (CPU, "Container max cpu=2", "1 x -/1"),
    (MEMORY, "Container max memory=1Gi", "1 x 250Mi/500Mi"),
    (CPU, "Container ratio cpu=1.5", "1 x 500m/750m"),
    (MEMORY, "Container max memory=1Gi", "1 x -/500Mi"),
    (CPU, "Pod min cpu=100m", "2 x 75m/-"),
    (CPU, "Pod min cpu=100m", "2 x 75m/200m"),
    (MEMORY, "Pod min memory=100Mi", "2 x 60Mi/-"),
    (MEMORY, "Pod min memory=100Mi", "2 x 60Mi/100Mi"),
    (MEMORY, "Pod min memory=100Mi", "2 x 60Mi/-, init 100Mi/-"),
    (MEMORY, "Pod min memory=100Mi", "2 x 60Mi/100Mi, init 80Mi/100Mi"),
    (CPU, "Pod max cpu=2", "2 x 500m/1"),
    (CPU, "Pod max cpu=2", "2 x -/1"),
    (CPU, "Pod max cpu=2", "2 x 500m/1, init 1/2, init 1/1"),
    (CPU, "Pod max cpu=2", "2 x -/1, init -/2, init -/2"),
    (MEMORY, "Pod max memory=1Gi", "2 x 250Mi/500Mi"),
    (MEMORY, "Pod max memory=1Gi", "2 x -/500Mi"),
    (MEMORY, "Pod max memory=2Gi; Pod ratio memory=1.5", "3 x 300Mi/450Mi"),
    (DISK, "Container min ephemeral-storage=50Mi", "1 x 60Mi/-"),
    (DISK, "Container min ephemeral-storage=50Mi", "1 x 60Mi/100Mi"),
    (DISK, "Container max ephemeral-storage=1Gi", "1 x 250Mi/500Mi"),
    (DISK, "Container max ephemeral-storage=1Gi", "1 x -/500Mi"),
    (DISK, "Container min ephemeral-storage=50Mi", "2 x 60Mi/-"),
    (DISK, "Container min ephemeral-storage=50Mi", "2 x 60Mi/100Mi"),
    (DISK, "Container max ephemeral-storage=600Mi", "2 x 250Mi/500Mi"),
    (DISK, "Container max ephemeral-storage=600Mi", "2 x -/500Mi"),
    (DISK, "Pod min ephemeral-storage=100Mi", "2 x 60Mi/-"),
    (DISK, "Pod min ephemeral-storage=100Mi", "2 x 60Mi/100Mi"),
    (DISK, "Pod min ephemeral-storage=100Mi", "2 x 60Mi/-, init 100Mi/-"),
    (DISK, "Pod min ephemeral-storage=100Mi", "2 x 60Mi/100Mi, init 80Mi/100Mi"),
    (DISK, "Pod max ephemeral-storage=1Gi", "2 x 250Mi/500Mi"),
    (DISK, "Pod max ephemeral-storage=1Gi", "2 x -/500Mi"),
    (DISK, "Pod max ephemeral-storage=2Gi; Pod ratio ephemeral-storage=1.5", "3 x 300Mi/450Mi"),
]

_NO_LIMIT = "  No limit is specified"
REFUSED = [
    (CPU, "Container min cpu=50m", "1 x 40m/-", ", but request is 40m"),
    (CPU, "Container min cpu=50m", "1 x 40m/200m", ", but request is 40m"),
    (CPU, "Container min cpu=50m", "1 x -/-", ".  No request is specified"),
    (MEMORY, "Container min memory=50Mi", "1 x 40Mi/-", ", but request is 40Mi"),
    (MEMORY, "Container min memory=50Mi", "1 x 40Mi/100Mi", ", but request is 40Mi"),
    (MEMORY, "Container min memory=50Mi", "1 x -/-", ".  No request is specified"),
    (CPU, "Container max cpu=2", "1 x 500m/2500m", ", but limit is 2500m"),
    (CPU, "Container max cpu=2", "1 x -/2500m", ", but limit is 2500m"),
    (CPU, "Container max cpu=2", "1 x -/-", f".{_NO_LIMIT}"),
    (CPU, "Container ratio cpu=1", "1 x 1250m/2500m", ", but provided ratio is 2.000000"),
    (MEMORY, "Container max memory=1Gi", "1 x 250Mi/2Gi", ", but limit is 2Gi"),
    (MEMORY, "Container max memory=1Gi", "1 x -/2Gi", ", but limit is 2Gi"),
    (MEMORY, "Container max memory=1Gi", "1 x -/-", f".{_NO_LIMIT}"),
    (CPU, "Pod min cpu=100m", "1 x 75m/-", ", but request is 75m"),
    (CPU, "Pod min cpu=100m", "1 x 75m/200m", ", but request is 75m"),
    (MEMORY, "Pod min memory=100Mi", "1 x 60Mi/-", ", but request is 60Mi"),
    (MEMORY, "Pod min memory=100Mi", "1 x 60Mi/100Mi", ", but request is 60Mi"),
    (CPU, "Pod max cpu=2", "3 x 500m/1", ", but limit is 3"),
    (CPU, "Pod max cpu=2", "3 x -/1", ", but limit is 3"),
    (MEMORY, "Pod max memory=1Gi", "3 x 250Mi/500Mi", ", but limit is 1500Mi"),
    (MEMORY, "Pod max memory=1Gi", "3 x -/500Mi", ", but limit is 1500Mi"),
    (MEMORY, "Pod max memory=1Gi", "1 x -/500Mi, init -/1.5Gi", ", but limit is 1536Mi"),
    (MEMORY, "Pod max memory=2Gi; Pod ratio memory=1.5", "3 x 250Mi/500Mi",
     ", but provided ratio is 2.000000"),
    (DISK, "Container min ephemeral-storage=50Mi", "1 x 40Mi/-", ", but request is 40Mi"),
    (DISK, "Container min ephemeral-storage=50Mi", "1 x 40Mi/100Mi", ", but request is 40Mi"),
    (DISK, "Container min ephemeral-storage=50Mi", "1 x -/-", ".  No request is specified"),
    (DISK, "Container max ephemeral-storage=1Gi", "1 x 250Mi/2Gi", ", but limit is 2Gi"),
    (DISK, "Container max ephemeral-storage=1Gi", "1 x -/2Gi", ", but limit is 2Gi"),
    (DISK, "Container max ephemeral-storage=1Gi", "1 x -/-", f".{_NO_LIMIT}"),
    (DISK, "Container min ephemeral-storage=50Mi", "2 x 40Mi/-", ", but request is 40Mi"),
    (DISK, "Container min ephemeral-storage=50Mi", "2 x 40Mi/100Mi", ", but request is 40Mi"),
    (DISK, "Container min ephemeral-storage=50Mi", "2 x -/-", ".  No request is specified"),
    (DISK, "Container max ephemeral-storage=1Gi", "2 x 250Mi/2Gi", ", but limit is 2Gi"),
    (DISK, "Container max ephemeral-storage=1Gi", "2 x -/2Gi", ", but limit is 2Gi"),
    (DISK, "Container max ephemeral-storage=1Gi", "2 x -/-", f".{_NO_LIMIT}"),
    (DISK, "Pod min ephemeral-storage=100Mi", "1 x 60Mi/-", ", but request is 60Mi"),
    (DISK, "Pod min ephemeral-storage=100Mi", "1 x 60Mi/100Mi", ", but request is 60Mi"),
    (DISK, "Pod max ephemeral-storage=1Gi", "3 x 250Mi/500Mi", ", but limit is 1500Mi"),
    (DISK, "Pod max ephemeral-storage=1Gi", "3 x -/500Mi", ", but limit is 1500Mi"),
    (DISK, "Pod max ephemeral-storage=1Gi", "1 x -/500Mi, init -/1.5Gi", ", but limit is 1536Mi"),
    (DISK, "Pod max ephemeral-storage=2Gi; Pod ratio ephemeral-storage=1.5", "3 x 250Mi/500Mi",
     ", but provided ratio is 2.000000"),
    (CPU, "Pod max cpu=2", "1 x 1/1500m, sidecar 1500m/-", ", but request is 2500m"),
    # Not upstream's: neither part of a ratio may be absent or nothing.
    (CPU, "Container ratio cpu=1", "1 x 0/2", ", but no request is specified or request is 0"),
    (CPU, "Container ratio cpu=1", "1 x -/2", ", but no request is specified or request is 0"),
    (CPU, "Container ratio cpu=1", "1 x 1/-", ", but no limit is specified or limit is 0"),
    (CPU, "Container ratio cpu=1", "1 x 1/0", ", but no limit is specified or limit is 0"),
]  # fmt: skip


@pytest.mark.parametrize(["resource", "bounds", "text"], LET_IN)
def test_within_the_bounds(resource, bounds, text):
    assert list(violations(pod(resource, text), limits(bounds))) == []


@pytest.mark.parametrize(["resource", "bounds", "text", "why"], REFUSED)
def test_out_of_bounds(resource, bounds, text, why):
    kind, field, amounts = bounds.split("; ")[-1].split(" ")
    name, _, amount = amounts.partition("=")
    amount = {"1.5": "1500m"}.get(amount, amount)
    start = {
        "min": f"minimum {name} usage per {kind} is {amount}",
        "max": f"maximum {name} usage per {kind} is {amount}",
        "ratio": f"{name} max limit to request ratio per {kind} is {amount}",
    }[field]
    found = list(violations(pod(resource, text), limits(bounds)))
    assert set(found) == {start + why}
