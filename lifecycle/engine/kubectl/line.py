"""Splitting a command line into words, as a shell does with quotes and nothing else."""

from lifecycle.engine.kubectl.refusal import Refusal

_BLANK = " \t\n"


def split(line: str) -> list[str]:
    """The words of a line; quotes hold blanks together, a backslash takes the next sign."""
    words: list[str] = []
    word: str | None = None
    signs = iter(line)
    for sign in signs:
        if sign in _BLANK:
            if word is not None:
                words.append(word)
                word = None
            continue
        word = (word or "") + _piece(sign, signs)
    if word is not None:
        words.append(word)
    return words


def _piece(sign: str, rest) -> str:
    if sign == "\\":
        return next(rest, "")
    if sign not in "\"'":
        return sign
    quoted = ""
    for inner in rest:
        if inner == sign:
            return quoted
        if inner == "\\" and sign == '"':
            following = next(rest, "")
            quoted += following if following in '"\\$`' else inner + following
        else:
            quoted += inner
    raise Refusal(f"unexpected end of line while looking for a closing {sign}")
