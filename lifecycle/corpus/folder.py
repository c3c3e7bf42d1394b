"""The manifests of a folder, and what its index knows of how kubectl reads them.

An index is a file `index.json` with a list of entries: `file`, and under `kubectl` what the
real one answered (`rc` and the number of `objects`). A folder without one is taken as it is.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

INDEX = "index.json"
SUFFIXES = (".yaml", ".yml", ".json")


class KubectlRead(NamedTuple):
    """How the real kubectl read a file: whether it took it, and how many objects it saw."""

    ok: bool
    objects: int


class Entry(NamedTuple):
    """One file: its name within the folder, and what kubectl made of it, where that is known."""

    name: str
    path: Path
    kubectl: KubectlRead | None


def entries(folder: Path) -> list[Entry]:
    """The files that the index lists, in its order; without an index, all by name."""
    listed = _index(folder)
    if listed is not None:
        return [Entry(e["file"], folder / e["file"], _kubectl_read(e)) for e in listed]
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES)
    return [Entry(p.relative_to(folder).as_posix(), p, None) for p in found if p.is_file()]


def _index(folder: Path) -> list[dict[str, Any]] | None:
    """The entries of the folder's index; None where there is none, or it is something else."""
    try:
        found = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(found, list):
        return None
    is_index = all(isinstance(e, dict) and isinstance(e.get("file"), str) for e in found)
    return found if is_index else None


def _kubectl_read(entry: dict[str, Any]) -> KubectlRead | None:
    read = entry.get("kubectl")
    if not isinstance(read, dict) or "rc" not in read:
        return None
    return KubectlRead(read["rc"] == 0, read.get("objects") or 0)
