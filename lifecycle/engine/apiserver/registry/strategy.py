"""What the API server does to any object on its way into the store.

A strategy belongs to a kind. This one fits every kind that has no rules of its own:
whoever writes the object cannot touch its status, and a change of its spec is a new
generation.

Mirrors staging/src/k8s.io/apiserver/pkg/registry/rest and the strategies under
pkg/registry.
"""

from lifecycle.engine.apiserver.meta import Object, metadata_of, part_of, with_metadata, with_part
from lifecycle.engine.kernel.clock import Millis


class Strategy:
    """The rules that most kinds share."""

    has_status = True
    has_generation = True

    def prepare_for_create(self, obj: Object, now: Millis) -> Object:
        """Drop what a client may not set (`PrepareForCreate`)."""
        if self.has_status and part_of(obj, "status") is not None:
            obj = with_part(obj, "status", None)
        return with_metadata(obj, generation=1) if self.has_generation else obj

    def prepare_for_update(self, obj: Object, old: Object) -> Object:
        """Keep what an update may not touch and count generations (`PrepareForUpdate`)."""
        if self.has_status:
            obj = with_part(obj, "status", part_of(old, "status"))
        if not self.has_generation:
            return obj
        generation = metadata_of(old).generation or 0
        if part_of(obj, "spec") != part_of(old, "spec"):
            generation += 1
        return with_metadata(obj, generation=generation)

    def prepare_for_status_update(self, obj: Object, old: Object) -> Object:
        """Keep all but the status and what controllers may mark in the metadata."""
        return with_part(obj, "spec", part_of(old, "spec"))

    def check_graceful_delete(self, obj: Object, grace_seconds: int | None) -> int | None:
        """The grace in seconds, or None where the kind is deleted at once."""
        return None
