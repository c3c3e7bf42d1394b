"""A shell's variables: kept, exported, hidden for a while, and the special ones."""

from functools import lru_cache
from typing import TYPE_CHECKING

from lifecycle.engine.cri.shell.arithmetic import ArithmeticFailure, evaluate
from lifecycle.engine.cri.shell.expander import arithmetic, fields, text_of
from lifecycle.engine.cri.shell.state import Value
from lifecycle.engine.cri.shell.syntax import Assignment, ExpansionFailure

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

KEPT_TEXT = 1 << 17
COUNTED_TEXT = 1 << 16
_BUCKETS = 39
READ_ONLY = "readonly "
"""Under this and the name stands that a variable must not change."""


class Bulk(str):
    """The beginning of a text that is too long to be kept; `size` is how long it is."""

    __slots__ = ("size",)
    size: int


def size_of(value: Value) -> int:
    """How many characters the value takes up."""
    if isinstance(value, tuple):
        return sum(len(item) for item in value)
    return value.size if isinstance(value, Bulk) else len(value)


class Variables:
    """The part of a machine that knows variables."""

    call: "Call"
    variables: dict[str, Value]
    exported: dict[str, bool]
    positional: tuple[str, ...]
    status: int
    background: int
    shell_pid: int
    began_ms: int
    name: str
    options: str
    impure: bool

    def value(self, name: str) -> str | None:
        """The text of a variable or special parameter; None if it is not set."""
        value = self.variables.get(name)
        if value is not None:
            return value if isinstance(value, str) else (value[0] if value else "")
        if name.isdigit():
            number = int(name)
            if number == 0:
                return self.name
            return self.positional[number - 1] if number <= len(self.positional) else None
        special = _SPECIAL.get(name)
        return special(self) if special else None

    def items(self, name: str) -> tuple[str, ...]:
        """The items of an array; a plain variable has one."""
        value = self.variables.get(name, ())
        return (value,) if isinstance(value, str) else value

    def arithmetic_value(self, name: str) -> str:
        """The same for arithmetic, where nothing is zero and names may name names."""
        text = self.value(name) or ""
        for _ in range(8):
            stripped = text.strip()
            if not (stripped[:1].isalpha() or stripped[:1] == "_") or not stripped.isidentifier():
                break
            text = self.value(stripped) or ""
        return text

    def assign(self, name: str, value: Value) -> None:
        """Set a variable."""
        if READ_ONLY + name in self.variables:
            raise ExpansionFailure(f"{name}: is read only")
        if size_of(value) > COUNTED_TEXT:
            others = sum(size_of(v) for n, v in self.variables.items() if n != name)
            self.call.use_memory(others + size_of(value))
        self.variables = {**self.variables, name: value}
        if "a" in self.options:
            self.exported = {**self.exported, name: True}

    def assign_items(self, name: str, items: tuple[str, ...]) -> None:
        """Set an array."""
        self.assign(name, items)

    def assign_from(self, assignment: Assignment) -> None:
        """Carry out an assignment of a script."""
        name = assignment.name
        if assignment.items is not None:
            items = tuple(fields(self, assignment.items))
            self.assign(name, (*self.items(name), *items) if assignment.append else items)
        elif assignment.index is not None:
            self._assign_item(assignment)
        else:
            text = text_of(self, assignment.value)
            if assignment.append:
                before = self.value(name) or ""
                text = self.sized(before + text, [before, text])
            self.assign(name, text)

    def _assign_item(self, assignment: Assignment) -> None:
        number = arithmetic(self, assignment.index)
        items = list(self.items(assignment.name))
        if not 0 <= number < 10_000:
            raise ExpansionFailure(f"{assignment.name}: bad array subscript", 1)
        items += [""] * (number + 1 - len(items))
        items[number] = text_of(self, assignment.value)
        self.assign(assignment.name, tuple(items))

    def unset(self, name: str) -> None:
        """Forget a variable."""
        self.variables = {n: v for n, v in self.variables.items() if n != name}
        self.exported = {n: v for n, v in self.exported.items() if n != name}

    def unhide(self, hidden: dict[str, Value | None]) -> None:
        """Bring back what `local` or a command's own assignments covered."""
        for name, value in hidden.items():
            if value is None:
                self.unset(name)
            else:
                self.variables = {**self.variables, name: value}

    def environment(self) -> dict[str, str]:
        """What programs get: the exported variables, in the order of ash's table."""
        variables = self.variables
        return {
            name: self.value(name) or ""
            for name in _in_order(tuple(self.exported))
            if name in variables
        }

    def sized(self, text: str, parts: list[str]) -> str:
        """The joined parts, as a `Bulk` if they are too long to be kept whole."""
        if len(text) <= COUNTED_TEXT:
            return text
        size = sum(size_of(part) for part in parts)
        self.call.use_memory(size)
        if size <= KEPT_TEXT:
            return text
        bulk = Bulk(text[:KEPT_TEXT])
        bulk.size = size
        return bulk

    def number(self, text: str) -> int:
        """The value of an arithmetic expression in plain text."""
        try:
            return evaluate(text, self.arithmetic_value, self.assign)
        except ArithmeticFailure as failure:
            raise ExpansionFailure(str(failure)) from None


@lru_cache(maxsize=256)
def _in_order(names: tuple[str, ...]) -> list[str]:
    return sorted(names, key=_bucket)


def _bucket(name: str) -> int:
    """Where ash keeps the variable: `hashvar` of ash.c and dash's var.c."""
    codes = [ord(char) for char in name]
    return ((codes[0] << 4) + sum(codes)) % _BUCKETS


def _random(m: Variables) -> str:
    m.impure = True
    counted = int(m.variables.get("random count", "0")) + 1
    m.variables = {**m.variables, "random count": str(counted)}
    space, pid = m.call.key
    return str(int(m.call.kernel.world.draw("RANDOM", space, pid, counted, m.call.now) * 32768))


def _seconds(m: Variables) -> str:
    m.impure = True
    return str((m.call.now - m.began_ms) // 1000)


_SPECIAL = {
    "?": lambda m: str(m.status),
    "$": lambda m: str(m.shell_pid),
    "!": lambda m: str(m.background) if m.background else None,
    "#": lambda m: str(len(m.positional)),
    "-": lambda m: m.options,
    "RANDOM": _random,
    "SECONDS": _seconds,
    "LINENO": lambda m: "1",
    "PPID": lambda m: str(m.call.parent),
    "OPTIND": lambda m: "1",
    "IFS": lambda m: None,
}
