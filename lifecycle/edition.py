"""Which podviz this is, as far as what it plays is concerned.

A browser that comes back to another edition must not put its records beside ours, as they may
say something else; nor may anything that was kept of an older one be taken for ours.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

PLAYS = ("engine", "manifests", "sessions")


@cache
def edition() -> str:
    """Twelve letters that change with whatever decides what is played."""
    folder = Path(__file__).resolve().parent
    digest = sha256()
    for name in PLAYS:
        for path in sorted((folder / name).rglob("*.py")):
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
