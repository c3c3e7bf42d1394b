"""What a stop signal does to a container's first process, after measurements of real ones."""

import pytest

from tests.engine.cri.workbench import Workbench

GRACE_S = 10
IGNORED = (137, GRACE_S)

REACTIONS = {
    "sleep has no handler": (["sleep", "1000"], "busybox", IGNORED),
    "nor has a shell": (["sh", "-c", "sleep 1000"], "busybox", IGNORED),
    "nor a shell's loop": (["sh", "-c", "while true; do sleep 1; done"], "busybox", IGNORED),
    "nor what a shell gave its place to": (
        ["bash", "-c", "exec sleep 1000"], "debian", IGNORED),
    "nor tail": (["tail", "-f", "/dev/null"], "busybox", IGNORED),
    "nor netcat": (["nc", "-l", "-p", "80"], "busybox", IGNORED),
    "nor busybox httpd": (["httpd", "-f"], "busybox", IGNORED),
    "nor Python": (["python3", "-c", "import time; time.sleep(1000)"], "python", IGNORED),
    "nor Python's web server": (["python3", "-m", "http.server"], "python", IGNORED),
    "nor node": (["node", "-e", "setInterval(() => {}, 1000)"], "node", IGNORED),
    "a shell does not forward": (["bash", "-c", "java App; echo x"], "openjdk", IGNORED),
    "a trap waits for the command": (
        ["sh", "-c", "trap 'exit 0' TERM; while true; do sleep 1; done"], "busybox", (0, 0.7)),
    "even for a long one": (
        ["sh", "-c", "trap 'exit 0' TERM; sleep 1000"], "busybox", IGNORED),
    "but not where the shell waits for a job": (
        ["sh", "-c", "trap 'exit 0' TERM; sleep 1000 & wait"], "busybox", (0, 0)),
    "a trap can last": (
        ["sh", "-c", "trap 'while true; do sleep 1; done' TERM; while true; do sleep 1; done"],
        "busybox", IGNORED),
    "a trap can take its time": (
        ["sh", "-c", "trap 'sleep 4; exit 3' TERM; while true; do sleep 0.1; done"],
        "busybox", (3, 4)),
    "a Go program ends with 2": (None, "gcr.io/google-samples/hello-app:1.0", (2, 0)),
    "the JVM with 143": (["java", "-jar", "app.jar"], "openjdk", (143, 0)),
    "also through exec": (["bash", "-c", "exec java App"], "openjdk", (143, 0)),
    "old nginx stops fast": (None, "nginx:1.14.2", (0, 0)),
    "new nginx stops gracefully": (None, "nginx:1.27", (0, 0)),
    "redis ends well": (None, "redis:7", (0, 0)),
    "top has a handler": (["top", "-b"], "busybox", (143, 0)),
    "pause ends well": (None, "registry.k8s.io/pause:3.10", (0, 0)),
    "agnhost is a Go program": (None, "registry.k8s.io/e2e-test-images/agnhost:2.53", (2, 0)),
    "an unknown image is assumed to end well": (None, "acme/api:3", (0, 0)),
}  # fmt: skip


@pytest.mark.parametrize("what", REACTIONS)
def test_reaction_to_the_stop_signal(what):
    command, image, expected = REACTIONS[what]
    bench = Workbench()
    container = bench.start(command, image)
    began = bench.status(container).started_ms
    bench.world.advance(began + 3300)
    bench.runtime.stop_container(container, GRACE_S * 1000, bench.then)
    bench.after(20)
    status = bench.status(container)
    assert (status.exit_code, (status.finished_ms - began) / 1000 - 3.3) == pytest.approx(expected)


STOP_SIGNALS = {
    "nginx:1.14.2": "TERM", "nginx:1.19.4": "TERM", "nginx:1.19.5": "QUIT", "nginx": "QUIT",
    "nginx:1.19": "QUIT", "nginx:1.18-alpine": "TERM", "postgres:16": "INT", "httpd": "WINCH",
    "php:8-fpm": "QUIT", "wordpress:6-php8.2-apache": "WINCH", "busybox": "TERM",
}  # fmt: skip


@pytest.mark.parametrize("image", STOP_SIGNALS)
def test_the_image_says_which_signal_stops_it(image):
    bench = Workbench()
    container = bench.start(["sleep", "100"], image)
    bench.runtime.stop_container(container, 2000, bench.then)
    assert bench.processes("signal")[0].signal == STOP_SIGNALS[image]


@pytest.mark.parametrize("command", [["sleep", "1000"], ["sh", "-c", "sleep 1000; true"]])
def test_in_a_shared_pid_namespace_pause_is_the_first_process(command):
    bench = Workbench(shared_pid=True)
    container = bench.start(command)
    bench.runtime.stop_container(container, 10_000, bench.then)
    bench.after(1)
    assert bench.status(container).exit_code == 143


ENDS_ITSELF = {
    "a shell without input": (["sh"], "busybox", 0),
    "bash": (["bash"], "debian", 0),
    "python": (None, "python:3", 0),
    "node": (None, "node:22", 0),
    "mysql without a password": (None, "mysql:8", 1),
    "postgres without a password": (None, "postgres", 1),
    "http-echo without a text": (None, "hashicorp/http-echo", 127),
}


@pytest.mark.parametrize("what", ENDS_ITSELF)
def test_programs_that_end_by_themselves(what):
    command, image, code = ENDS_ITSELF[what]
    bench = Workbench()
    container = bench.start(command, image)
    bench.after(10)
    assert (bench.status(container).state, bench.status(container).exit_code) == ("exited", code)


def test_a_shell_with_an_open_input_stays():
    bench = Workbench()
    container = bench.start(["sh"], stdin=True)
    assert bench.after(1000).status(container).state == "running"


def test_a_variable_lets_mysql_start():
    bench = Workbench()
    container = bench.start(None, "mysql:8", env={"MYSQL_ROOT_PASSWORD": "x"})
    assert bench.after(60).status(container).state == "running"
    assert bench.run(container, "mysqladmin", "ping").exit_code == 0


def test_killing_the_first_process_from_inside_needs_a_handler():
    bench = Workbench()
    plain = bench.start(["sleep", "1000"], name="plain")
    handled = bench.script("trap 'exit 6' TERM; while :; do sleep 0.2; done", name="handled")
    for container in (plain, handled):
        bench.run(container, "sh", "-c", "kill -TERM 1; kill -KILL 1")
    assert bench.status(plain).state == "running"
    assert bench.status(handled).exit_code == 6


@pytest.mark.parametrize(("after", "code"), [(0.001, 137), (0.01, 0)])
def test_a_first_process_ignores_what_comes_before_its_trap(after, code):
    bench = Workbench()
    container = bench.script("trap 'exit 0' TERM; while true; do sleep 0.2; done")
    bench.after(after)
    bench.runtime.stop_container(container, 3000, bench.then)
    assert bench.after(10).status(container).exit_code == code


def test_a_parked_loop_notices_a_signal_in_its_round():
    bench = Workbench()
    container = bench.script("trap 'exit 0' TERM; while true; do sleep 7; done")
    began = bench.status(container).started_ms
    bench.after(8)
    assert bench.world.agenda.next_due() is None
    bench.world.advance(began + 30_000)
    bench.runtime.stop_container(container, 10_000, bench.then)
    bench.after(10)
    assert bench.status(container).finished_ms == began + 35_000
