"""Every measurement of what a signal does to a first process, row by row.

The measurements lie beside the project: each program named in a row stands here as a command
line, and the row's words as what is to be seen.
"""

import json
from pathlib import Path

import pytest

from tests.engine.cri.workbench import Workbench

FILE = Path(__file__).parents[4] / "shared" / "corpus" / "sigterm.json"
GRACE_S = 20
IGNORED = (137, GRACE_S)
TRAP = "trap 'exit 0' TERM; "
FOR_EVER = "trap 'while true; do sleep 1; done' SIGTERM; while true; do sleep 1; done"

# By the first words of the row: image, command, what it ends with and after how many seconds.
ROWS = {
    "sleep N": [
        ("busybox", ["sleep", "1000"], IGNORED),
        ("debian", ["sleep", "1000"], IGNORED),
    ],
    "sh -c 'sleep N'": [
        *((image, [shell, "-c", script], IGNORED)
          for image, shell in (("busybox", "sh"), ("debian", "sh"), ("debian", "bash"))
          for script in ("sleep 1000", "while true; do sleep 1; done")),
        ("debian", ["bash", "-c", "exec sleep 1000"], IGNORED),
    ],
    "tail -f": [
        (image, ["tail", *words], IGNORED)
        for image in ("busybox", "debian")
        for words in (("-f", "/dev/null"), ("-F", "/etc/hosts"))
    ],
    "busybox nc": [
        ("busybox", ["nc", "-l", "-p", "80"], IGNORED),
        ("busybox", ["httpd", "-f"], IGNORED),
        ("busybox", ["cat"], IGNORED),
    ],
    "python3 -c": [
        ("python", ["python3", "-c", "import time; time.sleep(1000)"], IGNORED),
        ("python", ["python3", "-m", "http.server"], IGNORED),
        ("perl", ["perl", "-e", "sleep 1000"], IGNORED),
    ],
    "node -e": [
        ("node", ["node", "-e", "setInterval(() => {}, 1000)"], IGNORED),
        ("node", ["node", "-e", "require('http').createServer(() => {}).listen(80)"], IGNORED),
    ],
    "bash -c 'java": [("openjdk", ["bash", "-c", "java App; echo x"], IGNORED)],
    'sh -c "trap \'exit 0\' TERM; while': [
        ("busybox", ["sh", "-c", TRAP + "while true; do sleep 1; done"], (0, 0.7)),
    ],
    'sh -c "trap \'exit 0\' TERM; sleep 100"': [
        ("busybox", ["sh", "-c", TRAP + "sleep 100"], IGNORED),
    ],
    "sh/bash -c": [
        ("busybox", ["sh", "-c", TRAP + "sleep 100 & wait"], (0, 0)),
        ("debian", ["bash", "-c", TRAP + "sleep 100 & wait"], (0, 0)),
    ],
    'trap "while true': [("busybox", ["sh", "-c", FOR_EVER], IGNORED)],
    "Go program": [("gcr.io/google-samples/hello-app:1.0", None, (2, 0))],
    "JVM": [
        ("openjdk", ["java", "-jar", "app.jar"], (143, 0)),
        ("openjdk", ["bash", "-c", "exec java App"], (143, 0)),
    ],
    "nginx -g": [("nginx:1.14.2", ["nginx", "-g", "daemon off;"], (0, 0))],
    "redis-server": [("redis:7", ["redis-server"], (0, 0))],
    "busybox top": [("busybox", ["top", "-b"], (143, 0))],
    "NOT PID 1": [
        ("busybox", ["sleep", "1000"], (143, 0)),
        ("busybox", ["sh", "-c", "while true; do sleep 1; done"], (143, 0)),
    ],
}  # fmt: skip

# What ends by itself: image, command, exit code and after how many seconds.
ENDS = {
    "sh, bash, python3": [
        ("busybox", ["sh"], (0, 0)),
        ("debian", ["bash"], (0, 0)),
        ("python", ["python3"], (0, 0)),
        ("node", ["node"], (0, 0)),
        ("perl", ["perl", "-de0"], (0, 0)),
    ],
    "sh -c 'sleep 1; nginx'": [("nginx", ["sh", "-c", "sleep 1; nginx"], (0, 1))],
}


def cases(table):
    return [(row, *case) for row, found in table.items() for case in found]


def seconds(status):
    return (status.finished_ms - status.started_ms) / 1000


@pytest.mark.parametrize(["row", "image", "command", "expected"], cases(ROWS))
def test_a_first_process_reacts_as_it_was_measured(row, image, command, expected):
    bench = Workbench(shared_pid=row.startswith("NOT"))
    container = bench.start(command, image, stdin=command == ["cat"])
    bench.world.advance(bench.status(container).started_ms + 3300)
    bench.runtime.stop_container(container, GRACE_S * 1000, bench.then, "SIGTERM")
    status = bench.after(60).status(container)
    assert (status.exit_code, seconds(status) - 3.3) == pytest.approx(expected)


@pytest.mark.parametrize(["row", "image", "command", "expected"], cases(ENDS))
def test_what_has_nothing_to_do_ends_as_it_was_measured(row, image, command, expected):
    bench = Workbench()
    container = bench.start(command, image)
    status = bench.after(60).status(container)
    assert status.exit_code == expected[0]
    assert expected[1] <= seconds(status) <= expected[1] + 0.1


def test_nginx_leaves_on_sigquit_as_well():
    bench = Workbench()
    container = bench.start(["nginx", "-g", "daemon off;"], "nginx:1.27")
    bench.after(3)
    bench.runtime.stop_container(container, GRACE_S * 1000, bench.then, "SIGQUIT")
    assert bench.after(60).status(container).exit_code == 0


@pytest.mark.skipif(not FILE.exists(), reason="the measurements are not beside the project")
def test_every_row_of_the_measurements_stands_here():
    rows = [row["program"] for row in json.loads(FILE.read_text())["results"]]
    known = (*ROWS, *ENDS)
    assert [row for row in rows if not row.startswith(known)] == []
    assert len(rows) == len(known)
