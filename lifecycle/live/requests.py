"""What a browser may send: one struct for each `do`, checked while it is decoded."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from lifecycle import limits
from lifecycle.sessions.playback import FASTEST, SLOWEST

Moment = Annotated[int, Meta(ge=0, le=limits.HORIZON_MS)]
Line = Annotated[str, Meta(min_length=1, max_length=limits.LINE_LENGTH)]


class Request(msgspec.Struct, frozen=True, tag_field="do", rename="camel"):
    """`ask` comes back with the answer, so that the browser knows which one it is."""

    ask: int | None = None


class Play(Request, frozen=True, tag="play"):
    """Let the playhead go."""


class Pause(Request, frozen=True, tag="pause"):
    """Let it stand."""


class Seek(Request, frozen=True, tag="seek", kw_only=True):
    """Put it elsewhere."""

    at_ms: Moment


class Speed(Request, frozen=True, tag="speed", kw_only=True):
    """Simulated seconds in a second."""

    speed: Annotated[float, Meta(ge=SLOWEST, le=FASTEST)]


class ShowBranch(Request, frozen=True, tag="branch", kw_only=True):
    """Show another branch to everybody."""

    branch: int


class Name(Request, frozen=True, tag="name", kw_only=True):
    """Call a branch something else; the scenario's own branch has the scenario's title."""

    branch: Annotated[int, Meta(ge=2)]
    name: Annotated[str, Meta(min_length=1, max_length=200)]


class Seal(Request, frozen=True, tag="seal", kw_only=True):
    """What the branch shown comes to, for a link to it."""


class Outline(Request, frozen=True, tag="outline", kw_only=True):
    """How every branch ends, to compare them."""


class Act(Request, frozen=True, tag="input", kw_only=True):
    """A command at a moment; it begins a branch."""

    at_ms: Moment
    line: Line
    manifest: Annotated[str, Meta(max_length=limits.MANIFEST_BYTES)] = ""


class Ask(Request, frozen=True, tag="ask", kw_only=True):
    """What a command would print at a moment; nothing comes of it."""

    at_ms: Moment
    line: Line
    what: str = ""


class Teach(Request, frozen=True, tag="teach", kw_only=True):
    """What is to be told or asked about what is played on the branch shown."""

    what: Literal["narration", "questions", "goal", "predictions"]
    until_ms: Moment


class Horizon(Request, frozen=True, tag="horizon", kw_only=True):
    """Have the trace reach further."""

    until_ms: Moment


class Point(Request, frozen=True, tag="point", kw_only=True):
    """Show everybody a moment, a record or an object; none of them takes the pointer away."""

    at_ms: Moment | None = None
    record: Annotated[int, Meta(ge=1)] | None = None
    subject: Annotated[str, Meta(max_length=600)] = ""


class Poll(Request, frozen=True, tag="poll", kw_only=True):
    """Ask the class: a question with so many answers. Show the right one; or ask no more."""

    question: Annotated[str, Meta(max_length=limits.POLL_BYTES)] = ""
    choices: Annotated[int, Meta(ge=2, le=9)] = 2
    right: Annotated[int, Meta(ge=0, le=8)] | None = None


class Vote(Request, frozen=True, tag="vote", kw_only=True):
    """One answer; `voter` is a word of the browser's own, so that it may think again."""

    voter: Annotated[str, Meta(min_length=8, max_length=64)]
    choice: Annotated[int, Meta(ge=0, le=8)]


class Lock(Request, frozen=True, tag="lock", kw_only=True):
    """Keep followers from acting, or let them."""

    locked: bool


class Follow(Request, frozen=True, tag="follow", kw_only=True):
    """Be where the host is, or break away: it is only counted."""

    following: bool


class Acknowledge(Request, frozen=True, tag="ack", kw_only=True):
    """So many records of the branch shown have arrived."""

    records: Annotated[int, Meta(ge=0)]


Anything = (
    Play
    | Pause
    | Seek
    | Speed
    | ShowBranch
    | Name
    | Outline
    | Seal
    | Act
    | Ask
    | Teach
    | Horizon
    | Acknowledge
    | Point
    | Poll
    | Vote
    | Lock
    | Follow
)
_DECODER = msgspec.json.Decoder(Anything)


def decode(text: str) -> Anything:
    """The request in a frame; ValueError says what is wrong with it."""
    try:
        return _DECODER.decode(text)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
        raise ValueError(str(error)) from None
