"""Files and functions stay small enough to read in one go."""

import ast

import pytest

from tests.architecture.sources import ROOT, files, tracked_files, tree

MAX_FILE, MAX_FUNCTION, MAX_LINE = 600, 70, 100
NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "services", "constants", "misc"}
PYTHON = files(".py")
SOURCES = [*PYTHON, *files(".js", ".css")]


@pytest.mark.parametrize("file", SOURCES, ids=str)
def test_a_file_has_at_most_600_lines_of_at_most_100_characters(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= MAX_FILE, f"{file} has {len(lines)} lines: look for the second noun"
    long = [n for n, line in enumerate(lines, 1) if len(line) > MAX_LINE]
    assert not long, f"{file}: lines over {MAX_LINE} characters: {long}"


@pytest.mark.parametrize("file", PYTHON, ids=str)
def test_a_function_has_at_most_70_lines(file):
    long = [
        f"{file}:{node.lineno}: {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno >= MAX_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_every_file_is_named_for_the_noun_it_serves():
    nameless = [f for f in tracked_files() if NAMELESS & {*f.parts[:-1], f.stem}]
    assert not nameless, f"name the noun: {nameless}"
