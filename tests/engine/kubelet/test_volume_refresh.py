"""What is changed in a ConfigMap or Secret comes into volumes, and when."""

import pytest

from lifecycle.engine.inputs import Input
from tests.engine.played import Played, pod_of

FILE = "kubectl exec web -- cat /v/key"
PROJECTED = {"projected": {"sources": [{"configMap": {"name": "it"}}]}}
SOURCES = {
    "a ConfigMap": ("ConfigMap", {"configMap": {"name": "it"}}),
    "a Secret": ("Secret", {"secret": {"secretName": "it"}}),
    "a projected ConfigMap": ("ConfigMap", PROJECTED),
}


def source(kind, text):
    field = "stringData" if kind == "Secret" else "data"
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": "it"}, field: {"key": text}}


def changed(kind, volume, **mount):
    """A Pod whose volume's source is changed after ten seconds."""
    mounts = [{"name": "v", "mountPath": "/v", **mount}]
    container = {"name": "app", "command": ["sleep", "3600"], "volumeMounts": mounts}
    pod = pod_of(container, volumes=[{"name": "v", **volume}])
    played = Played(source(kind, "old"), pod, until=10)
    played.cluster.submit(Input(10_000, "kubectl apply -f -", (source(kind, "new"),)))
    return played


def read(played, at_s):
    return played.cluster.submit(Input(at_s * 1000, FILE)).output


@pytest.mark.parametrize("name", SOURCES)
def test_a_change_is_seen_within_a_minute_and_a_half(name):
    played = changed(*SOURCES[name])
    assert read(played, 10) == "old"
    assert read(played, 101) == "new"
    assert played.pod().status.containerStatuses[0].restartCount == 0


def test_what_is_mounted_by_sub_path_stays():
    played = changed("ConfigMap", {"configMap": {"name": "it"}}, mountPath="/v/key", subPath="key")
    assert read(played, 200) == "old"


def test_a_kubelet_that_does_not_run_refreshes_nothing():
    played = changed("ConfigMap", {"configMap": {"name": "it"}})
    played.cluster.submit(Input(10_000, "kubelet stop node1"))
    assert read(played, 200) == "old"


def test_a_source_that_is_deleted_leaves_its_files():
    played = changed("ConfigMap", {"configMap": {"name": "it"}})
    played.cluster.submit(Input(10_000, "kubectl delete configmap it"))
    assert read(played, 200) == "old"
