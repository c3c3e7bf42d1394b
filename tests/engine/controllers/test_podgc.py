"""When the Pod garbage collector makes a round; what a round takes is in tests/upstream."""

from msgspec.structs import replace

from lifecycle.engine.api.scheme import decode
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.bootstrap import bootstrap
from lifecycle.engine.controllers.podgc import PodGarbageCollector
from lifecycle.engine.kernel.world import World
from tests.engine.controllers.stagehand import Stage, template


def pod(name, **spec):
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name},
        "spec": template(**spec)["spec"],
    }


def ended(world, api, name):
    """A Pod that has ended, a second later."""
    made = api.create(decode(pod(name)))
    api.update(replace(made, status=replace(made.status, phase="Succeeded")), subresource="status")
    world.advance(world.now + 1_000)


def test_a_round_is_made_when_more_pods_have_ended_than_may_stay():
    world = World(1)
    api = ApiServer(world)
    PodGarbageCollector(world, api, threshold=2)
    bootstrap(world, api)
    for name in "ab":
        ended(world, api, name)
    world.advance(60_000)
    assert len(api.list("Pod", "default")) == 2
    ended(world, api, "c")
    world.advance(81_000)
    assert [left.metadata.name for left in api.list("Pod", "default")] == ["b", "c"]


def test_a_pod_that_had_ended_is_no_victim_of_its_node():
    stage = Stage()
    stage.create(pod("web"))
    stage.wait()
    stage.end("default", "web")
    stage.api.delete("Node", "", "node1")
    stage.wait(81_000)
    assert stage.names() == []
    last = [r.object for r in stage.world.records if r.kind == "Pod"][-1]
    assert last.status.phase == "Succeeded"
    assert "DisruptionTarget" not in [c.type for c in last.status.conditions]
