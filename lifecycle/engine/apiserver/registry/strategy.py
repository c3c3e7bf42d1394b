"""What the API server does to any object on its way into the store.

A strategy belongs to a kind. This one fits every kind that has no rules of its own:
whoever writes the object cannot touch its status, and a change of its spec is a new
generation.

Mirrors staging/src/k8s.io/apiserver/pkg/registry/rest and the strategies under
pkg/registry.
"""

from typing import NamedTuple

from lifecycle.engine.apiserver.meta import Object, metadata_of, part_of, with_metadata, with_part
from lifecycle.engine.apiserver.store import Store
from lifecycle.engine.kernel.world import World


class Cluster(NamedTuple):
    """What a strategy may look at beside the object: the time, chance and other objects."""

    world: World
    store: Store


class Strategy:
    """The rules that most kinds share."""

    has_status = True
    has_generation = True

    def prepare_for_create(self, obj: Object, cluster: Cluster) -> Object:
        """Drop what a client may not set (`PrepareForCreate`)."""
        if self.has_status and part_of(obj, "status") is not None:
            obj = with_part(obj, "status", None)
        return with_metadata(obj, generation=1) if self.has_generation else obj

    def begin_update(self, obj: Object, old: Object, cluster: Cluster) -> Object:
        """Give out what the new state needs (`BeginUpdate`)."""
        return obj

    def prepare_for_update(self, obj: Object, old: Object) -> Object:
        """Keep what an update may not touch and count generations (`PrepareForUpdate`)."""
        if self.has_status:
            obj = with_part(obj, "status", part_of(old, "status"))
        if not self.has_generation:
            return obj
        generation = metadata_of(old).generation or 0
        if self.is_new_generation(obj, old):
            generation += 1
        return with_metadata(obj, generation=generation)

    def is_new_generation(self, obj: Object, old: Object) -> bool:
        """Whether controllers have something new to observe."""
        return part_of(obj, "spec") != part_of(old, "spec")

    def prepare_for_status_update(self, obj: Object, old: Object) -> Object:
        """Keep all but the status and what controllers may mark in the metadata."""
        return with_part(obj, "spec", part_of(old, "spec"))

    def check_graceful_delete(self, obj: Object, grace_seconds: int | None) -> int | None:
        """The grace in seconds, or None where the kind is deleted at once."""
        return None

    def held_by(self, obj: Object) -> list[str]:
        """The finalizers that keep a deleted object."""
        return metadata_of(obj).finalizers or []

    def as_terminating(self, obj: Object) -> Object:
        """The object as it is shown while finalizers hold it."""
        return obj


class DataStrategy(Strategy):
    """Kinds that are data: neither a status of their own nor generations."""

    has_status = False
    has_generation = False


class CustomStrategy(Strategy):
    """Custom resources: generations, and a status that anybody may write."""

    has_status = False


class StatusStrategy(Strategy):
    """Kinds with a status but without generations."""

    has_generation = False
