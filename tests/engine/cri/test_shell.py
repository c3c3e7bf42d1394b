"""Scripts and what they do: exit code, simulated seconds, and what they print."""

import pytest

from tests.engine.cri.workbench import run_script, volume

PRINTS = {
    "words are split where an expansion was not quoted": (
        'x="a b"; for i in $x "$x"; do echo "[$i]"; done', "[a]\n[b]\n[a b]\n"),
    "positional parameters shift": ("set -- 1 2 3; shift; echo $# $*", "2 2 3\n"),
    "quoted at-sign keeps its fields": (
        'set -- "a b" c; for x in "$@"; do echo "$x"; done', "a b\nc\n"),
    "defaults, alternatives and lengths": (
        "x=abc; echo ${y:-none} ${x:+set} ${#x} ${x%c} ${x#a} ${x:1:1}", "none set 3 ab bc b\n"),
    "the longest and the shortest match are cut": (
        "f=a.b.c; echo ${f%.*} ${f%%.*} ${f#*.} ${f##*.}", "a.b a b.c c\n"),
    "assignment by default": ("echo ${x:=5} $x", "5 5\n"),
    "arithmetic with variables": ("i=3; echo $((i * 2 + 1)) $((i > 2 ? 10 : 20))", "7 10\n"),
    "increments assign": ("i=1; echo $((i++)) $((++i)) $i", "1 3 3\n"),
    "command substitution strips the last newlines": ('echo "[$(printf "a\\n\\n")]"', "[a]\n"),
    "backquotes nest with backslashes": ("echo `echo \\`echo in\\``", "in\n"),
    "a loop ends by break and goes on by continue": (
        "for i in 1 2 3 4; do [ $i = 2 ] && continue; [ $i = 4 ] && break; echo $i; done",
        "1\n3\n"),
    "until stops when its condition holds": (
        "x=3; until [ $x -eq 0 ]; do echo $x; x=$((x-1)); done", "3\n2\n1\n"),
    "case takes the first pattern that matches": (
        "case start in s*) echo one;; start) echo two;; esac", "one\n"),
    "case without a match does nothing": ("case x in y) echo no;; esac; echo $?", "0\n"),
    "functions have arguments, a status and locals": (
        "f() { local v=in; echo $1 $v; return 3; }; v=out; f a; echo $? $v", "a in\n3 out\n"),
    "a subshell keeps its changes to itself": ("x=1; (x=2; cd /tmp); echo $x $PWD", "1 /\n"),
    "a group does not": ("x=1; { x=2; }; echo $x", "2\n"),
    "pipelines pass text on": ("printf 'b\\na\\n' | sort | tr a-z A-Z", "A\nB\n"),
    "the last command of a pipeline decides": ("false | true; echo $?", "0\n"),
    "pipefail lets any failure decide": ("set -o pipefail; false | true; echo $?", "1\n"),
    "a pipeline can be negated": ("! true; echo $?", "1\n"),
    "here-documents expand unless quoted": (
        "x=1; cat <<A; cat <<'B'\n$x\nA\n$x\nB", "1\n$x\n"),
    "here-documents lose tabs by <<-": ("cat <<-E\n\t\thi\n\tE\necho after", "hi\nafter\n"),
    "redirections go from left to right": ("{ echo out; echo err >&2; } 2>&1 | sort", "err\nout\n"),
    "a loop reads a file line by line": (
        "printf 'a b\\nc d\\n' > /tmp/f; while read x y; do echo $y$x; done < /tmp/f", "ba\ndc\n"),
    "read splits by IFS": ("echo a:b:c | { IFS=: read x y; echo $x $y; }", "a b:c\n"),
    "echo knows -n and -e": ("echo -n a; echo -e 'b\\tc'", "ab\tc\n"),
    "printf repeats its format": ("printf '%s-%02d\\n' a 1 b 2", "a-01\nb-02\n"),
    "a trap on EXIT runs last": ("trap 'echo bye' EXIT; echo hi; exit 0", "hi\nbye\n"),
    "eval runs a text": ("x='echo hi'; eval $x; eval 'y=1'; echo $y", "hi\n1\n"),
    "the environment of one command": ("A=1 env | grep ^A=; echo [$A]", "A=1\n[]\n"),
    "file names match and are sorted": (
        "mkdir /d; touch /d/b /d/a /d/.c; echo /d/* /d/x*", "/d/a /d/b /d/x*\n"),
    "exit status of a command substitution": ("x=$(exit 4); echo $?", "4\n"),
    "and, or": ("true && echo a || echo b; false && echo c || echo d", "a\nd\n"),
    "if, elif, else": ("if false; then echo a; elif true; then echo b; else echo c; fi", "b\n"),
    "nothing quoted is still a word": ("set -- ''; echo $#", "1\n"),
    "kill -0 asks whether a process lives": ("sleep 9 & kill -0 $! && echo yes", "yes\n"),
    "jobs end in their order": ("sleep 2 && echo B & sleep 1 && echo A; wait; echo C", "A\nB\nC\n"),
    "wait gives the code of the process": ("(sleep 1; exit 7) & wait $!; echo $?", "7\n"),
    "a pipe streams": (
        "(echo a; sleep 1; echo b) | while read x; do echo got $x; done", "got a\ngot b\n"),
    "seq counts, head stops the writer": ("seq 1 1000 | head -n 2; yes | head -n 1", "1\n2\ny\n"),
    "cut, grep, wc": ("printf 'a,b\\nc,d\\n' | cut -d, -f2 | grep -c . ", "2\n"),
    "sed and awk do the usual": (
        "echo a-b | sed 's/\\(.\\)-\\(.\\)/\\2\\1/'; echo 1 2 3 | awk '{print $2, $NF}'",
        "ba\n2 3\n"),
    "dollar-star joins with IFS": ('set -- a b; IFS=-; echo "$*"', "a-b\n"),
    "a comment is no word": ("echo a # b\necho c#d", "a\nc#d\n"),
    "lines are continued": ("echo a \\\n b", "a b\n"),
}  # fmt: skip

IN_BASH = {
    "braces": ("echo {a,b}c {1..3}", "ac bc 1 2 3\n"),
    "double brackets match patterns and expressions": (
        '[[ web-3 == web-* ]] && [[ web-3 =~ -([0-9]+)$ ]] && echo ${BASH_REMATCH[1]}', "3\n"),
    "arrays": ('a=(x "y z"); a+=(w); echo ${#a[@]} "${a[1]}"', "3 y z\n"),
    "a for loop of arithmetic": ("for ((i=0; i<3; i++)); do echo $i; done", "0\n1\n2\n"),
    "a file in place of a command": ("echo hi > /tmp/f; echo $(</tmp/f)", "hi\n"),
    "replacing in a variable": (
        "x=aXbX; echo ${x/X/-} ${x//X/-} ${x^^} ${x,,}", "a-bX a-b- AXBX axbx\n"),
    "arithmetic conditions": ("(( 2 > 1 )) && echo yes", "yes\n"),
    "here-strings": ("read a b <<< '1 2'; echo $b$a", "21\n"),
}  # fmt: skip


@pytest.mark.parametrize("what", PRINTS)
def test_what_scripts_print(what):
    source, printed = PRINTS[what]
    assert run_script(source)[2:] == (printed, "")


@pytest.mark.parametrize("what", IN_BASH)
def test_what_only_bash_has(what):
    source, printed = IN_BASH[what]
    assert run_script(source, "bash")[2:] == (printed, "")


ENDS = {
    "the last command's status is the script's": ("true; false", 1, 0),
    "exit ends at once": ("exit 3; echo no", 3, 0),
    "sleeping takes its time, with units": ("sleep 1.5; sleep 1m; sleep 2s 3s", 0, 66.5),
    "errexit stops at the first failure": ("set -e; false; echo no", 1, 0),
    "errexit lets tested failures be": (
        "set -e; false || true; if false; then :; fi; exit 5", 5, 0),
    "errexit looks into functions": ("set -e; f() { false; exit 9; }; f", 1, 0),
    "errexit does not, where they are tested": ("set -e; f() { false; exit 9; }; f || true", 9, 0),
    "an unset variable under nounset": ("set -u; echo $nothing; echo no", 2, 0),
    "dividing by zero": ("echo $((1/0)); echo no", 2, 0),
    "a syntax error runs nothing": ("sleep 5; done; fi", 2, 0),
    "an unfinished if": ("if true; then echo", 2, 0),
    "a quote that never ends": ("echo 'a", 2, 0),
    "a file that isn't there": ("cat < /nothing; exit $?", 1, 0),
    "a child that was killed": ('sh -c "kill -KILL \\$$; sleep 1"; exit $?', 137, 0),
    "waiting for all": ("sleep 3 & sleep 5 & wait", 0, 5),
    "timeout cuts": ("timeout 3 sleep 10", 143, 3),
    "background work does not hold the shell": ("sleep 100 & exit 4", 4, 0),
    "exec gives the process away": ("exec sleep 7; echo no", 0, 7),
    "a pipeline ends when all have": ("sleep 4 | true", 0, 4),
    "recursion without end": ("f() { f; }; f", 139, 0),
    "nginx goes to the background": ("sleep 1; nginx", 0, 1),
    "a readonly variable": ("readonly x=1; x=2; echo no", 2, 0),
    "the status of a signal": ("(sleep 9 & kill $!; wait $!); exit $?", 143, 0),
}  # fmt: skip


@pytest.mark.parametrize("what", ENDS)
def test_how_scripts_end(what):
    source, code, seconds = ENDS[what]
    assert run_script(source.replace("$$", "$$$$"))[:2] == (code, seconds)


def test_an_unknown_program_is_not_found_where_the_image_is_known():
    code, _, _, error = run_script("nosuch; exit $?", image="busybox")
    assert (code, error) == (127, "sh: nosuch: not found\n")


def test_a_script_with_an_error_prints_only_the_error():
    _, _, output, error = run_script("echo first\nif true; fi")
    assert output == ""
    assert error == 'sh: syntax error: unexpected "fi" (expecting "then")\n'


def test_following_a_file_shows_what_is_added():
    source = "touch /l/a; (sleep 1; echo one >> /l/a; sleep 1; echo two >> /l/a) & tail -f /l/a"
    code, _, output, _ = run_script(source, mounts=[volume("/l")], seconds=10)
    assert (code, output) == (None, "one\ntwo\n")


def test_a_loop_behind_a_pipe_adapts_what_is_followed():
    source = (
        "touch /l/raw; (sleep 2; echo event >> /l/raw) & "
        'tail -F /l/raw | while read line; do echo "adapted: $line"; done'
    )
    assert run_script(source, mounts=[volume("/l")], seconds=5)[2] == "adapted: event\n"


def test_the_kubelet_expands_before_the_shell_does():
    code, _, output, _ = run_script("echo $(NAME) $$HOME $(date +%Y)", env={"NAME": "n"})
    assert (code, output) == (0, "n /root 2026\n")


@pytest.mark.parametrize(
    ["shell", "image", "printed"],
    [
        ("sh", "busybox", "end\n"),
        ("sh", "alpine", "end\n"),
        ("bash", "debian", "end\n"),
        ("sh", "debian", "end\nout\n"),
    ],
)
def test_both_outputs_are_redirected_at_once_by_bash_and_ash_but_not_by_dash(shell, image, printed):
    _, _, output, _ = run_script("echo out &>/dev/null; sleep 1; echo end", shell, image=image)
    assert sorted(output.splitlines()) == sorted(printed.splitlines())
