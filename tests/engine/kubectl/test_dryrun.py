"""--dry-run and -o of the commands that make objects."""

import json

import pytest
import yaml

from tests.engine.kubectl.shell import DEPLOYMENT, NODE, POD, Shell


def test_a_pod_is_printed_as_the_client_made_it():
    shell = Shell()
    assert shell.does("kubectl run web --image=nginx --dry-run=client -o yaml") == (
        "apiVersion: v1\n"
        "kind: Pod\n"
        "metadata:\n"
        "  labels:\n"
        "    run: web\n"
        "  name: web\n"
        "spec:\n"
        "  containers:\n"
        "  - image: nginx\n"
        "    name: web\n"
        "    resources: {}\n"
        "  dnsPolicy: ClusterFirst\n"
        "  restartPolicy: Always\n"
        "status: {}"
    )
    assert shell.api.list("Pod") == []


@pytest.mark.parametrize(
    ["line", "said"],
    [
        (
            "create deployment web --image=nginx --dry-run=client",
            "deployment.apps/web created (dry run)",
        ),
        ("create ns shop --dry-run=server", "namespace/shop created (server dry run)"),
        ("create ns shop --dry-run=client -o name", "namespace/shop"),
        ("expose pod web --port=80 --dry-run=client", "service/web exposed (dry run)"),
    ],
)
def test_nothing_is_made(line, said):
    shell = Shell()
    shell.does("kubectl apply -f -", POD)
    before = [len(shell.api.list(kind)) for kind in ("Deployment", "Namespace", "Service")]
    assert shell.does(f"kubectl {line}") == said
    assert before == [len(shell.api.list(kind)) for kind in ("Deployment", "Namespace", "Service")]


def test_what_is_printed_can_be_applied():
    shell = Shell()
    for line in (
        "create deployment web --image=nginx",
        "create job once --image=busybox -- date",
        "create cronjob often --image=busybox --schedule='* * * * *'",
        "create service clusterip web --tcp=80",
    ):
        text = shell.does(f"kubectl {line} --dry-run=client -o yaml".replace(" -- date", "", 1))
        shell.does("kubectl apply -f -", text)
    made = json.loads(shell.does("kubectl create deployment two --image=nginx -o json"))
    assert made["metadata"]["uid"]
    document = yaml.safe_load(shell.does("kubectl get deploy web -o yaml"))
    assert document["spec"]["template"]["spec"]["containers"][0]["name"] == "nginx"


@pytest.mark.parametrize(
    ["flags", "said"],
    [
        ("--dry-run", "error: --dry-run flag without a value was specified."),
        ("--dry-run=maybe", "error: Invalid dry-run value (maybe)."),
        ("--dry-run=client -o xml", "error: unable to match a printer"),
    ],
)
def test_what_is_no_dry_run(flags, said):
    assert Shell().refuses(f"kubectl run web --image=nginx {flags}").startswith(said)


@pytest.mark.parametrize("how", ["client", "server"])
@pytest.mark.parametrize(
    ["line", "said"],
    [
        ("delete pod web", 'pod "web" deleted from default namespace'),
        ("scale deployment web --replicas=5", "deployment.apps/web scaled"),
        ("label pod web tier=front", "pod/web labeled"),
        ("annotate pod web note=x", "pod/web annotated"),
        ("taint node node1 a=b:NoSchedule", "node/node1 tainted"),
        ("set image deployment/web app=nginx:2", "deployment.apps/web image updated"),
        ('patch deployment web -p \'{"spec":{"paused":true}}\'', "deployment.apps/web patched"),
        ("cordon node1", "node/node1 cordoned"),
        ("uncordon node1", "node/node1 already uncordoned"),
    ],
)
def test_a_change_is_told_and_not_made(line, said, how):
    shell = Shell()
    shell.does("kubectl apply -f -", "---".join((POD, DEPLOYMENT, NODE)))
    before = {kind: shell.api.list(kind) for kind in shell.api.kinds()}
    dry = {"client": "(dry run)", "server": "(server dry run)"}[how]
    assert shell.does(f"kubectl {line} --dry-run={how}") == f"{said} {dry}"
    assert before == {kind: shell.api.list(kind) for kind in shell.api.kinds()}


def test_what_is_applied_dry_is_compared_by_the_server_alone():
    shell = Shell()
    shell.does("kubectl apply -f -", POD)
    said = [shell.does(f"kubectl apply -f - --dry-run={how}", POD) for how in ("client", "server")]
    assert said == ["pod/web configured (dry run)", "pod/web unchanged (server dry run)"]
    said = shell.does("kubectl apply -f - --dry-run=client", DEPLOYMENT)
    assert said == "deployment.apps/web created (dry run)"
    assert shell.api.list("Deployment") == []


def test_the_server_checks_what_is_to_be_made():
    shell = Shell()
    shell.does("kubectl apply -f -", POD)
    said = shell.refuses("kubectl run web --image=nginx --dry-run=server")
    assert said == 'Error from server (AlreadyExists): pods "web" already exists'
    assert shell.does("kubectl run web --image=nginx --dry-run=client").endswith("(dry run)")
    assert shell.refuses("kubectl delete pod none --dry-run=server") == (
        'Error from server (NotFound): pods "none" not found'
    )
    made = yaml.safe_load(shell.does("kubectl create ns shop --dry-run=server -o yaml"))
    assert made["status"] == {"phase": "Active"}


def test_no_alarm_is_left_of_a_rehearsal():
    shell = Shell()
    shell.does("kubectl apply -f -", DEPLOYMENT)
    due, records = shell.world.agenda.next_due(), list(shell.world.records)
    shell.does("kubectl scale deployment web --replicas=5 --dry-run=server")
    assert shell.world.agenda.next_due() == due
    assert shell.world.records == records
