"""What a good visitor feels of hostile ones: how soon a move of theirs comes back."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter
from typing import Any

from lifecycle.bench.attackers import attack
from lifecycle.bench.manifests import pods
from lifecycle.bench.sessions import resident_kb
from lifecycle.bench.viewer import Person, connected

EVERY_S = 0.05
SETTLE_S = 2.0
PATIENCE_S = 20


def measure(url: str, pid: int, seconds: int) -> dict[str, Any]:
    """The p99 of a good visitor in quiet, and while a session beside theirs is attacked."""
    return asyncio.run(_measure(url, pid, seconds))


async def _measure(url: str, pid: int, seconds: int) -> dict[str, Any]:
    person = await asyncio.to_thread(Person, url)
    good = await asyncio.to_thread(lambda: person.begin(manifests=pods(1)))
    bad = await asyncio.to_thread(lambda: person.begin(manifests=pods(1)))
    quiet = await _moves(url, good, person.cookie, seconds)
    before_kb = resident_kb(pid)
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        attacking = asyncio.get_running_loop().run_in_executor(
            pool, attack, url, bad, seconds + SETTLE_S
        )
        await asyncio.sleep(SETTLE_S)
        attacked = await _moves(url, good, person.cookie, seconds)
        tried = await attacking
    after = await _moves(url, good, person.cookie, seconds // 2)
    return {
        "quiet_p50_ms": _share(quiet, 50),
        "quiet_p99_ms": _share(quiet, 99),
        "attacked_p50_ms": _share(attacked, 50),
        "attacked_p99_ms": _share(attacked, 99),
        "times_quiet": round(_share(attacked, 99) / _share(quiet, 99), 2),
        "after_p99_ms": _share(after, 99),
        "memory_grew_kb": resident_kb(pid) - before_kb,
        **{f"tried_{name}": count for name, count in tried.items()},
    }


def _share(delays: list[float], percent: int) -> float:
    return round(delays[len(delays) * percent // 100], 1)


async def _moves(url: str, token: str, cookie: str, seconds: int) -> list[float]:
    """The times from a seek to its echo, in order of length."""
    waiting: dict[int, asyncio.Future[float]] = {}

    def heard(frame: dict[str, Any]) -> None:
        move = waiting.get(frame["atMs"]) if frame["type"] == "playback" else None
        if move is not None and not move.done():
            move.set_result(perf_counter())

    viewer = await connected(url, token, heard, cookie)
    viewer.say(do="pause")
    await asyncio.sleep(SETTLE_S)
    delays = []
    for number in range(round(seconds / EVERY_S)):
        at_ms = 1000 + number
        waiting[at_ms] = asyncio.get_running_loop().create_future()
        began = perf_counter()
        viewer.say(do="seek", atMs=at_ms)
        delays.append((await asyncio.wait_for(waiting[at_ms], PATIENCE_S) - began) * 1000)
        await asyncio.sleep(EVERY_S)
    viewer.leave()
    return sorted(delays)
