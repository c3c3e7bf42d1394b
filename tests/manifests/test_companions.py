"""What a manifest needs and does not bring is named, and created by a button."""

import pytest

from lifecycle.manifests.check import check
from lifecycle.manifests.companions import missing
from lifecycle.manifests.reader import read
from lifecycle.manifests.remedy import applied

HEAD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n"
APP = "  containers:\n  - name: app\n    image: nginx\n"

NEEDED = [
    ("  serviceAccountName: robot\n", "ServiceAccount", 'serviceaccount "robot" not found'),
    ("  priorityClassName: high\n", "PriorityClass", "no PriorityClass with name high was found"),
    ("  runtimeClassName: gvisor\n", "RuntimeClass", 'RuntimeClass "gvisor" not found'),
    ("    envFrom: [{configMapRef: {name: c}}]\n", "ConfigMap", 'configmap "c" not found'),
    ("    envFrom: [{secretRef: {name: s}}]\n", "Secret", 'secret "s" not found'),
    ("  volumes: [{name: v, secret: {secretName: s}}]\n", "Secret", 'secret "s" not found'),
    ("  volumes: [{name: v, configMap: {name: c}}]\n", "ConfigMap", 'configmap "c" not found'),
    ("  volumes: [{name: v, projected: {sources: [{secret: {name: s}}]}}]\n", "Secret",
     'secret "s" not found'),
    ("  volumes: [{name: v, persistentVolumeClaim: {claimName: p}}]\n", "PersistentVolumeClaim",
     'persistentvolumeclaim "p" not found'),
]  # fmt: skip


@pytest.mark.parametrize(["field", "kind", "message"], NEEDED)
def test_an_absent_object_is_told_at_its_mention_and_offered(field, kind, message):
    text = HEAD + APP + field
    (complaint,) = check(text).complaints
    assert complaint.severity == "warning" and message in complaint.message
    assert complaint.line == 8
    (remedy,) = complaint.remedies
    assert remedy.title.startswith(f"Create the {kind} ")
    after = applied(text, remedy.edits)
    assert after.endswith(text)
    assert check(after).complaints == ()


def test_a_created_map_has_the_keys_that_are_used():
    env = "    env:\n"
    for key in ("user", "host"):
        reference = f"{{configMapKeyRef: {{name: c, key: {key}}}}}"
        env += f"    - {{name: A{key}, valueFrom: {reference}}}\n"
    (one,) = missing(read(HEAD + APP + env).documents)
    assert one.object["data"].keys() == {"user", "host"}


@pytest.mark.parametrize(
    "field",
    [
        "  serviceAccountName: default\n",
        "  priorityClassName: system-node-critical\n",
        "    envFrom: [{configMapRef: {name: c, optional: true}}]\n",
        "  volumes: [{name: v, secret: {secretName: s, optional: true}}]\n",
        "  volumes: [{name: v, configMap: {name: kube-root-ca.crt}}]\n",
    ],
)
def test_what_is_optional_or_always_there_is_not_missed(field):
    assert missing(read(HEAD + APP + field).documents) == []


def test_a_companion_of_another_namespace_does_not_count():
    claim = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: %s}\n---\n"
    needs = HEAD + APP + "  volumes: [{name: v, configMap: {name: c}}]\n"
    assert missing(read(claim % "default" + needs).documents) == []
    (one,) = missing(read(claim % "other" + needs).documents)
    assert one.reference.namespace == "default"


def test_claims_of_a_stateful_sets_own_templates_are_not_missed():
    text = """\
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: app, image: nginx}]}
  volumeClaimTemplates:
  - metadata: {name: data}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
"""
    assert missing(read(text).documents) == []
