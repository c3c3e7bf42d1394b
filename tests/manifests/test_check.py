import pytest

from lifecycle.manifests.check import check

START = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n"


def pod(lines):
    return START + lines


JUDGED = [
    (
        pod("  containers:\n  - name: app\n    image: nginx\n    imagePullpolicy: Never\n"),
        8,
        'strict decoding error: unknown field "spec.containers[0].imagePullpolicy"',
        "Did you mean `imagePullPolicy`?",
    ),
    (
        pod("  containers:\n  - name: app\n"),
        6,
        "spec.containers[0].image: Required value",
        "Name an image",
    ),
    (
        pod("  containers:\n  - name: app\n    image: nginx\n"
            "    env:\n    - {name: A, value: 1}\n"),
        9,
        "json: cannot unmarshal number into Go struct field EnvVar.spec.containers.env.value "
        "of type string",
        "quotes",
    ),
    (
        pod("  restartPolicy: Sometimes\n  containers: [{name: a, image: b}]\n"),
        5,
        'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", '
        '"OnFailure", "Never"',
        "",
    ),
    (
        pod("  containers:\n  - name: a\n    image: b\n    volumeMounts:\n"
            "    - {name: v, mountPath: /v}\n"),
        9,
        'spec.containers[0].volumeMounts[0].name: Not found: "v"',
        "spec.volumes",
    ),
    (
        pod("  containers:\n  - name: a\n    image: b\n    resources:\n      limits:\n"
            "        memory: 1 GB\n"),
        10,
        "quantities must match the regular expression",
        "128Mi",
    ),
    (
        "apiVersion: v1\nkind: Pood\n",
        2,
        'no matches for kind "Pood" in version "v1"',
        "`kind: Pod`",
    ),
    (
        "apiVersion: apps/v2\nkind: Deployment\n",
        2,
        'no matches for kind "Deployment" in version "apps/v2"',
        "apps/v1",
    ),
    ("kind: Pod\nmetadata: {name: a}\n", 1, "apiVersion not set", "apiVersion: v1"),
    ("apiVersion: v1\nmetadata: {name: a}\n", 1, "Object 'Kind' is missing", "kind: Pod"),
    (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  selector:\n"
        "    matchLabels: {app: a}\n  template:\n    metadata:\n      labels: {app: b}\n"
        "    spec:\n      containers: [{name: a, image: b}]\n",
        9,
        'spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match '
        "template `labels`",
        "labels",
    ),
    (
        "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  password: hello!\n",
        5,
        "illegal base64 data at input byte 5",
        "stringData",
    ),
]  # fmt: skip


@pytest.mark.parametrize(["text", "line", "message", "hint"], JUDGED)
def test_the_api_servers_answer_stands_at_the_line_of_the_mistake(text, line, message, hint):
    (complaint,) = [c for c in check(text).complaints if c.severity == "error"]
    assert complaint.line == line
    assert message in complaint.message and hint in complaint.hint


@pytest.mark.parametrize(
    "text",
    [
        pod("  containers: [{name: a, image: b}]\n"),
        "apiVersion: v1\nkind: Pod\nmetadata: {generateName: web-}\n"
        "spec: {containers: [{name: a, image: b}]}\n",
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
        "spec: {selector: {app: web}, ports: [{port: 80}]}\n",
        "apiVersion: batch/v1\nkind: Job\nmetadata: {name: once}\nspec: {template: {spec: "
        "{restartPolicy: Never, containers: [{name: a, image: b}]}}}\n",
        "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\nspec: {any: thing}\n",
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: team-a}\n",
    ],
)
def test_what_the_api_server_takes_gets_no_complaint(text):
    assert check(text).complaints == ()


def test_warnings_stand_at_their_lines_too():
    text = pod(
        "  containers:\n  - name: a\n    image: b\n    env:\n    - {name: A, value: x}\n"
        "    - {name: A, value: z}\n"
    )
    (complaint,) = check(text).complaints
    assert (complaint.line, complaint.severity) == (10, "warning")
    assert complaint.message == (
        'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped '
        "when using apply"
    )


def test_complaints_come_in_the_order_of_their_lines():
    text = pod("  restartPolicy: x\n  containers:\n  - image: a\n  - name: B\n    image: c\n")
    lines = [complaint.line for complaint in check(text).complaints]
    assert lines == sorted(lines) and len(lines) == 3


def test_each_object_of_a_list_is_judged_at_its_own_lines():
    text = (
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Pod\n"
        "  metadata: {name: a}\n  spec: {containers: [{name: a}]}\n"
    )
    (complaint,) = check(text).complaints
    assert (complaint.line, complaint.path) == (7, "spec.containers[0].image")
