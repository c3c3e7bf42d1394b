"""`manage.py play`: what it takes, what it prints, how it ends."""

import json

import pytest
from django.core.management import CommandError, call_command

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: app, image: "busybox:1.35", command: [sleep, "3600"]}
"""


@pytest.fixture
def pod(tmp_path):
    path = tmp_path / "pod.yaml"
    path.write_text(POD)
    return path


@pytest.fixture
def play(capsys):
    """Run the command: exit status, what it printed, and its complaint."""

    def run(*args):
        status = 0
        try:
            call_command("play", *map(str, args))
        except SystemExit as ended:
            status = ended.code
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return run


def lines(out):
    return [json.loads(line) for line in out.splitlines()]


def test_a_pod_comes_to_run(play, pod):
    status, out, _ = play(pod, "--output", "jsonl")
    assert status == 0
    pods = [line for line in lines(out) if line["type"] == "pod"]
    assert pods[0]["status_column"] == "Pending"
    assert pods[-1]["status_column"] == "Running"
    assert pods[-1]["ready_column"] == "1/1"


def test_lines_come_in_the_order_of_time_with_ids_and_causes(play, pod):
    _, out, _ = play(pod, "--output", "jsonl")
    told = lines(out)
    assert [line["t"] for line in told] == sorted(line["t"] for line in told)
    assert [line["id"] for line in told] == list(range(1, len(told) + 1))
    assert all(line["cause"] < line["id"] for line in told)


def test_the_same_seed_prints_the_same_bytes_and_another_seed_others(play, pod):
    first = play(pod, "--output", "jsonl", "--seed", 7)
    assert first == play(pod, "--output", "jsonl", "--seed", 7)
    assert first != play(pod, "--output", "jsonl", "--seed", 8)


def test_nothing_happens_after_the_end(play, pod):
    _, out, _ = play(pod, "--output", "jsonl", "--until", "300ms")
    assert all(line["t"] <= 0.3 for line in lines(out))


def test_a_command_happens_at_its_moment(play, pod):
    _, out, _ = play(pod, "--do", "8s kubectl delete pod web --grace-period=5", "--output", "jsonl")
    told = lines(out)
    entered = next(line for line in told if line.get("line", "").startswith("kubectl delete"))
    assert (entered["t"], entered["ok"]) == (8.0, True)
    gone = next(line for line in told if line["type"] == "pod-deleted")
    assert 13.0 <= gone["t"] < 16.0


def test_commands_may_lie_in_a_file_and_read_files_themselves(play, pod, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text(POD.replace("web", "other"))
    script = tmp_path / "script.txt"
    script.write_text(f"# a comment\n\n2s kubectl create -f {other}\n")
    _, out, _ = play(pod, "--do", script, "--output", "jsonl")
    created = [line for line in lines(out) if line["type"] == "pod" and line["name"] == "other"]
    assert created[0]["t"] == 2.0


def test_several_files_are_played_together(play, pod, tmp_path):
    other = tmp_path / "other.json"
    other.write_text(
        json.dumps({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "n"}})
    )
    _, out, _ = play(pod, other, "--output", "jsonl")
    names = {(line.get("kind"), line.get("name")) for line in lines(out)}
    assert ("Namespace", "n") in names
    assert (None, "web") in names


def test_a_scenario_brings_its_script_and_its_end(play, pod, tmp_path):
    path = tmp_path / "scenario.yaml"
    text = "podviz: v1\nuntil: 9s\nmanifests: |\n"
    text += "".join(f"  {line}\n" for line in POD.splitlines())
    path.write_text(text + "script:\n- {at: 5s, do: kubectl delete pod web --grace-period=1}\n")
    _, out, _ = play(path, "--output", "jsonl")
    told = lines(out)
    assert any(line["type"] == "pod-deleted" for line in told)
    assert told[-1]["t"] <= 9.0


def test_watch_prints_what_kubectl_would_with_the_moment_before_it(play, pod):
    _, out, _ = play(pod)
    printed = out.splitlines()
    assert printed[0] == "    0.000  $ kubectl apply -f -"
    heads = [line.split() for line in printed if "READY" in line or "LAST SEEN" in line]
    assert heads[0][1:] == ["NAME", "READY", "STATUS", "RESTARTS", "AGE"]
    assert heads[1][1:] == ["LAST", "SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE"]
    assert any(line.split()[1:4] == ["web", "1/1", "Running"] for line in printed)


def test_timeline_draws_a_lane_for_each_thing(play, pod):
    _, out, _ = play(pod, "--output", "timeline", "--until", "20s")
    drawn = {line.split()[0]: line for line in out.splitlines() if line.strip()}
    assert "Running" in drawn["STATUS"]
    assert "█" in drawn["app"]
    assert "•" in drawn["events"]


def test_what_the_api_server_refuses_is_printed_in_its_words(play, pod):
    pod.write_text(POD.replace("name: app", "name: App_1"))
    status, out, err = play(pod)
    assert (status, out) == (1, "")
    assert 'spec.containers[0].name: Invalid value: "App_1"' in err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["none.yaml"], ["FILE", "none.yaml can't be read", "Is its name right?"]),
        (["POD", "--do", "kubectl get pods"], ["--do", "no duration", "8s kubectl"]),
        (["POD", "--do", "8s kubectl dance"], ["--do", "dance", "kubectl apply"]),
        (["POD", "--do", "8s kubectl delete pod web --grac=1"], ["--do", "unknown flag"]),
        (["POD", "--do", "8s kubectl create -f none.yaml"], ["none.yaml can't be read"]),
        (["POD", "--until", "soon"], ["--until", "no duration"]),
        (["POD", "--kubernetes", "0.9"], ["kubernetes", "0.9", "1.36"]),
        (["POD", "--seed", "-1"], ["seed"]),
    ],
)
def test_a_faulty_command_line_gets_one_line_with_place_and_remedy(play, pod, args, words):
    status, out, err = play(*(str(pod) if arg == "POD" else arg for arg in args))
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert all(word in err for word in words), err


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("", "pod.yaml:1"),
        ("kind: Pod\nkind: Pod\n", "pod.yaml:2"),
        ("a: [", "pod.yaml:2"),
        ("podviz: v1\nuntil: soon\n", "pod.yaml:2"),
        ("[" * 100_000, "pod.yaml:1"),
        (b"\xff\xfe\x00", "pod.yaml"),
    ],
)
def test_a_faulty_file_gets_one_line_with_its_place(play, pod, content, place):
    pod.write_bytes(content if isinstance(content, bytes) else content.encode())
    status, out, err = play(pod)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert place in err


def test_a_scenario_is_played_alone(play, pod, tmp_path):
    path = tmp_path / "scenario.yaml"
    path.write_text("podviz: v1\n")
    status, _, err = play(path, pod)
    assert status == 2
    assert "alone" in err


def test_an_unknown_output_is_refused(pod):
    with pytest.raises(CommandError, match="output"):
        call_command("play", str(pod), "--output", "film")


def test_why_prints_the_chain_of_causes_with_the_lines_of_the_manifest(play, pod):
    _, out, _ = play(pod, "--output", "jsonl")
    started = next(line for line in lines(out) if line.get("what") == "start")
    status, out, _ = play(pod, "--why", started["id"])
    told = out.splitlines()
    assert status == 0
    assert "web/app start" in told[0]
    assert told[-1].endswith("$ kubectl apply -f -")


def test_why_of_nothing_is_refused(play, pod):
    status, _, err = play(pod, "--why", "100000")
    assert status == 2
    assert "no record 100000" in err
