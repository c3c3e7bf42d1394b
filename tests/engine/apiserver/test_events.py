"""Which remarks become Events: counting, putting together, dropping, forgetting."""

from tests.engine.apiserver.served import Served, pod

HOUR = 3_600_000


def recorded(served):
    return served.api.list("Event")


class Remarking(Served):
    """A server with a Pod about which something is said."""

    def __init__(self):
        super().__init__()
        self.pod = self.api.create(pod(node="node1"))

    def say(self, message, *, at=None, reason="Unhealthy", type="Warning", source="kubelet"):
        if at is not None:
            self.world.advance(at)
        self.api.record_event(self.pod, type, reason, message, source, "spec.containers{app}")

    def counts(self):
        return [(event.reason, event.count, event.message) for event in recorded(self)]


def test_an_event_names_its_object_and_its_source():
    served = Remarking()
    served.say("probe failed", at=1_500)
    (event,) = recorded(served)
    involved = event.involvedObject
    assert (involved.kind, involved.name, involved.uid) == ("Pod", "web", served.pod.metadata.uid)
    assert involved.fieldPath == "spec.containers{app}"
    assert (event.source.component, event.source.host) == ("kubelet", "node1")
    assert event.metadata.namespace == "default"
    assert event.metadata.name.startswith("web.")


def test_the_same_remark_again_raises_the_count():
    served = Remarking()
    for second in range(3):
        served.say("probe failed", at=second * 1000)
    (event,) = recorded(served)
    assert event.count == 3
    assert (event.lastTimestamp - event.firstTimestamp).total_seconds() == 2
    assert served.changes("Event") == ["added", "modified", "modified"]


def test_different_remarks_are_different_events():
    served = Remarking()
    served.say("one")
    served.say("two")
    served.say("one", reason="BackOff")
    assert sorted(served.counts()) == [
        ("BackOff", 1, "one"),
        ("Unhealthy", 1, "one"),
        ("Unhealthy", 1, "two"),
    ]


def test_from_the_tenth_similar_remarks_are_put_together():
    served = Remarking()
    for second in range(12):
        served.say(f"failed {second}", at=second * 1000)
    counts = served.counts()
    assert len(counts) == 10
    assert counts[-1] == ("Unhealthy", 3, "(combined from similar events): failed 11")


def test_similar_remarks_are_told_apart_again_after_ten_quiet_minutes():
    served = Remarking()
    for second in range(12):
        served.say(f"failed {second}", at=second * 1000)
    served.say("failed again", at=11_000 + 600_001)
    assert ("Unhealthy", 1, "failed again") in served.counts()


def test_a_source_may_say_25_things_of_an_object_and_then_one_in_five_minutes():
    served = Remarking()
    for second in range(60):
        served.say("failed", at=second * 1000)
    assert served.counts() == [("Unhealthy", 25, "failed")]
    served.say("failed", at=320_000)
    assert served.counts() == [("Unhealthy", 61, "failed")]


def test_the_budget_is_one_for_each_type_and_object():
    served = Remarking()
    for second in range(30):
        served.say("failed", at=second * 1000)
    served.say("started", type="Normal", reason="Started")
    other = served.api.create(pod("db", node="node1"))
    served.api.record_event(other, "Warning", "Unhealthy", "failed", "kubelet")
    assert [event.reason for event in recorded(served)].count("Started") == 1
    assert len(recorded(served)) == 3


def test_an_event_goes_an_hour_after_it_was_last_seen():
    served = Remarking()
    served.say("failed", at=0)
    served.say("failed", at=HOUR // 2)
    served.world.advance(HOUR + 1000)
    assert served.counts() == [("Unhealthy", 2, "failed")]
    served.world.advance(HOUR + HOUR // 2)
    assert recorded(served) == []
    assert served.changes("Event")[-1] == "deleted"


def test_the_count_goes_on_after_the_event_has_gone():
    served = Remarking()
    served.say("failed", at=0)
    served.say("failed", at=2 * HOUR)
    assert served.counts() == [("Unhealthy", 2, "failed")]


def test_a_restarted_kubelet_counts_from_the_start():
    served = Remarking()
    served.say("failed", at=0)
    served.api.forget_events("kubelet", "node1")
    served.say("failed", at=1000)
    assert served.counts() == [("Unhealthy", 1, "failed")] * 2


def test_the_scheduler_writes_a_series_and_counts_in_memory():
    served = Remarking()
    for minute in range(4):
        unschedulable(served, "0/1 nodes are available", minute)
    (event,) = recorded(served)
    assert (event.count, event.message) == (None, "0/1 nodes are available")
    assert event.series.count == 2
    assert event.reportingComponent == "default-scheduler"
    served.world.advance(600_000)
    (event,) = recorded(served)
    assert event.series.count == 4


def test_another_message_of_the_scheduler_begins_another_series():
    """It is written into the Pod first, and a series speaks of one version of its object."""
    served = Remarking()
    for minute in range(3):
        unschedulable(served, f"0/{minute} nodes are available", minute)
    assert len(recorded(served)) == 3


def unschedulable(served, message, minute):
    served.say(message, at=minute * 60_000, reason="FailedScheduling", source="default-scheduler")
