"""What goes into the engine: commands, each at its moment.

A command is one line as a person would type it: `kubectl delete pod web --grace-period=5`,
or one of podviz's own, `kill web -c app`. The same text stands in scenario files, in links,
in the journal of a session and behind `--do`.
"""

from typing import Any

import msgspec

from lifecycle.engine.kernel.clock import Millis


class Input(msgspec.Struct, frozen=True):
    """A command, and the documents that it reads instead of files (`-f`)."""

    at_ms: Millis
    line: str
    documents: tuple[dict[str, Any], ...] = ()
