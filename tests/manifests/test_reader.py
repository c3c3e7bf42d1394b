import pytest

from lifecycle.manifests.reader import read

POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n"


def values(text):
    reading = read(text)
    assert reading.ok, reading.complaints
    return [document.value for document in reading.documents]


def first_complaint(text):
    return read(text).complaints[0]


@pytest.mark.parametrize(
    ["text", "read_as"],
    [
        ("a: 1\n---\nb: 2\n", [{"a": 1}, {"b": 2}]),
        ("---\n---\na: 1\n---\n# nothing\n---\n", [{"a": 1}]),
        ("a: 1\n--- # a comment\nb: 2", [{"a": 1}, {"b": 2}]),
        ("\ufeffa: 1\r\nb: 2\r\n", [{"a": 1, "b": 2}]),
        ('{"a": 1}\n{"b": [2, {"c": null}]}', [{"a": 1}, {"b": [2, {"c": None}]}]),
        ('  {"a": "\\ud83d\\ude00\\/"}', [{"a": "😀/"}]),
        ("---\n{a: 1}\n", [{"a": 1}]),
        ("a: |\n  one\n  two", [{"a": "one\ntwo\n"}]),
        ("kind:\tPod\n", [{"kind": "Pod"}]),
        ("a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n", [{"a": {"b": 1}, "c": {"b": 1, "d": 2}}]),
        ("a: [&x 1, *x]", [{"a": [1, 1]}]),
    ],
)
def test_documents_are_cut_and_read_as_kubectl_does(text, read_as):
    assert values(text) == read_as


def test_what_follows_three_dots_is_ignored_and_that_is_said():
    reading = read("a: 1\n...\nb: 2\n---\nc: 3\n")
    assert [document.value for document in reading.documents] == [{"a": 1}, {"c": 3}]
    assert [(c.line, c.severity) for c in reading.complaints] == [(3, "warning")]


def test_members_of_a_list_are_objects_with_positions_of_their_own():
    text = f"kind: List\napiVersion: v1\nitems:\n- {POD.replace(chr(10), chr(10) + '  ')}"
    (document,) = read(text).documents
    assert document.value["kind"] == "Pod" and document.line == 4
    assert document.positions["metadata.name"].line == 7


REFUSED = [
    ("a:\n\tb: 1\n", 2, "found character that cannot start any token", "tabs"),
    ("a: b: c\n", 1, "mapping values are not allowed", ""),
    ("spec：\n  a: 1\nb\n", 2, "mapping values are not allowed", "full-width"),
    ("image: {{ .Values.image }}\n", 1, "invalid map key", "helm template"),
    ("a: 1\na: 2\n", 2, 'key "a" already set in map', "line 1"),
    ("- a\n- b\n", 1, "a manifest is a mapping", "apiVersion"),
    ("just words", 1, "a manifest is a mapping", "apiVersion"),
    ("a: 1\n--- b\n", 2, "invalid Yaml document separator: b", "alone"),
    ("a: 'open\n", 2, "found unexpected end of stream", "never closed"),
    ("a: [1, 2\nb: 3\n", 2, "did not find expected ',' or ']'", "bracket"),
    ("a: *none\n", 1, "unknown anchor 'none' referenced", "another"),
    ("a: 1\n---\nb: *a\n", 3, "unknown anchor", "another"),
    ('{"a": 1 // no\n}', 1, "invalid character '/' after object key:value pair", "JSON"),
    ('{\n  // no\n  "a": 1}', 2, "looking for beginning of object key string", "no comments"),
    ('{"a": 1,}', 1, "invalid character '}' looking for beginning of object key", "JSON"),
    ('{"a": "x', 1, "invalid character '\\n' in string literal", "JSON"),
    ("", 1, "it is empty", "Paste"),
    ("# only a comment\n", 1, "no objects", "apiVersion"),
    ("a: \x00", 1, "control characters are not allowed", "binary"),
    ("a: \x07", 1, "control characters are not allowed", "invisible"),
    ("a: \ud800", 1, "control characters are not allowed", ""),
    (b"\x89PNG\r\n\x1a\n", 1, "invalid UTF-8", "binary"),
]


@pytest.mark.parametrize(["text", "line", "message", "hint"], REFUSED)
def test_a_mistake_is_answered_with_line_message_and_remedy(text, line, message, hint):
    complaint = first_complaint(text)
    assert complaint.severity == "error"
    assert (complaint.line, complaint.column > 0) == (line, True)
    assert message in complaint.message and hint in complaint.hint


def test_a_mistake_in_one_document_leaves_the_others():
    reading = read("a: 1\n---\nb: [\n---\nc: 3\n")
    assert [document.value for document in reading.documents] == [{"a": 1}, {"c": 3}]
    assert [complaint.line for complaint in reading.complaints] == [4]


def test_a_curly_quote_that_became_part_of_a_value_is_pointed_out():
    reading = read("command: [“sh”, “-c”]\n")
    assert reading.documents[0].value == {"command": ["“sh”", "“-c”"]}
    assert reading.complaints[0].severity == "warning" and "straight" in reading.complaints[0].hint


def test_utf_16_with_a_byte_order_mark_is_read():
    assert read("a: é".encode("utf-16")).documents[0].value == {"a": "é"}
