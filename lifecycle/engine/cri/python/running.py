"""A script under way: it prints, sleeps and exits; between two moments it is a plain value."""

import ast
from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.process import Blocked, Outcome, Wait
from lifecycle.engine.cri.python.flatten import Step, Unplayed, steps_of
from lifecycle.engine.cri.python.values import Module, Values
from lifecycle.engine.kernel.clock import EPOCH

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call

STEPS_BETWEEN_CHECKS = 16
_SILENT = ("sys.stdout.flush", "sys.stderr.flush")
_EXITS = ("sys.exit", "exit", "quit", "os._exit")


class Exit(Exception):
    """The script has ended by itself."""


class Sleep(Exception):
    """The script waits for so many milliseconds."""


def is_played(source: str) -> bool:
    """Whether the whole script lies within what is played; one with a mistake in it does."""
    try:
        steps_of(source)
    except Unplayed:
        return False
    except SyntaxError:
        return True
    return True


def run(call: "Call", source: str, at: int = 0, variables: dict[str, Any] | None = None) -> Outcome:
    """Go on from a step with these variables; raises Unplayed where something isn't known."""
    try:
        return _Running(call, source, at, dict(variables or {})).go()
    except SyntaxError as error:
        call.err(f'  File "<string>", line {error.lineno}\n{type(error).__name__}: {error.msg}\n')
        return 1


class _Running:
    """The script at one moment."""

    def __init__(self, call: "Call", source: str, at: int, variables: dict[str, Any]) -> None:
        self.call, self.source, self.at = call, source, at
        self.steps = steps_of(source)
        self.values = Values(variables, self.outside)

    def go(self) -> Outcome:
        taken = 0
        while self.at < len(self.steps):
            taken += 1
            if not taken % STEPS_BETWEEN_CHECKS and not self.may_go_on():
                return Blocked(self.call.kernel.pause(self.call), self.state)
            step = self.steps[self.at]
            self.at += 1
            try:
                self.take(step)
            except Sleep as sleep:
                return Blocked(Wait(until=self.call.now + sleep.args[0]), self.state)
            except Exit as ended:
                return ended.args[0]
            except Unplayed:
                raise
            except Exception as error:
                return self.failed(error, step)
        return 0

    def may_go_on(self) -> bool:
        return self.call.kernel.spend(self.call, STEPS_BETWEEN_CHECKS)

    @property
    def state(self) -> tuple[Any, ...]:
        return ("python", self.source, self.at, self.values.variables)

    def take(self, step: Step) -> None:
        if step.what == "go":
            self.at = step.target
        elif step.what == "unless":
            self.at = self.at if self.values.of(step.node) else step.target
        elif step.what == "items":
            self.values.variables[f"items of {self.at}"] = tuple(self.values.of(step.node))
        elif step.what == "next":
            name = f"items of {self.at - 1}"
            items = self.values.variables[name]
            if not items:
                self.at = step.target
                return
            self.values.variables[name] = items[1:]
            self.assign(step.node, items[0])
        else:
            self.do(step.node)

    def do(self, statement: ast.AST) -> None:
        if isinstance(statement, ast.Expr):
            self.values.of(statement.value)
        elif isinstance(statement, ast.Assign):
            value = self.values.of(statement.value)
            for target in statement.targets:
                self.assign(target, value)
        elif isinstance(statement, ast.AugAssign):
            sum_ = ast.BinOp(statement.target, statement.op, statement.value)
            self.assign(statement.target, self.values.of(sum_))
        elif isinstance(statement, ast.ImportFrom | ast.Import):
            start = f"{statement.module}." if isinstance(statement, ast.ImportFrom) else ""
            for alias in statement.names:
                name = alias.asname or alias.name.partition(".")[0]
                self.values.variables[name] = Module(f"{start}{alias.name}")
        elif isinstance(statement, ast.Assert):
            if not self.values.of(statement.test):
                raise AssertionError
        else:
            raise _raised(statement, self.values)

    def assign(self, target: ast.AST, value: Any) -> None:
        if isinstance(target, ast.Name):
            self.values.variables[target.id] = value
        elif isinstance(target, ast.Tuple | ast.List):
            for part, one in zip(target.elts, value, strict=True):
                self.assign(part, one)
        else:
            raise Unplayed

    def outside(self, path: str, *arguments: Any, **named: Any) -> Any:
        """What os, sys and time have, as far as it is played."""
        call = self.call
        if path == "print":
            return self.printed(*arguments, **named)
        if path in _EXITS:
            raise Exit(self.exit_code(*arguments))
        if path == "time.sleep":
            raise Sleep(max(0, round(float(arguments[0]) * 1000)))
        if path in ("time.time", "time.monotonic"):
            return EPOCH.timestamp() + call.now / 1000
        if path in ("os.getenv", "os.environ.get"):
            return call.env.get(*arguments)
        if path == "os.environ":
            return dict(call.env)
        if path == "os.path.exists":
            return call.file(arguments[0]) is not None
        if path == "os.getpid":
            return call.key[1]
        if path == "sys.argv":
            return ["-c"]
        if path in _SILENT or path in ("sys.stdout", "sys.stderr"):
            return path
        if path in ("sys.stdout.write", "sys.stderr.write"):
            (call.err if "err" in path else call.out)(str(arguments[0]))
            return len(arguments[0])
        raise Unplayed

    def printed(
        self, *words: Any, sep: str = " ", end: str = "\n", file: str = "", flush: bool = False
    ) -> None:
        write = self.call.err if file == "sys.stderr" else self.call.out
        write(sep.join(str(word) for word in words) + end)

    def exit_code(self, code: Any = 0) -> int:
        if isinstance(code, str):
            self.call.err(f"{code}\n")
            return 1
        return int(code or 0) & 255

    def failed(self, error: Exception, step: Step) -> int:
        """What Python prints of an exception that nobody catches."""
        line = getattr(step.node, "lineno", 1)
        text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        self.call.err(
            f'Traceback (most recent call last):\n  File "<string>", line {line}, in <module>\n'
            f"{text}\n"
        )
        return 1


_KNOWN = {
    kind.__name__: kind
    for kind in (
        *(Exception, ValueError, RuntimeError, KeyError, TypeError, OSError, IndexError),
        *(ZeroDivisionError, TimeoutError, ConnectionError, NotImplementedError, MemoryError),
    )
}


def _raised(statement: ast.AST, values: Values) -> Exception:
    """The exception of a raise statement."""
    node = statement.exc if isinstance(statement, ast.Raise) else None
    name, arguments = node, []
    if isinstance(node, ast.Call):
        name, arguments = node.func, [values.of(argument) for argument in node.args]
    if isinstance(name, ast.Name) and name.id == "SystemExit":
        return Exit(int(arguments[0]) & 255 if arguments else 0)
    kind = _KNOWN.get(name.id) if isinstance(name, ast.Name) else None
    if kind is None:
        raise Unplayed
    return kind(*arguments)
