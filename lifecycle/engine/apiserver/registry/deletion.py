"""Graceful deletion: when an object goes, and what is written to it before.

Mirrors `BeforeDelete` (staging/src/k8s.io/apiserver/pkg/registry/rest/delete.go) and
`Store.Delete` (…/pkg/registry/generic/registry/store.go).
"""

from datetime import timedelta
from typing import NamedTuple

from lifecycle.engine.apiserver.meta import Object, metadata_of, with_metadata
from lifecycle.engine.apiserver.registry.strategy import Strategy
from lifecycle.engine.kernel.clock import Millis, timestamp

FOREGROUND_FINALIZER = "foregroundDeletion"
ORPHAN_FINALIZER = "orphan"


class Deletion(NamedTuple):
    """What a delete call does: what the object becomes, and whether it goes at once."""

    obj: Object
    gone: bool


def delete_object(
    strategy: Strategy, obj: Object, grace_seconds: int | None, propagation: str, now: Millis
) -> Deletion:
    """Judge one delete call.

    A grace of 0 is first written and then carried out; finalizers hold the object with
    its deletion timestamp set, and a deletion under way may only be made shorter.
    """
    marked, graceful, pending = before_delete(strategy, obj, grace_seconds, now)
    if pending:
        return Deletion(obj, False)
    finalizers = _finalizers_for(metadata_of(obj).finalizers or [], propagation)
    if finalizers != (metadata_of(obj).finalizers or []):
        marked = with_metadata(marked, finalizers=finalizers or None)
    held = strategy.held_by(marked)
    if not graceful:
        return Deletion(_mark_as_deleting(strategy, marked, now) if held else obj, not held)
    return Deletion(marked, not held and metadata_of(marked).deletionGracePeriodSeconds == 0)


def before_delete(
    strategy: Strategy, obj: Object, grace_seconds: int | None, now: Millis
) -> tuple[Object, bool, bool]:
    """The object as marked, whether its deletion is graceful, and whether it is pending."""
    metadata = metadata_of(obj)
    if grace_seconds is not None and grace_seconds < 0:
        grace_seconds = 1
    if strategy.check_graceful_delete(obj, grace_seconds) is None:
        return obj, False, False
    if metadata.deletionTimestamp is not None:
        return _shorten(obj, grace_seconds, now)
    period = strategy.check_graceful_delete(obj, grace_seconds)
    marked = with_metadata(
        obj,
        deletionTimestamp=timestamp(now + period * 1000),
        deletionGracePeriodSeconds=period,
        generation=metadata.generation + 1 if metadata.generation else metadata.generation,
    )
    return marked, True, False


def _shorten(obj: Object, grace_seconds: int | None, now: Millis) -> tuple[Object, bool, bool]:
    """A second delete: only a shorter grace counts, and never into the past."""
    metadata = metadata_of(obj)
    given = metadata.deletionGracePeriodSeconds
    if not given:
        return obj, False, False
    if grace_seconds is None or grace_seconds >= given:
        return obj, False, True
    moment = metadata.deletionTimestamp + timedelta(seconds=grace_seconds - given)
    if moment < timestamp(now):
        moment, grace_seconds = timestamp(now), min(grace_seconds, 1)
    marked = with_metadata(obj, deletionTimestamp=moment, deletionGracePeriodSeconds=grace_seconds)
    return marked, True, False


def _mark_as_deleting(strategy: Strategy, obj: Object, now: Millis) -> Object:
    """Hold an object without graceful deletion for its finalizers (`markAsDeleting`)."""
    metadata = metadata_of(obj)
    moment, generation = metadata.deletionTimestamp, metadata.generation
    if moment is None and generation:
        generation += 1
    if moment is None or moment > timestamp(now):
        moment = timestamp(now)
    return with_metadata(
        strategy.as_terminating(obj),
        deletionTimestamp=moment,
        deletionGracePeriodSeconds=0,
        generation=generation,
    )


def _finalizers_for(finalizers: list[str], propagation: str) -> list[str]:
    """The finalizers that the propagation policy wants (`deletionFinalizersForGC`)."""
    wanted = {"Foreground": FOREGROUND_FINALIZER, "Orphan": ORPHAN_FINALIZER}.get(propagation)
    if not propagation:
        return finalizers
    others = [name for name in finalizers if name not in (FOREGROUND_FINALIZER, ORPHAN_FINALIZER)]
    return [*others, wanted] if wanted else others
