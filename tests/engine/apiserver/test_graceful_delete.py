"""Deleting: how long a Pod may take, what is written before it goes, what holds it."""

import pytest
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.registry.pod import PodStrategy
from lifecycle.engine.kernel.clock import timestamp
from tests.engine.apiserver.served import Served, document, pod

# node, phase, grace of the spec, grace asked for: grace given
GRACE = [
    ("n", "Pending", None, 30, 30),
    ("n", "Failed", None, 30, 0),
    ("n", "Succeeded", 30, None, 0),
    ("", "Pending", None, 30, 0),
    ("", "Pending", 30, None, 0),
    ("n", "", -1, None, 1),
    ("n", "Running", 30, None, 30),
    ("n", "Running", 30, 5, 5),
    ("n", "Running", 30, 120, 120),
    ("n", "Running", 30, 0, 0),
    ("n", "Running", 30, -1, 1),
    ("n", "Running", None, None, 0),
]


@pytest.mark.parametrize(["node", "phase", "spec", "asked", "given"], GRACE)
def test_the_grace_depends_on_node_phase_spec_and_request(node, phase, spec, asked, given):
    made = pod(node=node, terminationGracePeriodSeconds=spec)
    made = replace(made, status=Served().api.create(pod("x")).status)
    made = replace(made, status=replace(made.status, phase=phase))
    assert PodStrategy().check_graceful_delete(made, asked) == given


def running(served, **spec):
    made = served.api.create(pod(node="node1", **spec))
    return served.api.update(
        replace(made, status=replace(made.status, phase="Running")), subresource="status"
    )


def delete(served, grace=None, **how):
    return served.api.delete("Pod", "default", "web", grace_seconds=grace, **how)


def test_a_running_pod_is_marked_and_stays():
    served = Served()
    running(served)
    served.world.advance(8_200)
    marked = delete(served).metadata
    assert marked.deletionTimestamp == timestamp(38_000)
    assert marked.deletionGracePeriodSeconds == 30
    assert marked.generation == 2
    assert served.changes()[-1] == "modified"


def test_a_pod_that_no_kubelet_has_goes_at_once_but_is_seen_to_be_deleted():
    served = Served()
    served.api.create(pod())
    assert delete(served) is None
    assert served.changes() == ["added", "modified", "deleted"]
    last = served.world.records[-1].object.metadata
    assert last.deletionGracePeriodSeconds == 0


def test_a_second_delete_may_only_shorten():
    served = Served()
    running(served)
    delete(served, 60)
    served.world.advance(5_000)
    assert delete(served, 90).metadata.deletionGracePeriodSeconds == 60
    assert delete(served).metadata.deletionGracePeriodSeconds == 60
    shorter = delete(served, 20).metadata
    assert shorter.deletionGracePeriodSeconds == 20
    assert shorter.deletionTimestamp == timestamp(20_000)
    assert shorter.generation == 2


def test_a_grace_that_is_over_already_becomes_one_second():
    served = Served()
    running(served)
    delete(served, 60)
    served.world.advance(5_000)
    late = delete(served, 4).metadata
    assert late.deletionGracePeriodSeconds == 1
    assert late.deletionTimestamp == timestamp(5_000)


def test_a_forced_delete_is_written_and_then_carried_out():
    served = Served()
    running(served)
    delete(served, 60)
    served.world.advance(5_000)
    assert delete(served, 0) is None
    assert served.changes()[-2:] == ["modified", "deleted"]
    assert served.world.records[-2].object.metadata.deletionTimestamp == timestamp(5_000)


def test_finalizers_hold_a_pod_until_the_last_is_gone():
    served = Served()
    made = running(served)
    held = replace(made, metadata=replace(made.metadata, finalizers=["example.com/hold"]))
    served.api.update(held)
    assert delete(served, 0).metadata.deletionGracePeriodSeconds == 0
    assert delete(served, 0) is not None
    served.api.patch(
        "Pod",
        "default",
        "web",
        lambda old: replace(old, metadata=replace(old.metadata, finalizers=None)),
    )
    assert served.api.find("Pod", "default", "web") is None
    assert served.changes()[-1] == "deleted"


def test_the_uid_can_be_a_condition():
    served = Served()
    made = served.api.create(pod())
    with pytest.raises(ApiError, match="UID in the precondition"):
        delete(served, uid="other")
    delete(served, uid=made.metadata.uid)


def test_other_kinds_go_at_once():
    served = Served()
    served.api.create(document("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}"))
    assert served.api.delete("ConfigMap", "default", "c") is None
    assert served.changes("ConfigMap") == ["added", "deleted"]


def test_foreground_deletion_waits_for_the_dependents():
    served = Served()
    served.api.create(document("{apiVersion: v1, kind: ConfigMap, metadata: {name: c}}"))
    held = served.api.delete("ConfigMap", "default", "c", propagation="Foreground")
    assert held.metadata.finalizers == ["foregroundDeletion"]
    assert held.metadata.deletionGracePeriodSeconds == 0


def test_a_namespace_is_held_until_it_is_finalized():
    served = Served()
    served.api.create(document("{apiVersion: v1, kind: Namespace, metadata: {name: shop}}"))
    held = served.api.delete("Namespace", "", "shop")
    assert held.status.phase == "Terminating"
    made = pod()
    made.metadata.namespace = "shop"
    with pytest.raises(ApiError, match="because it is being terminated"):
        served.api.create(made)
    emptied = replace(held, spec=replace(held.spec, finalizers=None))
    served.api.update(emptied, subresource="finalize")
    assert served.api.find("Namespace", "", "shop") is None


def test_some_namespaces_must_stay():
    served = Served()
    served.api.create(pod())
    with pytest.raises(ApiError, match="this namespace may not be deleted"):
        served.api.delete("Namespace", "", "default")
