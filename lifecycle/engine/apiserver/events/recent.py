"""A table that keeps only its most recently used entries."""

from typing import Any

_SIZE = 4096
"""`maxLruCacheEntries` of client-go's events_cache.go."""


class Recent:
    """A bounded cache over a table of the world; the least recently put entry goes first."""

    def __init__(self, table: dict[Any, Any]) -> None:
        self._table = table

    def get(self, key: Any) -> Any:
        """The entry, or None."""
        return self._table.get(key)

    def put(self, key: Any, value: Any) -> None:
        """Set the entry and make it the youngest."""
        self._table.pop(key, None)
        self._table[key] = value
        if len(self._table) > _SIZE:
            del self._table[next(iter(self._table))]

    def drop(self, source: tuple[str, str]) -> None:
        """Forget what was kept for one source; its process has ended."""
        for key in [key for key in self._table if key[:2] == source]:
            del self._table[key]
