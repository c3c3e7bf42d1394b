"""What expressions of a script come to: Python's own values, bounded in size."""

import ast
import operator
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from lifecycle.engine.cri.python.flatten import Unplayed

LARGEST_BITS, LARGEST = 4096, 16_384
"""Of a number in bits; of a text in characters, and of a list with all that lies in it."""

_BINARY: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
    ast.RShift: operator.rshift,
}  # fmt: skip
_UNARY = {
    ast.Not: operator.not_, ast.USub: operator.neg, ast.UAdd: operator.pos,
    ast.Invert: operator.invert,
}  # fmt: skip
_COMPARE: dict[type, Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda left, right: left in right, ast.NotIn: lambda left, right: left not in right,
}  # fmt: skip
_BUILTINS: dict[str, Callable[..., Any]] = {
    "int": int, "str": str, "float": float, "bool": bool, "len": len, "abs": abs, "min": min,
    "max": max, "round": round, "sum": sum, "list": list, "range": range, "repr": repr,
    "sorted": sorted, "any": any, "all": all, "ord": ord, "chr": chr,
    "enumerate": lambda items: list(enumerate(items)),
}  # fmt: skip
_OUTSIDE = ("print", "exit", "quit")
_WIDE = re.compile(r"%[^a-zA-Z%]*(?:\*|\d{4})")
"""A width in a format that would make a long text of a short one."""

_METHODS = (
    *("upper", "lower", "strip", "lstrip", "rstrip", "split", "join", "startswith", "endswith"),
    *("replace", "title", "capitalize", "isdigit", "get", "keys", "values", "items", "count"),
)


class Module(NamedTuple):
    """What a script has imported: `os`, or `os.environ` of it."""

    path: str


class Values:
    """Evaluates expressions; `outside` answers for modules: `os.getenv`, `time.time`."""

    def __init__(self, variables: dict[str, Any], outside: Callable[..., Any]) -> None:
        self.variables = variables
        self._outside = outside

    def of(self, node: ast.expr) -> Any:
        """The value; raises what Python raises, and Unplayed for what isn't known."""
        value = _EXPRESSIONS[type(node)](self, node)
        if isinstance(node, ast.Name | ast.Constant):
            return value
        if isinstance(value, int):
            if value.bit_length() > LARGEST_BITS:
                raise Unplayed
        elif isinstance(value, str | list | tuple | dict | range):
            _weigh(value)
        return value

    def path(self, node: ast.expr) -> str:
        """`os.environ.get` of what is imported or built in; empty of what is a value."""
        if isinstance(node, ast.Attribute):
            start = self.path(node.value)
            return f"{start}.{node.attr}" if start else ""
        if not isinstance(node, ast.Name):
            return ""
        value = self.variables.get(node.id)
        if isinstance(value, Module):
            return value.path
        is_built_in = node.id in _BUILTINS or node.id in _OUTSIDE
        return node.id if is_built_in and node.id not in self.variables else ""

    def _name(self, node: ast.Name) -> Any:
        if node.id in self.variables:
            return self.variables[node.id]
        raise NameError(f"name '{node.id}' is not defined")

    def _attribute(self, node: ast.Attribute) -> Any:
        path = self.path(node)
        if not path:
            raise Unplayed
        return self._outside(path)

    def _binary(self, node: ast.BinOp) -> Any:
        left, right = self.of(node.left), self.of(node.right)
        if isinstance(node.op, ast.Mult):
            _check_product(left, right)
        if isinstance(node.op, ast.Mod) and isinstance(left, str) and _WIDE.search(left):
            raise Unplayed
        return _BINARY[type(node.op)](left, right)

    def _all_or_any(self, node: ast.BoolOp) -> Any:
        value: Any = None
        for part in node.values:
            value = self.of(part)
            if bool(value) == isinstance(node.op, ast.Or):
                return value
        return value

    def _compared(self, node: ast.Compare) -> bool:
        left = self.of(node.left)
        for compare, part in zip(node.ops, node.comparators):
            right = self.of(part)
            if not _COMPARE[type(compare)](left, right):
                return False
            left = right
        return True

    def _joined(self, node: ast.JoinedStr) -> str:
        return "".join(str(self.of(part)) for part in node.values)

    def _formatted(self, node: ast.FormattedValue) -> str:
        value = self.of(node.value)
        value = {"r": repr, "s": str}.get(chr(node.conversion % 256), lambda v: v)(value)
        form = self.of(node.format_spec) if node.format_spec is not None else ""
        if re.search(r"\d{4}", form):
            raise Unplayed
        return format(value, form)

    def _subscript(self, node: ast.Subscript) -> Any:
        return self.of(node.value)[self.of(node.slice)]

    def _call(self, node: ast.Call) -> Any:
        arguments = [self.of(argument) for argument in node.args]
        named = {k.arg: self.of(k.value) for k in node.keywords if k.arg}
        if path := self.path(node.func):
            return _BUILTINS.get(path, self._module_s(path))(*arguments, **named)
        if isinstance(node.func, ast.Name):
            return self._name(node.func)()
        if not isinstance(node.func, ast.Attribute) or node.func.attr not in _METHODS:
            raise Unplayed
        return _method(self.of(node.func.value), node.func.attr, arguments)

    def _module_s(self, path: str) -> Callable[..., Any]:
        return lambda *arguments, **named: self._outside(path, *arguments, **named)


def _weigh(value: Any) -> None:
    """Raise Unplayed for what is larger than a script may hold, with all that lies in it."""
    waiting, weight = [value], 0
    while waiting:
        one = waiting.pop()
        if isinstance(one, str | range | list | tuple | dict):
            weight += len(one)
        if weight > LARGEST:
            raise Unplayed
        if isinstance(one, list | tuple):
            waiting += one
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]


def _check_product(left: Any, right: Any) -> None:
    for one, other in ((left, right), (right, left)):
        is_sequence = isinstance(one, str | list | tuple) and isinstance(other, int)
        if is_sequence and len(one) * other > LARGEST:
            raise Unplayed


def _method(value: Any, name: str, arguments: list[Any]) -> Any:
    """What a method of a text or a dictionary returns."""
    lengths = [len(a) for a in arguments if isinstance(a, str | list | tuple | dict | range)]
    if name in ("join", "replace") and (len(value) + 1) * max(lengths, default=0) > LARGEST:
        raise Unplayed
    found = getattr(value, name)(*arguments)
    return list(found) if name in ("keys", "values", "items") else found


_EXPRESSIONS: dict[type, Callable[[Values, Any], Any]] = {
    ast.Constant: lambda values, node: node.value,
    ast.Name: Values._name,
    ast.Attribute: Values._attribute,
    ast.BinOp: Values._binary,
    ast.UnaryOp: lambda values, node: _UNARY[type(node.op)](values.of(node.operand)),
    ast.BoolOp: Values._all_or_any,
    ast.Compare: Values._compared,
    ast.IfExp: lambda values, node: values.of(node.body if values.of(node.test) else node.orelse),
    ast.JoinedStr: Values._joined,
    ast.FormattedValue: Values._formatted,
    ast.Subscript: Values._subscript,
    ast.Call: Values._call,
    ast.List: lambda values, node: [values.of(part) for part in node.elts],
    ast.Tuple: lambda values, node: tuple(values.of(part) for part in node.elts),
    ast.Dict: lambda values, node: {
        values.of(key): values.of(value) for key, value in zip(node.keys, node.values)
    },
}
