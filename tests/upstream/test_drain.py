"""TestDrain (staging/src/k8s.io/kubectl/pkg/cmd/drain/drain_test.go): which Pods a drain takes.

Each row is gone through with evictions and with deletions.
"""

import json

import pytest
from lightkube.models.core_v1 import PodStatus
from msgspec.structs import replace

from tests.engine.kubectl.shell import NODE, Shell

DAEMON_SET = {
    "apiVersion": "apps/v1",
    "kind": "DaemonSet",
    "metadata": {"name": "ds"},
    "spec": {
        "selector": {"matchLabels": {"my": "ds"}},
        "template": {
            "metadata": {"labels": {"my": "ds"}},
            "spec": {"containers": [{"name": "app", "image": "nginx"}]},
        },
    },
}
RC, DS, JOB, RS, MISSING, NOBODY = (
    ("v1", "ReplicationController", "rc"),
    ("apps/v1", "DaemonSet", "ds"),
    ("batch/v1", "Job", "job"),
    ("apps/v1", "ReplicaSet", "rs"),
    ("apps/v1", "DaemonSet", "missing-ds"),
    None,
)
SCRATCH = [{"name": "scratch", "emptyDir": {}}]
FATAL, TAKEN, LEFT = "fatal", "taken", "left"

CASES = {
    "RC-managed pod": (RC, [], "", "", TAKEN, ""),
    "DS-managed pod": (
        DS, [], "", "", FATAL,
        "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore): default/bar",
    ),
    "DS-managed terminated pod": (DS, [], "Failed", "", TAKEN, ""),
    "DS-managed pod whose DaemonSet is gone": (
        MISSING, [], "", "", FATAL,
        'cannot delete daemonsets.apps "missing-ds" not found: default/bar',
    ),
    "the same with --force": (MISSING, [], "", "--force", TAKEN, ""),
    "DS-managed pod with --ignore-daemonsets": (
        DS, [], "", "--ignore-daemonsets", LEFT,
        "Warning: ignoring DaemonSet-managed Pods: default/bar",
    ),
    "DS-managed pod with emptyDir with --ignore-daemonsets": (
        DS, SCRATCH, "", "--ignore-daemonsets", LEFT,
        "Warning: ignoring DaemonSet-managed Pods: default/bar",
    ),
    "Job-managed pod with local storage": (
        JOB, SCRATCH, "", "--force --delete-emptydir-data=true", TAKEN, "",
    ),
    "Job-managed terminated pod": (JOB, SCRATCH, "Succeeded", "", TAKEN, ""),
    "RS-managed pod": (RS, [], "", "", TAKEN, ""),
    "naked pod": (
        NOBODY, [], "", "", FATAL,
        "cannot delete Pods that declare no controller (use --force to override): default/bar",
    ),
    "naked pod with --force": (
        NOBODY, [], "", "--force", TAKEN,
        "Warning: deleting Pods that declare no controller: default/bar",
    ),
    "pod with EmptyDir": (
        NOBODY, SCRATCH, "", "--force", FATAL,
        "cannot delete Pods with local storage (use --delete-emptydir-data to override): "
        "default/bar",
    ),
    "terminated pod with emptyDir": (NOBODY, SCRATCH, "Failed", "", TAKEN, ""),
    "pod with EmptyDir and --delete-emptydir-data": (
        NOBODY, SCRATCH, "", "--force --delete-emptydir-data=true", TAKEN, "",
    ),
}  # fmt: skip


def with_pod(owner, volumes, phase):
    shell = Shell()
    shell.does("kubectl create -f -", NODE)
    shell.does("kubectl apply -f -", json.dumps(DAEMON_SET))
    metadata = {"name": "bar"}
    if owner:
        version, kind, name = owner
        reference = {"apiVersion": version, "kind": kind, "name": name, "uid": "1"}
        metadata["ownerReferences"] = [{**reference, "controller": True}]
    spec = {
        "nodeName": "node1",
        "terminationGracePeriodSeconds": 0,
        "containers": [{"name": "app", "image": "nginx"}],
        "volumes": volumes,
    }
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}
    shell.does("kubectl create -f -", json.dumps(pod))
    if phase:
        made = shell.pod("bar")
        shell.api.update(replace(made, status=PodStatus(phase=phase)), subresource="status")
    return shell


@pytest.mark.parametrize("how", ["evicted", "deleted"])
@pytest.mark.parametrize("case", CASES)
def test_drain(case, how):
    owner, volumes, phase, flags, expected, said = CASES[case]
    shell = with_pod(owner, volumes, phase)
    by = "--disable-eviction" if how == "deleted" else ""
    ok, text = shell.type(f"kubectl drain node1 {flags} {by}")
    assert ok is (expected != FATAL), text
    assert said in text
    assert shell.api.get("Node", "", "node1").spec.unschedulable
    there = shell.api.find("Pod", "default", "bar")
    assert (there is None) is (expected == TAKEN)
    assert (f"pod/bar {how}\n" in text) is (expected == TAKEN)
    assert text.endswith("node/node1 drained") is (expected != FATAL)


def test_an_empty_node_is_drained_at_once():
    shell = Shell()
    shell.does("kubectl create -f -", NODE)
    assert shell.does("kubectl drain node1") == "node/node1 cordoned\nnode/node1 drained"
