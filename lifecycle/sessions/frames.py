"""Frames: what goes over the socket to a browser, as JSON text.

Few and large. Whatever is the same for all viewers is encoded once and sent to each as it is.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.statecharts import CHARTS
from lifecycle.manifests.reader import read
from lifecycle.sessions.explain import positions
from lifecycle.sessions.honesty import honesty
from lifecycle.sessions.journal import Branch, Journal
from lifecycle.sessions.playback import Playback
from lifecycle.sessions.scenario import to_json

_JSON = msgspec.json.Encoder()


def frame(type_: str, **fields: Any) -> str:
    """A frame of that type."""
    return _JSON.encode({"type": type_, **fields}).decode()


def trace_frame(
    branch: int, first: int, lines: Iterable[str], horizon_ms: Millis, ended: bool
) -> str:
    """Encoded records, the first of which has that index in its branch.

    Nothing else happens up to `horizon_ms`; `ended` says that nothing ever will.
    """
    return (
        f'{{"type":"trace","branch":{branch},"from":{first},"records":[{",".join(lines)}],'
        f'"horizonMs":{horizon_ms},"ended":{"true" if ended else "false"}}}'
    )


def playback_frame(playback: Playback, branch: int) -> str:
    """Where the playhead is, from now on."""
    return frame("playback", branch=branch, **_playback(playback))


def branch_frame(branch: int) -> str:
    """Which branch is shown."""
    return frame("branch", branch=branch)


@cache
def rights_frame(host: bool, locked: bool) -> str:
    """Whether the viewer is the host, and whether followers may act."""
    return frame("rights", host=host, locked=locked)


def pointer_frame(pointer: dict[str, Any] | None) -> str:
    """What the host points at, if anything."""
    return frame("pointer", pointer=pointer)


def presence_frame(presence: tuple[int, int]) -> str:
    """How many watch beside the host, and how many of them are where the host is."""
    return frame("followers", count=presence[0], following=presence[1])


def branches_frame(journal: Journal, before: Journal) -> str:
    """The branches that are not as they were before: new ones, and those with a new name."""
    known = before.branches
    new = [b for n, b in enumerate(journal.branches) if n >= len(known) or b != known[n]]
    return frame("branches", branches=[_branch(branch) for branch in new])


def opened_frame(
    *,
    token: str,
    host: bool,
    locked: bool,
    journal: Journal,
    branch: int,
    playback: Playback,
    wall_ms: Millis,
    edition: str,
) -> str:
    """The first frame: all that a browser needs beside the records."""
    scenario = journal.scenario
    return frame(
        "opened",
        token=token,
        host=host,
        locked=locked,
        scenario=to_json(scenario),
        charts=[chart._asdict() for chart in CHARTS],
        branches=[_branch(branch) for branch in journal.branches],
        branch=branch,
        playback=_playback(playback),
        serverTime=wall_ms,
        edition=edition,
        **_about(
            scenario.manifests, tuple(sorted(scenario.assumptions.items())), scenario.kubernetes
        ),
    )


@lru_cache(maxsize=32)
def _about(
    manifests: str, assumed: tuple[tuple[str, str], ...], kubernetes: str
) -> dict[str, msgspec.Raw]:
    """What is told about the manifests; the same for everybody who opens a session of them."""
    documents = read(manifests).documents
    told = {
        "positions": positions(documents),
        "honesty": honesty(documents, dict(assumed), kubernetes),
    }
    return {name: msgspec.Raw(_JSON.encode(value)) for name, value in told.items()}


def _playback(playback: Playback) -> dict[str, Any]:
    return {
        "playing": playback.playing,
        "speed": playback.speed,
        "atMs": playback.at_ms,
        "serverTime": playback.wall_ms,
    }


def _branch(branch: Branch) -> dict[str, Any]:
    """One branch with its own inputs; the page adds those of its parents and the script."""
    return {
        "id": branch.id,
        "parent": branch.parent,
        "fork_ms": branch.fork_ms,
        "name": branch.name,
        "inputs": [msgspec.to_builtins(entry) for entry in branch.inputs],
    }
