"""No script crashes or hangs the engine, and a frozen script goes on as it would have."""

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.engine.cri.shell.parser import parse
from lifecycle.engine.cri.shell.syntax import ShellSyntaxError
from lifecycle.engine.kernel.digest import digest
from tests.engine.cri.workbench import Workbench
from tests.properties.effort import tries

FRAGMENTS = st.sampled_from(
    """echo|a|$x|"$x"|${x:-b}|$(|)|`|((|))|$((|;|;|\n|&|&&||||(|{|}|if|then|else|fi|while|do|done
    |until|for|in|case|esac|;;|*|[|]|[[|]]|=~|==|!|<|>|>>|2>&1|<<E|E|'|"|\\|#|x=1|x=|f()|trap
    |TERM|exit|break|continue|return|sleep 1|sleep 0.3|wait|kill $!|read y|cat|cat /etc/hosts|true
    |false|set -e|set -u|local z|export x|shift|eval|exec|test|-f|/tmp/f|seq 1 9|head -n 1|tr a b
    |sed s/a/b/|grep a|awk|printf %s|date|{1..3}|arr=(1 2)|${arr[@]}|${#x}|${x%%*}|${x/a/b}|$?|$@
    |sh -c|tail -f /tmp/f|nc -l -p 80|wget -qO- http://x|yes|timeout 1|xargs|tee /tmp/f|ls|rm -rf
    |mkdir -p /a|cd|$RANDOM|unset x|. /tmp/f|local|dd if=/dev/zero of=/f|find /|stat /|ps|kill -9 1
    """.replace("\n    ", "").split("|")
)
SCRIPTS = st.lists(FRAGMENTS, max_size=25).map(" ".join)

PLAYABLE = st.lists(
    st.sampled_from(
        [
            "echo a", "sleep 1", "sleep 0.7 & wait", "x=$(sleep 1; echo b); echo $x",
            "for i in 1 2; do echo $i; sleep 0.4; done", "(sleep 1; echo c) | cat",
            "echo d > /tmp/f; cat /tmp/f", "trap 'echo t' USR1", "sleep 2 & kill $!; wait",
            "while read l; do echo $l; sleep 0.5; done < /etc/group", "f() { sleep 1; echo f; }; f",
            "case $i in 2) echo two;; esac", "seq 1 3 | while read n; do echo $n; sleep 0.2; done",
            "tail -f /tmp/f & sleep 1; kill $!", "[ -f /tmp/f ] && echo yes",
            "sh -c 'sleep 1; echo g'",
            "timeout 1 sleep 5; echo $?", "echo $RANDOM $SECONDS",
        ]
    ),
    min_size=1, max_size=8,
).map("; ".join)  # fmt: skip


@tries(150)
@given(st.text(max_size=200) | SCRIPTS)
def test_any_text_is_read_or_refused(source):
    for bash in (False, True):
        with suppress(ShellSyntaxError):
            parse(source, bash)


@tries(120)
@given(SCRIPTS, st.sampled_from(["acme/tools", "debian", "busybox"]))
def test_no_script_brings_the_engine_down(source, image):
    bench = Workbench()
    bench.script(source, image=image)
    bench.after(120)
    assert len(bench.world.records) < 20_000


@tries(60)
@given(PLAYABLE, st.integers(0, 6000))
def test_a_script_goes_on_from_a_snapshot_as_if_nothing_had_been(source, pause_ms):
    bench = Workbench()
    container = bench.script(f"trap 'exit 3' TERM; {source}")
    bench.world.advance(bench.world.now + pause_ms)
    frozen = bench.world.snapshot()

    def rest():
        bench.after(3)
        bench.runtime.stop_container(container, 4000, bench.then)
        bench.after(60)
        return digest(bench.world.records), bench.runtime.pod_runtime("u1")

    first = rest()
    bench.world.restore(frozen)
    assert rest() == first
