"""Every form in which a trace can be taken elsewhere, by the name that users give."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import Record
from lifecycle.exports.cast import cast
from lifecycle.exports.gantt import gantt
from lifecycle.exports.incident import incident
from lifecycle.exports.perfetto import perfetto
from lifecycle.exports.sequence import sequence
from lifecycle.exports.states import states
from lifecycle.exports.svg import svg
from lifecycle.sentence import Say


class Format(NamedTuple):
    """How a file of it is written, what it is called at its end, and what it is to a browser.

    What is written is in the language of the `Say`; what Kubernetes says stays as it is.
    """

    write: Callable[[Iterable[Record], Millis, str, Say], str]
    ending: str
    media_type: str


FORMATS = {
    "svg": Format(svg, "svg", "image/svg+xml"),
    "sequence": Format(sequence, "sequence.mmd", "text/vnd.mermaid"),
    "gantt": Format(gantt, "gantt.mmd", "text/vnd.mermaid"),
    "states": Format(states, "states.mmd", "text/vnd.mermaid"),
    "cast": Format(cast, "cast", "application/x-asciicast"),
    "perfetto": Format(perfetto, "perfetto.json", "application/json"),
    "markdown": Format(incident, "md", "text/markdown"),
}
