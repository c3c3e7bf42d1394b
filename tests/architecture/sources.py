"""The project's own source files, as the tests of its structure read them."""

import ast
import gc
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that git tracks and that exists, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return tuple(Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file())


def files(*suffixes: str, under: tuple[str, ...] = ("lifecycle", "podviz", "static", "tests")):
    """The tracked files with these endings below these folders."""
    return [f for f in tracked_files() if f.suffix in suffixes and f.parts[0] in under]


@cache
def tree(file: Path) -> ast.Module:
    """The file's syntax tree.

    Python 3.11 miscounts its depth when garbage is collected meanwhile: a SystemError.
    """
    gc.disable()
    try:
        return ast.parse((ROOT / file).read_text(encoding="utf-8"), filename=str(file))
    finally:
        gc.enable()


def module_name(file: Path) -> str:
    """`lifecycle/engine/cluster.py` as `lifecycle.engine.cluster`."""
    parts = file.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(file: Path) -> list[tuple[int, str]]:
    """Line and full name of everything that the file imports, wherever the statement stands."""
    found = []
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: write the import in full"
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found
