"""A name for the present state of all static files, to stand in their addresses.

Browsers may then keep every file for ever, and have the new ones as soon as one changes:
modules import each other by relative addresses, so all of them move together.
"""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path


def static_version(folders: Iterable[Path], files: Iterable[Path]) -> str:
    """Twelve letters that change with the name, size or date of any of the files."""
    found = [path for folder in folders for path in sorted(folder.rglob("*"))]
    digest = sha256()
    for path in (*found, *files):
        if path.is_file():
            about = path.stat()
            digest.update(f"{path}:{about.st_size}:{about.st_mtime_ns};".encode())
    return digest.hexdigest()[:12]
