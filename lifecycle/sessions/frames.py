"""Frames: what goes over the socket to a browser, as JSON text.

Few and large. Whatever is the same for all viewers is encoded once and sent to each as it is.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.statecharts import CHARTS
from lifecycle.manifests.reader import read
from lifecycle.sessions.explain import positions
from lifecycle.sessions.honesty import honesty
from lifecycle.sessions.journal import Journal
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


def branches_frame(journal: Journal, shared: dict[int, int]) -> str:
    """All branches; `shared` says how many records each has in common with its parent."""
    return frame("branches", branches=list(_branches(journal, shared)))


def opened_frame(
    *,
    token: str,
    host: bool,
    locked: bool,
    journal: Journal,
    shared: dict[int, int],
    branch: int,
    playback: Playback,
    wall_ms: Millis,
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
        branches=list(_branches(journal, shared)),
        branch=branch,
        playback=_playback(playback),
        serverTime=wall_ms,
        **_about(scenario.manifests),
    )


@lru_cache(maxsize=32)
def _about(manifests: str) -> dict[str, msgspec.Raw]:
    """What is told about the manifests; the same for everybody who opens a session of them."""
    documents = read(manifests).documents
    told = {"positions": positions(documents), "honesty": honesty(documents)}
    return {name: msgspec.Raw(_JSON.encode(value)) for name, value in told.items()}


def _playback(playback: Playback) -> dict[str, Any]:
    return {
        "playing": playback.playing,
        "speed": playback.speed,
        "atMs": playback.at_ms,
        "serverTime": playback.wall_ms,
    }


def _branches(journal: Journal, shared: dict[int, int]) -> Iterable[dict[str, Any]]:
    for branch in journal.branches:
        yield {
            "id": branch.id,
            "parent": branch.parent,
            "fork_ms": branch.fork_ms,
            "name": branch.name,
            "shared": shared.get(branch.id, 0),
            "inputs": [msgspec.to_builtins(entry) for entry in journal.entries(branch.id)],
        }
