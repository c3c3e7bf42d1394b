"""From when on a kubelet ends Pods to spare its node: what must be left, and for how long not.

Written as for the kubelet's flags, each in an annotation of the Node:

| annotation | example |
|---|---|
| podviz.io/eviction-hard | `memory.available<100Mi,pid.available<10%` |
| podviz.io/eviction-soft | `memory.available<1.5Gi` |
| podviz.io/eviction-soft-grace-period | `memory.available=1m30s` |
| podviz.io/eviction-minimum-reclaim | `memory.available=500Mi` |
| podviz.io/eviction-max-pod-grace-period | `60` |
| podviz.io/eviction-pressure-transition-period | `30s` |

Mirrors `ParseThresholdConfig` of pkg/kubelet/eviction/helpers.go. A real kubelet doesn't start
with flags that make no sense; here they count for nothing.
"""

import re

import msgspec
from lightkube.models.core_v1 import Node

from lifecycle.engine.api.quantity import QuantityError, parse, value
from lifecycle.engine.kernel.clock import Millis

PREFIX = "podviz.io/eviction-"
MEMORY, DISK, PIDS = "memory", "ephemeral-storage", "pids"

SIGNALS = {
    "memory.available": (MEMORY, "MemoryPressure"),
    "nodefs.available": (DISK, "DiskPressure"),
    "imagefs.available": (DISK, "DiskPressure"),
    "pid.available": (PIDS, "PIDPressure"),
}
"""The resource and the node's condition of each signal; the disk is one file system."""

UNOBSERVED = frozenset(
    (
        *("nodefs.inodesFree", "imagefs.inodesFree", "containerfs.inodesFree"),
        *("allocatableMemory.available", "containerfs.available"),
    )
)
"""Signals that a kubelet knows, and that are never low here."""

LONGEST = 1024
"""Characters of an annotation that are read."""

_SHARE = re.compile(r"-?\d{1,9}(?:\.\d{1,9})?%")
_DURATION = re.compile(r"(?:\d{1,9}(?:\.\d{1,9})?(?:ms|s|m|h))+")
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h)")
_UNITS = {"ms": 1, "s": 1_000, "m": 60_000, "h": 3_600_000}


class ThresholdError(ValueError):
    """What a kubelet would say of the flags, and not start."""


class Amount(msgspec.Struct, frozen=True):
    """So many, or a share of the capacity."""

    quantity: int = 0
    percent: float = 0

    def of(self, capacity: int) -> int:
        """As a number (`GetThresholdQuantity`)."""
        return self.quantity or int(capacity * self.percent / 100)


class Threshold(msgspec.Struct, frozen=True):
    """Less than `least` must not be left; a soft one has to be met for `grace_ms`."""

    signal: str
    least: Amount
    grace_ms: Millis = 0
    reclaim: Amount = Amount()

    @property
    def resource(self) -> str:
        return SIGNALS[self.signal][0]

    @property
    def condition(self) -> str:
        return SIGNALS[self.signal][1]

    @property
    def is_hard(self) -> bool:
        return self.grace_ms == 0


DEFAULTS = (
    Threshold("memory.available", Amount(quantity=100 << 20)),
    Threshold("nodefs.available", Amount(percent=10)),
    Threshold("imagefs.available", Amount(percent=15)),
)
"""Those of a kubelet without any flags; memory is fought for first."""


class Config(msgspec.Struct, frozen=True):
    """What the manager goes by. Soft evictions leave a Pod `max_grace_seconds` at most."""

    thresholds: tuple[Threshold, ...] = DEFAULTS
    max_grace_seconds: int = 0
    transition_ms: Millis = 300_000


DEFAULT = Config()


def config_of(node: Node | None) -> Config:
    """The configuration of the node's kubelet."""
    annotations = (node.metadata.annotations if node is not None else None) or {}
    given = {
        name.removeprefix(PREFIX): text[:LONGEST]
        for name, text in annotations.items()
        if name.startswith(PREFIX)
    }
    if not given:
        return DEFAULT
    try:
        return _config(given)
    except (ThresholdError, QuantityError):
        return DEFAULT


def _config(given: dict[str, str]) -> Config:
    soft = pairs(given.get("soft", ""), "<")
    periods = pairs(given.get("soft-grace-period", ""), "=")
    reclaim = pairs(given.get("minimum-reclaim", ""), "=")
    if "hard" in given:
        hard = parse_threshold_config(pairs(given["hard"], "<"), {}, {}, reclaim)
    else:
        hard = DEFAULTS
    found = (*hard, *parse_threshold_config({}, soft, periods, reclaim))
    seconds = given.get("max-pod-grace-period", "0")
    if not re.fullmatch(r"\d{1,9}", seconds):
        raise ThresholdError(f"invalid grace period {seconds}")
    transition = given.get("pressure-transition-period")
    return Config(
        tuple(sorted(found, key=lambda each: each.resource != MEMORY)),
        int(seconds),
        Config().transition_ms if transition is None else duration(transition),
    )


def pairs(text: str, sign: str) -> dict[str, str]:
    """`a<1,b<2` as a dict."""
    listed = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, found, amount = part.partition(sign)
        if not found:
            raise ThresholdError(f"malformed pair, expect string{sign}string")
        listed[name.strip()] = amount.strip()
    return listed


def parse_threshold_config(
    hard: dict[str, str], soft: dict[str, str], periods: dict[str, str], reclaim: dict[str, str]
) -> tuple[Threshold, ...]:
    """The thresholds that the flags say; ThresholdError if they make no sense."""
    least = {signal: _reclaim(signal, amount) for signal, amount in reclaim.items()}
    waits = {}
    for signal, text in periods.items():
        _check(signal)
        waits[signal] = duration(text)
    found = []
    for signal, amount in _statements(hard).items():
        found.append(Threshold(signal, amount, 0, least.get(signal, Amount())))
    for signal, amount in _statements(soft).items():
        if signal not in waits:
            raise ThresholdError(
                f"grace period must be specified for the soft eviction threshold {signal}"
            )
        found.append(Threshold(signal, amount, waits[signal], least.get(signal, Amount())))
    return tuple(each for each in found if each.signal in SIGNALS)


def _statements(listed: dict[str, str]) -> dict[str, Amount]:
    found = {signal: _least(signal, text) for signal, text in listed.items()}
    return {signal: amount for signal, amount in found.items() if amount is not None}


def _least(signal: str, text: str) -> Amount | None:
    """What must be left; None for 0 % and 100 %, which switch the threshold off."""
    _check(signal)
    if text.endswith("%"):
        percent = _percentage(text)
        if percent < 0:
            raise ThresholdError(f"eviction percentage threshold {signal} must be >= 0%: {text}")
        if percent > 100:
            raise ThresholdError(f"eviction percentage threshold {signal} must be <= 100%: {text}")
        return Amount(percent=percent) if 0 < percent < 100 else None
    quantity = value(parse(text))
    if quantity <= 0:
        raise ThresholdError(f"eviction threshold {signal} must be positive: {text}")
    return Amount(quantity=quantity)


def _reclaim(signal: str, text: str) -> Amount:
    """How much more than the threshold must be left again before all is well."""
    _check(signal)
    if text.endswith("%"):
        percent = _percentage(text)
        if percent <= 0:
            raise ThresholdError(f"eviction percentage minimum reclaim {signal} must be positive")
        return Amount(percent=percent)
    quantity = value(parse(text))
    if quantity < 0:
        raise ThresholdError(f"negative eviction minimum reclaim specified for {signal}")
    return Amount(quantity=quantity)


def _check(signal: str) -> None:
    if signal not in SIGNALS and signal not in UNOBSERVED:
        raise ThresholdError(f"unsupported eviction signal {signal}")


def _percentage(text: str) -> float:
    if not _SHARE.fullmatch(text):
        raise ThresholdError(f"invalid percentage {text}")
    return float(text[:-1])


def duration(text: str) -> Millis:
    """`1m30s` in milliseconds, as Go reads it; never negative."""
    if text == "0":
        return 0
    if not _DURATION.fullmatch(text):
        raise ThresholdError(f"invalid eviction grace period specified: {text}")
    return round(sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(text)))
