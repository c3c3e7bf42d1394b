"""What becomes of a StatefulSet's claims when it is scaled down or deleted.

Restates TestIsClaimOwnerUpToDate and TestUpdateClaimOwnerRefForSetAndPod
(pkg/controller/statefulset/stateful_set_utils_test.go).
"""

import pytest
from lightkube.models.meta_v1 import OwnerReference
from msgspec.structs import replace

from lifecycle.engine.controllers.statefulset.retention import with_owners
from tests.engine.controllers.stagehand import Stage
from tests.engine.controllers.test_statefulset import stateful

CLAIM = {
    "metadata": {"name": "data"},
    "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
}
KEEP, GO = "Retain", "Delete"


def played(deleted, scaled, replicas=2):
    policy = {"whenDeleted": deleted, "whenScaled": scaled}
    stage = Stage()
    stage.create(
        stateful(
            replicas, volumeClaimTemplates=[CLAIM], persistentVolumeClaimRetentionPolicy=policy
        )
    )
    stage.wait(10_000)
    return stage


def owners(stage):
    return {
        claim.metadata.name: [ref.kind for ref in claim.metadata.ownerReferences or ()]
        for claim in stage.api.list("PersistentVolumeClaim", "default")
    }


@pytest.mark.parametrize(
    ["deleted", "scaled", "of_wanted", "of_surplus"],
    [
        (KEEP, KEEP, [], []),
        (GO, KEEP, ["StatefulSet"], ["StatefulSet"]),
        (KEEP, GO, [], ["Pod"]),
        (GO, GO, ["StatefulSet"], ["Pod"]),
    ],
)
def test_a_claim_is_owned_by_whom_it_goes_with(deleted, scaled, of_wanted, of_surplus):
    stage = played(deleted, scaled, 1)
    found, pod = stage.get("StatefulSet", "db"), stage.get("Pod", "db-0")
    claim = stage.get("PersistentVolumeClaim", "data-db-0")
    for wanted, expected in ((True, of_wanted), (False, of_surplus), (True, of_wanted)):
        claim = with_owners(claim, found, pod, wanted=wanted)
        refs = claim.metadata.ownerReferences or []
        assert [ref.kind for ref in refs] == expected
        assert all(ref.controller and ref.blockOwnerDeletion for ref in refs)
        assert with_owners(claim, found, pod, wanted=wanted) is claim


@pytest.mark.parametrize(
    "reference",
    [
        OwnerReference(apiVersion="v1", kind="Pod", name="db-0", uid="earlier"),
        OwnerReference(apiVersion="apps/v1", kind="StatefulSet", name="db", uid="earlier"),
        OwnerReference(apiVersion="v1", kind="Other", name="x", uid="x", controller=True),
    ],
)
def test_a_claim_of_somebody_else_is_let_alone(reference):
    stage = played(KEEP, KEEP, 1)
    found, pod = stage.get("StatefulSet", "db"), stage.get("Pod", "db-0")
    claim = stage.get("PersistentVolumeClaim", "data-db-0")
    claim = replace(claim, metadata=replace(claim.metadata, ownerReferences=[reference]))
    policy = replace(found.spec.persistentVolumeClaimRetentionPolicy, whenDeleted=GO)
    found = replace(found, spec=replace(found.spec, persistentVolumeClaimRetentionPolicy=policy))
    assert with_owners(claim, found, pod, wanted=True) is claim


def test_claims_of_pods_that_are_scaled_away_go_with_them():
    stage = played(KEEP, GO)
    assert owners(stage) == {"data-db-0": [], "data-db-1": []}
    stage.update("StatefulSet", "db", replicas=1)
    stage.wait(10_000)
    assert owners(stage) == {"data-db-0": []}
    stage.update("StatefulSet", "db", replicas=2)
    stage.wait(10_000)
    assert owners(stage) == {"data-db-0": [], "data-db-1": []}
    assert stage.get("StatefulSet", "db").status.readyReplicas == 2
    stage.api.delete("StatefulSet", "default", "db", propagation="Background")
    stage.wait(10_000)
    assert owners(stage) == {"data-db-0": [], "data-db-1": []}


def test_claims_go_with_their_set():
    stage = played(GO, KEEP)
    assert owners(stage) == {"data-db-0": ["StatefulSet"], "data-db-1": ["StatefulSet"]}
    stage.update("StatefulSet", "db", replicas=1)
    stage.wait(10_000)
    assert len(owners(stage)) == 2
    stage.api.delete("StatefulSet", "default", "db", propagation="Background")
    stage.wait(10_000)
    assert owners(stage) == {}


def test_a_pod_that_is_replaced_keeps_its_claim():
    stage = played(GO, GO)
    before = stage.get("PersistentVolumeClaim", "data-db-1").metadata.uid
    stage.api.delete("Pod", "default", "db-1")
    stage.end("default", "db-1")
    stage.wait(10_000)
    claim = stage.get("PersistentVolumeClaim", "data-db-1")
    assert claim.metadata.uid == before
    assert [ref.kind for ref in claim.metadata.ownerReferences] == ["StatefulSet"]
