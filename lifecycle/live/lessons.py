"""What a session teaches: its narration, questions and goal, held against the branch shown.

A class asks all at once, and what has been played never changes: each answer is made once.
"""

import asyncio
from itertools import islice
from typing import Any
from weakref import WeakKeyDictionary

from lifecycle import limits
from lifecycle.engine.kernel.clock import Millis
from lifecycle.live.host import Host
from lifecycle.teaching.asked import answer

_Key = tuple[int, str, Millis]
_answers: WeakKeyDictionary[Host, dict[_Key, asyncio.Task[str]]] = WeakKeyDictionary()


async def taught(host: Host, what: str, until_ms: Millis) -> str:
    """The answer as JSON, about what happens up to a moment."""
    until_ms = min(until_ms, max(host.player.journal.scenario.until_ms, limits.TAUGHT_MS))
    known, key = _answers.setdefault(host, {}), (host.branch, what, until_ms)
    if key not in known:
        if len(known) >= limits.TAUGHT_KEPT:
            known.clear()
        known[key] = asyncio.create_task(_judged(host, what, until_ms))
    asked = known[key]
    try:
        return await asyncio.shield(asked)
    except Exception:
        known.pop(key, None)
        raise


async def _judged(host: Host, what: str, until_ms: Millis) -> str:
    scenario = host.player.journal.scenario

    def judge(records: list[Any]) -> str:
        return answer(what, scenario, islice(records, limits.COMPARED_RECORDS), until_ms)

    return await host.consider(until_ms, judge)
