"""The key that signs cookies: given by the environment, or made on the first run and kept."""

from pathlib import Path
from secrets import token_urlsafe


def secret_key(given: str, kept_in: Path) -> str:
    """The given key, or the one in the file, which is made (for its owner's eyes only)."""
    if given:
        return given
    try:
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        kept_in.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        pass
    else:
        kept_in.write_text(token_urlsafe(50), encoding="ascii")
    return kept_in.read_text(encoding="ascii")
