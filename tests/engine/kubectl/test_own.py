"""podviz's own commands: parsed here, carried out by those who registered."""

import pytest

from lifecycle.engine.faults import Faults
from tests.engine.kubectl.shell import NODE, POD, Shell


def with_pod():
    shell = Shell()
    shell.does("kubectl apply -f -", POD)
    shell.does("kubectl create -f -", NODE)
    return shell


@pytest.mark.parametrize(
    ["line", "name", "words"],
    [
        ("kill web -c app", "kill", ("app", "TERM")),
        ("kill web --signal=9", "kill", ("app", "KILL")),
        ("kill web --signal SIGHUP", "kill", ("app", "HUP")),
        ("kubelet stop node1", "kubelet", ("node1",)),
        ("node reboot node1", "node", ("node1",)),
        ("host touch /var/x", "host", ("/var/x",)),
        ("sandbox kill web", "sandbox", ()),
    ],
)
def test_commands_reach_their_handlers(line, name, words):
    shell, heard = with_pod(), []
    shell.commands.on(name, lambda *words: heard.append(words[1:]))
    shell.does(line)
    assert heard == [words]


@pytest.mark.parametrize(
    ["line", "message"],
    [
        ("kill web -c db", "error: container db not found in pod web\nIts containers are app."),
        ("kill", "error: kill is not a command\nIt is written kill POD -c CONTAINER"),
        ("kill web --signal=OUCH", "error: OUCH is no signal"),
        ("kubelet pause node1", "error: kubelet pause node1 is not a command"),
        ("node down node9", 'Error from server (NotFound): nodes "node9" not found'),
        ("fault probe web -c app liveness explode", "error: fault probe web liveness explode is"),
        ("image gone nginx", "error: image gone nginx is not a command"),
        ("get pods", "error: unknown command 'get'\nDid you mean kubectl get?"),
        ("dance", "error: unknown command 'dance'\nCommands are kubectl … and podviz's own: kill"),
        ("", "error: there is no command"),
        ("kubectl", "error: kubectl needs a command"),
        ("kubectl dance", 'error: unknown command "dance" for "kubectl"'),
    ],
)
def test_mistakes_get_a_remedy(line, message):
    assert with_pod().refuses(line).startswith(message)


def test_probe_faults_are_set_and_cleared():
    shell = with_pod()
    faults = Faults(shell.world)
    said = shell.does("fault probe web -c app readiness fail")
    assert said == "pod/web readiness probe of app: fail"
    assert faults.of_probe("default", "web", "app", "readiness") == "fail"
    shell.does("fault probe web readiness clear")
    assert faults.list() == ()
    assert "no fault is set" in shell.refuses("fault probe web readiness clear")


def test_image_and_name_faults_are_set_and_cleared():
    shell = with_pod()
    faults = Faults(shell.world)
    shell.does("image absent nginx:1")
    shell.does("fault dns myservice fail")
    assert (faults.of_image("nginx:1"), faults.of_name("myservice")) == ("absent", "fail")
    shell.does("image clear nginx:1")
    shell.does("fault dns myservice clear")
    assert faults.list() == ()


def test_evict_asks_the_eviction_api():
    shell = with_pod()
    assert shell.does("evict web") == "pod/web evicted"
    assert shell.api.find("Pod", "default", "web") is None
