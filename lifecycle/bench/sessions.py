"""A school at once: many sessions, each played fast before two viewers, and what each costs."""

import asyncio
from pathlib import Path
from time import perf_counter
from typing import Any

from lifecycle.bench.manifests import pods
from lifecycle.bench.viewer import Heard, Person, Viewer, connected
from lifecycle.live.clock import wall_ms
from lifecycle.sessions.playback import Playback

UNTIL_MS = 10 * 60_000
SPEED = 10
LOOK_EVERY_S = 0.5
SETTLE_S = 5.0
AT_ONCE = 20


class Follower:
    """Watches one session as a page does, and counts what a person would have missed."""

    def __init__(self) -> None:
        self.records = self.gaps = self.late = 0
        self.horizon_ms = -1
        self.ended = False
        self.playback = Playback()

    def heard(self, frame: dict[str, Any]) -> None:
        """Take a frame."""
        match frame["type"]:
            case "opened":
                self._anchor(frame["playback"])
            case "playback":
                self._anchor(frame)
            case "trace":
                self.gaps += frame["from"] != self.records
                self.records = frame["from"] + len(frame["records"])
                self.horizon_ms, self.ended = frame["horizonMs"], frame["ended"]

    def _anchor(self, told: dict[str, Any]) -> None:
        self.playback = Playback(told["atMs"], told["playing"], told["speed"], told["serverTime"])

    def look(self) -> None:
        """Whether what the playhead stands on is here."""
        if self.playback.playing and not self.ended:
            self.late += self.playback.position(wall_ms()) > self.horizon_ms


def resident_kb(pid: int) -> int:
    """The memory that a process holds now."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def measure(url: str, pid: int, sessions: int, seconds: int) -> dict[str, Any]:
    """Play so many sessions at ten times the speed, each before two viewers."""
    return asyncio.run(_measure(url, pid, sessions, seconds))


async def _measure(url: str, pid: int, sessions: int, seconds: int) -> dict[str, Any]:
    person = await asyncio.to_thread(Person, url)
    await _play(url, person, 1)  # whatever the first of all loads is no session's
    before_kb, began = resident_kb(pid), perf_counter()
    followers: list[Follower] = []
    hosts: list[Viewer] = []
    viewers: list[Viewer] = []
    for first in range(0, sessions, AT_ONCE):
        count = min(AT_ONCE, sessions - first)
        opened = await asyncio.gather(*(_play(url, person, 2) for _ in range(count)))
        for watching, sockets in opened:
            followers += watching
            hosts.append(sockets[0])
            viewers += sockets
    opened_s = perf_counter() - began
    for host in hosts:
        host.say(do="speed", speed=SPEED)
        host.say(do="play")
    await asyncio.sleep(SETTLE_S)
    for _ in range(round(seconds / LOOK_EVERY_S)):
        await asyncio.sleep(LOOK_EVERY_S)
        for follower in followers:
            follower.look()
    for host in hosts:
        host.say(do="pause")
    await asyncio.sleep(SETTLE_S)
    idle_kb = resident_kb(pid)
    same = sum(a.records == b.records for a, b in zip(followers[::2], followers[1::2]))
    for viewer in viewers:
        viewer.leave()
    return {
        "sessions": sessions,
        "viewers": len(followers),
        "opened_s": round(opened_s, 1),
        "records_per_session": followers[0].records,
        "gaps": sum(follower.gaps for follower in followers),
        "late": sum(follower.late for follower in followers),
        "sessions_whose_viewers_have_the_same": same,
        "kb_per_idle_session": round((idle_kb - before_kb) / sessions, 1),
    }


async def _play(url: str, person: Person, viewers: int) -> tuple[list[Follower], list[Viewer]]:
    """A new session with so many viewers, the first of them its host, standing still."""
    token = await asyncio.to_thread(person.begin, manifests=pods(1), until_ms=UNTIL_MS)
    watching = [Follower() for _ in range(viewers)]
    sockets = []
    for number, follower in enumerate(watching):
        cookie = "" if number else person.cookie
        sockets.append(
            await connected(url, token, _acknowledging(follower, sockets, number), cookie)
        )
    sockets[0].say(do="pause")
    return watching, sockets


def _acknowledging(follower: Follower, sockets: list[Viewer], number: int) -> Heard:
    def heard(frame: dict[str, Any]) -> None:
        follower.heard(frame)
        if frame["type"] == "trace" and len(sockets) > number:
            sockets[number].say(do="ack", records=follower.records)

    return heard
