"""The socket of the stage: requests in, frames out.

Whatever a browser sends, it gets an answer and the worker lives on.
"""

import asyncio
import logging
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from lifecycle import hostsecret, limits, metrics, visitor
from lifecycle.edition import edition
from lifecycle.engine.kubectl.read import is_reading
from lifecycle.live import requests
from lifecycle.live.allowance import Allowance
from lifecycle.live.clock import running_s, wall_ms
from lifecycle.live.cursor import Cursor
from lifecycle.live.host import Host
from lifecycle.live.lessons import taught
from lifecycle.live.poll import is_json
from lifecycle.live.refusal import Refusal
from lifecycle.live.registry import registry
from lifecycle.live.seats import Seats
from lifecycle.live.throttle import Throttle
from lifecycle.sessions.frames import frame
from podviz.language import of_socket

logger = logging.getLogger(__name__)

seats = Seats(limits.SOCKETS_PER_ADDRESS)
openings = Throttle(limits.SOCKETS_PER_SECOND, limits.SOCKETS_AT_ONCE)

NO_SUCH_SESSION = 4004
TOO_MUCH = 4008
FOR_THE_HOST = requests.Point | requests.Lock | requests.Poll


class StageConsumer(AsyncWebsocketConsumer):
    """One browser that watches one session."""

    host: Host | None = None
    is_host = False
    seated = False
    following = True
    _has_news = False
    _asleep: asyncio.Future[None] | None = None
    cursor: Cursor
    allowance: Allowance

    async def connect(self) -> None:
        """Show the session, from what the browser has already."""
        translation.activate(of_socket(self.scope))
        await self.accept()
        if not (openings.take(self._address()) and seats.take(self._address())):
            await self._refuse(Refusal(_("Too many sockets from your network.")), None)
            await self.close(TOO_MUCH)
            return
        self.seated = True
        token = self.scope["url_route"]["kwargs"]["token"]
        host = await registry.open(token)
        if host is None:
            await self._refuse(Refusal(_("There is no such session.")), None)
            await self.close(NO_SUCH_SESSION)
            return
        self.host = host
        self.recognise(host.host_hash)
        self.allowance = Allowance(limits.FRAMES_PER_SECOND, limits.FRAMES_AT_ONCE, running_s())
        self.cursor = Cursor(host, self, self._resumed())
        await self.send(self.cursor.opened(wall_ms()))
        host.audience.join(self)
        self._following = asyncio.create_task(self._follow())
        await host.note_use(by_others=not self.is_host)

    def _resumed(self) -> dict[int, int]:
        """`?branch=1&have=1234&edition=…`: the records that a browser kept over a break."""
        query = parse_qs(self.scope["query_string"].decode("latin-1"))
        if query.get("edition") != [edition()]:
            return {}
        try:
            return {int(query["branch"][0]): max(0, int(query["have"][0]))}
        except (KeyError, ValueError):
            return {}

    def _address(self) -> str:
        headers = dict(self.scope["headers"])
        forwarded = headers.get(b"x-forwarded-for", b"").decode("latin-1")
        peer = (self.scope.get("client") or ("",))[0]
        return visitor.address(peer, forwarded, settings.PROXIES)

    async def disconnect(self, code: int) -> None:
        """Forget the browser; the session stays for a while."""
        if self.seated:
            self.seated = False
            seats.give_back(self._address())
        if self.host is not None:
            self._following.cancel()
            self.host.audience.leave(self)
            registry.left(self.host)
            self.host = None

    def recognise(self, host_hash: str) -> None:
        """Find out whether this browser is the host's."""
        cookies, token = self.scope.get("cookies", {}), self.scope["url_route"]["kwargs"]["token"]
        self.is_host = hostsecret.is_host(cookies, token, host_hash)

    # Frames out

    def wake(self) -> None:
        """Something is new."""
        self._has_news = True
        if self._asleep is not None and not self._asleep.done():
            self._asleep.set_result(None)

    async def _follow(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._has_news = False
            while (message := self.cursor.next_message()) is not None:
                # As `send` does, without its checks: this is done for each message and viewer.
                await self.base_send({"type": "websocket.send", "text": message})
                metrics.FRAMES.inc()
            if not self._has_news:
                self._asleep = loop.create_future()
                await self._asleep

    async def _answer(self, ask: int | None, text: str) -> None:
        if ask is not None:
            await self.send(frame("answer", ask=ask, text=text))

    async def _refuse(self, refusal: Refusal, ask: int | None) -> None:
        fields = {"message": refusal.message, "remedy": refusal.remedy}
        if refusal.kind:
            fields["kind"] = refusal.kind
        await self.send(frame("refused", **(fields if ask is None else {"ask": ask, **fields})))

    # Requests in

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As Channels' own does it, which first looks at the database's connections in a thread.

        Whatever of ours asks the database does that by itself; an acknowledgement asks nothing.
        """
        await getattr(self, message["type"].replace(".", "_"))(message)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Do what a frame asks for, or say why not."""
        if self.host is None:
            return
        if not self.allowance.take(running_s()):
            await self._refuse(Refusal(_("Too many requests."), _("Wait, then reload.")), None)
            await self.close(TOO_MUCH)
            return
        ask = None
        try:
            request = self._decoded(text_data)
            ask = request.ask
            await self._do(request)
        except Refusal as refusal:
            metrics.INPUTS.labels("refused").inc()
            await self._refuse(refusal, ask)
        except Exception:
            metrics.INPUTS.labels("failed").inc()
            logger.exception("a request failed in session %s", self.host.token)
            oops = Refusal(_("podviz failed at this."), _("Try again, or reload the page."))
            await self._refuse(oops, ask)

    def _decoded(self, text: str | None) -> requests.Anything:
        if text is None or len(text) > limits.FRAME_BYTES:
            raise Refusal(_("This is no request."), _("Send JSON text of at most a megabyte."))
        try:
            return requests.decode(text)
        except ValueError as error:
            raise Refusal(
                _("This is no request: %(why)s") % {"why": error},
                _("Reload the page: it may be older than the server."),
            ) from None

    async def _do(self, request: requests.Anything) -> None:
        match request:
            case requests.Acknowledge(records=records):
                self.cursor.acknowledge(records)
                self.wake()
            case requests.Horizon(until_ms=until_ms):
                self.host.want(self.host.branch, until_ms)
            case requests.Ask(at_ms=at_ms, line=line, ask=ask):
                await self._answer(ask, await self.host.ask(at_ms, line))
            case requests.Teach(what=what, until_ms=until_ms, ask=ask):
                await self._answer(ask, await taught(self.host, what, until_ms))
            case requests.Act(at_ms=at_ms, line=line, ask=ask) if is_reading(line):
                await self._answer(ask, await self.host.ask(at_ms, line))
            case requests.Seal(ask=ask):
                await self._answer(ask, await self.host.seal())
            case requests.Outline(ask=ask):
                await self._answer(ask, await self.host.outlines())
            case requests.Follow(following=following):
                self.following = following
                self.host.audience.count()
            case requests.Vote(voter=voter, choice=choice):
                if not self.host.poll.vote(voter, choice):
                    raise Refusal(_("This question is no longer asked."))
            case _ if not self._may(request):
                raise Refusal(
                    _("Only the host of this session can do that."),
                    _("Go on from here in a session of your own."),
                    "locked",
                )
            case requests.Act(at_ms=at_ms, line=line, manifest=manifest, ask=ask):
                output = await self.host.act(at_ms, line, manifest)
                metrics.INPUTS.labels("taken").inc()
                await self._answer(ask, output)
            case requests.Point(at_ms=at_ms, record=record, subject=subject):
                shown = {"atMs": at_ms, "record": record, "subject": subject}
                is_something = at_ms is not None or record is not None or subject
                await self.host.point(shown if is_something else None)
            case requests.Poll():
                self._poll(request)
            case requests.Lock(locked=locked):
                await self.host.lock(locked)
            case requests.ShowBranch(branch=branch):
                await self.host.show_branch(branch)
            case requests.Name(branch=branch, name=name):
                await self.host.name_branch(branch, name)
            case _:
                await self._move(request)

    def _poll(self, request: requests.Poll) -> None:
        poll = self.host.poll
        if request.right is not None:
            poll.show(request.right)
        elif not request.question:
            poll.end()
        elif is_json(request.question):
            poll.put(request.question, request.choices)
        else:
            raise Refusal(_("This is no question."))

    def _may(self, request: requests.Anything) -> bool:
        if self.is_host:
            return True
        return not self.host.locked and not isinstance(request, FOR_THE_HOST)

    async def _move(self, request: Any) -> None:
        playback, now = self.host.playback, wall_ms()
        match request:
            case requests.Play():
                playback = playback.play(now)
            case requests.Pause():
                playback = playback.pause(now)
            case requests.Seek(at_ms=at_ms):
                playback = playback.seek(at_ms, now)
            case requests.Speed(speed=speed):
                playback = playback.at_speed(speed, now)
        await self.host.play_back(playback)
