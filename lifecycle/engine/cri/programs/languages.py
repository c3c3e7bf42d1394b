"""Programs of other languages: what can be read off a one-liner, and what is assumed.

Small scripts of `python -c` are played: see `cri.python`. Of other languages, and of larger
scripts, prints, sleeps and exits that stand in plain sight are carried out in their order;
what listens or loops runs for ever; any other is assumed to end well. How the language takes
SIGTERM is measured: Python, node, Perl and Ruby have no handler, the JVM exits with 143.
"""

import re
from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.network import Listener
from lifecycle.engine.cri.process import FOR_EVER, Blocked, Outcome, Program, Wait
from lifecycle.engine.cri.programs.network import serve_files
from lifecycle.engine.cri.python.flatten import Unplayed
from lifecycle.engine.cri.python.running import is_played, run

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

LASTS_MS = 2000
PI_TAKES_MS = 5000
_TEXT_FOLLOWS = re.compile(r"-(?:[cr]|[a-zE]*[eE]|p)")
"""Options before a script's text, alone or with others: `-c`, `-e`, perl's `-wle`."""

_PI = re.compile(r"\bprint\s*\(?\s*bpi\(\s*(\d{1,4})\s*\)")
_STEP = re.compile(
    r"(?:time\.)?sleep\(\s*(?P<sleep>\d{1,7}(?:\.\d+)?)\s*\)"
    r"|\bsleep (?P<perl>\d{1,7})"
    r"|(?:print|console\.log|puts|say|echo)\s*\(?\s*(?P<quote>[\"'])(?P<text>[^\"'\\]*)(?P=quote)"
    r"|(?:sys\.|os\._|process\.)?\bexit\(?\s*(?P<code>\d{1,3})"
    r"|(?P<fails>\braise\b|\bthrow\b|\bassert False\b)"
)
_ENDLESS = re.compile(
    r"while\s*\(?\s*(True|1|true)|serve_forever|\.listen\(|setInterval|http\.server|loop\s*\{"
)
_JVM = (("TERM", 143), ("INT", 130), ("HUP", 129))


def _run(call: "Call") -> Outcome:
    words = call.argv[1:]
    for place, word in enumerate(words):
        if word in ("-V", "--version", "-version", "-v"):
            return 0
        if _TEXT_FOLLOWS.fullmatch(word) and place + 1 < len(words):
            return _one_line(call, words[place + 1])
        if word == "-m":
            return _module(call, words[place + 1 :])
        if word == "-jar" or not word.startswith("-"):
            return _application(call, word)
    if not words or words == ("-a",) or words == ("-de0",):
        return Blocked(FOR_EVER) if call.fds.get(0, ("null",))[0] == "stdin" else 0
    return _application(call, words[-1])


def _module(call: "Call", words: tuple[str, ...]) -> Outcome:
    if words[:1] == ("http.server",):
        port = next((int(word) for word in words[1:] if word.isdigit()), 8000)
        return serve_files(call, port, call.cwd, "Directory listing for /\n")
    return _application(call, words[0] if words else "")


def _one_line(call: "Call", source: str) -> Outcome:
    name = call.argv[0].rpartition("/")[2]
    if name.startswith("python") and is_played(source):
        try:
            return run(call, source)
        except Unplayed:
            pass
    if name == "perl" and (match := _PI.search(source)):
        return Blocked(Wait(until=call.now + PI_TAKES_MS), ("pi", int(match[1])))
    return _one_liner(call, source, 0)


def pi(digits: int) -> str:
    """The number, rounded to so many digits in all (Machin's formula, in whole numbers)."""
    unity = 10 ** (digits + 10)

    def arctan_of_inverse(x: int) -> int:
        power = total = unity // x
        for n in range(3, 3 * digits + 30, 2):
            power //= -x * x
            total += power // n
        return total

    value = 4 * (4 * arctan_of_inverse(5) - arctan_of_inverse(239))
    text = str((value + 5 * 10**10) // 10**11)
    return f"{text[0]}.{text[1:]}" if digits > 1 else text[0]


def _one_liner(call: "Call", source: str, at: int) -> Outcome:
    for match in _STEP.finditer(source[:20_000], at):
        sleep = match["sleep"] or match["perl"]
        if sleep:
            until = call.now + max(10, round(float(sleep) * 1000))
            return Blocked(Wait(until=until), (source, match.end()))
        if match["code"]:
            return int(match["code"]) & 255
        if match["fails"]:
            call.err("Traceback (most recent call last):\n")
            return 1
        call.out(match["text"] + "\n")
    if _ENDLESS.search(source[:20_000]):
        _serve(call)
        return Blocked(FOR_EVER)
    if at or call.errand == "exec" or _STEP.search(source[:20_000]):
        return 0
    return Blocked(Wait(until=call.now + LASTS_MS), (source, len(source)))


def _application(call: "Call", name: str) -> Outcome:
    """A program of its own: it is assumed to run for ever and to serve."""
    if call.errand == "exec":
        return call.container.assumption.hook_code
    if call.errand == "init":
        return Blocked(Wait(until=call.now + call.container.assumption.init_ms), ("", 0))
    if name.endswith("unhealthy.js"):
        _serve(call, "counting", (5, 500, "I'm not well. Please restart me!\n"), (8080,))
    else:
        _serve(call, "fixed", (call.container.assumption.status or 200, "", True), (8080,))
    return Blocked(FOR_EVER, "graceful" if name == "graceful.js" else None)


def _serve(
    call: "Call", responder: str = "fixed", detail: tuple = (200, "", True), ports: tuple = ()
) -> None:
    container = call.container
    for port in dict.fromkeys((*container.served, *ports)):
        call.kernel.network.listen(
            Listener(
                container.ip,
                port,
                call.kernel.node,
                container.id,
                call.key,
                responder,
                detail,
                call.now,
                call.now + container.assumption.after_ms,
            )
        )


def _resume(call: "Call", state: Any, event: str) -> Outcome:
    if state[0] == "pi":
        call.out(f"{pi(state[1])}\n")
        return 0
    if state[0] != "python":
        return _one_liner(call, *state)
    try:
        return run(call, *state[1:])
    except Unplayed:
        return Blocked(FOR_EVER) if _ENDLESS.search(state[1]) else 0


def _signal(call: "Call", state: Any, signal: str) -> Outcome | None:
    return 0 if state == "graceful" and signal == "TERM" else None


def _jvm_signal(call: "Call", state: Any, signal: str) -> Outcome | None:
    return next((code for name, code in _JVM if name == signal), None)


_PLAIN = Program(_run, _resume, _signal, inline=False)
PROGRAMS = {
    **dict.fromkeys(
        ("python", "python3", "python2", "node", "nodejs", "perl", "ruby", "php", "deno"), _PLAIN
    ),
    "java": Program(_run, _resume, _jvm_signal, inline=False),
}
