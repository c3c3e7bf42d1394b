"""Commands that somebody types: their answer belongs to the moment of asking."""

from tests.engine.cri.workbench import Workbench


def asked(bench, container, *command):
    result = bench.runtime.exec_at_once(container, command)
    return result.exit_code, result.output


def test_the_answer_is_there_at_once():
    bench = Workbench()
    container = bench.script("echo hello > /tmp/said; sleep 1000")
    assert asked(bench, container, "cat", "/tmp/said") == (0, "hello\n")
    assert asked(bench, container, "sh", "-c", "echo a; exit 3") == (3, "a\n")
    assert asked(bench, container, "test", "-f", "/tmp/none")[0] == 1


def test_what_takes_time_answers_with_what_it_has_printed_and_goes_on_alone():
    bench = Workbench()
    container = bench.script("sleep 1000")
    loop = "echo a; sleep 5; echo b > /tmp/later"
    assert asked(bench, container, "sh", "-c", loop) == (0, "a\n")
    assert asked(bench, container, "cat", "/tmp/later")[0] == 1
    bench.after(6)
    assert asked(bench, container, "cat", "/tmp/later") == (0, "b\n")


def test_a_command_that_prints_more_than_a_pipe_holds_is_not_stuck():
    bench = Workbench()
    container = bench.script("sleep 1000")
    code, output = asked(bench, container, "sh", "-c", "seq 1 40000; echo done > /tmp/done")
    assert code == 0 and output.startswith("1\n2\n3\n")
    assert asked(bench, container, "cat", "/tmp/done") == (0, "done\n")


def test_a_program_that_is_not_there_is_said_at_once():
    bench = Workbench()
    container = bench.script("sleep 1000", image="busybox")
    error = bench.runtime.exec_at_once(container, ("nonsense",)).error
    assert 'exec: "nonsense": executable file not found in $PATH' in error


def test_ps_shows_the_pause_process_where_it_is_shared_and_what_servers_call_themselves():
    bench = Workbench(shared_pid=True)
    bench.start(None, "nginx:1.25", name="web")
    shell = bench.start(("sleep", "3600"), "busybox", name="shell")
    _, output = asked(bench, shell, "ps", "ax")
    commands = [line.split(None, 3)[3] for line in output.splitlines()[1:]]
    assert commands[:3] == ["/pause", "nginx: master process nginx -g daemon off;", "sleep 3600"]


def test_a_server_is_found_by_the_name_that_it_goes_by():
    bench = Workbench()
    container = bench.start(("start-zookeeper",), "acme/zookeeper")
    assert asked(bench, container, "pkill", "java")[0] == 0
    bench.after(1)
    assert bench.status(container).exit_code == 143
