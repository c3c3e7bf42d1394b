"""Each refusal that has an evident mend offers it, and the mended text is taken.

A row: what the text is, the remedy's title, and the lines that it changes. The rest of the
text, its comments included, stays as it was.
"""

import difflib

import pytest

from lifecycle.manifests.check import check
from lifecycle.manifests.complaint import ERROR
from lifecycle.manifests.remedy import applied

POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n"
APP = POD + "  containers:\n  - name: app\n    image: nginx\n"
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2  # two of them
  template:
    metadata: {labels: {app: web}}
    spec:
      containers: [{name: app, image: nginx}]
"""

MENDED = {
    "a misspelt field": (
        APP + "    imagePullpolicy: Never\n",
        "Write imagePullPolicy instead of imagePullpolicy",
        ["-    imagePullpolicy: Never", "+    imagePullPolicy: Never"],
    ),
    "an unknown field that is the last": (
        APP + "    color: red  # as the logo\n  restartPolicy: Never\n",
        "Leave color out",
        ["-    color: red  # as the logo"],
    ),
    "an unknown field that is the first of a list's member": (
        POD + "  containers:\n  - colour: red\n    name: app\n    image: nginx\n",
        "Leave colour out",
        ["-  - colour: red", "-    name: app", "+  - name: app"],
    ),
    "an unknown field with much below it": (
        APP + "  wishes:\n    one:\n    - a\n    two: |\n      b\n  # the end\n",
        "Leave wishes out",
        ["-  wishes:", "-    one:", "-    - a", "-    two: |", "-      b"],
    ),
    "an unknown field in flow style": (
        POD + "  containers: [{name: app, colour: red, image: nginx}]\n",
        "Leave colour out",
        ["-  containers: [{name: app, colour: red, image: nginx}]",
         "+  containers: [{name: app, image: nginx}]"],
    ),
    "the last field in flow style": (
        POD + "  containers: [{name: app, image: nginx, colour: red}]\n",
        "Leave colour out",
        ["-  containers: [{name: app, image: nginx, colour: red}]",
         "+  containers: [{name: app, image: nginx}]"],
    ),
    "the only field there is": (
        APP + "  volumes:\n  - name: v\n    emptyDir:\n      mode: 5\n",
        "Leave mode out",
        ["-      mode: 5", "+      {}"],
    ),
    "no name": (
        APP.replace("metadata:\n  name: web\n", ""),
        "Call it pod",
        ["+metadata:", "+  name: pod"],
    ),
    "no name in the metadata": (
        APP.replace("  name: web", "  labels: {app: web}"),
        "Call it pod",
        ["+  name: pod"],
    ),
    "no apiVersion": (
        APP.replace("apiVersion: v1\n", ""),
        "Write apiVersion: v1",
        ["+apiVersion: v1"],
    ),
    "a misspelt kind": (
        APP.replace("kind:", "knd:"),
        "Write kind instead of knd",
        ["-knd: Pod", "+kind: Pod"],
    ),
    "the wrong version of a kind": (
        DEPLOYMENT.replace("apps/v1", "v1").replace("  template", "  selector:\n    matchLabels: "
                                                   "{app: web}\n  template"),
        "Write apiVersion: apps/v1",
        ["-apiVersion: v1", "+apiVersion: apps/v1"],
    ),
    "a kind in small letters": (
        APP.replace("kind: Pod", "kind: pod"),
        "Write kind: Pod",
        ["-kind: pod", "+kind: Pod"],
    ),
    "no selector": (
        DEPLOYMENT,
        "Select the Pods of its template (app=web)",
        ["+  selector:", "+    matchLabels:", "+      app: web"],
    ),
    "a selector of other Pods": (
        DEPLOYMENT.replace("  template", "  selector:\n    matchLabels: {app: db}\n  template"),
        "Give the template the labels app=db",
        ["-    metadata: {labels: {app: web}}", "+    metadata: {labels: {app: db}}"],
    ),
    "ephemeral containers from the beginning": (
        APP + "  ephemeralContainers:\n  - {name: shell, image: busybox}\n",
        "Leave ephemeralContainers out",
        ["-  ephemeralContainers:", "-  - {name: shell, image: busybox}"],
    ),
    "a number where text is wanted": (
        APP + "    env:\n    - {name: PORT, value: 80}\n",
        'Write "80"',
        ["-    - {name: PORT, value: 80}", '+    - {name: PORT, value: "80"}'],
    ),
    "text where a number is wanted": (
        APP + '    ports:\n    - containerPort: "80"\n',
        "Write 80",
        ['-    - containerPort: "80"', "+    - containerPort: 80"],
    ),
    "one thing where a list is wanted": (
        POD + "  containers:\n    name: app\n    image: nginx\n",
        "Make a list of containers",
        ["-    name: app", "-    image: nginx", "+    - name: app", "+      image: nginx"],
    ),
    "a value that there is not": (
        APP + "  restartPolicy: never\n",
        "Write Never",
        ["-  restartPolicy: never", "+  restartPolicy: Never"],
    ),
    "capitals in a name": (
        APP.replace("name: web", "name: My_Web"),
        "Write my-web",
        ["-  name: My_Web", "+  name: my-web"],
    ),
    "a mount of no volume": (
        APP + "    volumeMounts:\n    - {name: data, mountPath: /data}\n",
        "Declare an emptyDir volume data",
        ["+  volumes:", "+  - name: data", "+    emptyDir: {}"],
    ),
    "an amount in other units": (
        APP + "    resources:\n      limits:\n        memory: 128MB\n",
        "Write 128Mi",
        ["-        memory: 128MB", "+        memory: 128Mi"],
    ),
    "a Secret in plain text": (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  word: hello!\n",
        "Write the value of word in base64",
        ["-  word: hello!", "+  word: aGVsbG8h"],
    ),
    "tabs": (
        POD + "\tcontainers:\n\t- name: app\n\t  image: nginx\n",
        "Indent with spaces instead of tabs",
        ["-\tcontainers:", "-\t- name: app", "-\t  image: nginx",
         "+  containers:", "+  - name: app", "+    image: nginx"],
    ),
    "full-width colons": (
        APP.replace("kind: Pod", "kind：Pod").replace("nginx", "“nginx”"),
        "Write plain colons, quotes and brackets",
        ["-kind：Pod", "+kind: Pod", "-    image: “nginx”", '+    image: "nginx"'],
    ),
    "a list that stands twice": (
        APP + "    env:\n    - {name: A, value: a}\n    ports:\n    - containerPort: 80\n"
        "    env:\n    - {name: B, value: b}\n",
        "Put the two env together",
        ["+    - {name: B, value: b}", "-    env:", "-    - {name: B, value: b}"],
    ),
    "a field that stands twice": (
        DEPLOYMENT.replace("  template", "  selector: {matchLabels: {app: web}}\n  template")
        + "  replicas: 3\n",
        "Leave the replicas of line 5 out",
        ["-  replicas: 2  # two of them"],
    ),
    "comments in JSON": (
        '{"apiVersion": "v1", "kind": "Pod", // it is a Pod\n"metadata": {"name": "a"},\n'
        '"spec": {"containers": [{"name": "a", "image": "http://b//c"}]}}\n',
        "Take the comments out",
        ['-{"apiVersion": "v1", "kind": "Pod", // it is a Pod',
         '+{"apiVersion": "v1", "kind": "Pod", '],
    ),
}  # fmt: skip


def offered(text):
    return [remedy for found in check(text).complaints for remedy in found.remedies]


@pytest.mark.parametrize("what", MENDED)
def test_a_remedy_changes_what_was_wrong_and_nothing_else(what):
    text, title, changes = MENDED[what]
    remedy = next(remedy for remedy in offered(text) if remedy.title == title)
    after = applied(text, remedy.edits)
    changed = [
        line
        for line in difflib.unified_diff(text.splitlines(), after.splitlines(), n=0, lineterm="")
        if not line.startswith(("---", "+++", "@@"))
    ]
    assert sorted(changed) == sorted(changes)
    before = {c.message for c in check(text).complaints if c.severity == ERROR}
    left = {c.message for c in check(after).complaints if c.severity == ERROR}
    assert not left & before if what == "comments in JSON" else not left


def test_what_nobody_can_mend_by_a_rule_gets_no_button():
    assert offered(APP + "  hostNetwork: true\n   dnsPolicy: Default\n") == []


def test_a_value_that_is_known_but_not_to_be_used_yet_is_not_offered_again():
    text = APP + "  tolerations:\n  - {key: a, operator: Gt, value: '5'}\n"
    assert [remedy.title for remedy in offered(text)] == ["Leave operator out"]


def test_a_json_manifest_stays_json():
    text = '{"kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": []}}\n'
    (remedy,) = [r for r in offered(text) if r.title == "Write apiVersion: v1"]
    after = applied(text, remedy.edits)
    assert after.startswith('{"apiVersion": "v1", "kind": "Pod"')
    assert check(after).documents
