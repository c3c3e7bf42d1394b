"""The `read` builtin: a line of input, split into variables."""

from typing import TYPE_CHECKING

from lifecycle.engine.cri.process import FOR_EVER, Wait

if TYPE_CHECKING:
    from lifecycle.engine.cri.shell.machine import Machine


class _Options:
    """What the words of a `read` say."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.raw = False
        self.length: int | None = None
        self.timeout: float | None = None
        self.end = "\n"
        words = words[1:]
        while words and words[0].startswith("-") and len(words[0]) > 1:
            words = self._option(words)
        self.names = words or ("REPLY",)
        self.whole = not words

    def _option(self, words: tuple[str, ...]) -> tuple[str, ...]:
        letters = words[0][1:]
        for place, letter in enumerate(letters):
            if letter in "ntdpu":
                value = letters[place + 1 :]
                rest = words[1:]
                if not value and rest:
                    value, rest = rest[0], rest[1:]
                self._valued(letter, value)
                return rest
            self.raw = self.raw or letter == "r"
        return words[1:]

    def _valued(self, letter: str, value: str) -> None:
        if letter == "n" and value.isdigit():
            self.length = int(value)
        elif letter == "t":
            try:
                self.timeout = float(value)
            except ValueError:
                self.timeout = 0.0
        elif letter == "d":
            self.end = value[:1]


def read(m: "Machine", words: tuple[str, ...], until: int | None) -> int | Wait:
    """Read a line into the named variables; 1 at the end of the input."""
    options = _Options(words)
    target = m.fds.get(0, ("null",))
    if target[0] == "stdin":
        return _or_timeout(m, until, FOR_EVER)
    if target[0] != "pipe":
        _store(m, options, "")
        return 1
    pipes = m.call.kernel.pipes
    text, ended = pipes.peek(target[1])
    line, taken = _line(text, options)
    if line is None and not ended:
        return _or_timeout(m, until, Wait(pipe=target[1]))
    if line is None:
        pipes.take(target[1])
        _store(m, options, text)
        return 1
    pipes.take(target[1], taken)
    _store(m, options, line)
    return 0


def timeout_of(words: tuple[str, ...], now: int) -> int | None:
    """When the `read` gives up."""
    timeout = _Options(words).timeout
    return None if timeout is None else now + round(timeout * 1000)


def _or_timeout(m: "Machine", until: int | None, wait: Wait) -> int | Wait:
    if until is None:
        return wait
    if m.call.now >= until:
        return 142 if m.bash else 1
    return Wait(until=until, pipe=wait.pipe)


def _line(text: str, options: _Options) -> tuple[str | None, int]:
    """The line, None if it is not complete yet; and how many characters belong to it."""
    if options.length is not None and len(text) >= options.length:
        return text[: options.length], options.length
    begin = 0
    while (end := text.find(options.end, begin)) >= 0:
        if options.raw or not text[:end].endswith("\\"):
            return text[:end], end + 1
        begin = end + 1
    return None, 0


def _store(m: "Machine", options: _Options, line: str) -> None:
    if not options.raw:
        line = line.replace("\\\n", "")
        line = "".join(_unescaped(line))
    if options.whole:
        m.assign("REPLY", line)
        return
    separators = m.value("IFS")
    separators = " \t\n" if separators is None else separators
    rest = line.strip("".join(c for c in separators if c in " \t\n"))
    names = options.names
    for name in names[:-1]:
        word, rest = _split_once(rest, separators)
        m.assign(name, word)
    m.assign(names[-1], rest)


def _unescaped(line: str) -> list[str]:
    out, at = [], 0
    while at < len(line):
        if line[at] == "\\" and at + 1 < len(line):
            at += 1
        out.append(line[at])
        at += 1
    return out


def _split_once(text: str, separators: str) -> tuple[str, str]:
    for place, char in enumerate(text):
        if char in separators:
            rest = text[place + 1 :]
            blanks = "".join(c for c in separators if c in " \t\n")
            return text[:place], rest.lstrip(blanks)
    return text, ""
