"""An API server alone in the world, and objects to put into it."""

from typing import Any

import yaml
from lightkube.models.core_v1 import Container, Pod, PodSpec
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.scheme import decode
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.kernel.world import World
from lifecycle.engine.records import ObjectChanged


def pod(name: str = "web", *, node: str = "", **spec: Any) -> Pod:
    """A Pod of one container."""
    return Pod(
        metadata=ObjectMeta(name=name, namespace="default"),
        spec=PodSpec(
            containers=[Container(name="app", image="busybox:1.35")],
            nodeName=node or None,
            **spec,
        ),
    )


def document(text: str) -> Any:
    """The object that a piece of YAML describes."""
    return decode(yaml.safe_load(text))


class Served:
    """A server, and what a watcher hears from it."""

    def __init__(self, seed: int = 1) -> None:
        self.world = World(seed)
        self.api = ApiServer(self.world)
        self._listeners = 0

    def listen(self, kind: str, *owners: str, **fields: str) -> list[tuple[str, str]]:
        """What a watcher of the kind hears from now on: verbs and names."""
        heard: list[tuple[str, str]] = []

        def hear(verb: str, obj: Any, old: Any) -> None:
            heard.append((verb, obj.metadata.name))

        self._listeners += 1
        handler = f"test.hear{self._listeners}"
        self.world.on(handler, hear)
        selected = {path.replace("__", "."): value for path, value in fields.items()}
        self.api.watch(kind, handler, owners=owners, fields=selected)
        return heard

    def changes(self, kind: str = "Pod") -> list[str]:
        """The verbs of the records about a kind so far."""
        return [
            record.verb
            for record in self.world.records
            if isinstance(record, ObjectChanged) and record.kind == kind
        ]
