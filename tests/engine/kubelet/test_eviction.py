"""A Pod that writes more than it may: what is known of its volumes is as old as its measurement."""

from lifecycle.engine.records import ObjectChanged
from tests.engine.played import Played, pod_of

SEEDS = range(24)
LIMITED = {"volumes": [{"name": "v", "emptyDir": {"sizeLimit": "4Mi"}}]}
WRITE = "dd if=/dev/zero of=/v/f bs=1M count=12"


def evictions(script):
    """When the Pod that runs the script was evicted, by seed; nothing where it was not."""
    mounts = [{"name": "v", "mountPath": "/v"}]
    app = {"name": "app", "command": ["sh", "-c", script], "volumeMounts": mounts}
    return [
        record.t
        for seed in SEEDS
        for record in Played(pod_of(app, **LIMITED), seed=seed, until=260).records
        if isinstance(record, ObjectChanged)
        and record.kind == "Event"
        and record.object.reason == "Evicted"
    ]


def test_a_volume_is_measured_within_a_minute_and_then_every_one_to_two():
    first = evictions(f"{WRITE}; sleep 900")
    assert len(first) == len(SEEDS)
    assert max(first) <= 131_000
    later = evictions(f"sleep 61; {WRITE}; sleep 900")
    assert len(later) == len(SEEDS)
    assert max(later) > 131_000


def test_what_is_removed_before_the_next_measurement_is_not_seen():
    script = f"sleep 57; {WRITE}; sleep 10; rm /v/f; sleep 900"
    assert len(evictions(script)) <= 1
