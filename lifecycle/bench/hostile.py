"""What a good visitor feels of hostile ones: how soon a move of theirs comes back.

Quiet and attack take turns on the same sockets, so that whatever else the machine does weighs
on both. The attackers have what processor time nobody else wants: a stranger's machine takes
none of ours, and on two cores it would be that which is measured.
"""

import asyncio
import os
import re
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter, sleep
from typing import Any
from urllib.request import urlopen

from lifecycle.bench.attackers import attack
from lifecycle.bench.manifests import pods
from lifecycle.bench.sessions import resident_kb
from lifecycle.bench.viewer import Person, Viewer, connected

ROUNDS = 4
EVERY_S = 0.02
SETTLE_S = 2.0
PATIENCE_S = 20
_BUCKET = re.compile(r'podviz_loop_late_seconds_bucket{le="(.+?)"} (\d+)')


class Mover:
    """The good visitor: seeks, and takes the time until the echo."""

    def __init__(self) -> None:
        self.viewer: Viewer
        self._at_ms = 1000
        self._waiting: dict[int, asyncio.Future[float]] = {}

    def heard(self, frame: dict[str, Any]) -> None:
        """Take a frame."""
        move = self._waiting.pop(frame["atMs"], None) if frame["type"] == "playback" else None
        if move is not None and not move.done():
            move.set_result(perf_counter())

    async def moves(self, seconds: float) -> list[float]:
        """What each move of so many seconds took, in ms."""
        delays = []
        for _ in range(round(seconds / EVERY_S)):
            self._at_ms += 1
            echo = asyncio.get_running_loop().create_future()
            self._waiting[self._at_ms] = echo
            began = perf_counter()
            self.viewer.say(do="seek", atMs=self._at_ms)
            delays.append((await asyncio.wait_for(echo, PATIENCE_S) - began) * 1000)
            await asyncio.sleep(EVERY_S)
        return delays


class Felt:
    """The delays of the good visitor in one state of affairs, and how late the loop was."""

    def __init__(self, url: str, mover: Mover) -> None:
        self._url, self._mover = url, mover
        self.delays: list[float] = []
        self._late: Counter[float] = Counter()

    async def feel(self, seconds: float) -> None:
        """Move for so many seconds."""
        before = await asyncio.to_thread(_late, self._url)
        self.delays += await self._mover.moves(seconds)
        self._late.update(await asyncio.to_thread(_late, self._url))
        self._late.subtract(before)

    def share(self, percent: int) -> float:
        """So many percent of the delays were no longer than this."""
        return round(sorted(self.delays)[len(self.delays) * percent // 100], 1)

    def latest_ms(self) -> float:
        """The loop was never later than this."""
        beats = self._late[float("inf")]
        return min(bound for bound, count in self._late.items() if count == beats) * 1000


def _late(url: str) -> dict[float, int]:
    """How many beats of the server's loop were no later than so many seconds."""
    for patience in range(PATIENCE_S - 1, -1, -1):
        try:
            with urlopen(f"{url}/metrics", timeout=PATIENCE_S) as answer:
                told = answer.read().decode()
            break
        except OSError:  # The doorway is shut to all of this address: the attackers' as well.
            if not patience:
                raise
            sleep(1)
    return {float(bound): int(count) for bound, count in _BUCKET.findall(told)}


def measure(url: str, pid: int, seconds: int) -> dict[str, Any]:
    """The p99 of a good visitor in quiet, and while a session beside theirs is attacked."""
    return asyncio.run(_measure(url, pid, seconds))


async def _measure(url: str, pid: int, seconds: int) -> dict[str, Any]:
    person = await asyncio.to_thread(Person, url)
    good = await asyncio.to_thread(lambda: person.begin(manifests=pods(1)))
    bad = await asyncio.to_thread(lambda: person.begin(manifests=pods(1)))
    mover = Mover()
    mover.viewer = await connected(url, good, mover.heard, person.cookie)
    mover.viewer.say(do="pause")
    await asyncio.sleep(SETTLE_S)
    quiet, attacked, tried = Felt(url, mover), Felt(url, mover), Counter[str]()
    each_s, before_kb = seconds / ROUNDS, resident_kb(pid)
    with ProcessPoolExecutor(1, get_context("spawn"), _want_what_is_left) as pool:
        for _ in range(ROUNDS):
            await quiet.feel(each_s)
            attacking = asyncio.get_running_loop().run_in_executor(
                pool, attack, url, bad, each_s + 2 * SETTLE_S
            )
            await asyncio.sleep(SETTLE_S)
            await attacked.feel(each_s)
            tried.update(await attacking)
            await asyncio.sleep(SETTLE_S)
    mover.viewer.leave()
    return {
        "quiet_p50_ms": quiet.share(50),
        "quiet_p99_ms": quiet.share(99),
        "attacked_p50_ms": attacked.share(50),
        "attacked_p99_ms": attacked.share(99),
        "times_quiet": round(attacked.share(99) / quiet.share(99), 2),
        "loop_late_at_most_ms_quiet": quiet.latest_ms(),
        "loop_late_at_most_ms_attacked": attacked.latest_ms(),
        "memory_grew_kb": resident_kb(pid) - before_kb,
        **{f"tried_{name}": count for name, count in tried.items()},
    }


def _want_what_is_left() -> None:
    """Run only while nobody else wants to, where there is such a thing (Linux)."""
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    else:
        os.nice(19)
