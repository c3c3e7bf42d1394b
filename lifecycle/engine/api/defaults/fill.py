"""Filling what is absent, without touching the object that was given."""

from collections.abc import Callable
from typing import Any, TypeVar

from msgspec.structs import replace

S = TypeVar("S")


def fill(obj: S, **defaults: Any) -> S:
    """The object with these values where it has none; a pointer to zero counts as a value."""
    missing = {name: v for name, v in defaults.items() if getattr(obj, name) is None}
    return replace(obj, **missing) if missing else obj


def fill_empty(obj: S, **defaults: Any) -> S:
    """As `fill`, for fields that are no pointers: there "" and 0 are absent, too."""
    missing = {name: v for name, v in defaults.items() if not getattr(obj, name)}
    return replace(obj, **missing) if missing else obj


def change(obj: S, **changes: Callable[[Any], Any]) -> S:
    """The object with functions applied to those of the fields that are set."""
    changed = {}
    for name, apply in changes.items():
        old = getattr(obj, name)
        if old is not None and (new := apply(old)) is not old:
            changed[name] = new
    return replace(obj, **changed) if changed else obj


def each(apply: Callable[[Any], Any]) -> Callable[[list[Any]], list[Any]]:
    """`apply` for all items of a list; the same list where nothing changes."""

    def apply_to_all(items: list[Any]) -> list[Any]:
        changed = [apply(item) for item in items]
        return changed if any(a is not b for a, b in zip(changed, items)) else items

    return apply_to_all
