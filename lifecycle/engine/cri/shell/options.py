"""`set`: the shell's options, and the positional parameters."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lifecycle.engine.cri.shell.machine import Machine

_NAMES = {
    "errexit": "e", "nounset": "u", "xtrace": "x", "noglob": "f", "allexport": "a",
    "pipefail": "p", "verbose": "v", "noclobber": "C", "monitor": "m", "noexec": "n",
}  # fmt: skip
_LETTERS = frozenset("euxfavCmnbhkB")


def set_words(m: "Machine", words: list[str]) -> int:
    """Carry out `set WORDS`; also the options that a shell is started with."""
    words = list(words)
    if not words:
        for name in sorted(n for n in m.variables if " " not in n):
            m.write(1, f"{name}='{m.value(name)}'\n")
        return 0
    while words and words[0][:1] in ("-", "+") and len(words[0]) > 1:
        word = words.pop(0)
        if word == "--":
            m.positional = tuple(words)
            return 0
        if not _apply(m, word, words):
            m.err(f"set: illegal option {word}")
            return 2
    if words:
        m.positional = tuple(words)
    return 0


def _apply(m: "Machine", word: str, rest: list[str]) -> bool:
    for letter in word[1:]:
        if letter == "o":
            if rest:
                letter = _NAMES.get(rest.pop(0), "")
            if not letter:
                return False
            if letter == "o":
                continue
        elif letter not in _LETTERS:
            return False
        options = m.options.replace(letter, "")
        m.options = options + letter if word[0] == "-" else options
    return True
