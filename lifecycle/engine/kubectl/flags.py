"""Flags as kubectl takes them: `--name=value`, `--name value`, `-nvalue`, `-it`.

Mirrors github.com/spf13/pflag, with its messages.
"""

import re
from typing import Any, NamedTuple

from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.sentence import Sentence

TEXT, SWITCH, NUMBER, LIST = "string", "bool", "int", "list"
DURATION = "duration"
"""As Go writes them, `1m30s`; the value is in milliseconds."""

_UNIT_MS = {"ns": 1e-6, "us": 1e-3, "µs": 1e-3, "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000}
_AMOUNT = re.compile(r"(\d+\.?\d*|\.\d+)([a-zµ]*)")


class Flag(NamedTuple):
    """A flag that a command takes; `bare` is its value where none is given with it."""

    name: str
    kind: str = TEXT
    short: str = ""
    default: Any = None
    bare: str | None = None


class Parsed(NamedTuple):
    """The words of a command: arguments, what follows `--`, and flags by name."""

    command: str
    args: tuple[str, ...]
    rest: tuple[str, ...]
    flags: dict[str, Any]
    given: frozenset[str]

    @property
    def namespace(self) -> str:
        """The namespace that is meant where an object names none."""
        return self.flags.get("namespace") or "default"

    @property
    def asks_for_rest(self) -> bool:
        """Whether there was a `--`."""
        return "--" in self.given


GLOBAL = (
    Flag("namespace", short="n"),
    Flag("context"),
    Flag("cluster"),
    Flag("kubeconfig"),
    Flag("user"),
    Flag("request-timeout"),
    Flag("v", short="v"),
)


def parse(command: str, words: list[str], flags: tuple[Flag, ...]) -> Parsed:
    """Sort a command's words; raises Refusal for a flag that it does not take."""
    known = {flag.name: flag for flag in (*GLOBAL, *flags)}
    shorts = {flag.short: flag for flag in (*GLOBAL, *flags) if flag.short}
    values = {flag.name: [] if flag.kind == LIST else flag.default for flag in known.values()}
    args: list[str] = []
    given: dict[str, bool] = {}
    rest: tuple[str, ...] = ()
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            given["--"], rest = True, tuple(waiting)
            break
        if word.startswith("--"):
            pairs = [_long(command, word, known, waiting)]
        elif word.startswith("-") and len(word) > 1:
            pairs = _short(command, word, shorts, waiting)
        else:
            args.append(word)
            continue
        for flag, text in pairs:
            given[flag.name] = True
            _set(values, flag, text)
    return Parsed(command, tuple(args), rest, values, frozenset(given))


def _long(command: str, word: str, known: dict[str, Flag], waiting: list[str]) -> tuple[Flag, str]:
    name, equals, value = word[2:].partition("=")
    flag = known.get(name)
    if flag is None:
        raise _unknown(command, f"unknown flag: --{name}", known)
    if equals:
        return flag, value
    if flag.kind == SWITCH or flag.bare is not None:
        return flag, flag.bare or "true"
    if not waiting:
        raise Refusal(f"error: flag needs an argument: --{name}", _usage(command))
    return flag, waiting.pop(0)


def _short(
    command: str, word: str, shorts: dict[str, Flag], waiting: list[str]
) -> list[tuple[Flag, str]]:
    pairs: list[tuple[Flag, str]] = []
    letters = word[1:]
    while letters:
        letter, letters = letters[0], letters[1:]
        flag = shorts.get(letter)
        if flag is None:
            message = f"unknown shorthand flag: '{letter}' in {word}"
            raise _unknown(command, message, {f.name: f for f in shorts.values()})
        if flag.kind == SWITCH and not letters.startswith("="):
            pairs.append((flag, "true"))
            continue
        if not letters and not waiting:
            message = f"error: flag needs an argument: '{letter}' in {word}"
            raise Refusal(message, _usage(command))
        pairs.append((flag, letters.removeprefix("=") if letters else waiting.pop(0)))
        letters = ""
    return pairs


def _set(values: dict[str, Any], flag: Flag, text: str) -> None:
    if flag.kind == LIST:
        values[flag.name] = [*values[flag.name], text]
    elif flag.kind == SWITCH:
        if text.lower() not in ("true", "false", "t", "f", "1", "0"):
            raise _invalid(flag, text, f'strconv.ParseBool: parsing "{text}": invalid syntax')
        values[flag.name] = text.lower() in ("true", "t", "1")
    elif flag.kind == NUMBER:
        if not text.removeprefix("-").removeprefix("+").isdecimal() or not text.isascii():
            raise _invalid(flag, text, f'strconv.ParseInt: parsing "{text}": invalid syntax')
        values[flag.name] = int(text)
    elif flag.kind == DURATION:
        values[flag.name] = _duration_ms(flag, text)
    else:
        values[flag.name] = text


def _duration_ms(flag: Flag, text: str) -> int:
    """Milliseconds of a Go duration (`time.ParseDuration`)."""
    sign, amounts = (-1, text[1:]) if text[:1] == "-" else (1, text.removeprefix("+"))
    if amounts == "0":
        return 0
    total, at = 0.0, 0
    while match := _AMOUNT.match(amounts, at):
        number, unit = match.groups()
        if unit not in _UNIT_MS:
            why = f'unknown unit "{unit}"' if unit else "missing unit"
            raise _invalid(flag, text, f'time: {why} in duration "{text}"')
        total, at = total + float(number) * _UNIT_MS[unit], match.end()
    if at < len(amounts) or not amounts:
        raise _invalid(flag, text, f'time: invalid duration "{text}"')
    return sign * round(total)


def _invalid(flag: Flag, text: str, why: str) -> Refusal:
    name = f"-{flag.short}, --{flag.name}" if flag.short else f"--{flag.name}"
    return Refusal(f'error: invalid argument "{text}" for "{name}" flag: {why}')


def _unknown(command: str, message: str, known: dict[str, Flag]) -> Refusal:
    mine = ", ".join(f"--{name}" for name in known if name not in {f.name for f in GLOBAL})
    remedy = _usage(command)
    if mine:
        remedy = Sentence("%(usage)s Its flags here are %(names)s.", usage=remedy, names=mine)
    return Refusal(f"error: {message}", remedy)


def _usage(command: str) -> Sentence:
    return Sentence("See 'kubectl %(command)s --help' for usage.", command=command)
