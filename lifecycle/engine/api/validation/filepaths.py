"""Paths in file systems, which may not lead out of where they belong.

Mirrors `validateLocalDescendingPath` and its neighbours in pkg/apis/core/validation.
"""

from lifecycle.engine.api.validation.field import Errors, invalid

_MODE_TEXT = "must be a number between 0 and 0777 (octal), both inclusive"


def no_backsteps(target: str, path: str) -> Errors:
    """No `..` between slashes."""
    if ".." in target.split("/"):
        return [invalid(path, target, "must not contain '..'")]
    return []


def local_descending(target: str, path: str) -> Errors:
    """Relative, and only downwards."""
    errors = no_backsteps(target, path)
    if target.startswith("/"):
        errors.insert(0, invalid(path, target, "must be a relative path"))
    return errors


def local_non_reserved(target: str, path: str) -> Errors:
    """Relative, downwards, and not beginning with `..`."""
    errors = local_descending(target, path)
    if target.startswith("..") and not target.startswith("../"):
        errors.append(invalid(path, target, "must not start with '..'"))
    return errors


def file_mode(mode: int | None, path: str) -> Errors:
    """The bits of a file's mode."""
    if mode is not None and not 0 <= mode <= 0o777:
        return [invalid(path, mode, _MODE_TEXT)]
    return []
