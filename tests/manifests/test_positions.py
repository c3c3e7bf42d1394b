import yaml
from hypothesis import given
from hypothesis import strategies as st

from lifecycle.manifests.document import join, split
from lifecycle.manifests.reader import read

TEXT = """\
# first a comment
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations: {example.com/a.b: "x"}
spec:
  containers:
  - name: app
    image: nginx
    resources:
      limits: {cpu: 1}
  - {name: log, image: busybox}
"""


def test_every_field_is_found_at_its_key():
    (document,) = read(TEXT).documents
    lines = TEXT.split("\n")
    for path, position in document.positions.items():
        step = split(path)[-1]
        if isinstance(step, str):
            assert lines[position.line - 1][position.column - 1 :].startswith(step), path
            assert position.end_column - position.column == len(step)
    assert document.line == 2
    assert document.positions["spec.containers[1]"][:2] == (13, 5)
    assert document.positions["metadata.annotations[example.com/a.b]"][:2] == (6, 17)


def test_a_values_stretch_is_the_values():
    (document,) = read(TEXT).documents
    assert document.values["spec.containers[0].image"] == (10, 12, 10, 17)
    assert document.values["metadata.annotations[example.com/a.b]"] == (6, 34, 6, 37)


def test_what_is_absent_is_found_at_what_is_around_it():
    (document,) = read(TEXT).documents
    assert document.locate("spec.containers[0].livenessProbe.exec").line == 9
    assert document.locate("spec.containers[0].resources.limits[cpu]").line == 12
    assert document.locate("spec.containers[0].resources.requests[memory]").line == 11
    assert document.locate("status").line == 2
    assert document.locate("").line == 2


NAMES = st.text(alphabet="abcXYZ.-_/0", min_size=1, max_size=6).filter(
    lambda name: not name.isdecimal()
)


@given(st.lists(NAMES | st.integers(0, 20), min_size=1, max_size=6))
def test_a_path_is_the_same_however_its_keys_are_written(steps):
    assert split(join(steps)) == steps


WORDS = st.text(alphabet="abcdefgh", min_size=1, max_size=5)
TREES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(WORDS, inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(WORDS, TREES, min_size=1), st.sampled_from([True, False, None]))
def test_positions_point_at_the_key_of_whatever_is_written(value, flow):
    text = yaml.safe_dump(value, default_flow_style=flow, width=20)
    if text.startswith("{"):
        text = "---\n" + text
    lines = text.split("\n")
    for document in read(text).documents:
        for path, position in document.positions.items():
            step = split(path)[-1]
            if isinstance(step, str):
                assert lines[position.line - 1][position.column - 1 :].lstrip("'").startswith(step)
