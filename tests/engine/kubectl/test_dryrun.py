"""--dry-run and -o of the commands that make objects."""

import json

import pytest
import yaml

from tests.engine.kubectl.shell import POD, Shell


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
