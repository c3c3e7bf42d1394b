"""What is stored, how it is versioned, and who hears of it."""

import pytest
from lightkube.models.meta_v1 import OwnerReference
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.meta import with_metadata
from lifecycle.engine.kernel.clock import EPOCH
from tests.engine.apiserver.served import Served, document, pod


def with_message(text):
    return lambda old: replace(old, status=replace(old.status, message=text))


def test_a_created_object_has_identity_and_the_first_version():
    served = Served()
    made = served.api.create(pod())
    assert made.metadata.uid and len(made.metadata.uid) == 36
    assert made.metadata.creationTimestamp == EPOCH
    assert made.metadata.generation == 1
    assert served.api.get("Pod", "default", "web") is made


def test_a_name_can_be_taken_once():
    served = Served()
    served.api.create(pod())
    with pytest.raises(ApiError, match='pods "web" already exists'):
        served.api.create(pod())


def test_what_is_not_there_is_not_found():
    with pytest.raises(ApiError, match='pods "web" not found') as caught:
        Served().api.get("Pod", "default", "web")
    assert (caught.value.code, caught.value.reason) == (404, "NotFound")


def test_generated_names_differ_and_are_the_same_for_the_same_seed():
    def names(seed):
        served = Served(seed)
        made = pod("")
        made.metadata.generateName = "web-"
        return [served.api.create(made).metadata.name for _ in range(20)]

    first = names(1)
    assert len(set(first)) == 20
    assert all(name.startswith("web-") and len(name) == 9 for name in first)
    assert names(1) == first != names(2)


def test_a_pod_made_again_under_its_name_has_another_uid():
    served = Served()
    uids = []
    for _ in range(3):
        uids.append(served.api.create(pod()).metadata.uid)
        served.api.delete("Pod", "default", "web")
    assert len(set(uids)) == 3


def test_an_uid_does_not_depend_on_what_else_there_is():
    alone, among = Served(), Served()
    among.api.create(pod("db"))
    assert alone.api.create(pod()).metadata.uid == among.api.create(pod()).metadata.uid


def test_an_update_of_an_old_version_is_a_conflict():
    served = Served()
    old = served.api.create(pod())
    served.api.patch("Pod", "default", "web", with_message("a"), subresource="status")
    with pytest.raises(ApiError, match="the object has been modified"):
        served.api.update(old, subresource="status")


def test_an_update_without_a_version_wins():
    served = Served()
    made = served.api.create(pod())
    bare = replace(made, metadata=replace(made.metadata, resourceVersion=None, labels={"a": "b"}))
    assert served.api.update(bare).metadata.labels == {"a": "b"}


def test_an_update_that_changes_nothing_is_silent():
    served = Served()
    made = served.api.create(pod())
    assert served.api.update(made) is made
    assert served.api.update(made, subresource="status") is made
    assert served.changes() == ["added"]


def test_lists_are_ordered_and_selected():
    served = Served()
    for name in ("c", "a", "b"):
        made = pod(name)
        made.metadata.labels = {"app": name, "tier": "front"}
        served.api.create(made)

    def names(**how):
        return [one.metadata.name for one in served.api.list("Pod", **how)]

    assert names() == names(namespace="default") == ["a", "b", "c"]
    assert names(selector={"app": "b", "tier": "front"}) == ["b"]
    assert names(namespace="other") == []
    served.api.delete("Pod", "default", "b")
    assert names() == ["a", "c"]


def test_the_status_does_not_change_with_the_spec_nor_the_spec_with_the_status():
    served = Served()
    made = served.api.create(pod())
    both = replace(
        made,
        spec=replace(made.spec, activeDeadlineSeconds=5),
        status=replace(made.status, message="x"),
    )
    updated = served.api.update(both)
    assert (updated.spec.activeDeadlineSeconds, updated.status.message) == (5, None)
    both = replace(updated, spec=made.spec, status=replace(made.status, message="x"))
    updated = served.api.update(both, subresource="status")
    assert (updated.spec.activeDeadlineSeconds, updated.status.message) == (5, "x")


def test_only_a_new_spec_is_a_new_generation():
    served = Served()
    made = served.api.create(pod())
    labelled = replace(made, metadata=replace(made.metadata, labels={"a": "b"}))
    assert served.api.update(labelled).metadata.generation == 1
    made = served.api.get("Pod", "default", "web")
    changed = replace(made, spec=replace(made.spec, activeDeadlineSeconds=5))
    assert served.api.update(changed).metadata.generation == 2


def test_clients_cannot_change_what_the_server_decides():
    served = Served()
    made = served.api.create(pod())
    forged = replace(made, metadata=replace(made.metadata, generation=9, uid=None))
    assert served.api.update(forged) is made
    forged = replace(made, metadata=replace(made.metadata, uid="x"))
    with pytest.raises(ApiError, match=r'metadata\.uid: Invalid value: "x": field is immutable'):
        served.api.update(forged)


def test_kinds_without_a_model_are_stored_too():
    served = Served()
    made = served.api.create(
        {
            "apiVersion": "stable.example.com/v1",
            "kind": "CronTab",
            "metadata": {"name": "tab", "namespace": "default"},
            "spec": {"replicas": 1},
        }
    )
    assert made["metadata"]["generation"] == 1
    made = served.api.update({**made, "spec": {"replicas": 2}})
    assert made["metadata"]["generation"] == 2
    assert served.api.list("CronTab") == [made]
    served.api.delete("CronTab", "default", "tab")
    assert served.changes("CronTab") == ["added", "modified", "deleted"]


def test_watchers_hear_every_change_in_order_and_a_little_later():
    served = Served()
    heard = [served.listen("Pod") for _ in range(3)]
    served.api.create(pod())
    for i in range(20):
        served.api.patch("Pod", "default", "web", with_message(str(i)), subresource="status")
        served.world.advance(served.world.now + i % 4)
    served.api.delete("Pod", "default", "web")
    assert len(heard[0]) < 23
    served.world.advance(1000)
    expected = [("added", "web"), *[("modified", "web")] * 21, ("deleted", "web")]
    assert heard == [expected] * 3


def test_a_watcher_of_some_fields_sees_objects_come_and_go():
    served = Served()
    heard = served.listen("Pod", spec__nodeName="node1")
    served.api.create(pod())
    served.api.create(pod("other", node="node2"))
    served.api.bind("default", "web", "node1")
    served.api.patch("Pod", "default", "web", with_message("x"), subresource="status")
    served.world.advance(100)
    assert heard == [("added", "web"), ("modified", "web")]


def test_a_watcher_of_owned_objects_hears_when_the_owner_comes_and_goes():
    served = Served()
    heard = {owners: served.listen("Pod", *owners) for owners in (("Job",), ("Job", ""), ())}
    job = OwnerReference(apiVersion="batch/v1", kind="Job", name="j", uid="1", controller=True)
    served.api.create(pod())
    for references in ([job], None):
        served.api.update(with_metadata(served.api.get("Pod", "default", "web"),
                                        ownerReferences=references))  # fmt: skip
    served.api.delete("Pod", "default", "web")
    served.world.advance(100)
    verbs = {owners: [verb for verb, _ in seen] for owners, seen in heard.items()}
    everything = ["added", "modified", "modified", "modified", "deleted"]
    assert verbs == {("Job",): ["modified"] * 2, ("Job", ""): everything, (): everything}


def test_an_owner_finds_its_own_and_the_orphans_of_its_namespace():
    served = Served()
    owner, other = (served.api.create(pod(name)) for name in ("owner", "other"))
    served.api.create(with_metadata(pod("far"), namespace="far"))
    served.api.create(pod("its"))

    def owned_by(found):
        meta = found.metadata
        reference = OwnerReference("v1", "Pod", meta.name, meta.uid, controller=True)
        its = served.api.get("Pod", "default", "its")
        served.api.update(with_metadata(its, ownerReferences=[reference]))

    def names(found):
        return [each.metadata.name for each in served.api.list_claimable("Pod", found)]

    assert names(owner) == ["its", "other", "owner"]
    owned_by(owner)
    assert (names(owner), names(other)) == (["its", "other", "owner"], ["other", "owner"])
    owned_by(other)
    assert (names(owner), names(other)) == (["other", "owner"], ["its", "other", "owner"])
    served.api.delete("Pod", "default", "its")
    assert names(other) == ["other", "owner"]


def test_what_a_watcher_does_is_caused_by_the_change():
    served = Served()
    causes = []
    served.world.on("test.hear", lambda *_: causes.append(served.world.cause))
    served.api.watch("Pod", "test.hear")
    served.api.create(pod())
    served.world.advance(100)
    record = served.world.records[causes[0] - 1]
    assert (record.kind, record.verb) == ("Pod", "added")


def test_a_restored_world_goes_on_as_the_first_one_did():
    served = Served()
    served.listen("Pod")
    served.api.create(pod())
    saved = served.world.snapshot()

    def go_on():
        served.api.create(pod("db"))
        served.world.advance(served.world.now + 50)
        return served.api.list("Pod"), list(served.world.records)

    first = go_on()
    served.world.restore(saved)
    assert [one.metadata.name for one in served.api.list("Pod")] == ["web"]
    assert go_on() == first


def test_a_custom_kind_named_like_a_built_in_one_stays_apart():
    served = Served()
    served.api.create(
        {
            "apiVersion": "serving.example.dev/v1",
            "kind": "Service",
            "metadata": {"name": "web", "namespace": "default"},
        }
    )
    service = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}"
    served.api.create(document(service))
    assert len(served.api.list("Service")) == 1
    assert len(served.api.list("Service.serving.example.dev")) == 1


def test_an_object_has_a_name_or_the_beginning_of_one():
    served = Served()
    nameless = document(
        "{apiVersion: v1, kind: Pod, metadata: {}, spec: {containers: [{name: a, image: b}]}}"
    )
    with pytest.raises(ApiError) as refused:
        served.api.create(nameless)
    assert refused.value.message == (
        'Pod "" is invalid: metadata.name: Required value: name or generateName is required'
    )
    assert "name" not in refused.value.status()["details"]
