"""Containers from creation to removal, as the kubelet sees them."""

import pytest
from lightkube.models.core_v1 import HostAlias

from lifecycle.engine.cri.filesystem import Place
from lifecycle.engine.cri.status import EXITED, RUNNING
from tests.engine.cri.workbench import Workbench, volume

CANNOT_START = {
    "a misspelt program": (
        ["wge", "x"], "busybox", 'exec: "wge": executable file not found in $PATH: unknown'),
    "a path that isn't there": (
        ["/nosuchbinary"], "busybox",
        'exec: "/nosuchbinary": stat /nosuchbinary: no such file or directory: unknown'),
    "a shell in an image without one": (
        ["sh", "-c", "true"], "registry.k8s.io/pause:3.10",
        'exec: "sh": executable file not found in $PATH: unknown'),
    "stress in nginx": (
        ["stress"], "nginx", 'exec: "stress": executable file not found in $PATH: unknown'),
    "a directory": (["/etc"], "busybox", 'exec: "/etc": is a directory: unknown'),
}  # fmt: skip


@pytest.mark.parametrize("what", CANNOT_START)
def test_what_cannot_start_ends_with_128(what):
    command, image, error = CANNOT_START[what]
    bench = Workbench()
    container = bench.start(command, image)
    status = bench.status(container)
    assert (status.state, status.exit_code, status.reason) == (EXITED, 128, "StartError")
    assert status.message.endswith(f"unable to start container process: {error}")
    assert status.message.startswith("failed to create containerd task: failed to create shim task")
    assert bench.answers[-1] == (status.message,)


ENDS = {
    "well": ("exit 0", 0, "Completed"),
    "badly": ("exit 9", 9, "Error"),
    "by a signal to itself": ("kill -SEGV $$$$; sleep 1; exit 9", 9, "Error"),
}


@pytest.mark.parametrize("what", ENDS)
def test_how_an_end_is_reported(what):
    source, code, reason = ENDS[what]
    bench = Workbench()
    status = bench.after(0).status(bench.script(source))
    bench.after(5)
    status = bench.status(status.id)
    assert (status.state, status.exit_code, status.reason) == (EXITED, code, reason)
    assert bench.processes("exit")[0].exit_code == code


def test_what_ignores_the_stop_signal_is_killed_after_the_grace():
    bench = Workbench()
    container = bench.start(["sleep", "1000"])
    bench.runtime.stop_container(container, 5000, bench.then)
    began = bench.world.now
    bench.after(10)
    status = bench.status(container)
    assert (status.exit_code, status.finished_ms - began) == (137, 5000)
    told = [(record.signal, record.result) for record in bench.processes("signal")]
    assert told == [("TERM", ""), ("KILL", "ignored")]
    assert bench.answers[-1] == ()


@pytest.mark.parametrize(
    ("script", "result"),
    [
        ("trap '' TERM; sleep 100", "ignored"),
        ("trap 'sleep 60; exit 0' TERM; sleep 100 & wait", ""),
        ("trap 'exit 0' TERM; sleep 100", ""),
    ],
)
def test_a_kill_says_whether_anything_took_notice_of_the_signal_before(script, result):
    bench = Workbench()
    container = bench.start(["sh", "-c", script])
    bench.after(1)
    bench.runtime.stop_container(container, 5000, bench.then)
    bench.after(10)
    assert bench.processes("signal")[-1].result == result


def test_stopping_twice_answers_both():
    bench = Workbench()
    container = bench.start(["sleep", "1000"])
    bench.runtime.stop_container(container, 60_000, ("test.answer", "first"))
    bench.runtime.stop_container(container, 2000, ("test.answer", "second"))
    bench.after(3)
    assert bench.answers[-2:] == [("first",), ("second",)]


def test_stopping_what_has_ended_answers_at_once():
    bench = Workbench()
    container = bench.start(["true"])
    bench.after(1).runtime.stop_container(container, 5000, bench.then)
    bench.after(0)
    assert bench.answers[-1] == ()


def test_the_termination_message_comes_from_its_file():
    bench = Workbench()
    container = bench.script("echo out of cheese > /dev/termination-log; exit 3")
    assert bench.after(1).status(container).message == "out of cheese\n"


def test_the_termination_message_falls_back_to_the_log_only_on_errors():
    bench = Workbench()
    policy = {"terminationMessagePolicy": "FallbackToLogsOnError"}
    bad = bench.script("echo one; echo two; exit 4", name="bad", **policy)
    good = bench.script("echo fine", name="good", **policy)
    bench.after(1)
    assert bench.status(bad).message == "one\ntwo\n"
    assert bench.status(good).message == ""


def test_the_termination_message_path_can_be_chosen_and_is_cut():
    bench = Workbench()
    container = bench.script(
        "seq 1 5000 > /var/reason; exit 1", terminationMessagePath="/var/reason"
    )
    assert len(bench.after(1).status(container).message) == 4096


def test_a_restart_begins_with_fresh_files_but_keeps_volumes():
    bench = Workbench()
    source = "[ -f /data/n ] && [ ! -f /own/n ] && exit 7; mkdir -p /own; touch /own/n /data/n"
    for attempt in (0, 1):
        container = bench.script(source, name=f"c{attempt}", mounts=[volume("/data")])
        bench.after(1)
    assert bench.status(container).exit_code == 7


def test_a_read_only_root_still_takes_the_termination_message():
    from lightkube.models.core_v1 import SecurityContext

    bench = Workbench()
    container = bench.script(
        "echo x > /tmp/x || echo no > /data/said; exit 2",
        securityContext=SecurityContext(readOnlyRootFilesystem=True), mounts=[volume("/data")],
    )  # fmt: skip
    bench.after(1)
    assert bench.status(container).exit_code == 2
    assert bench.runtime.files.get(Place("volume/data", "/said")).text == "no\n"


def test_memory_beyond_the_limit_is_killed():
    bench = Workbench()
    args = ["--vm", "1", "--vm-bytes", "250M", "--vm-hang", "1"]
    hungry = bench.start(["stress"], "polinux/stress", memory="100Mi", args=args)
    modest = bench.start(["stress"], "polinux/stress", memory="300Mi", args=args, name="modest")
    bench.after(5)
    assert (bench.status(hungry).exit_code, bench.status(hungry).reason) == (137, "OOMKilled")
    assert bench.status(modest).state == RUNNING
    assert [record.what for record in bench.processes("oom", "exit")] == ["oom", "exit"]


def test_losing_the_sandbox_of_a_shared_pid_namespace_kills_everything():
    bench = Workbench(shared_pid=True)
    container = bench.start(["sleep", "1000"])
    assert bench.runtime.kill_sandbox("u1")
    assert bench.after(1).status(container).exit_code == 137
    assert not bench.runtime.pod_runtime("u1").sandboxes[0].ready


def test_removing_a_pod_leaves_nothing():
    bench = Workbench()
    container = bench.script("sleep 1000 & tail -f /dev/null")
    bench.runtime.remove_pod("u1")
    assert bench.runtime.pod_uids() == []
    assert bench.runtime.container(container) is None
    assert not bench.runtime.processes._table
    assert container not in bench.world.table("files")


def test_the_kubelet_is_told_of_each_end():
    bench = Workbench()
    bench.runtime.on_exit(("test.answer", "ended"))
    container = bench.start(["true"])
    bench.after(1)
    assert bench.answers[-1] == ("ended", "u1", container)


def test_an_end_is_caused_by_its_start():
    bench = Workbench()
    bench.start(["sleep", "3"])
    bench.after(5)
    (start,), (end,) = bench.processes("start"), bench.processes("exit")
    assert end.cause == start.id


def test_the_runtime_provides_hosts_and_host_name():
    bench = Workbench()
    bench.spec.hostAliases = [HostAlias(ip="1.2.3.4", hostnames=["a.local", "b.local"])]
    bench.start(["sh", "-c", "hostname; cat /etc/hostname; cat /etc/hosts; getent hosts b.local"],
                "acme/tools")  # fmt: skip
    lines = bench.after(1).output().split("\n")
    assert lines[:2] == ["web", "web"]
    assert f"{bench.ip}\tweb" in lines
    assert "1.2.3.4\ta.local b.local" in lines
    assert lines[-2].split() == ["1.2.3.4", "b.local"]


def test_lines_are_logged_when_they_are_complete():
    bench = Workbench()
    bench.script("echo -n a; sleep 2; echo b; printf c")
    bench.after(1)
    assert bench.output() == ""
    bench.after(5)
    assert bench.output() == "ab\nc\n"


def test_what_is_mounted_from_below_a_volume_is_made_where_it_is_missing():
    bench = Workbench()
    bench.start(["ls", "-d", "/scrub"], mounts=[volume("/scrub", "host/node1", sub_path="/any/x")])
    bench.after(2)
    assert bench.output() == "/scrub\n"
