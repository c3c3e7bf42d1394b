"""Programs that tell something: date, env, hostname, id, uname, pwd, ps."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.process import (
    FOR_EVER,
    PAUSE_PID,
    SIGNALS,
    Blocked,
    Outcome,
    Program,
    Replaced,
)
from lifecycle.engine.cri.programs.options import options
from lifecycle.engine.cri.programs.serving import title
from lifecycle.engine.kernel.clock import EPOCH, timestamp

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_FORMAT = re.compile(r"%([-_0]?)([a-zA-Z%])")


def _date(call: "Call") -> Outcome:
    found = options(call.argv[1:], "drDI")
    moment = timestamp(call.now)
    text = found.values.get("d") or found.values.get("date")
    if text and (match := re.fullmatch(r"@(\d{1,10})", text)):
        moment = EPOCH.fromtimestamp(int(match[1]), EPOCH.tzinfo)
    elif text and (
        match := re.fullmatch(r"([+-]?\d{1,5}) (second|minute|hour|day)s?( ago)?", text)
    ):
        sign = -1 if match[3] else 1
        moment += sign * timedelta(**{f"{match[2]}s": int(match[1])})
    shape = next((word[1:] for word in found.operands if word.startswith("+")), None)
    if shape is None:
        shape = "%a, %d %b %Y %H:%M:%S +0000" if found.has("R") else "%a %b %e %H:%M:%S UTC %Y"
        if found.has("I") or "iso-8601" in found.values:
            shape = "%Y-%m-%dT%H:%M:%S+00:00" if found.values.get("I") else "%Y-%m-%d"
    call.out(_FORMAT.sub(lambda match: _piece(match, moment, call.now), shape) + "\n")
    return 0


_CODES: dict[str, Callable[[datetime, int], str]] = {
    "s": lambda moment, now: str(int(moment.timestamp())),
    "N": lambda moment, now: f"{now % 1000 * 1_000_000:09}",
    "a": lambda moment, now: _DAYS[moment.weekday()],
    "b": lambda moment, now: _MONTHS[moment.month - 1],
    "h": lambda moment, now: _MONTHS[moment.month - 1],
    "e": lambda moment, now: f"{moment.day:2}",
    "d": lambda moment, now: f"{moment.day:02}",
    "m": lambda moment, now: f"{moment.month:02}",
    "y": lambda moment, now: f"{moment.year % 100:02}",
    "Y": lambda moment, now: str(moment.year),
    "H": lambda moment, now: f"{moment.hour:02}",
    "k": lambda moment, now: f"{moment.hour:2}",
    "M": lambda moment, now: f"{moment.minute:02}",
    "S": lambda moment, now: f"{moment.second:02}",
    "j": lambda moment, now: f"{moment.timetuple().tm_yday:03}",
    "u": lambda moment, now: str(moment.isoweekday()),
    "w": lambda moment, now: str(moment.isoweekday() % 7),
    "T": lambda moment, now: moment.strftime("%H:%M:%S"),
    "R": lambda moment, now: moment.strftime("%H:%M"),
    "F": lambda moment, now: moment.strftime("%Y-%m-%d"),
    "D": lambda moment, now: moment.strftime("%m/%d/%y"),
    "Z": lambda moment, now: "UTC",
    "z": lambda moment, now: "+0000",
    "n": lambda moment, now: "\n",
    "t": lambda moment, now: "\t",
    "%": lambda moment, now: "%",
}


def _piece(match: re.Match[str], moment: datetime, now: int) -> str:
    """What one `%x` of a format stands for."""
    code = _CODES.get(match[2])
    result = code(moment, now) if code else moment.strftime(f"%{match[2]}")
    return result.lstrip("0") or "0" if match[1] == "-" else result


def _env(call: "Call") -> Outcome:
    words = list(call.argv[1:])
    env = call.env
    while words and (words[0] in ("-i", "-", "-u") or "=" in words[0]):
        word = words.pop(0)
        if word == "-u" and words:
            name = words.pop(0)
            env = {n: v for n, v in env.items() if n != name}
        elif "=" in word:
            name, _, value = word.partition("=")
            env = {**env, name: value}
        else:
            env = {}
    if words:
        return Replaced(tuple(words), env, call.cwd, call.fds)
    call.out("".join(f"{name}={value}\n" for name, value in env.items()))
    return 0


def _printenv(call: "Call") -> Outcome:
    names = options(call.argv[1:]).operands
    if not names:
        call.out("".join(f"{name}={value}\n" for name, value in call.env.items()))
    missing = 0
    for name in names:
        if name in call.env:
            call.out(f"{call.env[name]}\n")
        else:
            missing = 1
    return missing


def _hostname(call: "Call") -> Outcome:
    found = options(call.argv[1:], "F")
    if found.has("i") or found.has("I"):
        call.out(f"{call.container.ip}\n")
    elif found.has("d"):
        call.out("\n")
    else:
        call.out(f"{call.container.hostname}\n")
    return 0


def _id(call: "Call") -> Outcome:
    found = options(call.argv[1:])
    user = call.container.image.user
    name = "root" if user == 0 else str(user)
    if found.has("u") or found.has("g"):
        call.out(f"{name if found.has('n') else user}\n")
    else:
        call.out(f"uid={user}({name}) gid={user}({name}) groups={user}({name})\n")
    return 0


def _whoami(call: "Call") -> Outcome:
    call.out("root\n")
    return 0


def _uname(call: "Call") -> Outcome:
    found = options(call.argv[1:])
    facts = (
        ("s", "Linux"), ("n", call.container.hostname), ("r", "6.12.0"), ("v", "#1 SMP"),
        ("m", "x86_64"), ("o", "GNU/Linux"),
    )  # fmt: skip
    letters = "snrvmo" if found.has("a") else found.letters or "s"
    call.out(" ".join(fact for letter, fact in facts if letter in letters) + "\n")
    return 0


def _pwd(call: "Call") -> Outcome:
    call.out(f"{call.cwd}\n")
    return 0


def _ps(call: "Call") -> Outcome:
    call.out("PID   USER     TIME  COMMAND\n")
    space, own = call.key
    rows = {p.key[1]: title(p.argv) for p in call.kernel.of_space(space)}
    if space != call.container.id:
        rows[PAUSE_PID] = "/pause"
    rows[own] = " ".join(call.argv)
    for pid, command in sorted(rows.items()):
        call.out(f"{pid:5} root      0:00 {command}\n")
    return 0


def _top(call: "Call") -> Outcome:
    _ps(call)
    return 0 if options(call.argv[1:], "n").has("n") else Blocked(FOR_EVER)


def _top_signal(call: "Call", state: Any, signal: str) -> Outcome | None:
    """It restores the terminal in a handler, and so dies of TERM also as the first process."""
    return 128 + SIGNALS[signal] if signal in ("TERM", "INT", "QUIT") else None


def _fixed(text: str):
    def run(call: "Call") -> Outcome:
        call.out(text)
        return 0

    return Program(run)


_FREE = "        total     used      free\nMem: 24677000  4000000  20677000\n"
PROGRAMS = {
    "date": Program(_date), "env": Program(_env, inline=False), "printenv": Program(_printenv),
    "hostname": Program(_hostname), "id": Program(_id), "whoami": Program(_whoami),
    "uname": Program(_uname), "pwd": Program(_pwd), "ps": Program(_ps),
    "top": Program(_top, signal=_top_signal, inline=False),
    "nproc": _fixed("2\n"), "arch": _fixed("x86_64\n"), "tty": Program(lambda call: 1),
    "uptime": _fixed(" 00:00:00 up 10 days,  load average: 0.00, 0.00, 0.00\n"),
    "free": _fixed(_FREE),
    "mount": _fixed("overlay on / type overlay (rw,relatime)\n"), "sysctl": _fixed(""),
    "groups": _fixed("root\n"), "logname": _fixed("root\n"), "dmesg": _fixed(""),
    "stty": Program(lambda call: 0), "clear": _fixed(""),
}  # fmt: skip
