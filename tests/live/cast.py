"""The people of the tests: alice the teacher, bob the student, mallory the intruder."""

import json
from http.cookies import SimpleCookie

from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator

from lifecycle import hostsecret, journals
from lifecycle.sessions.playback import Playback
from lifecycle.sessions.scenario import Scenario, Step
from podviz.asgi import sockets
from tests.live.watching import PATIENCE_S

ALICE_SECRET = "alice's secret"
SCENARIO = Scenario(title="ticks", manifests="", script=(Step(30_000, "thirty"),), until_ms=60_000)


def begin(scenario: Scenario = SCENARIO, secret: str = ALICE_SECRET) -> str:
    """A session whose host is alice."""
    token = journals.new_token()
    journals.begin(token, scenario, hostsecret.hashed(secret, token), Playback())
    return token


class Browser:
    """Somebody's browser on a session: what it has been told, and what it asks for."""

    def __init__(self, token: str, secret: str = "", resume: str = "") -> None:
        headers = [(b"host", b"localhost"), (b"origin", b"http://localhost")]
        if secret:
            cookie = SimpleCookie({hostsecret.COOKIE: secret})
            headers.append((b"cookie", cookie.output(header="").strip().encode()))
        path = f"/ws/s/{token}/{resume}"
        self.socket = WebsocketCommunicator(sockets, path, headers=headers)
        self.frames: list[dict] = []
        self._unheard: list[dict] = []

    async def __aenter__(self):
        connected, _ = await self.socket.connect(timeout=PATIENCE_S)
        assert connected
        return self

    async def __aexit__(self, *raised):
        await self.socket.disconnect(timeout=PATIENCE_S)

    async def say(self, **request) -> None:
        await self.socket.send_json_to(request)

    async def say_raw(self, text: str) -> None:
        await self.socket.send_to(text_data=text)

    async def hear(self, kind: str, **fields) -> dict:
        """The next frame of a kind whose fields have these values; others are kept, too."""
        while True:
            while not self._unheard:
                output = await self.socket.receive_output(timeout=PATIENCE_S)
                assert output["type"] == "websocket.send", output
                message = json.loads(output["text"])
                self._unheard += message if isinstance(message, list) else [message]
            frame = self._unheard.pop(0)
            self.frames.append(frame)
            if frame["type"] == kind and all(frame.get(k) == v for k, v in fields.items()):
                return frame

    async def hear_trace(self, branch: int, until_ms: int) -> list[dict]:
        """All records of a branch, as soon as its trace has reached that moment."""
        while True:
            heard = [f for f in self.frames if f["type"] == "trace" and f["branch"] == branch]
            if any(f["horizonMs"] >= until_ms or f["ended"] for f in heard):
                return [record for frame in heard for record in frame["records"]]
            await self.hear("trace", branch=branch)

    async def hear_close(self) -> int:
        """The code with which the server closes."""
        while (output := await self.socket.receive_output(timeout=PATIENCE_S)) is not None:
            if output["type"] == "websocket.close":
                return output["code"]


abegin = sync_to_async(begin)
