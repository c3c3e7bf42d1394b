"""Answers about what was played: it never changes, and a class asks all at once."""

import asyncio
from collections.abc import Coroutine, Hashable
from typing import Any

from lifecycle import limits


class Answers:
    """The answers of one session, each made once; the oldest make room."""

    def __init__(self) -> None:
        self._known: dict[Hashable, asyncio.Task[str]] = {}
        self._size = 0

    async def of(self, key: Hashable, make: Coroutine[Any, Any, str]) -> str:
        """The answer of that key, made now if nobody has asked before."""
        if (asked := self._known.get(key)) is None:
            self._make_room()
            asked = self._known[key] = asyncio.create_task(make)
            asked.add_done_callback(self._weigh)
        else:
            make.close()
        try:
            return await asyncio.shield(asked)
        except Exception:
            if self._known.get(key) is asked:
                del self._known[key]
            raise

    def _weigh(self, asked: asyncio.Task[str]) -> None:
        self._size += _size(asked)

    def _make_room(self) -> None:
        while self._known and (
            len(self._known) >= limits.ANSWERS_KEPT or self._size > limits.ANSWERS_BYTES
        ):
            self._size -= _size(self._known.pop(next(iter(self._known))))


def _size(asked: asyncio.Task[str]) -> int:
    if not asked.done() or asked.cancelled() or asked.exception() is not None:
        return 0
    return len(asked.result())
