"""From Python's own syntax tree to a flat list of steps, so that a script can stop anywhere.

A script's position is then a number, and its state the values of its variables. What lies
outside the small part of Python that is played makes the whole script unknown.
"""

import ast
from functools import lru_cache
from typing import NamedTuple

LONGEST = 20_000
MODULES = ("os", "sys", "time", "os.path")
_EXPRESSIONS = (
    ast.Constant, ast.Name, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp,
    ast.JoinedStr, ast.FormattedValue, ast.Call, ast.List, ast.Tuple, ast.Dict, ast.Subscript,
    ast.Attribute, ast.keyword, ast.Load, ast.Store, ast.operator, ast.unaryop, ast.boolop,
    ast.cmpop,
)  # fmt: skip
_LEFT_OUT = (ast.Pow, ast.LShift, ast.MatMult)


class Unplayed(Exception):
    """The script uses more of Python than is played here."""


class Step(NamedTuple):
    """One thing to do: `do` a statement, `go` to `target`, or go there `unless` the test holds.

    `items` are what a loop goes through; the step after it, `next`, takes one of them for
    `node`, or goes to `target` when there is none.
    """

    what: str
    node: ast.AST | None = None
    target: int = 0


@lru_cache(maxsize=256)
def steps_of(source: str) -> tuple[Step, ...]:
    """The steps of a script; raises SyntaxError where it is none, Unplayed beyond our part."""
    if len(source) > LONGEST:
        raise Unplayed
    try:
        tree = ast.parse(source)
    except (ValueError, RecursionError, MemoryError):
        raise Unplayed from None
    flattener = _Flattener()
    flattener.block(tree.body)
    return tuple(flattener.steps)


class _Flattener:
    """`breaks` and `starts` belong to the loops around: jumps out of them, and their beginnings."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.breaks: list[list[int]] = []
        self.starts: list[int] = []

    def block(self, statements: list[ast.stmt]) -> None:
        for statement in statements:
            handle = _STATEMENTS.get(type(statement))
            if handle is None:
                raise Unplayed
            handle(self, statement)

    def add(self, what: str, node: ast.AST | None = None) -> int:
        for part in ast.walk(node) if node is not None else ():
            plain = isinstance(part, _EXPRESSIONS) or part is node
            if not plain or isinstance(part, _LEFT_OUT):
                raise Unplayed
        self.steps.append(Step(what, node))
        return len(self.steps) - 1

    def land(self, *places: int) -> None:
        """Let those jumps lead to what comes next."""
        for place in places:
            self.steps[place] = self.steps[place]._replace(target=len(self.steps))

    def simple(self, statement: ast.stmt) -> None:
        self.add("do", statement)

    def ignored(self, statement: ast.stmt) -> None:
        """Nothing is done."""

    def imported(self, statement: ast.Import | ast.ImportFrom) -> None:
        names = [alias.name for alias in statement.names]
        if isinstance(statement, ast.ImportFrom):
            names = [statement.module or ""]
        if any(name not in MODULES for name in names):
            raise Unplayed
        self.steps.append(Step("do", statement))

    def choice(self, statement: ast.If) -> None:
        unless = self.add("unless", statement.test)
        self.block(statement.body)
        if not statement.orelse:
            self.land(unless)
            return
        out = self.add("go")
        self.land(unless)
        self.block(statement.orelse)
        self.land(out)

    def loop(self, statement: ast.While | ast.For) -> None:
        if statement.orelse:
            raise Unplayed
        if isinstance(statement, ast.For):
            self.add("items", statement.iter)
            start = self.add("next", statement.target)
        else:
            start = self.add("unless", statement.test)
        self.starts.append(start)
        self.breaks.append([])
        self.block(statement.body)
        self.steps.append(Step("go", None, start))
        self.starts.pop()
        self.land(start, *self.breaks.pop())

    def left(self, statement: ast.Break) -> None:
        self.breaks[-1].append(self.add("go"))

    def again(self, statement: ast.Continue) -> None:
        self.steps.append(Step("go", None, self.starts[-1]))


_STATEMENTS = {
    ast.Expr: _Flattener.simple, ast.Assign: _Flattener.simple, ast.AugAssign: _Flattener.simple,
    ast.Raise: _Flattener.simple, ast.Assert: _Flattener.simple, ast.Pass: _Flattener.ignored,
    ast.Import: _Flattener.imported, ast.ImportFrom: _Flattener.imported,
    ast.If: _Flattener.choice, ast.While: _Flattener.loop, ast.For: _Flattener.loop,
    ast.Break: _Flattener.left, ast.Continue: _Flattener.again,
}  # fmt: skip
