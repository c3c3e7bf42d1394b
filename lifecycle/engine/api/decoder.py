"""From parsed JSON to the structs of a kind, as strictly as the API server reads it.

Each type of the models gets its reader once. A reader returns the value to be stored (what
is absent becomes Go's zero value where the model has no default) and notes what is wrong:
wrong types in the words of Go's decoder, unknown fields in those of strict decoding.

Mirrors sigs.k8s.io/json and k8s.io/apimachinery/pkg/runtime/serializer/json.
"""

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Callable
from datetime import UTC, datetime
from inspect import get_annotations
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect
from msgspec.structs import replace

from lifecycle.engine.api.gopointers import loses_zero
from lifecycle.engine.api.gotimes import time_problem
from lifecycle.engine.api.gotypes import (
    BYTES_MAPS,
    INT64_FIELDS,
    QUANTITY_MAPS,
    map_type,
    string_type,
)
from lifecycle.engine.api.problem import Problem
from lifecycle.engine.api.quantity import QuantityError, canonical

_FREE_FORM_MODULES = ("apiextensions_v1", "resource_v1", "admissionregistration_v1")
_POINTERS = ("LabelSelector",)


class Place(NamedTuple):
    """Where the reader is: the field path, and the names that Go's decoder uses."""

    path: str
    struct: str
    go_path: str
    problems: list[Problem]

    def wrong(self, message: str, *, stops: bool = True) -> None:
        """Note that something can't be read here.

        Types that read themselves stop the whole of Go's decoder; others are passed over.
        """
        self.problems.append(Problem(self.path, message, stops=stops))

    def mismatch(
        self, value: Any, go_type: str, *, exact: bool = False, stops: bool = False
    ) -> None:
        """Note a value of the wrong JSON type."""
        found = json_type(value)
        if exact and found == "number":
            found = f"number {value}"
        field = f"Go struct field {self.struct}.{self.go_path}" if self.struct else "Go value"
        message = f"json: cannot unmarshal {found} into {field} of type {go_type}"
        self.wrong(message, stops=stops)


Reader = Callable[[Any, Place], Any]


def json_type(value: Any) -> str:
    """The JSON type of a value, as Go's decoder names it."""
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, dict):
        return "object"
    return "array" if isinstance(value, list) else "number"


def _text(go_type: str) -> Reader:
    def read(value: Any, at: Place) -> str:
        if isinstance(value, str):
            return value
        if value is not None:
            at.mismatch(value, go_type)
        return ""

    return read


def _integer(go_type: str) -> Reader:
    limit = 1 << (63 if go_type == "int64" else 31)

    def read(value: Any, at: Place) -> int:
        if type(value) is float and value.is_integer():
            value = int(value)
        if type(value) is int and -limit <= value < limit:
            return value
        if value is not None:
            at.mismatch(value, go_type, exact=True)
        return 0

    return read


def _boolean(value: Any, at: Place) -> bool:
    if value is not None and not isinstance(value, bool):
        at.mismatch(value, "bool")
    return value is True


def _number(value: Any, at: Place) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    at.mismatch(value, "float64")
    return 0


def _int_or_string(value: Any, at: Place) -> int | str:
    if isinstance(value, str):
        return value
    if type(value) is int and -(1 << 31) <= value < 1 << 31:
        return value
    if value is not None:
        at.mismatch(value, "int32", exact=True, stops=True)
    return 0


def _quantity(value: Any, at: Place) -> str:
    if value is None:
        return "0"
    try:
        return canonical(value) if isinstance(value, str | int | float) else canonical("x")
    except QuantityError as error:
        at.wrong(str(error))
        return "0"


_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def _time(value: Any, at: Place) -> datetime | None:
    if isinstance(value, datetime) or value is None:
        return value
    if not isinstance(value, str):
        at.mismatch(value, "string", stops=True)
        return None
    try:
        if not _RFC3339.fullmatch(value):
            raise ValueError(value)
        return datetime.fromisoformat(value.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        at.wrong(f'parsing time "{value}"{time_problem(value)}')
        return None


def _bytes(value: Any, at: Place) -> str:
    if not isinstance(value, str):
        at.mismatch(value, "[]uint8")
        return ""
    try:
        b64decode("".join(value.split()), validate=True)
    except (Base64Error, ValueError):
        message = f"illegal base64 data at input byte {_first_bad_byte(value)}"
        at.wrong(message, stops=False)
    return value


def _first_bad_byte(value: str) -> int:
    match = re.search(r"[^A-Za-z0-9+/\r\n]", value)
    return match.start() if match else len(value) - len(value) % 4


def _anything(value: Any, at: Place) -> Any:
    return value


def _list(item: Reader, go_type: str) -> Reader:
    def read(value: Any, at: Place) -> list[Any] | None:
        if isinstance(value, list):
            path = at.path
            return [item(v, at._replace(path=f"{path}[{i}]")) for i, v in enumerate(value)] or None
        if value is not None:
            at.mismatch(value, go_type)
        return None

    return read


def _map(item: Reader, go_type: str) -> Reader:
    def read(value: Any, at: Place) -> dict[str, Any] | None:
        if isinstance(value, dict):
            path = at.path
            return {k: item(v, at._replace(path=f"{path}[{k}]")) for k, v in value.items()} or None
        if value is not None:
            at.mismatch(value, go_type)
        return None

    return read


class _Field(NamedTuple):
    name: str
    read: Reader
    required: bool
    zero: Callable[[], Any]
    loses_zero: bool


_READERS: dict[type, Reader] = {}


def struct_reader(cls: type[msgspec.Struct], fields: tuple[Any, ...] = ()) -> Reader:
    """The reader of one struct of the models, made once.

    `fields` are msgspec's of this struct, where the caller has them: to ask again costs as
    much as the whole tree below it.
    """
    reader = _READERS.get(cls)
    if reader is None:
        reader = _READERS[cls] = _make_struct_reader(cls, fields)
    return reader


def with_spec(obj: Any) -> Any:
    """The object with an empty spec where it has none: in Go it is no pointer."""
    if getattr(obj, "spec", obj) is not None:
        return obj
    kinds = _SPECS.get(type(obj))
    if kinds is None:
        fields = inspect.type_info(type(obj)).fields
        kinds = next(field.type for field in fields if field.encode_name == "spec").types
        kinds = _SPECS[type(obj)] = [k.cls for k in kinds if isinstance(k, inspect.StructType)]
    return replace(obj, spec=struct_reader(kinds[0])({}, Place("", "", "", [])))


_SPECS: dict[type, Any] = {}


def _make_struct_reader(cls: type[msgspec.Struct], known: tuple[Any, ...]) -> Reader:
    fields: dict[str, _Field] = {}
    version = cls.__module__.rpartition("_")[2]

    def read(value: Any, at: Place) -> Any:
        if not fields:
            fields.update(_fields(cls, known or inspect.type_info(cls).fields))
        if not isinstance(value, dict):
            if value is not None:
                at.mismatch(value, f"{version}.{cls.__name__}")
            value = {}
        return cls(**_members(cls.__name__, fields, value, at))

    return read


def _members(struct: str, fields: dict[str, _Field], value: dict[str, Any], at: Place):
    path, go_path, problems = at.path, at.go_path, at.problems
    prefix, go_prefix = path and path + ".", go_path and go_path + "."
    found: dict[str, Any] = {}
    for key in sorted(value):
        field = fields.get(key)
        if field is None:
            problems.append(Problem(prefix + key, f'unknown field "{prefix}{key}"', tuple(fields)))
        elif value[key] is not None:
            place = Place(prefix + key, struct, go_prefix + key, problems)
            item = field.read(value[key], place)
            if item or not field.loses_zero:
                found[field.name] = item
    for field in fields.values():
        if field.required and found.get(field.name) is None:
            found[field.name] = field.zero()
    return found


def _fields(cls: type[msgspec.Struct], fields: tuple[Any, ...]) -> dict[str, _Field]:
    annotations = {k: v for base in reversed(cls.__mro__) for k, v in get_annotations(base).items()}
    return {
        field.encode_name: _Field(
            field.name,
            _reader_of(cls, field, annotations[field.name]),
            field.required,
            _zero_of(field.type),
            _loses_zero(cls, field, annotations[field.name]),
        )
        for field in fields
    }


_SCALARS = (inspect.StrType, inspect.IntType, inspect.BoolType)


def _loses_zero(cls: type, field: Any, annotation: str) -> bool:
    """Whether Go would not write a zero of this field (`omitempty` on what is no pointer)."""
    if field.required or "resource.Quantity" in annotation:
        return False
    kinds = field.type.types if isinstance(field.type, inspect.UnionType) else (field.type,)
    kinds = [kind for kind in kinds if not isinstance(kind, inspect.NoneType)]
    if len(kinds) > 1 or not isinstance(kinds[0], _SCALARS):
        return False
    return loses_zero(cls.__module__.rpartition(".")[2], cls.__name__, field.encode_name)


def _zero_of(kind: Any) -> Callable[[], Any]:
    if isinstance(kind, inspect.StructType):
        reader = struct_reader(kind.cls, kind.fields)
        if kind.cls.__name__ in _POINTERS:
            return lambda: None
        return lambda: reader({}, Place("", "", "", []))
    zeros = {
        inspect.StrType: str, inspect.IntType: int, inspect.BoolType: bool,
        inspect.ListType: list, inspect.DictType: dict, inspect.UnionType: int,
    }  # fmt: skip
    return zeros.get(type(kind), lambda: None)


def _reader_of(cls: type, field: Any, annotation: str) -> Reader:
    kind = field.type
    if isinstance(kind, inspect.UnionType):
        kinds = [k for k in kind.types if not isinstance(k, inspect.NoneType)]
        if len(kinds) > 1:
            return _int_or_string
        kind = kinds[0]
    if isinstance(kind, inspect.ListType):
        item, go = _reader_of_item(cls, field.encode_name, kind.item_type, annotation)
        return _list(item, f"[]{go}")
    if isinstance(kind, inspect.DictType):
        return _map_reader(cls, field.encode_name, annotation)
    return _reader_of_item(cls, field.encode_name, kind, annotation)[0]


def _reader_of_item(cls: type, name: str, kind: Any, annotation: str) -> tuple[Reader, str]:
    version = cls.__module__.rpartition("_")[2]
    if "resource.Quantity" in annotation:
        return _quantity, "resource.Quantity"
    if isinstance(kind, inspect.StructType):
        module_version = kind.cls.__module__.rpartition("_")[2]
        return struct_reader(kind.cls, kind.fields), f"{module_version}.{kind.cls.__name__}"
    if isinstance(kind, inspect.StrType):
        go = string_type(cls.__name__, name, version)
        return _text(go), go
    if isinstance(kind, inspect.IntType):
        go = "int64" if name in INT64_FIELDS else "int32"
        return _integer(go), go
    plain = {
        inspect.BoolType: (_boolean, "bool"),
        inspect.DateTimeType: (_time, f"{version}.Time"),
        inspect.FloatType: (_number, "float64"),
    }
    return plain.get(type(kind), (_anything, "interface {}"))


def _map_reader(cls: type, name: str, annotation: str) -> Reader:
    free = cls.__module__.rpartition(".")[2] in _FREE_FORM_MODULES
    if free or "dict" not in annotation:
        return _anything
    go = map_type(cls.__name__, name, cls.__module__.rpartition("_")[2])
    if name in QUANTITY_MAPS:
        return _map(_quantity, go)
    return _map(_bytes if (cls.__name__, name) in BYTES_MAPS else _text("string"), go)
