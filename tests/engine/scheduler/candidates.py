"""Nodes with Pods on them, to be scored, for tests."""

from collections import Counter
from typing import Any

from lifecycle.engine.api.scheme import decode
from lifecycle.engine.scheduler.nodeinfo import new_node_info, new_pod_info
from tests.engine.scheduler.board import node


class Candidates:
    """What a score plugin looks at: `nodes` by name with labels, Pods as (node, labels, spec).

    `images` are the MB of what each node lists, `capacity` is what each node has.
    """

    def __init__(self, nodes, pods=(), objects=(), *, images=None, capacity=None):
        self.infos = {}
        for name, labels in nodes.items():
            document = node(name, labels=labels, capacity=(capacity or {}).get(name))
            document["status"]["images"] = [
                {"names": [image], "sizeBytes": size * 1024 * 1024}
                for image, size in (images or {}).get(name, {}).items()
            ]
            self.infos[name] = new_node_info(decode(document))
        self.objects = [decode(one) for one in objects]
        for number, (name, labels, *spec) in enumerate(pods):
            placed = new_pod_info(pod(labels, name=f"p{number}", **(spec[0] if spec else {})))
            self.infos[name] = self.infos[name].with_pod(placed)

    @property
    def nodes(self):
        return tuple(self.infos.values())

    @property
    def stock(self):
        return Counter(name for info in self.nodes for i in info.images for name in i.names)

    @property
    def guarded(self):
        return any(info.guarded for info in self.nodes)

    @property
    def sociable(self):
        return tuple(info for info in self.nodes if info.sociable)

    def find(self, kind: str, namespace: str, name: str) -> Any:
        return next(
            (o for o in self.objects if type(o).__name__ == kind and o.metadata.name == name), None
        )

    def list(self, kind: str, namespace: str):
        return [one for one in self.objects if type(one).__name__ == kind]

    def choice(self, *names: str):
        return [self.infos[name] for name in names]


def pod(labels, *, name="new", metadata=None, **spec):
    about = {"name": name, "namespace": "default", "uid": f"uid-{name}", "labels": labels}
    return decode(
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": about | (metadata or {}),
            "spec": {"containers": [{"name": "app", "image": "busybox"}], **spec},
        }
    )


def padded(scores, nodes):
    """Scores where all are alike are left out by the plugins."""
    return list(scores) or ["alike"] * len(nodes)
