"""What a viewer makes of the frames: a copy of the session, to be compared with others."""

import asyncio
import hashlib
import json

PATIENCE_S = 60
"""Long, as nothing is measured here: a busy machine is no reason to fail."""


class Watching:
    """A viewer's copy of the session, made from the frames alone."""

    def __init__(self):
        self.traces, self.branches, self.answers = {}, {}, []
        self.horizon_s, self.edition = {}, ""
        self.shown, self.changed = 1, asyncio.Event()

    def heard(self, frame):
        match frame["type"]:
            case "opened":
                self.branches = {branch["id"]: branch for branch in frame["branches"]}
                self.shown, self.edition = frame["branch"], frame["edition"]
            case "branches":
                self.branches |= {branch["id"]: branch for branch in frame["branches"]}
            case "branch":
                self.shown = frame["branch"]
            case "answer" | "refused":
                self.answers.append(frame)
            case "trace":
                self._extend(frame)
        self.changed.set()

    def _extend(self, frame):
        number, first = frame["branch"], frame["from"]
        if first == 0:
            self.traces[number] = []
        records = self.traces.setdefault(number, [])
        if first and not records:
            parent = self.branches[number]["parent"]
            records += self.traces[parent][:first]
        assert len(records) == first
        records += frame["records"]
        self.horizon_s[number] = float("inf") if frame["ended"] else frame["horizonMs"] / 1000

    def digest(self, branch, until_s):
        records = [r for r in self.traces.get(branch, []) if r["t"] <= until_s]
        return hashlib.sha256(json.dumps(records).encode()).hexdigest()

    async def until(self, true):
        async with asyncio.timeout(PATIENCE_S):
            while not true(self):
                self.changed.clear()
                await self.changed.wait()
