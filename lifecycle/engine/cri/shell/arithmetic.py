"""`$(( … ))`: C's integer expressions over 64 bits, with the shell's variables.

Precedence climbing; a name is a variable, whose text may again be a number.
"""

import re
from collections.abc import Callable

_TOKEN = re.compile(
    r"\s*(?:(0[xX][0-9a-fA-F]+|\d+#\w+|\d+)|([A-Za-z_]\w*)"
    r"|(<<=|>>=|\*\*|\+\+|--|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]=|[-+*/%<>=!~&|^?:(),]))"
)
_LEVELS = {
    "||": 1, "&&": 2, "|": 3, "^": 4, "&": 5, "==": 6, "!=": 6, "<": 7, ">": 7, "<=": 7,
    ">=": 7, "<<": 8, ">>": 8, "+": 9, "-": 9, "*": 10, "/": 10, "%": 10, "**": 11,
}  # fmt: skip
_ASSIGNMENTS = ("=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=")
DEPTH_AT_MOST = 60


class ArithmeticFailure(Exception):
    """The expression has no value; the message is the shell's."""


def evaluate(text: str, get: Callable[[str], str], put: Callable[[str, str], None]) -> int:
    """The value of the expression; assignments go through `put`."""
    stripped = text.strip()
    if stripped.isdigit() and (stripped[0] != "0" or len(stripped) == 1):
        return _wrap(int(stripped[:40]))
    return _Evaluation(text, get, put).whole()


def number(text: str) -> int:
    """A number as C writes it: decimal, 0x…, 0…, or base#digits."""
    try:
        if "#" in text:
            base, _, digits = text.partition("#")
            return int(digits, int(base))
        if text[:2].lower() == "0x":
            return int(text, 16)
        return int(text, 8 if len(text) > 1 and text[0] == "0" else 10)
    except ValueError:
        raise ArithmeticFailure("arithmetic syntax error") from None


def _wrap(value: int) -> int:
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)


class _Evaluation:
    """One pass over the tokens of an expression."""

    def __init__(
        self, text: str, get: Callable[[str], str], put: Callable[[str, str], None]
    ) -> None:
        self.get, self.put = get, put
        self.tokens: list[tuple[str, str]] = []
        self.at = self.depth = 0
        self.live = True
        place = 0
        text = text.strip()
        while place < len(text):
            match = _TOKEN.match(text, place)
            if not match:
                raise ArithmeticFailure("arithmetic syntax error")
            kind = "number" if match[1] else "name" if match[2] else "operator"
            self.tokens.append((kind, match[1] or match[2] or match[3]))
            place = match.end()

    def whole(self) -> int:
        if not self.tokens:
            return 0
        value = self.comma()
        if self.at < len(self.tokens):
            raise ArithmeticFailure("arithmetic syntax error")
        return value

    def peek(self) -> str:
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, text: str) -> bool:
        if self.peek() == text and self.tokens[self.at][0] == "operator":
            self.at += 1
            return True
        return False

    def comma(self) -> int:
        value = self.assignment()
        while self.take(","):
            value = self.assignment()
        return value

    def assignment(self) -> int:
        self.depth += 1
        if self.depth > DEPTH_AT_MOST:
            raise ArithmeticFailure("expression recursion level exceeded")
        at = self.at
        if at + 1 < len(self.tokens) and self.tokens[at][0] == "name":
            operator = self.tokens[at + 1]
            if operator[0] == "operator" and operator[1] in _ASSIGNMENTS:
                self.at += 2
                value = self.assign(self.tokens[at][1], operator[1])
                self.depth -= 1
                return value
        value = self.ternary()
        self.depth -= 1
        return value

    def assign(self, name: str, operator: str) -> int:
        value = self.assignment()
        if operator != "=":
            value = self.binary(operator[:-1], self.variable(name), value)
        return self.store(name, value)

    def store(self, name: str, value: int) -> int:
        if self.live:
            self.put(name, str(value))
        return value

    def ternary(self) -> int:
        condition = self.level(1)
        if not self.take("?"):
            return condition
        live = self.live
        self.live = live and condition != 0
        first = self.assignment()
        if not self.take(":"):
            raise ArithmeticFailure("arithmetic syntax error")
        self.live = live and condition == 0
        second = self.assignment()
        self.live = live
        return first if condition else second

    def level(self, least: int) -> int:
        value = self.unary()
        while True:
            operator = self.peek()
            level = _LEVELS.get(operator, 0)
            if level < least or self.tokens[self.at][0] != "operator":
                return value
            self.at += 1
            live = self.live
            if operator == "&&":
                self.live = live and value != 0
            elif operator == "||":
                self.live = live and value == 0
            right = self.level(level + (operator != "**"))
            self.live = live
            value = self.binary(operator, value, right)

    def binary(self, operator: str, a: int, b: int) -> int:
        if operator in ("/", "%"):
            if b == 0:
                if not self.live:
                    return 0
                raise ArithmeticFailure("divide by zero")
            quotient = abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)
            return _wrap(quotient if operator == "/" else a - b * quotient)
        return _wrap(_BINARY[operator](a, b))

    def unary(self) -> int:
        for operator, work in _UNARY.items():
            if self.take(operator):
                self.depth += 1
                if self.depth > DEPTH_AT_MOST:
                    raise ArithmeticFailure("expression recursion level exceeded")
                value = _wrap(work(self.unary()))
                self.depth -= 1
                return value
        for operator, step in (("++", 1), ("--", -1)):
            if self.take(operator):
                name = self.name()
                return self.store(name, _wrap(self.variable(name) + step))
        return self.primary()

    def name(self) -> str:
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind != "name":
            raise ArithmeticFailure("arithmetic syntax error")
        self.at += 1
        return text

    def primary(self) -> int:
        if self.take("("):
            value = self.comma()
            if not self.take(")"):
                raise ArithmeticFailure("arithmetic syntax error")
            return value
        kind, text = self.tokens[self.at] if self.at < len(self.tokens) else ("", "")
        if kind == "number":
            self.at += 1
            return _wrap(number(text[:40]))
        name = self.name()
        value = self.variable(name)
        for operator, step in (("++", 1), ("--", -1)):
            if self.take(operator):
                self.store(name, _wrap(value + step))
                break
        return value

    def variable(self, name: str) -> int:
        text = self.get(name).strip()
        if not text:
            return 0
        negative = text[0] == "-"
        digits = text[1:] if text[0] in "+-" else text
        if not digits[:1].isdigit():
            if not self.live:
                return 0
            raise ArithmeticFailure(f'bad number: "{text}"' if digits else "bad number")
        value = number(digits[:40])
        return _wrap(-value if negative else value)


_UNARY: dict[str, Callable[[int], int]] = {
    "-": lambda v: -v, "+": lambda v: v, "!": lambda v: int(not v), "~": lambda v: ~v,
}  # fmt: skip
_BINARY: dict[str, Callable[[int, int], int]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
    "**": lambda a, b: pow(a, min(max(b, 0), 64)), "<<": lambda a, b: a << (b & 63),
    ">>": lambda a, b: a >> (b & 63), "&": lambda a, b: a & b, "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b, "<": lambda a, b: int(a < b), ">": lambda a, b: int(a > b),
    "<=": lambda a, b: int(a <= b), ">=": lambda a, b: int(a >= b),
    "==": lambda a, b: int(a == b), "!=": lambda a, b: int(a != b),
    "&&": lambda a, b: int(bool(a) and bool(b)), "||": lambda a, b: int(bool(a) or bool(b)),
}  # fmt: skip
