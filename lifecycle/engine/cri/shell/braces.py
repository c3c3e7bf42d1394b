"""`{a,b}` and `{1..5}`, which only bash has: one word becomes several."""

import re

from lifecycle.engine.cri.shell.syntax import Text, Word, word_of

WORDS_AT_MOST = 1000
_RANGE = re.compile(r"\{(-?\d{1,9}|[A-Za-z])\.\.(-?\d{1,9}|[A-Za-z])(?:\.\.(-?\d{1,4}))?\}")


def expand_braces(word: Word) -> list[Word]:
    """The words that a word's first brace expression makes, and theirs in turn."""
    done: list[Word] = []
    waiting = [word]
    while waiting and len(done) + len(waiting) < WORDS_AT_MOST:
        word = waiting.pop(0)
        found = _first(word)
        if found is None:
            done.append(word)
        else:
            waiting = found + waiting
    return done + waiting


def _first(word: Word) -> list[Word] | None:
    for index, part in enumerate(word.parts):
        if isinstance(part, Text) and not part.quoted and "{" in part.text:
            choices = _choices(part.text)
            if choices is not None:
                before, after = word.parts[:index], word.parts[index + 1 :]
                return [word_of((*before, Text(text), *after), word.raw) for text in choices]
    return None


def _choices(text: str) -> list[str] | None:
    if match := _RANGE.search(text):
        before, after = text[: match.start()], text[match.end() :]
        return [before + item + after for item in _counted(match)]
    begin = text.find("{")
    while begin >= 0:
        items, end = _items(text, begin + 1)
        if items is not None:
            return [text[:begin] + item + text[end:] for item in items]
        begin = text.find("{", begin + 1)
    return None


def _counted(match: re.Match[str]) -> list[str]:
    first, last = match[1], match[2]
    step = abs(int(match[3] or 1)) or 1
    letters = first.isalpha() and last.isalpha()
    if not letters and (first.isalpha() or last.isalpha()):
        return [match[0].replace("{", "\\{")]
    low, high = (ord(first), ord(last)) if letters else (int(first), int(last))
    way = 1 if low <= high else -1
    numbers = range(low, high + way, step * way)[:WORDS_AT_MOST]
    return [chr(n) if letters else str(n) for n in numbers]


def _items(text: str, at: int) -> tuple[list[str] | None, int]:
    """What stands between the commas of the brace opened before `at`."""
    items, depth, begin = [], 0, at
    for place in range(at, len(text)):
        char = text[place]
        if char == "{":
            depth += 1
        elif char == "}" and depth:
            depth -= 1
        elif char == "," and not depth:
            items.append(text[begin:place])
            begin = place + 1
        elif char == "}":
            return ([*items, text[begin:place]] if items else None), place + 1
    return None, at
