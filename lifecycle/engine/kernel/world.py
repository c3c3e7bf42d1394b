"""The whole state of a played cluster: tables of values, the agenda, the trace so far.

Components keep nothing of their own. What they know lies in named tables whose entries are
immutable values: to change one, put the next one in its place. That makes a snapshot a
shallow copy, and going back a matter of copying again.
"""

from collections.abc import Callable, Mapping
from operator import eq, is_
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace

from lifecycle.engine.kernel.agenda import Agenda
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.delays import DELAYS, Delay
from lifecycle.engine.kernel.rng import draw, hexadecimal

R = TypeVar("R")
Callback = tuple[Any, ...]
"""A handler's name followed by the first of its arguments; results are appended."""


class Snapshot(NamedTuple):
    """A frozen world; it shares its values with the living one.

    `size` counts the entries of all tables.
    """

    now: Millis
    tables: dict[str, dict[Any, Any]]
    agenda: Any
    records: int
    size: int


class World:
    """Tables, agenda, clock and trace, with the seed that decides every chance.

    `delays` are those of the environment by name: see `delays`.
    """

    def __init__(self, seed: int, delays: Mapping[str, Delay] = DELAYS) -> None:
        self.seed, self.delays = seed, delays
        self.now: Millis = 0
        self.cause = 0
        self.records: list[Any] = []
        self.agenda = Agenda()
        self._tables: dict[str, dict[Any, Any]] = {}
        self._frozen: dict[str, dict[Any, Any]] = {}
        self._handlers: dict[str, Callable[..., None]] = {}

    # State

    def table(self, name: str) -> dict[Any, Any]:
        """The table of that name; it stays the same dict for the life of the world."""
        return self._tables.setdefault(name, {})

    def snapshot(self) -> Snapshot:
        """Freeze this moment. Only between alarms: no handler may be half-way.

        Tables that are as they were in the last snapshot are shared with it.
        """
        last, frozen, size = self._frozen, {}, 0
        for name, table in self._tables.items():
            size += len(table)
            before = last.get(name)
            shared = before is not None and _same(before, table)
            frozen[name] = before if shared else dict(table)
        self._frozen = frozen
        return Snapshot(self.now, frozen, self.agenda.save(), len(self.records), size)

    def restore(self, snapshot: Snapshot) -> None:
        """Become that moment again; the records after it are forgotten."""
        self.now, self.cause = snapshot.now, 0
        for name, table in self._tables.items():
            table.clear()
            table.update(snapshot.tables.get(name, {}))
        self.agenda.load(snapshot.agenda)
        del self.records[snapshot.records :]

    # Time

    def on(self, name: str, handler: Callable[..., None]) -> None:
        """Say who answers the alarms of that name."""
        assert name not in self._handlers, f"two handlers for {name}"
        self._handlers[name] = handler

    def after(self, delay: Millis, handler: str, *args: Any) -> int:
        """Set an alarm `delay` from now; it remembers the present cause."""
        return self.agenda.at(self.now + delay, handler, args, self.cause)

    def at(self, due: Millis, handler: str, args: tuple[Any, ...]) -> int:
        """Set an alarm for that moment, with its arguments as they lie."""
        return self.agenda.at(due, handler, args, self.cause)

    def run(self, handler: str, *args: Any) -> None:
        """Have the handler of that name do it now."""
        self._handlers[handler](*args)

    def call(self, callback: Callback, *results: Any) -> int:
        """Answer a callback as the next thing that happens at this millisecond."""
        return self.agenda.at(self.now, callback[0], callback[1:] + results, self.cause)

    def finish(self, callback: Callback, *results: Any) -> None:
        """As `call`, from a handler that does nothing after it: without an alarm if it can.

        Where nothing else is due at this millisecond, what comes next comes now.
        """
        if self.agenda.is_clear(self.now):
            self._handlers[callback[0]](*callback[1:], *results)
        else:
            self.call(callback, *results)

    def cancel(self, alarm: int) -> None:
        """Take back an alarm that has not rung yet."""
        self.agenda.cancel(alarm)

    def advance(self, until: Millis) -> None:
        """Let everything happen that is due up to and including `until`."""
        handlers, alarms = self._handlers, self.agenda.ring(until)
        for self.now, _, handler, args, self.cause in alarms:
            handlers[handler](*args)
        self.now, self.cause = until, 0

    # Chance

    def draw(self, purpose: str, *keys: str | int) -> float:
        """A number in [0, 1) for this purpose and these keys: see `rng.draw`."""
        return draw(self.seed, purpose, *keys)

    def hexadecimal(self, length: int, purpose: str, *keys: str | int) -> str:
        """So many hexadecimal digits for this purpose and these keys."""
        return hexadecimal(self.seed, length, purpose, *keys)

    def delay(self, name: str, *keys: str | int) -> Millis:
        """How long the named work of the environment takes this time: see `delays`."""
        return self.delays[name].at(draw(self.seed, name, *keys))

    # Trace

    def emit(self, record: Callable[..., R], **fields: Any) -> R:
        """Append a record of this moment, caused by what is being handled, and return it."""
        made = record(id=len(self.records) + 1, t=self.now, cause=self.cause, **fields)
        self.records.append(made)
        return made

    def emit_like(self, pattern: R, **changes: Any) -> R:
        """Append a record that differs from the pattern by its moment, cause and these fields.

        For what happens again and again: most of the record need not be given again.
        """
        records = self.records
        made = replace(pattern, id=len(records) + 1, t=self.now, cause=self.cause, **changes)
        records.append(made)
        return made


def _same(before: dict[Any, Any], table: dict[Any, Any]) -> bool:
    """Whether both hold the very same values under the same keys, in the same order."""
    return (
        len(before) == len(table)
        and all(map(is_, before.values(), table.values()))
        and all(map(eq, before, table))
    )
