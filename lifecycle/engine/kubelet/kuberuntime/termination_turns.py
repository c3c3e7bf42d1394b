"""Sidecars that wait for their turn to get the stop signal.

Mirrors `waitForTurn` and `containerTerminated` of
pkg/kubelet/kuberuntime/kuberuntime_termination_order.go.
"""

import msgspec
from msgspec.structs import replace

from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.termination_order import TerminationOrdering

Key = tuple[str, str]
"""A Pod's uid and a container's id."""


class Turns(msgspec.Struct, frozen=True):
    """The order of one Pod's end, and how far it has come."""

    ordering: TerminationOrdering
    terminated: tuple[str, ...] = ()
    waiting: tuple[tuple[Key, str, int], ...] = ()


class TerminationTurns(Part):
    """The order of every Pod that is being killed and has sidecars."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.turns: dict[str, Turns] = self.process.memory("termination-turns")
        self.on("turn.over", self.grace_is_over)

    def begin(self, uid: str, ordering: TerminationOrdering) -> None:
        self.turns[uid] = Turns(ordering)

    def forget(self, uid: str) -> None:
        self.turns.pop(uid, None)

    def wait_for_turn(self, key: Key, name: str, grace_seconds: int) -> None:
        """Tell the kill when those before it have ended, or its grace period has."""
        turns = self.turns[key[0]]
        if turns.ordering.is_turn_of(name, turns.terminated):
            self.kl.kill_container.turn_has_come(key)
            return
        alarm = self.after(grace_seconds * 1000, "turn.over", key)
        self.turns[key[0]] = replace(turns, waiting=(*turns.waiting, (key, name, alarm)))

    def container_terminated(self, uid: str, name: str) -> None:
        """One more has ended: whose turn is it now?"""
        turns = self.turns[uid]
        terminated = (*turns.terminated, name)
        next_ones = [
            waiter for waiter in turns.waiting if turns.ordering.is_turn_of(waiter[1], terminated)
        ]
        left = tuple(waiter for waiter in turns.waiting if waiter not in next_ones)
        self.turns[uid] = replace(turns, terminated=terminated, waiting=left)
        for key, _, alarm in next_ones:
            self.world.cancel(alarm)
            self.kl.kill_container.turn_has_come(key)

    def grace_is_over(self, key: Key) -> None:
        """Waiting has used up the grace period: everybody gets the signal now."""
        turns = self.turns[key[0]]
        left = tuple(waiter for waiter in turns.waiting if waiter[0] != key)
        self.turns[key[0]] = replace(turns, waiting=left)
        self.kl.kill_container.turn_has_come(key)
