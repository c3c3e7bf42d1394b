"""Programs that tell something: date, env, hostname, id, uname, pwd, ps."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from lifecycle.engine.cri.process import Outcome, Program, Replaced
from lifecycle.engine.cri.programs.options import options
from lifecycle.engine.kernel.clock import EPOCH, timestamp

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

_FORMAT = re.compile(r"%([-_0]?)([a-zA-Z%])")


def _date(call: "Call") -> Outcome:
    found = options(call.argv[1:], "drDI")
    moment = timestamp(call.now)
    text = found.values.get("d") or found.values.get("date")
    if text and (match := re.fullmatch(r"@(\d{1,12})", text)):
        moment = EPOCH.fromtimestamp(int(match[1]), EPOCH.tzinfo)
    elif text and (
        match := re.fullmatch(r"([+-]?\d{1,8}) (second|minute|hour|day)s?( ago)?", text)
    ):
        sign = -1 if match[3] else 1
        moment += sign * timedelta(**{f"{match[2]}s": int(match[1])})
    shape = next((word[1:] for word in found.operands if word.startswith("+")), None)
    if shape is None:
        shape = "%a, %d %b %Y %H:%M:%S +0000" if found.has("R") else "%a %b %e %H:%M:%S UTC %Y"
        if found.has("I") or "iso-8601" in found.values:
            shape = "%Y-%m-%dT%H:%M:%S+00:00" if found.values.get("I") else "%Y-%m-%d"
    nanoseconds = call.now % 1000 * 1_000_000

    def piece(match: re.Match[str]) -> str:
        code = match[2]
        special = {
            "s": str(int(moment.timestamp())), "N": f"{nanoseconds:09}", "Z": "UTC", "%": "%",
            "e": f"{moment.day:2}", "k": f"{moment.hour:2}", "T": moment.strftime("%H:%M:%S"),
            "F": moment.strftime("%Y-%m-%d"), "D": moment.strftime("%m/%d/%y"), "n": "\n",
            "R": moment.strftime("%H:%M"), "t": "\t", "h": moment.strftime("%b"),
        }  # fmt: skip
        result = special.get(code) or moment.strftime(f"%{code}")
        return result.lstrip("0") or "0" if match[1] == "-" else result

    call.out(_FORMAT.sub(piece, shape) + "\n")
    return 0


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
    rows = [(p.key[1], " ".join(p.argv)) for p in call.kernel.of_space(space)]
    rows.append((own, " ".join(call.argv)))
    for pid, command in sorted(dict(rows).items()):
        call.out(f"{pid:5} root      0:00 {command}\n")
    return 0


def _fixed(text: str):
    def run(call: "Call") -> Outcome:
        call.out(text)
        return 0

    return Program(run)


PROGRAMS = {
    "date": Program(_date), "env": Program(_env, inline=False), "printenv": Program(_printenv),
    "hostname": Program(_hostname), "id": Program(_id), "whoami": Program(_whoami),
    "uname": Program(_uname), "pwd": Program(_pwd), "ps": Program(_ps), "top": Program(_ps),
    "nproc": _fixed("2\n"), "arch": _fixed("x86_64\n"), "tty": Program(lambda call: 1),
    "uptime": _fixed(" 00:00:00 up 10 days,  load average: 0.00, 0.00, 0.00\n"),
    "free": _fixed("              total        used        free\nMem:       24677000     4000000    20677000\n"),
    "mount": _fixed("overlay on / type overlay (rw,relatime)\n"), "sysctl": _fixed(""),
    "groups": _fixed("root\n"), "logname": _fixed("root\n"), "dmesg": _fixed(""),
    "stty": Program(lambda call: 0), "clear": _fixed(""),
}  # fmt: skip
