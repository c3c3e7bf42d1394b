"""Package managers and the like: they reach a world outside, take their time, and succeed."""

from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.process import Blocked, Outcome, Program, Wait

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

TAKES_MS = 3000


def _install(call: "Call") -> Outcome:
    return Blocked(Wait(until=call.now + TAKES_MS))


def _installed(call: "Call", state: Any, event: str) -> Outcome:
    return 0


_INSTALL = Program(_install, _installed)
PROGRAMS = dict.fromkeys(
    ("apk", "apt", "apt-get", "yum", "dnf", "pip", "pip3", "npm", "yarn", "gem", "git", "tar"),
    _INSTALL,
)
