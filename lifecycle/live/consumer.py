"""The socket of the stage: requests in, frames out.

Whatever a browser sends, it gets an answer and the worker lives on.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import translation
from django.utils.translation import get_language
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
from lifecycle.live.outlet import NAME, Outlet, PlainOutlet, Send
from lifecycle.live.poll import is_json
from lifecycle.live.refusal import Refusal
from lifecycle.live.registry import registry
from lifecycle.live.seats import Seats
from lifecycle.live.throttle import Throttle
from lifecycle.sessions.frames import frame, playback_frame
from podviz.language import of_socket, translated

logger = logging.getLogger(__name__)

seats = Seats(limits.SOCKETS_PER_ADDRESS)
openings = Throttle(limits.SOCKETS_PER_SECOND, limits.SOCKETS_AT_ONCE)

Receive = Callable[[], Awaitable[dict[str, Any]]]

NO_SUCH_SESSION = 4004
TOO_MUCH = 4008
FOR_THE_HOST = requests.Point | requests.Lock | requests.Poll


class StageConsumer(AsyncWebsocketConsumer):
    """One browser that watches one session."""

    host: Host | None = None
    is_host = False
    seated = False
    following = True
    cursor: Cursor
    outlet: Outlet
    allowance: Allowance

    async def connect(self) -> None:
        """Show the session, from what the browser has already."""
        language = of_socket(self.scope)
        translation.activate(language)
        await self.accept()
        # To open it and to show the session are two steps: others come between.
        await asyncio.sleep(0)
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
        self.cursor = Cursor(host, self.is_host, language, self._resumed())
        await self.send(self.cursor.opened(wall_ms()))
        self.outlet = self.scope.get("extensions", {}).get(NAME) or PlainOutlet(self.base_send)
        self.outlet.when_room = self._go_on
        host.audience.join(self)
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
        return visitor.of_scope(self.scope, settings.PROXIES)

    def _forget(self) -> None:
        """Forget the browser; the session stays for a while."""
        if self.seated:
            self.seated = False
            seats.give_back(self._address())
        if self.host is not None:
            self.outlet.when_room = None
            self.host.audience.leave(self)
            registry.left(self.host)
            self.host = None

    def recognise(self, host_hash: str) -> None:
        """Find out whether this browser is the host's."""
        cookies, token = self.scope.get("cookies", {}), self.scope["url_route"]["kwargs"]["token"]
        self.is_host = hostsecret.is_host(cookies, token, host_hash)

    # Frames out

    def wake(self) -> int:
        """Something is new: tell it as long as there is room; returns in how many messages.

        This is done for each message and viewer, beside all others: it must not fail.
        """
        outlet, cursor, is_host, told = self.outlet, self.cursor, self.is_host, 0
        try:
            while outlet.has_room and (message := cursor.next_message(is_host)) is not None:
                outlet.tell(message)
                told += 1
        except Exception:
            logger.exception("a viewer can't be told what is new")
        return told

    def _go_on(self) -> None:
        metrics.FRAMES.inc(self.wake())

    async def _answer(self, ask: int | None, text: str) -> None:
        if ask is not None:
            await self.send(frame("answer", ask=ask, text=translated(text)))

    async def _refuse(self, refusal: Refusal, ask: int | None) -> None:
        fields = {"message": refusal.message, "remedy": refusal.remedy}
        if refusal.kind:
            fields["kind"] = refusal.kind
        await self.send(frame("refused", **(fields if ask is None else {"ask": ask, **fields})))

    # Requests in

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Do one request after the other.

        Channels' own makes a task for each, and looks at the database's connections in a thread
        before it; here whatever asks the database does that by itself.
        """
        self.scope, self.base_send = scope, send
        try:
            while (message := await receive())["type"] != "websocket.disconnect":
                registry.answering.add(self)
                await getattr(self, message["type"].replace(".", "_"))(message)
                registry.answering.discard(self)
                # However many wait: others come between.
                await asyncio.sleep(0)
        finally:
            registry.answering.discard(self)
            # Whoever goes while an answer is made is not waited for.
            self._forget()

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
                self._go_on()
            case requests.Horizon(until_ms=until_ms):
                self.host.want(self.host.branch, until_ms)
            case requests.Ask(at_ms=at_ms, line=line, ask=ask):
                await self._answer(ask, await self.host.ask(at_ms, line))
            case requests.Teach(what=what, until_ms=until_ms, ask=ask):
                language = get_language() or "en"
                await self._answer(ask, await taught(self.host, what, until_ms, language))
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
                if not self.host.vote(voter, choice):
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
                await self._poll(request)
            case requests.Lock(locked=locked):
                await self.host.lock(locked)
            case requests.ShowBranch(branch=branch):
                await self.host.show_branch(branch)
            case requests.Name(branch=branch, name=name):
                await self.host.name_branch(branch, name)
            case _:
                await self._move(request)

    async def _poll(self, request: requests.Poll) -> None:
        if request.right is not None:
            await self.host.show_answer(request.right)
        elif not request.question:
            await self.host.end_poll()
        elif is_json(request.question):
            await self.host.ask_class(request.question, request.choices)
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
        if request.ask is not None:
            # Its own echo is on its way; what somebody else has done since is told with it.
            shown = self.host.playback
            since = "" if shown is playback else playback_frame(shown, self.host.branch)
            await self.send(frame("answer", ask=request.ask, text=since))
