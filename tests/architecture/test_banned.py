"""What pure code may not do, with what to do instead."""

import ast

import pytest

from tests.architecture.sources import files, imports, tree

PURE = ("engine", "manifests", "sessions", "teaching")
BANNED_MODULES = {
    "time": "take the moment from world.now",
    "random": "draw by name from world.draw",
    "uuid": "derive it from world.draw",
    "secrets": "derive it from world.draw",
    "os": "leave input and output to the shell",
    "io": "leave input and output to the shell",
    "pathlib": "leave files to the shell",
    "socket": "leave input and output to the shell",
    "subprocess": "nothing of a user's is ever run",
    "asyncio": "set an alarm: world.after",
    "threading": "set an alarm: world.after",
    "concurrent": "set an alarm: world.after",
}
BANNED_CALLS = {
    "open": "leave files to the shell",
    "eval": "parse it",
    "exec": "parse it",
    "now": "take the moment from world.now",
    "utcnow": "take the moment from world.now",
    "today": "take the moment from world.now",
    "hash": "hash() changes from process to process: use kernel.digest or zlib.crc32",
    "id": "id() changes from process to process: name the thing",
}
PURE_FILES = [f for f in files(".py", under=("lifecycle",)) if f.parts[1] in PURE]


def banned_imports(file):
    for line, name in imports(file):
        module = name.split(".")[0]
        if module in BANNED_MODULES:
            yield f"{file}:{line}: {module}: {BANNED_MODULES[module]}"


def banned_calls(syntax):
    for node in ast.walk(syntax):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in BANNED_CALLS:
            yield node.lineno, node.func.id
        elif isinstance(node.func, ast.Attribute) and node.func.attr in ("now", "utcnow", "today"):
            yield node.lineno, node.func.attr


def is_set(node):
    if isinstance(node, ast.Set | ast.SetComp):
        return True
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("set", "frozenset")
    )


def set_iterations(syntax):
    """Loops, comprehensions and conversions over something that is plainly a set."""
    for node in ast.walk(syntax):
        if isinstance(node, ast.For | ast.comprehension) and is_set(node.iter):
            yield node.iter.lineno
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ("list", "tuple", "enumerate", "iter", "next")
            and node.args
            and is_set(node.args[0])
        ):
            yield node.lineno


@pytest.mark.parametrize("file", PURE_FILES, ids=str)
def test_pure_code_stays_pure(file):
    wrong = list(banned_imports(file))
    wrong += [f"{file}:{n}: {call}(): {BANNED_CALLS[call]}" for n, call in banned_calls(tree(file))]
    wrong += [f"{file}:{n}: sort the set before iterating" for n in set_iterations(tree(file))]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "source", ["for x in {1, 2}: pass", "[x for x in set(y)]", "list(frozenset(y))"]
)
def test_the_check_finds_iteration_over_a_set(source):
    assert list(set_iterations(ast.parse(source)))


def test_the_check_finds_a_banned_call():
    assert [call for _, call in banned_calls(ast.parse("datetime.now()"))] == ["now"]
