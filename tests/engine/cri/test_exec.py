"""Commands run in a container: they share its files and processes, and end with it."""

from lifecycle.engine.cri.exec import ExecResult
from tests.engine.cri.workbench import Workbench


def test_a_command_answers_with_its_code_and_all_it_printed():
    bench = Workbench()
    container = bench.start(["sleep", "1000"])
    result = bench.run(container, "sh", "-c", "echo out; echo err >&2; exit 3")
    assert result == ExecResult(3, "out\nerr\n")


def test_a_probe_sees_the_files_of_the_main_process():
    bench = Workbench()
    container = bench.script("touch /tmp/healthy; sleep 30; rm -f /tmp/healthy; sleep 600")
    assert bench.run(container, "cat", "/tmp/healthy") == ExecResult(0, "")
    bench.after(30)
    missing = "cat: can't open '/tmp/healthy': No such file or directory\n"
    assert bench.run(container, "cat", "/tmp/healthy") == ExecResult(1, missing)


def test_the_main_process_sees_the_files_of_a_hook():
    bench = Workbench()
    container = bench.script("until [ -f /ready ]; do sleep 1; done; exit 4")
    bench.run(container, "touch", "/ready")
    assert bench.status(container).exit_code == 4


def test_a_command_that_takes_too_long_is_killed():
    bench = Workbench()
    container = bench.start(["sleep", "1000"])
    result = bench.run(container, "sh", "-c", "echo partial; sleep 10", timeout_ms=1000)
    assert (result.timed_out, result.output) == (True, "partial\n")
    assert len(bench.runtime.process_tree("u1")) == 1


def test_a_command_ends_with_its_container():
    bench = Workbench()
    container = bench.start(["sleep", "3"])
    assert bench.run(container, "sleep", "100", seconds=10) == ExecResult(137, "")


def test_a_program_that_the_image_does_not_have():
    bench = Workbench()
    container = bench.start(["sleep", "1000"])
    missing = bench.run(container, "nosuch").error
    absent = bench.run(container, "/no/such").error
    assert missing.startswith("rpc error: code = Unknown desc = failed to exec in container: ")
    assert 'exec: "nosuch": executable file not found in $PATH' in missing
    assert 'exec: "/no/such": stat /no/such: no such file or directory' in absent


def ended_just_now():
    bench = Workbench()
    container = bench.start(["sleep", "3"])
    bench.world.advance(bench.world.now + 3000)
    return bench, container


def test_a_container_that_ended_a_moment_ago_has_no_task():
    bench, container = ended_just_now()
    assert "no running task found" in bench.run(container, "true").error


def test_a_container_that_ended_before_is_known_to_have_exited():
    bench, container = ended_just_now()
    error = bench.after(1).run(container, "true").error
    assert error.endswith("failed to exec in container: container is in CONTAINER_EXITED state")


def test_what_is_just_being_started_dies_with_the_container():
    bench = Workbench()
    container = bench.start(["sleep", "3"])
    bench.world.advance(bench.world.now + 2995)
    assert bench.run(container, "true") == ExecResult(137, "")


def test_an_unknown_program_in_a_hook_is_assumed_to_succeed():
    bench = Workbench()
    container = bench.start(None, "acme/api")
    assert bench.run(container, "/opt/drain", "--now") == ExecResult(0, "")


def test_killing_by_name_reaches_the_container_s_processes():
    bench = Workbench()
    container = bench.script("nginx; sleep 1000; true", image="nginx")
    assert bench.get(80).status == 200
    assert "not found" in bench.run(container, "killall", "nginx").error
    assert bench.run(container, "nginx", "-s", "quit").exit_code == 0
    assert "connection refused" in bench.get(80).error
