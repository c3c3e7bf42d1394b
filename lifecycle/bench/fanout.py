"""A whole class on one session: how soon each follower has what the host does, at what cost."""

import asyncio
import os
import re
from collections import Counter
from pathlib import Path
from time import perf_counter
from typing import Any

from lifecycle.bench import bare
from lifecycle.bench.listener import listen
from lifecycle.bench.manifests import pods
from lifecycle.bench.viewer import Person, connected

PERIOD_S = 1.0
SETTLE_S = 3.0
PATIENCE_S = 30.0
FIRST_MS = 20_000
_MOVED = re.compile(rb'"type":"playback".*?"atMs":(\d+)')
_BRANCH = re.compile(rb'"type":"branch","branch":(\d+)')
_BEGINNING = 300
"""The playhead and the branch shown stand at the front of a message."""


class Class:
    """Counts what all followers hear, and when they hear of each move of the playhead."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.messages = self.bytes = 0
        self.sent_at: dict[int, float] = {}
        self.heard_at: dict[int, list[float]] = {}
        self.branches: Counter[int] = Counter()
        self.sizes: list[int] = []

    def heard(self, message: bytes) -> None:
        """One follower has heard something."""
        self.messages += 1
        self.bytes += len(message)
        beginning = message[:_BEGINNING]
        moved = _MOVED.search(beginning)
        if moved and int(moved[1]) in self.sent_at:
            self.heard_at.setdefault(int(moved[1]), []).append(perf_counter())
        if branch := _BRANCH.search(beginning):
            self.branches[int(branch[1])] += 1

    def first_heard(self, message: bytes) -> None:
        """The first of them has: the sizes of its messages are everybody's."""
        self.sizes.append(len(message))
        self.heard(message)

    def has_all(self) -> bool:
        """Whether each of them knows of every input and where the playhead stands now."""
        everybody = (self.heard_at.get(max(self.sent_at), ()), *map(range, self.branches.values()))
        told_all = len(self.branches) >= len(self.sent_at)
        return told_all and all(len(heard) >= self.size for heard in everybody)

    def changes_heard_by_all(self) -> int:
        """How many moves of the playhead and inputs every single follower has heard of."""
        moves = sum(len(times) >= self.size for times in self.heard_at.values())
        return moves + sum(count >= self.size for count in self.branches.values())

    def delays_ms(self) -> list[float]:
        """From the host's request to each follower, in order of length."""
        return sorted(
            (heard - self.sent_at[at_ms]) * 1000
            for at_ms, times in self.heard_at.items()
            for heard in times
        )


def measure(url: str, pid: int, followers: int, seconds: int) -> dict[str, Any]:
    """Have a host seek and inject every second before so many followers."""
    return asyncio.run(_measure(url, pid, followers, seconds))


async def _measure(url: str, pid: int, followers: int, seconds: int) -> dict[str, Any]:
    person = await asyncio.to_thread(Person, url)
    token = await asyncio.to_thread(person.begin, manifests=pods(1))
    crowd = Class(followers)
    ears = [crowd.first_heard, *[crowd.heard] * (followers - 1)]
    sockets = [await listen(url, token, heard) for heard in ears]
    host = await connected(url, token, lambda frame: None, person.cookie)
    await asyncio.sleep(SETTLE_S)
    crowd.messages = crowd.bytes = 0
    crowd.sizes.clear()
    crowd.branches.clear()
    before_s, sending_s = _cpu_s(pid), _cpu_s(pid, f"/task/{pid}")
    for number in range(seconds):
        at_ms = FIRST_MS + number
        crowd.sent_at[at_ms] = perf_counter()
        host.say(do="seek", atMs=at_ms)
        line = f"kubectl label pod --all n{number}=x"
        host.say(do="input", atMs=at_ms, line=line, ask=number)
        await asyncio.sleep(PERIOD_S)
    async with asyncio.timeout(PATIENCE_S):
        while not crowd.has_all():
            await asyncio.sleep(0.05)
    cost = (_cpu_s(pid) - before_s) * 1e6 / crowd.messages
    sending = (_cpu_s(pid, f"/task/{pid}") - sending_s) * 1e6 / crowd.messages
    for socket in sockets:
        socket.close()
    host.leave()
    delays = crowd.delays_ms()
    bare_cost = await asyncio.to_thread(bare.microseconds_per_message, followers, crowd.sizes)
    return {
        "followers": followers,
        "changes_heard_by_all": crowd.changes_heard_by_all(),
        "changes": 2 * seconds,
        "median_ms": round(delays[len(delays) // 2], 1),
        "p99_ms": round(delays[len(delays) * 99 // 100], 1),
        "messages": crowd.messages,
        "bytes_per_message": crowd.bytes // crowd.messages,
        "us_per_message": round(cost, 1),
        "us_per_message_without_simulating": round(sending, 1),
        "bare_us_per_message": bare_cost,
        "times_bare": round(cost / bare_cost, 1),
        "times_bare_without_simulating": round(sending / bare_cost, 1),
    }


def _cpu_s(pid: int, task: str = "") -> float:
    """Processor time of a process so far; of its first thread alone, which does all sending."""
    fields = Path(f"/proc/{pid}{task}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
