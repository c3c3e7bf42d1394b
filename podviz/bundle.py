"""The modules and styles of the pages in a few files, so that a page plays sooner.

`static/` runs as it lies. A server packs it with esbuild before it listens, and its pages then
name what was packed; where that can't be done they name the files themselves, over a hundred.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder

from podviz.modules import late, reachable
from podviz.onefile import file_of

FOLDER = settings.BASE_DIR / ".make" / "bundle"
PREFIX = "bundle/"
STYLES = "css/whole.css"
LIMIT_S = 60
UNDER_WAY = "making-"

_ENTRY = re.compile(r"""{% module(?:_address)? "([^"]+)" %}""")
_SHEET = re.compile(r"""<link rel="stylesheet" href="{% static '(css/[^']+)' %}">""")
_OPTIONS = [
    "--bundle",
    "--splitting",
    "--format=esm",
    "--target=es2022",
    "--minify",
    "--sourcemap",
    "--charset=utf8",
    "--log-level=error",
]

_folder: Path | None = None


def pack() -> str:
    """Pack what the pages need, unless it has been; the answer is why it can't be, or empty."""
    global _folder
    if settings.DEBUG:
        return "with PODVIZ_DEBUG each file is served as it lies"
    folder = FOLDER / settings.STATIC_VERSION
    trouble = "" if folder.is_dir() else _pack_into(folder)
    if not trouble:
        _folder = folder
    return trouble


def packed(path: str) -> str | None:
    """The static path of what a module, or all STYLES, were packed into; None if they were not."""
    return PREFIX + path if _folder and (_folder / path).is_file() else None


def files() -> list[str]:
    """The static paths of all that was packed."""
    if _folder is None:
        return []
    return [PREFIX + f.relative_to(_folder).as_posix() for f in _folder.rglob("*") if f.is_file()]


@cache
def sheets(template: str) -> list[str]:
    """The style sheets of ours that a template's lines name and that are wanted at once."""
    return _SHEET.findall((settings.BASE_DIR / "templates" / template).read_text(encoding="utf-8"))


def _pack_into(folder: Path) -> str:
    try:
        FOLDER.mkdir(parents=True, exist_ok=True)
        made = Path(mkdtemp(prefix=UNDER_WAY, dir=FOLDER))
    except OSError as error:
        return f"nothing can be written to {FOLDER}: {error.strerror}"
    trouble = _esbuild(made)
    if not trouble:
        for older in FOLDER.iterdir():
            if not older.name.startswith(UNDER_WAY):
                shutil.rmtree(older, ignore_errors=True)
        try:
            made.rename(folder)
        except OSError:
            trouble = "" if folder.is_dir() else f"{made} can't be renamed"
    shutil.rmtree(made, ignore_errors=True)
    return trouble


def _esbuild(made: Path) -> str:
    """Run it; what it complains of."""
    styles = made / "styles.css"
    lines = (f'@import "{file_of(sheet)}";\n' for sheet in sheets("stage/styles.html"))
    styles.write_text("".join(lines), encoding="utf-8")
    entries = [f"{path.removesuffix('.js')}={file_of(path)}" for path in sorted(_entries())]
    command = [str(settings.NODE_MODULES / ".bin" / "esbuild"), *entries]
    command += [f"{STYLES.removesuffix('.css')}={styles}", *_OPTIONS, f"--outdir={made}"]
    # Node may lie beside this Python, which need not be on the PATH.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    try:
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            env={**os.environ, "PATH": path},
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"esbuild did not run: {error}"
    styles.unlink()
    return done.stderr if done.returncode else ""


def _entries() -> set[str]:
    """What the templates name, and what the modules fetch late: each keeps its name."""
    entries: set[str] = set()
    for template in (settings.BASE_DIR / "templates").rglob("*.html"):
        entries.update(_ENTRY.findall(template.read_text(encoding="utf-8")))
    return entries.union(*map(late, reachable(entries)))


class BundleFinder(BaseFinder):
    """Finds `bundle/FILE` among what was packed."""

    def find(self, path: str, find_all: bool = False) -> str | list[str]:
        """The file at that address, or an empty list."""
        if _folder is None or not path.startswith(PREFIX):
            return []
        file = (_folder / path.removeprefix(PREFIX)).resolve()
        if not (file.is_relative_to(_folder.resolve()) and file.is_file()):
            return []
        return [str(file)] if find_all else str(file)

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing can be wrong before something is packed."""
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, Any]]:
        """Nothing to collect: whoever serves packs for themselves."""
        return iter(())
