"""No line that anybody can type brings the engine down."""

import yaml
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.engine.kubectl.commands import KUBECTL, OWN
from lifecycle.engine.kubectl.jsonpatch import apply_operations
from lifecycle.engine.kubectl.jsonpath import evaluate
from lifecycle.engine.kubectl.merge import merge, strategic, three_way
from lifecycle.engine.kubectl.read import READERS
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.tabwriter import align
from lifecycle.engine.kubectl.yamltext import to_yaml
from tests.engine.kubectl.shell import DEPLOYMENT, NODE, POD, Shell
from tests.properties.effort import tries

FLAGS = sorted(
    f"--{flag.name}"
    for table in (KUBECTL, OWN, READERS)
    for command in table.values()
    for flag in command.flags
)
WORDS = st.one_of(
    st.sampled_from(
        [
            *("pod", "pods", "po", "deploy", "svc", "node", "all", "events", "web", "pod/web"),
            *(
                "deploy/web",
                "node1",
                "pod/{app=web}[0]",
                "{}",
                "-",
                "--",
                "-n",
                "shop",
                "-l",
                "a=b",
            ),
            *("-o", "yaml", "json", "wide", "name", "jsonpath={.a}", "-f", "x.yaml", "-c", "app"),
            *("a=b", "a-", "k=v:NoSchedule", "app=nginx:2", "image", "restart", "status", "undo"),
            *("--replicas=1", "-p", '{"spec":{"replicas":3}}', '[{"op":"remove","path":"/spec"}]'),
            *("liveness", "fail", "probe", "dns", "stop", "kill", "touch", "clear", "absent", "5s"),
        ]
    ),
    st.sampled_from(FLAGS),
    st.text(max_size=6),
)
COMMANDS = st.sampled_from(
    [*(f"kubectl {name}" for name in sorted((*KUBECTL, *READERS))), *sorted(OWN), "", "kubectl"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "env", "name", "ports", "containerPort", "$patch", "finalizers"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


def populated():
    shell = Shell()
    shell.does("kubectl apply -f -", POD + "---" + DEPLOYMENT + "---" + NODE)
    for name in ("exec", "kill", "sandbox", "kubelet", "node", "host"):
        shell.commands.on(name, lambda *words: "")
    return shell


POPULATED = populated()
START = POPULATED.world.snapshot()


@tries(300)
@given(COMMANDS, st.lists(WORDS, max_size=6), st.booleans())
def test_every_line_is_answered(command, words, with_manifest):
    POPULATED.world.restore(START)
    ok, text = POPULATED.type(" ".join([command, *words]), POD if with_manifest else "")
    assert isinstance(ok, bool) and isinstance(text, str)
    assert ok or text


@tries(200)
@given(st.text(max_size=40))
def test_every_text_is_answered(text):
    ok, answer = Shell().type(text)
    assert ok or answer


@given(JSON)
def test_whatever_json_is_written_as_yaml_is_read_back(value):
    assert yaml.safe_load(to_yaml(value)) == value


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=3), JSON)
def test_a_merge_patch_applied_twice_changes_no_more(current, patch):
    once = merge(current, patch)
    assert merge(once, patch) == once


@given(*[st.dictionaries(st.sampled_from(["a", "env", "ports"]), JSON, max_size=3)] * 3)
def test_any_documents_can_be_merged(original, modified, current):
    merged = three_way(original, modified, current)
    assert merged.keys() <= modified.keys() | current.keys()
    strategic(current, modified)


@given(JSON, st.lists(JSON, max_size=3))
def test_any_json_patch_is_applied_or_refused(document, operations):
    try:
        apply_operations(document, operations)
    except Exception as error:
        assert type(error).__name__ == "ApiError"


@given(st.text(alphabet="{}[]().*?@=!'\"ab0:-$ ", max_size=20), JSON)
def test_any_json_path_is_evaluated_or_refused(template, document):
    try:
        assert isinstance(evaluate(template, document), str)
    except Refusal as refusal:
        assert "jsonpath" in refusal.message


@given(st.text(alphabet="ab\t\n", max_size=30))
def test_aligning_keeps_all_but_the_tabs(text):
    aligned = align(text)
    assert aligned.replace(" ", "") == text.replace("\t", "")
