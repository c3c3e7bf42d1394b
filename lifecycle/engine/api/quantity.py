"""Quantities such as `500m`, `1.5Gi` and `1e3`: exact, in whole billionths.

Kubernetes keeps at most nine decimal places and rounds anything smaller up, so an integer
of billionths holds every quantity without loss. The format in which a quantity was written
decides how it prints: `1024Mi` prints as `1Gi`, `0.5` as `500m`.

Mirrors k8s.io/apimachinery/pkg/api/resource/quantity.go.
"""

import re
from functools import lru_cache

import msgspec

DECIMAL, BINARY, EXPONENT = "DecimalSI", "BinarySI", "DecimalExponent"

FORMAT_WRONG = (
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
)
SUFFIX_WRONG = "unable to parse quantity's suffix"

_GRAMMAR = re.compile(r"([+-]?)([0-9]*)(?:\.([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)")
_EXPONENT = re.compile(r"[eE]([+-]?[0-9]+)")
_DECIMAL_SUFFIXES = {
    "n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18,
}  # fmt: skip
_BINARY_SUFFIXES = {"Ki": 10, "Mi": 20, "Gi": 30, "Ti": 40, "Pi": 50, "Ei": 60}
_DECIMAL_NAMES = {exponent: suffix for suffix, exponent in _DECIMAL_SUFFIXES.items()}
_BINARY_NAMES = {0: "", **{exponent: suffix for suffix, exponent in _BINARY_SUFFIXES.items()}}
_UNIT = 10**9
_MOST = ((1 << 63) - 1) * _UNIT
_LONGEST = 400


class QuantityError(ValueError):
    """The text is not a quantity; the message is the API server's."""


class Quantity(msgspec.Struct, frozen=True, eq=False):
    """An amount in billionths, and the format in which it likes to be written."""

    nano: int
    format: str = DECIMAL

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Quantity) and self.nano == other.nano

    def __lt__(self, other: "Quantity") -> bool:
        return self.nano < other.nano

    def __le__(self, other: "Quantity") -> bool:
        return self.nano <= other.nano

    def __gt__(self, other: "Quantity") -> bool:
        return self.nano > other.nano

    def __ge__(self, other: "Quantity") -> bool:
        return self.nano >= other.nano

    def __hash__(self) -> int:
        return self.nano

    def __bool__(self) -> bool:
        return self.nano != 0

    def __add__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.nano + other.nano, self.format if self.nano else other.format)

    def __sub__(self, other: "Quantity") -> "Quantity":
        return Quantity(self.nano - other.nano, self.format if self.nano else other.format)

    def __str__(self) -> str:
        return canonical(self)

    def scaled(self, unit: int) -> int:
        """How many `unit` billionths this is, rounded away from zero."""
        whole = -(-abs(self.nano) // unit)
        return whole if self.nano >= 0 else -whole


ZERO = Quantity(0)


@lru_cache(maxsize=16384)
def _parse(text: str) -> Quantity:
    match = _GRAMMAR.fullmatch(text)
    if match is None or not text or len(text) > _LONGEST:
        raise QuantityError(FORMAT_WRONG)
    sign, whole, fraction, suffix = match.groups(default="")
    exponent, kind = _interpret(suffix)
    amount, scale = int(whole + fraction or "0"), -len(fraction)
    if kind == BINARY:
        amount <<= exponent
    else:
        scale += max(min(exponent, _LONGEST), -_LONGEST)
    nano = _in_billionths(amount, scale)
    if kind == BINARY and 0 < nano < _UNIT:
        kind = DECIMAL
    return Quantity(-nano if sign == "-" else nano, kind)


def _interpret(suffix: str) -> tuple[int, str]:
    """The exponent that the suffix stands for, and the format that it sets."""
    if suffix in _DECIMAL_SUFFIXES:
        return _DECIMAL_SUFFIXES[suffix], DECIMAL
    if suffix in _BINARY_SUFFIXES:
        return _BINARY_SUFFIXES[suffix], BINARY
    if match := _EXPONENT.fullmatch(suffix):
        return int(match[1]), EXPONENT
    raise QuantityError(SUFFIX_WRONG)


def _in_billionths(amount: int, scale: int) -> int:
    shift = scale + 9
    nano = amount * 10**shift if shift >= 0 else -(-amount // 10**-shift)
    return min(nano, _MOST)


def parse(quantity: "str | int | float | Quantity") -> Quantity:
    """Read a quantity as YAML or JSON gives it; raises QuantityError.

    >>> parse("1.5Gi").nano == 1.5 * 2**30 * 10**9
    True
    """
    if isinstance(quantity, Quantity):
        return quantity
    if isinstance(quantity, bool):
        raise QuantityError(FORMAT_WRONG)
    return _parse(str(quantity).strip())


def canonical(quantity: "str | int | float | Quantity") -> str:
    """The one way in which the API prints this amount: `Quantity.CanonicalizeBytes`."""
    quantity = parse(quantity)
    nano = quantity.nano
    if nano == 0:
        return "0"
    if quantity.format == BINARY and abs(nano) >= 1024 * _UNIT and nano % _UNIT == 0:
        return _in_binary(nano // _UNIT)
    exponent = -9
    while nano % 1000 == 0 and exponent < 18:
        nano, exponent = nano // 1000, exponent + 3
    if quantity.format == EXPONENT:
        return f"{nano}e{exponent}" if exponent else str(nano)
    return f"{nano}{_DECIMAL_NAMES[exponent]}"


def _in_binary(whole: int) -> str:
    exponent = 0
    while whole % 1024 == 0 and exponent < 60:
        whole, exponent = whole // 1024, exponent + 10
    return f"{whole}{_BINARY_NAMES[exponent]}"


def value(quantity: "str | int | float | Quantity") -> int:
    """The amount in whole units, rounded up (`Quantity.Value`)."""
    return parse(quantity).scaled(_UNIT)


def milli_value(quantity: "str | int | float | Quantity") -> int:
    """The amount in thousandths, rounded up (`Quantity.MilliValue`)."""
    return parse(quantity).scaled(_UNIT // 1000)
