"""Which image a name means, what is on a node, and what registries answer."""

import pytest

from lifecycle.engine.cri.images import image_of, normal_name
from lifecycle.engine.cri.userland import has_program
from lifecycle.engine.faults import Faults
from tests.engine.cri.workbench import Workbench

NAMES = {
    "nginx": "docker.io/library/nginx:latest",
    "nginx:1.27": "docker.io/library/nginx:1.27",
    "acme/api": "docker.io/acme/api:latest",
    "docker.io/busybox": "docker.io/library/busybox:latest",
    "ghcr.io/acme/api:2": "ghcr.io/acme/api:2",
    "localhost:5000/app": "localhost:5000/app:latest",
    "redis@sha256:" + "a" * 64: "docker.io/library/redis@sha256:" + "a" * 64,
}


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_name_of_an_image(name):
    assert normal_name(name) == NAMES[name]


KNOWN = {
    "nginx": ("nginx", "-g", "daemon off;"),
    "docker.io/library/redis:7-alpine": ("redis-server",),
    "mirror.example/lib/busybox": ("sh",),
    "registry.k8s.io/e2e-test-images/agnhost:2.40": ("pause",),
    "php:8.2-fpm": ("php-fpm",),
    "php:8.2-apache": ("apache2-foreground",),
    "luksa/kiada:0.2": ("node", "app.js"),
    "luksa/kiada:0.3": ("node", "graceful.js"),
}


@pytest.mark.parametrize("name", KNOWN)
def test_what_a_known_image_runs(name):
    image = image_of(name)
    assert image.known and image.cmd == KNOWN[name]


@pytest.mark.parametrize("name", ["acme/nginx-controller", "acme/php", "mynginx", "weird name!"])
def test_other_images_are_not_known(name):
    assert not image_of(name).known


PRESENT = {
    "busybox:1.28": True, "nginx": True, "nginx:1.161": False, "redis:7.2": True,
    "nginx:does-not-exist": False, "acme/api": False, "busybox": True,
}  # fmt: skip


@pytest.mark.parametrize("name", PRESENT)
def test_images_of_the_table_are_on_every_node(name):
    assert Workbench().runtime.image_present(name) is PRESENT[name]


def pull(bench, name):
    bench.runtime.pull_image(bench.pod, name, bench.then)
    began = bench.world.now
    before = len(bench.answers)
    while len(bench.answers) == before:
        bench.world.advance(bench.world.agenda.next_due())
    error, size = bench.answers[-1]
    return error, size, bench.world.now - began


def test_pulling_takes_its_time_and_then_the_image_is_there():
    bench = Workbench()
    error, size, took = pull(bench, "acme/api:1")
    assert (error, size > 0) == ("", True)
    assert 900 <= took <= 8000
    assert bench.runtime.image_present("acme/api:1")


REFUSED = {
    "a version that was never made": (
        "nginx:1.161",
        'rpc error: code = NotFound desc = failed to pull and unpack image '
        '"docker.io/library/nginx:1.161": failed to resolve reference '
        '"docker.io/library/nginx:1.161": docker.io/library/nginx:1.161: not found'),
    "a name that says so": (
        "does-not-exist",
        'failed to pull and unpack image "docker.io/library/does-not-exist:latest": '
        'failed to resolve reference "docker.io/library/does-not-exist:latest": pull access '
        "denied, repository does not exist or may require authorization: server message: "
        "insufficient_scope: authorization failed"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_a_registry_says_of_an_image_that_is_not_there(what):
    name, error = REFUSED[what]
    assert pull(Workbench(), name)[0] == error


def test_faults_decide_over_images():
    bench = Workbench()
    faults = bench.network.faults
    faults.image("nginx", "absent")
    assert not bench.runtime.image_present("nginx")
    assert pull(bench, "nginx")[0].endswith("docker.io/library/nginx:latest: not found")
    faults.image("nginx", "cached")
    assert bench.runtime.image_present("nginx")
    assert pull(bench, "nginx")[0].endswith("lookup registry-1.docker.io: no such host")
    faults.clear_image("nginx")
    assert pull(bench, "nginx")[0] == ""
    faults.image("acme/api", "slow")
    assert pull(bench, "acme/api")[2] > 15_000


def test_a_registry_of_this_machine_refuses_connections():
    bench = Workbench()
    bench.network.faults.image("127.0.0.1:5999/here:1", "absent")
    assert pull(bench, "127.0.0.1:5999/here:1")[0] == (
        'failed to pull and unpack image "127.0.0.1:5999/here:1": failed to resolve reference '
        '"127.0.0.1:5999/here:1": failed to do request: Head '
        '"http://127.0.0.1:5999/v2/here/manifests/1": dial tcp 127.0.0.1:5999: connect: '
        "connection refused"
    )


def test_faults_are_listed_recorded_and_removed():
    bench = Workbench()
    faults: Faults = bench.network.faults
    fault = faults.probe("default", "web", "app", "liveness", "fail")
    assert faults.of_probe("default", "web", "app", "liveness") == "fail"
    assert faults.of_probe("default", "web", "app", "readiness") == ""
    assert [f.line for f in faults.list()] == ["fault probe web -c app liveness fail"]
    faults.probe("default", "web", "app", "liveness", "slow")
    assert [f.verdict for f in faults.list()] == ["slow"]
    assert not faults.remove(fault.id)
    assert faults.clear_probe("default", "web", "app", "liveness")
    assert faults.list() == ()
    assert [r.what for r in bench.processes("fault", "fault-end")] == [
        "fault", "fault-end", "fault", "fault-end",
    ]  # fmt: skip


def test_a_name_can_be_made_to_fail():
    from tests.engine.cri.workbench import Services

    bench = Workbench(services=Services(names={"db": "10.96.0.9"}))
    container = bench.start(["sleep", "1000"])
    bench.network.faults.dns("db", "fail")
    assert bench.run(container, "nslookup", "db").exit_code == 1
    bench.network.faults.remove(1)
    assert bench.run(container, "nslookup", "db").exit_code == 0
    bench.network.faults.dns("db", "slow")
    assert "timed out" in bench.run(container, "nslookup", "db", seconds=20).output


HELD = {
    ("gcr.io/samples/cassandra:v13", "/ready-probe.sh"): True,
    ("cassandra:5", "/ready-probe.sh"): False,
    ("registry.k8s.io/busybox", "/ready-probe.sh"): False,
    ("busybox", "/bin/sh"): True,
    ("nginx", "/bin/nonsense"): False,
    ("acme/api", "/anything"): True,
}


@pytest.mark.parametrize(["image", "program"], HELD)
def test_images_built_upon_servers_may_hold_scripts_of_their_own(image, program):
    assert has_program(image_of(image), program) is HELD[image, program]
