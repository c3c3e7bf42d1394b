"""Scripts that mean harm: each is answered, and none keeps the engine busy."""

import pytest

from lifecycle.engine.cri.regular import bounded, compiled
from tests.engine.cri.workbench import Workbench

RECORDS_AT_MOST = 5000

ENDLESS = {
    "a loop without sleep": "while :; do :; done",
    "a loop that counts": "i=0; while true; do i=$((i+1)); done",
    "a loop that writes": "while true; do echo flood; done",
    "a loop that forks": "while true; do (sleep 1000 &); done",
    "a loop that sleeps for no time": "while true; do sleep 0; done",
    "a flood through a pipe": "yes | cat",
    "nested loops": "for i in $(seq 5000); do for j in $(seq 5000); do echo $i$j; done; done",
    "a loop that waits busily for the world": "while [ ! -f /go ]; do :; done",
    "a loop of pipes": "while true; do echo a | cat | cat | cat > /dev/null; done",
    "a loop of substitutions": "while true; do x=$(echo $(echo a)); done",
    "text that doubles": "x=a; while true; do x=$x$x; done",
    "patterns that backtrack": (
        "x=$(seq 1 2000 | tr -d '\\n'); case $x in *1*2*3*4*5*6*7*8*9*z) echo no;; esac; "
        "while :; do :; done"
    ),
    "an expression that backtracks": (
        "echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa! | grep -E '(a+)+$'; while :; do :; done"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ENDLESS)
def test_endless_work_is_bounded(what):
    bench = Workbench()
    bench.script(ENDLESS[what], "bash", image="debian", memory="64Mi")
    bench.after(600)
    kernel = bench.runtime.processes
    assert len(bench.world.records) < RECORDS_AT_MOST
    assert sum(spent for _, spent in kernel._steps.values()) < 20_000
    assert len(kernel._table) <= 128


ENDS = {
    "a fork bomb": (":(){ :|:& };:", 0),
    "recursion": ("f() { f; }; f", 139),
    "recursion of two": ("f() { g; }; g() { f; }; f", 139),
    "eval of itself": ('x=\'eval "$x"\'; eval "$x"', 139),
    "deep parentheses": ("(" * 5000 + ")" * 5000, 2),
    "deep substitutions": ("echo " + "$(" * 5000, 2),
    "deep arithmetic": ("echo $((" + "(" * 900 + "1" + ")" * 900 + "))", 2),
    "deep braces": ("{ " * 5000, 2),
    "deep conditions": ("if " * 5000, 2),
    "many words": ("echo a;\n" * 15_000, 2),
    "many braces": ("echo " + "{a,b}" * 12, 0),
    "a long number": ("echo $((" + "9" * 5000 + "))", 0),
    "a huge power": ("echo $((9**999999999))", 0),
    "a huge shift": ("echo $((1<<999999999))", 0),
    "a huge width": ("printf %9999999999d 1", 0),
    "a huge sequence": ("echo $(seq 1 1000000000) | wc -w", 0),
    "a huge range": ("echo {1..1000000000} | wc -w", 0),
    "sourcing oneself": ("echo '. /s' > /s; . /s", 139),
    "an alias of nothing": ("\0\1\2", 127),
}


@pytest.mark.parametrize("what", ENDS)
def test_what_cannot_go_on_ends(what):
    source, code = ENDS[what]
    bench = Workbench()
    container = bench.script(source, "bash", image="debian")
    assert bench.after(600).status(container).exit_code == code
    assert len(bench.world.records) < RECORDS_AT_MOST


def test_an_argument_that_the_kernel_would_not_take():
    bench = Workbench()
    container = bench.script("echo " + "a" * 1_000_000)
    assert bench.status(container).reason == "StartError"
    assert "argument list too long" in bench.status(container).message


def test_a_trap_still_runs_in_a_busy_shell():
    bench = Workbench()
    container = bench.script("trap 'exit 5' TERM; while :; do :; done")
    bench.after(10)
    bench.runtime.stop_container(container, 10_000, bench.then)
    assert bench.status(container).exit_code == 5


def test_a_text_that_doubles_is_killed_at_the_limit():
    bench = Workbench()
    container = bench.script(
        "sleep 1; x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done", memory="32Mi"
    )
    status = bench.after(5).status(container)
    assert (status.exit_code, status.reason) == (137, "OOMKilled")


def test_a_child_that_is_killed_for_memory_leaves_its_mark():
    bench = Workbench()
    container = bench.script(
        "sh -c 'sleep 3; x=aaaaaaaaaaaaaaaa; while true; do x=$x$x; done'; echo child=$?; exit 0",
        memory="32Mi",
    )
    status = bench.after(10).status(container)
    assert (status.exit_code, status.reason) == (0, "OOMKilled")
    assert bench.output() == "child=137\n"


@pytest.mark.parametrize(
    ["expression", "ambiguous"],
    [
        ("^(a|aa)+$", True),
        ("(a+)+$", True),
        ("(a|a?)+$", True),
        ("((a|b)c)+d", True),
        ("(.|b)*z", True),
        ("(a{1,9}){1,9}b", True),
        ("([0-9]+\\.)+", True),
        ("(a|b|c)+d", False),
        ("(abc)+", False),
        ("^[a-z]+$", False),
    ],
)
def test_an_expression_that_could_take_for_ever_sees_little_of_the_text(expression, ambiguous):
    text = "a" * 3000 + "b"
    assert (len(bounded(compiled(expression), text)) < 20) is ambiguous


def test_a_tree_of_many_directories_is_listed_once():
    bench = Workbench()
    bench.script(
        "for i in $(seq 1 300); do mkdir -p /tmp/d$i/$i; done; find /tmp | wc -l; rm -r /tmp/d1; "
        "ls /tmp | wc -l; touch /tmp/new; ls /tmp | wc -l",
        image="debian",
    )
    assert bench.output() == "601\n299\n300\n"
