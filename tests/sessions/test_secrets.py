"""What looks like a secret is pointed out, with its line."""

import pytest

from lifecycle.manifests.reader import read
from lifecycle.sessions.secrets import blanked, exposed


def found(text):
    return [(one.line, one.what) for one in exposed(read(text).documents[0])]


def env(name, value="hunter2"):
    return (
        "kind: Pod\nspec:\n  containers:\n  - name: app\n    env:\n"
        f"    - name: {name}\n      value: {value}\n"
    )


@pytest.mark.parametrize(
    "name",
    ["DB_PASSWORD", "db.passwd", "DB_PASS", "apiKey", "GITHUB_TOKEN", "clientSecret", "privateKey"],
)
def test_a_variable_with_a_secrets_name_is_found(name):
    assert found(env(name)) == [(7, name)]


@pytest.mark.parametrize("name", ["PATH", "DB_HOST", "BYPASS", "PASSAGE", "KEYBOARD", "MONKEY"])
def test_a_variable_with_another_name_is_left_alone(name):
    assert found(env(name)) == []


def test_an_empty_variable_is_no_secret():
    assert found(env("DB_PASSWORD", '""')) == []


def test_the_data_of_a_secret_is_found_key_by_key():
    text = "kind: Secret\nmetadata: {name: s}\ndata:\n  a: eA==\nstringData:\n  b: x\n  c: ''\n"
    assert found(text) == [(4, "a"), (6, "b")]


@pytest.mark.parametrize(
    "argument",
    ["--password=hunter2", "--api-key=abc", "https://bob:hunter2@example.com/", "-token=x"],
)
def test_a_password_in_an_argument_is_found(argument):
    text = f"kind: Pod\nspec:\n  containers:\n  - args:\n    - {argument}\n"
    assert found(text) == [(5, "password")]


def test_ordinary_arguments_are_left_alone():
    text = "kind: Pod\nspec:\n  containers:\n  - args: [--token-file=, 'http://example.com:80/']\n"
    assert found(text) == []


def test_blanking_takes_the_values_and_leaves_the_rest_as_it_was():
    text = """\
kind: Secret
stringData:
  a: "hello"  # kept
  b: |
    two
    lines
data: {c: aGVsbG8=}
---
kind: Pod
spec:
  containers:
  - env:
    - {name: TOKEN, value: 'x y'}
    args: [--password=abc, "http://u:p@host/x"]
"""
    documents = read(text).documents
    assert (
        blanked(text, documents)
        == """\
kind: Secret
stringData:
  a: blanked  # kept
  b: blanked
data: {c: YmxhbmtlZA==}
---
kind: Pod
spec:
  containers:
  - env:
    - {name: TOKEN, value: blanked}
    args: [--password=blanked, "http://u:blanked@host/x"]
"""
    )
