"""Creating and deleting Pods on behalf of a controller, with the events that tell of it.

Mirrors `RealPodControl` of pkg/controller/controller_utils.go.
"""

from typing import Any

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.meta import metadata_of
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.world import World


class PodControl:
    """Makes and deletes Pods; `source` is the controller in whose name the events are."""

    def __init__(self, world: World, api: ApiServer, source: str) -> None:
        self._world, self._api, self._source = world, api, source

    def create(
        self,
        owner: Any,
        pod: Pod,
        rule: str = "",
        fields: tuple[str, ...] = ("spec.replicas",),
        *,
        again: bool = False,
    ) -> Pod:
        """Create a Pod, which `fields` of its owner ask for; `again`: see `ApiServer.create`.

        Raises ApiError, after an event, when the API server refuses it.
        """
        try:
            made = self._api.create(pod, rule=rule, fields=fields, again=again)
        except ApiError as refusal:
            self._say(owner, "Warning", "FailedCreate", f"Error creating: {refusal.message}")
            raise
        with _CausedByLast(self._world):
            self._say(owner, "Normal", "SuccessfulCreate", f"Created pod: {made.metadata.name}")
        return made

    def delete(self, owner: Any, pod: Pod, rule: str = "", fields: tuple[str, ...] = ()) -> None:
        """Delete a Pod gracefully; one that has gone already needs no deleting."""
        meta = pod.metadata
        current = self._api.find("Pod", metadata_of(owner).namespace or "", meta.name)
        if current is None or current.metadata.uid != meta.uid:
            return
        self._api.delete("Pod", meta.namespace, meta.name, uid=meta.uid, rule=rule, fields=fields)
        with _CausedByLast(self._world):
            self._say(owner, "Normal", "SuccessfulDelete", f"Deleted pod: {meta.name}")

    def _say(self, owner: Any, severity: str, reason: str, message: str) -> None:
        self._api.record_event(owner, severity, reason, message, self._source)


class _CausedByLast:
    """What is emitted inside is caused by the record before it."""

    def __init__(self, world: World) -> None:
        self._world = world

    def __enter__(self) -> None:
        self._cause, self._world.cause = self._world.cause, len(self._world.records)

    def __exit__(self, *_: object) -> None:
        self._world.cause = self._cause
