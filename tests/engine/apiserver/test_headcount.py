"""The API server's headcounts are what counting the Pods would give."""

from hypothesis import given
from hypothesis import strategies as st
from lightkube.models.core_v1 import PodCondition
from lightkube.models.meta_v1 import OwnerReference
from msgspec.structs import replace

from lifecycle.engine.apiserver.headcount import Headcount
from lifecycle.engine.apiserver.meta import with_metadata
from tests.engine.apiserver.served import Served, pod

NAMES, UIDS = ("a", "b", "c"), ("", "one", "two")
WRITES = ("create", "delete", "finish", "own", "label", "ready")


def write(api, kind, name, number):
    """One write; what the API server would refuse is left out."""
    found = api.find("Pod", "default", name)
    if kind == "create" or found is None:
        return None if found else api.create(pod(name, node="node1" if number else ""))
    if kind == "delete":
        return api.delete("Pod", "default", name)
    if kind == "own":
        uid = UIDS[number]
        owner = OwnerReference("v1", "ReplicaSet", uid, uid, controller=True)
        return api.update(with_metadata(found, ownerReferences=[owner] if uid else None))
    if kind == "label":
        return api.update(with_metadata(found, labels={"app": str(number)}))
    if kind == "finish":
        status = replace(found.status, phase="Succeeded")
    else:
        ready = PodCondition(type="Ready", status=("True", "False", "Unknown")[number])
        status = replace(found.status, phase="Running", conditions=[ready])
    return api.update(replace(found, status=status), subresource="status")


def counted(pods, uid):
    counts = {}
    for each in pods:
        owner = each.metadata.ownerReferences[0].uid if each.metadata.ownerReferences else ""
        if owner == uid and each.status.phase not in ("Succeeded", "Failed"):
            stays = not each.metadata.deletionTimestamp
            ready = [c for c in each.status.conditions or () if (c.type, c.status) == READY]
            labels = tuple((each.metadata.labels or {}).items())
            one = Headcount(1, int(stays), int(stays and bool(ready)))
            counts[labels] = counts.get(labels, Headcount()).plus(one)
    return counts


READY = ("Ready", "True")


@given(
    st.lists(
        st.tuples(st.sampled_from(WRITES), st.sampled_from(NAMES), st.integers(0, 2)), max_size=25
    )
)
def test_the_headcounts_are_what_counting_the_pods_gives(writes):
    api = Served().api
    for kind, name, number in writes:
        write(api, kind, name, number)
    for uid in UIDS:
        owner = with_metadata(pod("owner"), namespace="default", uid=uid)
        own, _ = api.count_claimable(owner)
        assert dict(own) == counted(api.list("Pod"), uid)
