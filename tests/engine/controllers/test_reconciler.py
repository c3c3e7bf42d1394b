"""A controller's queue: many events cost one look, and a look lasts until its writes are done."""

from lifecycle.engine.api.scheme import decode
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.reconciler import SOON_MS, WRITE_MS, Reconciler
from lifecycle.engine.kernel.world import World


class Writer(Reconciler):
    """Makes as many objects at each look as a test says."""

    name = "writer"

    def __init__(self, world, api, *, maps=0, pods=0, events=0):
        super().__init__(world, api)
        self.api, self.world, self.looks = api, world, []
        self.wanted = [("ConfigMap", maps), ("Pod", pods)]
        self.events = events
        world.on("again", self.enqueue)

    def sync(self, namespace, name):
        self.looks.append(self.world.now)
        made = [self.make(kind, n) for kind, count in self.wanted for n in range(count)]
        for n in range(self.events):
            self.api.record_event(made[0], "Normal", f"Made{n}", "made", "writer")

    def make(self, kind, number):
        name = f"o{len(self.looks)}-{number}"
        document = {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}}
        if kind == "Pod":
            document["spec"] = {"containers": [{"name": "app", "image": "busybox"}]}
        document["metadata"]["namespace"] = "default"
        return self.api.create(decode(document))


def looked(**writes):
    """When it looks, if it is asked at 0, 1 and 2 ms, and again whenever it has looked."""
    world = World(1)
    api = ApiServer(world)
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "default"}}
    account = {**namespace, "kind": "ServiceAccount"}
    account["metadata"] = {"name": "default", "namespace": "default"}
    for document in (namespace, account):
        api.create(decode(document))
    writer = Writer(world, api, **writes)
    for moment in (0, 1, 2, SOON_MS + 1):
        world.at(moment, "again", ("default", "it"))
    world.advance(1_000)
    return writer.looks


def test_what_comes_meanwhile_is_seen_in_the_same_look():
    assert looked() == [SOON_MS, 2 * SOON_MS + 1]


def test_the_next_look_waits_for_the_answers_to_all_writes():
    assert looked(maps=1) == [SOON_MS, SOON_MS + max(WRITE_MS, SOON_MS + 1)]
    assert looked(maps=4) == [SOON_MS, SOON_MS + 4 * WRITE_MS]


def test_pods_are_written_in_batches_that_double():
    assert looked(maps=2, pods=7) == [SOON_MS, SOON_MS + (2 + 3) * WRITE_MS]
    assert looked(maps=2, pods=8) == [SOON_MS, SOON_MS + (2 + 4) * WRITE_MS]


def test_nobody_waits_for_events():
    assert looked(maps=2, events=9) == looked(maps=2)
