"""Manifests from long ago are explained, and brought to today by a remedy."""

from lifecycle.manifests.check import check
from lifecycle.manifests.remedy import applied

PRESET = """\
apiVersion: settings.k8s.io/v1alpha1
kind: PodPreset
metadata:
  name: database
spec:
  selector: {matchLabels: {role: frontend}}
"""
POLICY = """\
apiVersion: policy/v1beta1
kind: PodSecurityPolicy
metadata: {name: strict}
spec: {privileged: false}
"""
ANNOTATED = """\
apiVersion: v1
kind: Pod
metadata:
  name: app
  annotations:
    pod.beta.kubernetes.io/init-containers: '[{"name": "wait", "image": "busybox"}]'
spec:
  containers:
  - name: app
    image: nginx
"""


def taken(text, title):
    (remedy,) = [r for c in check(text).complaints for r in c.remedies if r.title == title]
    return applied(text, remedy.edits)


def test_a_pod_preset_is_explained_and_played_on_demand():
    (complaint,) = check(PRESET).complaints
    assert complaint.message.startswith('no matches for kind "PodPreset"')
    assert "gone since 1.20" in complaint.hint
    after = taken(PRESET, "Play it with the plug-in that Kubernetes had until 1.19")
    (told,) = check(after).complaints
    assert told.severity == "warning"
    assert "played by the plug-in that Kubernetes had until 1.19" in told.message


def test_a_pod_security_policy_is_explained_as_gone():
    (complaint,) = check(POLICY).complaints
    assert complaint.message.startswith('no matches for kind "PodSecurityPolicy"')
    assert "gone since Kubernetes 1.25" in complaint.hint
    after = taken(POLICY, "Enforce the level baseline in the namespace default instead")
    assert "pod-security.kubernetes.io/enforce: baseline" in after
    assert check(after).complaints == ()
    assert taken(POLICY, "Leave this PodSecurityPolicy out").strip() == ""


def test_init_containers_of_an_annotation_are_written_into_the_spec():
    (complaint,) = check(ANNOTATED).complaints
    assert complaint.line == 6
    assert "means nothing since Kubernetes 1.8" in complaint.message
    after = taken(ANNOTATED, "Write them as initContainers of the spec")
    assert "annotations" not in after
    assert "  initContainers:\n  - name: wait\n    image: busybox\n  containers:\n" in after
    assert check(after).complaints == ()


def test_other_annotations_stay():
    text = ANNOTATED.replace("  annotations:\n", "  annotations:\n    team: red\n")
    assert "    team: red\nspec:" in taken(text, "Write them as initContainers of the spec")


def test_an_annotation_that_is_no_json_is_told_without_a_remedy():
    text = ANNOTATED.replace('[{"name"', '[{"name').replace('"}]', "")
    (complaint,) = check(text).complaints
    assert complaint.remedies == ()


def test_annotations_of_a_template_count_as_well():
    pod = "\n".join(f"    {line}" for line in ANNOTATED.split("\n")[2:])
    text = (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n"
        "  selector: {matchLabels: {a: b}}\n  template:\n"
        + pod.replace("name: app\n", "labels: {a: b}\n", 1)
    )
    after = taken(text, "Write them as initContainers of the spec")
    assert "      initContainers:\n      - name: wait\n" in after
