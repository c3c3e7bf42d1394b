"""What get, describe, logs and events print, now and in the past."""

import pytest
import yaml

from lifecycle.engine.kubectl.jsonpath import evaluate
from lifecycle.engine.kubectl.moment import past
from lifecycle.engine.kubectl.read import is_reading, read
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.tabwriter import align, table
from lifecycle.engine.kubectl.yamltext import to_yaml
from lifecycle.engine.records import Logged
from tests.engine.kubectl.shell import NODE, POD, Shell


def with_pod():
    shell = Shell()
    shell.does("kubectl apply -f -", POD)
    shell.world.advance(90_000)
    return shell


def test_a_table_of_pods():
    shell = with_pod()
    shell.does("kubectl run second --image=busybox -n shop")
    assert shell.does("kubectl get pods") == (
        "NAME   READY   STATUS    RESTARTS   AGE\nweb    0/1     Pending   0          90s"
    )
    assert shell.does("kubectl get po -A --show-labels") == (
        "NAMESPACE   NAME     READY   STATUS    RESTARTS   AGE   LABELS\n"
        "default     web      0/1     Pending   0          90s   app=web\n"
        "shop        second   0/1     Pending   0          0s    run=second"
    )
    assert shell.does("kubectl get pod web -o wide --no-headers") == (
        "web   0/1   Pending   0     90s   <none>   <none>   <none>   <none>"
    )


def test_several_kinds_are_told_apart():
    shell = with_pod()
    shell.does("kubectl create service clusterip web --tcp=80 --clusterip=10.96.0.10")
    assert shell.does("kubectl get pods,svc") == (
        "NAME      READY   STATUS    RESTARTS   AGE\n"
        "pod/web   0/1     Pending   0          90s\n"
        "\n"
        "NAME          TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE\n"
        "service/web   ClusterIP   10.96.0.10   <none>        80/TCP    0s"
    )
    assert shell.does("kubectl get pods,svc -o name") == "pod/web\nservice/web"


def test_nothing_is_said_to_be_nothing():
    shell = Shell()
    assert shell.does("kubectl get pods") == "No resources found in default namespace."
    assert shell.does("kubectl get nodes") == "No resources found"
    assert shell.refuses("kubectl get pod x") == 'Error from server (NotFound): pods "x" not found'
    assert shell.does("kubectl get pod x --ignore-not-found") == ""


def test_yaml_json_and_paths():
    shell = with_pod()
    document = yaml.safe_load(shell.does("kubectl get pod web -o yaml"))
    assert document["spec"]["containers"][0]["image"] == "busybox:1.35"
    assert document["metadata"]["creationTimestamp"] == "2026-01-01T00:00:30Z"
    assert yaml.safe_load(shell.does("kubectl get pods -o json"))["kind"] == "List"
    assert shell.does("kubectl get pod web -o jsonpath='{.status.phase}'") == "Pending"
    columns = "custom-columns=N:.metadata.name,IP:.status.podIP"
    assert shell.does(f"kubectl get pods -o {columns}") == "N     IP\nweb   <none>"
    assert "allowed formats are" in shell.refuses("kubectl get pods -o xml")


def test_fields_select_and_sort():
    shell = with_pod()
    shell.does("kubectl run a --image=busybox")
    found = shell.does("kubectl get pods --field-selector=metadata.name!=web -o name")
    assert found == "pod/a"
    found = shell.does("kubectl get pods --sort-by=.metadata.creationTimestamp -o name")
    assert found == "pod/web\npod/a"


def test_sorting_by_numbers_and_by_what_nobody_has():
    shell = Shell()
    for name in ("web-10", "web-2", "web-1"):
        shell.does(f"kubectl run {name} --image=busybox")
    found = shell.does("kubectl get pods --sort-by='{.metadata.name}' -o name")
    assert found == "pod/web-1\npod/web-2\npod/web-10"
    assert shell.refuses("kubectl get pods --sort-by=.status.nope") == (
        'error: couldn\'t find any field with path "{.status.nope}" in the list of objects'
    )


@pytest.mark.parametrize(
    ["line", "said"],
    [
        (
            "get pods --field-selector=spec.image=x",
            'Error from server (BadRequest): Unable to find "/v1, Resource=pods" that match label '
            'selector "", field selector "spec.image=x": field label not supported: spec.image',
        ),
        (
            "get pods web -l app=web",
            "error: name cannot be provided when a selector is specified",
        ),
        (
            "get pods web -A",
            "error: a resource cannot be retrieved by name across all namespaces",
        ),
        ("get pods -o go-template={{.x}}", "error: output by go-template is not simulated"),
        ("top pod", "error: Metrics API not available"),
        ("edit pod web", "error: there is no editor in this terminal"),
        ("autoscale deploy web --max=3", "error: HorizontalPodAutoscalers are not simulated"),
    ],
)
def test_what_is_refused_has_its_words_and_a_remedy(line, said):
    shell = with_pod()
    message, *remedy = shell.refuses(f"kubectl {line}").split("\n")
    assert message == said
    assert remedy or "selector" in said


def test_fields_that_are_not_set_have_their_zero_values():
    shell = Shell()
    shell.does("kubectl apply -f -", NODE)
    assert "node1" in shell.does("kubectl get nodes --field-selector spec.unschedulable=false")
    shell.does("kubectl cordon node1")
    assert "node1" in shell.does("kubectl get nodes --field-selector spec.unschedulable=true")


def test_labels_as_columns_and_columns_without_headings():
    shell = with_pod()
    table = shell.does("kubectl get pods -L app,tier")
    assert table.split("\n")[0].split()[-2:] == ["APP", "TIER"]
    line = "kubectl get pods --no-headers -o custom-columns=N:.metadata.name"
    assert shell.does(line) == "web"


DESCRIBED = """
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web, tier: front}, annotations: {note: x}}
spec:
  automountServiceAccountToken: false
  containers:
  - name: app
    image: busybox:1.35
    command: [sleep, "1"]
    ports: [{containerPort: 80, name: http}]
    resources: {requests: {cpu: 100m}, limits: {memory: 128Mi}}
    livenessProbe: {httpGet: {path: /ok, port: http}}
    env:
    - {name: A, value: "1"}
    - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
    volumeMounts: [{name: tmp, mountPath: /tmp, readOnly: true}]
  volumes: [{name: tmp, emptyDir: {}}]
"""
DESCRIPTION = """\
Name:             web
Namespace:        default
Priority:         0
Service Account:  default
Node:             <none>
Labels:           app=web
                  tier=front
Annotations:      note: x
Status:           Pending
IP:
IPs:              <none>
Containers:
  app:
    Image:      busybox:1.35
    Port:       80/TCP (http)
    Host Port:  0/TCP (http)
    Command:
      sleep
      1
    Limits:
      memory:  128Mi
    Requests:
      cpu:     100m
      memory:  128Mi
    Liveness:  http-get http://:http/ok delay=0s timeout=1s period=10s #success=1 #failure=3
    Environment:
      A:    1
      POD:  web (v1:metadata.name)
    Mounts:
      /tmp from tmp (ro)
Volumes:
  tmp:
    Type:        EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:
    SizeLimit:   <unset>
QoS Class:       Burstable
Node-Selectors:  <none>
Tolerations:     node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
                 node.kubernetes.io/unreachable:NoExecute op=Exists for 300s
Events:
  Type     Reason     Age              From     Message
  ----     ------     ----             ----     -------
  Warning  Unhealthy  4s (x2 over 8s)  kubelet  no"""


def test_a_description_of_a_pod():
    shell = Shell()
    shell.does("kubectl apply -f -", DESCRIBED)
    web = shell.pod()
    shell.world.advance(3_000)
    for _ in range(2):
        shell.api.record_event(web, "Warning", "Unhealthy", "no\n", "kubelet")
        shell.world.advance(shell.world.now + 4_000)
    lines = shell.does("kubectl describe pod web").split("\n")
    assert "\n".join(line.rstrip() for line in lines) == DESCRIPTION


def test_events_in_the_order_of_time():
    shell = with_pod()
    web = shell.pod()
    shell.api.record_event(web, "Normal", "Started", "Container started", "kubelet")
    shell.world.advance(100_000)
    shell.api.record_event(web, "Warning", "BackOff", "Back-off", "kubelet")
    assert shell.does("kubectl events") == (
        "LAST SEEN   TYPE      REASON    OBJECT    MESSAGE\n"
        "10s         Normal    Started   Pod/web   Container started\n"
        "0s          Warning   BackOff   Pod/web   Back-off"
    )
    assert "BackOff" not in shell.does("kubectl events --for pod/web --types=Normal")
    assert shell.does("kubectl events -n shop") == "No events found in shop namespace."


def wrote(shell, text, attempt=0):
    web = shell.pod()
    shell.world.emit(
        Logged,
        namespace="default",
        pod="web",
        uid=web.metadata.uid,
        container="app",
        attempt=attempt,
        stream="stdout",
        text=text,
    )


def test_logs_need_a_container_that_was_started():
    shell = with_pod()
    assert shell.does("kubectl logs web") == ""
    assert shell.refuses("kubectl logs web -c db") == (
        "error: container db is not valid for pod web out of: app"
    )
    shell.api.bind("default", "web", "node1")
    assert shell.refuses("kubectl logs web") == (
        'Error from server (BadRequest): container "app" in pod "web" is waiting to start: '
        "ContainerCreating"
    )


def running(shell, restarts):
    patch = """'{"status": {"containerStatuses": [{"name": "app", "image": "x", "imageID": "",
    "ready": true, "restartCount": %d, "state": {"running": {}},
    "lastState": {"terminated": {"exitCode": 1}}}]}}'"""
    shell.does("kubectl patch pod web --subresource=status -p " + patch % restarts)


def test_logs_of_this_instance_and_the_one_before():
    shell = with_pod()
    shell.api.bind("default", "web", "node1")
    running(shell, 1)
    for i in range(3):
        wrote(shell, f"old {i}")
        wrote(shell, f"new {i}", attempt=1)
    assert shell.does("kubectl logs web") == "new 0\nnew 1\nnew 2"
    assert shell.does("kubectl logs web --previous --tail=1") == "old 2"
    assert shell.does("kubectl logs pod/web --tail=1 --timestamps") == (
        "2026-01-01T00:02:00.000000000Z new 2"
    )
    assert shell.does("kubectl logs web --tail=0") == ""


def test_logs_of_several_containers_are_of_the_first_or_of_the_annotated_one():
    shell = Shell()
    two = POD.replace("containers:", "initContainers: [{name: load, image: x}]\n  containers:")
    shell.does("kubectl apply -f -", two)
    chosen = 'Defaulted container "app" out of: app, load (init)\n'
    assert shell.does("kubectl logs web") == chosen
    assert shell.does("kubectl logs web -c load") == ""
    annotation = "kubectl.kubernetes.io/default-container"
    shell.does(f"kubectl annotate pod web {annotation}=gone")
    assert shell.does("kubectl logs web") == chosen
    shell.does(f"kubectl annotate --overwrite pod web {annotation}=load")
    assert shell.does("kubectl logs web") == ""


def test_the_past_can_be_asked():
    shell = Shell()
    shell.world.advance(5_000)
    shell.does("kubectl apply -f -", POD)
    shell.world.advance(10_000)
    shell.does("kubectl delete pod web")
    records = shell.world.records
    assert read("kubectl get pods", past(records, 4_000))[1].startswith("No resources")
    ok, text = read("kubectl get pods", past(records, 7_000))
    assert ok and text.endswith("web    0/1     Pending   0          2s")
    assert read("kubectl get pods", past(records, 10_000))[1].startswith("No resources")
    ok, text = read("kubectl delete pod web", past(records, 7_000))
    assert not ok and text.startswith("error: delete cannot be asked of a moment")
    assert is_reading("kubectl -n x describe pod web")
    assert not is_reading("kubectl apply -f x") and not is_reading("'")


@pytest.mark.parametrize(
    ["template", "text"],
    [
        ("{.a.b}", "1"),
        ("a={.a.b};", "a=1;"),
        ("{.items[*].name}", "x y"),
        ("{.items[1].name}{.items[-1:].name}", "yy"),
        ("{..name}", "x y"),
        ("{.items[?(@.name=='y')].on}", "true"),
        ("{.items[?(@.name!='y')].name}", "x"),
        ("{range .items[*]}{.name}{'\\n'}{end}!", "x\ny\n!"),
        ("{.map['k.8']}", "v"),
        ("{.nothing}", ""),
        ("{.a}", '{"b":1}'),
        ("plain", "plain"),
    ],
)
def test_json_paths(template, text):
    document = {
        "a": {"b": 1},
        "items": [{"name": "x"}, {"name": "y", "on": True}],
        "map": {"k.8": "v"},
    }
    assert evaluate(template, document) == text


@pytest.mark.parametrize("template", ["{.a[}", "{range .a}", "{end}", "{!}"])
def test_json_paths_that_cannot_be_read(template):
    with pytest.raises(Refusal, match="error parsing jsonpath"):
        evaluate(template, {})


YAML_VALUES = [
    {"a": 1, "b": True, "c": None, "d": [], "e": {}, "f": "", "g": "x"},
    {"list": [{"a": 1, "b": [1, 2]}, [1, [2]], "x"]},
    {"text": "one\ntwo\n", "more": "one\n\n  two", "end": "x\n\n", "tab": "a\tb"},
    ["true", "1", "1.5", "null", "~", "0x1F", "1e3", "yes", "2026-01-01", "12:30:45", "-"],
    [
        "a: b",
        "a #b",
        "- a",
        "*a",
        "&a",
        "{a}",
        "[a]",
        "'",
        '"',
        "%a",
        "@a",
        " a",
        "a ",
        "é",
        "\x00",
    ],
    {"true": 1, "a: b": 2},
]


@pytest.mark.parametrize("value", YAML_VALUES)
def test_yaml_is_read_back_as_it_was(value):
    assert yaml.safe_load(to_yaml(value)) == value


def test_yaml_looks_as_kubectl_writes_it():
    value = {"spec": {"containers": [{"name": "a", "args": ["1", "b"]}], "tolerations": []}}
    assert to_yaml(value) == (
        'spec:\n  containers:\n  - args:\n    - "1"\n    - b\n    name: a\n  tolerations: []\n'
    )


def test_columns_are_as_wide_as_their_block():
    assert align("a\tb\naaa\tb\nno cells\na\tb") == "a    b\naaa  b\nno cells\na  b"
    assert align("x:\ty\n\tz") == "x:  y\n    z"
    assert table([["A", "B"], ["abcdef", "c"]]) == "A        B\nabcdef   c"


def test_an_object_at_a_path_is_printed_with_its_fields_sorted():
    """As Go's json.Marshal writes a map."""
    printed = with_pod().does("kubectl get pod web -o jsonpath='{.spec.containers[0].env}'")
    assert printed == '[{"name":"A","value":"1"},{"name":"B","value":"2"}]'
    printed = with_pod().does("kubectl get pod web -o jsonpath='{.status}'")
    assert printed.startswith('{"phase":"Pending","qosClass":')
