"""Links that hold everything: `v1:` and base64url(deflate(JSON)) of a scenario and a moment.

The JSON is a scenario's, with `moment_ms` beside its keys, and `played`, by which it is seen
later whether it still plays the same; whatever has its default may be left out. A browser
makes and reads the same with `CompressionStream("deflate")`.
"""

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Any, NamedTuple

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.sentence import Sentence
from lifecycle.sessions.scenario import FORMAT, Scenario, ScenarioError, from_json, to_json

MAX_TEXT = 512 * 1024
MAX_JSON = 2 * 1024 * 1024
_VERSION = re.compile(r"v(\d{1,6}):")


class LinkError(ValueError):
    """Why a link can't be opened: `kind` is damaged, newer or enormous."""

    def __init__(self, kind: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.kind, self.message, self.remedy = kind, message, remedy


class Played(msgspec.Struct, frozen=True):
    """What came of it when the link was made: the digest of all records up to that moment."""

    until_ms: Annotated[Millis, msgspec.Meta(ge=0)]
    digest: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]


class Shared(NamedTuple):
    """What a link holds."""

    scenario: Scenario
    moment_ms: Millis
    played: Played | None = None


def encode(scenario: Scenario, moment_ms: Millis = 0, played: Played | None = None) -> str:
    """The link's text, without the `#`; equal scenarios make equal links."""
    default = to_json(Scenario())
    value: dict[str, Any] = {k: v for k, v in to_json(scenario).items() if v != default[k]}
    if moment_ms:
        value["moment_ms"] = moment_ms
    if played is not None:
        value["played"] = msgspec.to_builtins(played)
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    packed = urlsafe_b64encode(zlib.compress(text.encode(), 9))
    return f"{FORMAT}:{packed.decode().rstrip('=')}"


def decode(text: str) -> Shared:
    """What the link holds; LinkError says why it can't be opened."""
    text = text.strip().removeprefix("#")
    version = _VERSION.match(text)
    if version and f"v{version[1]}" != FORMAT:
        raise LinkError(
            "newer",
            Sentence(
                "This link was made by a newer podviz (format v%(version)s).", version=version[1]
            ),
            Sentence("Open it there, or ask for a link of this version."),
        )
    if not version:
        raise _damaged(Sentence("it doesn't begin with v1:"))
    if len(text) > MAX_TEXT:
        raise _enormous()
    value = _unpacked(text[version.end() :])
    moment_ms = value.pop("moment_ms", 0)
    if not isinstance(moment_ms, int) or moment_ms < 0:
        raise _damaged(Sentence("its moment is no time"))
    played = value.pop("played", None)
    try:
        seal = None if played is None else msgspec.convert(played, Played)
        return Shared(from_json(value), moment_ms, seal)
    except msgspec.ValidationError:
        raise _damaged(Sentence("what it says of its playing can't be read")) from None
    except ScenarioError as error:
        raise _damaged(error.told) from None


def _unpacked(packed: str) -> dict[str, Any]:
    inflate = zlib.decompressobj()
    try:
        raw = inflate.decompress(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), MAX_JSON)
    except (ValueError, zlib.error):
        raise _damaged(Sentence("its text can't be unpacked")) from None
    if inflate.unconsumed_tail:
        raise _enormous()
    if not inflate.eof:
        raise _damaged(Sentence("its end is missing"))
    try:
        value = msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        raise _damaged(Sentence("it holds no JSON")) from None
    if not isinstance(value, dict):
        raise _damaged(Sentence("it holds no scenario"))
    return value


def _damaged(why: str) -> LinkError:
    return LinkError(
        "damaged",
        Sentence("This link is damaged: %(why)s.", why=why),
        Sentence("Copy it again, whole, or ask who sent it for a short link."),
    )


def _enormous() -> LinkError:
    return LinkError(
        "enormous",
        Sentence("This link unpacks to more than podviz plays."),
        Sentence("Share the scenario as a file instead."),
    )
