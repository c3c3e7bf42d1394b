"""Every form of a trace: right in what a person can check by hand, and safe with any words."""

import json
import re
from xml.etree import ElementTree

import pytest

from lifecycle.exports.formats import FORMATS
from lifecycle.exports.lanes import pod_lanes
from lifecycle.exports.text import signs
from lifecycle.sessions.scenario import Scenario, Step
from lifecycle.teaching.played import records_of
from podviz.language import speaker

UNTIL_MS = 60_000
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  restartPolicy: Never
  containers:
  - name: app
    image: busybox:1.36
    command: [sh, -c, "sleep 5; exit 3"]
"""
NASTY = "</title><script>alert(1)</script> | `x` #9829; : ; %% \x1b[31m \u2028 ]]> & \" '"


@pytest.fixture(scope="module")
def records():
    script = (Step(20_000, f"kubectl annotate pod web note='{NASTY.replace(chr(39), '')}'"),)
    scenario = Scenario(POD, script=(*script, Step(30_000, "kubectl delete pod web")))
    return records_of(scenario, 10_000)


def written(records, form, title="A title"):
    return FORMATS[form].write(records, UNTIL_MS, title)


def test_the_lanes_hold_what_kubectl_shows_and_its_seconds(records):
    (pod,) = pod_lanes(records, UNTIL_MS)
    status, app = pod.lanes
    assert [stretch.text for stretch in status.stretches][-2:] == ["Running", "Error"]
    run = next(stretch for stretch in app.stretches if stretch.text == "ready")
    (exit_mark,) = app.marks
    assert exit_mark.text == "exit 3" and 4_900 <= exit_mark.at - run.start <= 5_000
    assert status.stretches[-1].end == next(
        record.t for record in records if getattr(record, "verb", "") == "deleted"
    )


def test_the_picture_is_well_formed_and_holds_no_script(records):
    tree = ElementTree.fromstring(written(records, "svg", NASTY))
    names = {element.tag.rpartition("}")[2] for element in tree.iter()}
    assert names == {"svg", "title", "defs", "pattern", "rect", "path", "text"}
    assert any("exit 3" in (element.text or "") for element in tree.iter())


def test_the_recording_has_a_header_and_moments_that_never_go_back(records):
    header, *frames = map(json.loads, written(records, "cast", NASTY).splitlines())
    assert header["version"] == 2 and header["title"].isprintable()
    moments = [at for at, _, _ in frames]
    assert moments == sorted(moments) and moments[-1] == UNTIL_MS / 1000
    text = "".join(text for _, _, text in frames)
    assert re.search(r"web +0/1 +Error", text) and "\x1b" not in text


def test_the_trace_for_perfetto_has_a_thread_for_each_lane(records):
    events = json.loads(written(records, "perfetto"))["traceEvents"]
    threads = {(e["pid"], e["args"]["name"]) for e in events if e["name"] == "thread_name"}
    assert {(1, "STATUS"), (1, "app"), (0, "commands"), (0, "events")} <= threads
    slices = [e for e in events if e["ph"] == "X" and e["name"] == "Error"]
    assert len(slices) == 1 and slices[0]["dur"] > 20_000_000


def test_the_table_has_four_cells_in_each_row_whatever_the_words(records):
    lines = written(records, "markdown", NASTY).splitlines()
    rows = [line for line in lines if line.startswith("|")]
    cells = [len(re.split(r"(?<!\\)\|", row)) for row in rows]
    assert len(rows) > 10 and set(cells) == {6}
    assert not any("<script>" in re.sub(r"\\.", "", line) for line in lines)
    assert any("Exit, code 3" in row for row in rows)


@pytest.mark.parametrize("form", ["sequence", "gantt", "states"])
def test_no_words_of_users_reach_the_grammar_of_a_diagram(records, form):
    text = written(records, form, NASTY)
    assert not re.search(r"<script|%%|#\d|\x1b", text)
    assert "exit 3" in text or form == "states"


def test_what_is_ours_is_in_the_visitors_language_and_what_is_kubernetes_is_not(records):
    say = speaker("zh-hans")
    found = {form: FORMATS[form].write(records, UNTIL_MS, "标题", say) for form in FORMATS}
    assert "| 时间 | 对象 | 发生了什么 | 说明 |" in found["markdown"]
    assert "退出，退出码 3" in found["markdown"] and "Scheduled" in found["markdown"]
    assert "退出 3" in found["svg"] and "标题" in found["svg"] and ">Running<" in found["svg"]
    assert "web 已消失" in found["sequence"] and "退出 3" in found["gantt"]
    threads = [e["args"] for e in json.loads(found["perfetto"])["traceEvents"] if e["ph"] == "M"]
    assert {"name": "命令"} in threads and {"name": "STATUS"} in threads
    header, *frames = map(json.loads, found["cast"].splitlines())
    assert header["title"] == "标题"
    assert frames == [json.loads(x) for x in written(records, "cast").splitlines()[1:]]


def test_a_chinese_sign_takes_the_room_of_two():
    assert signs("退出 3") == 6
