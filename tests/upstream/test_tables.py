"""Each table of upstream's whose answers lie beside the project is restated here.

A table is named by its Go test; the file that restates it says so in its docstring.
"""

import ast
import json
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ORACLE = HERE.parents[2] / "shared" / "oracle"
NOT_PLAYED = {"post_1_36_cases"}
"""Lists of what no version that is played here has."""


def go_tests(value):
    """The Go tests that cases come from, wherever in a file these stand."""
    if isinstance(value, dict):
        found = re.search(r"_test\.go::(Test\w+)", str(value.get("source", "")))
        if found:
            yield found[1]
        else:
            for key, each in value.items():
                if key not in NOT_PLAYED:
                    yield from go_tests(each)
    elif isinstance(value, list):
        for each in value:
            yield from go_tests(each)


def tables():
    files = [json.loads(file.read_text("utf-8")) for file in sorted(ORACLE.glob("*.json"))]
    return sorted(set(go_tests(files)))


def restated():
    """The files that name each Go test."""
    named = {}
    for file in sorted(HERE.glob("test_*.py")):
        said = ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""
        for test in re.findall(r"\bTest_?\w+", said):
            named.setdefault(test, []).append(file.name)
    return named


@pytest.mark.skipif(not ORACLE.is_dir(), reason="needs the reference's answers in ../shared/oracle")
@pytest.mark.parametrize("go_test", tables())
def test_a_go_test_is_restated_in_a_file_of_its_own(go_test):
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", go_test)
    file = re.sub("_+", "_", words).lower() + ".py"
    assert file in restated().get(go_test, [])
