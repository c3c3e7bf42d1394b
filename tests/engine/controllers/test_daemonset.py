"""DaemonSets keep one Pod on each node that fits."""

from msgspec.structs import replace

from lifecycle.engine.api.scheme import decode
from lifecycle.engine.controllers.nodes import registered
from tests.engine.controllers.stagehand import Stage, template


def daemon(**spec):
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": "agent"},
        "spec": {
            "selector": {"matchLabels": {"app": "agent"}},
            "template": template("agent", **spec),
        },
    }


def add_node(stage, name, labels=None, taints=()):
    manifest = {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": labels or {}},
        "spec": {"taints": list(taints)},
    }
    stage.api.create(registered(decode(manifest), 1, "10.244.1.0/24", "1.36", stage.world.now))


def places(stage):
    return sorted(pod.spec.nodeName or "" for pod in stage.pods())


def test_every_node_gets_one_pod_also_one_that_comes_later():
    stage = Stage()
    stage.create(daemon())
    stage.wait()
    assert places(stage) == ["node1"]
    add_node(stage, "node2")
    stage.wait()
    assert places(stage) == ["node1", "node2"]
    status = stage.get("DaemonSet", "agent").status
    assert (status.desiredNumberScheduled, status.numberReady) == (2, 2)


def test_nodes_that_do_not_fit_are_left_out():
    stage = Stage()
    add_node(stage, "fast", {"disk": "ssd"})
    add_node(stage, "reserved", {"disk": "ssd"}, [{"key": "dedicated", "effect": "NoSchedule"}])
    stage.create(daemon(nodeSelector={"disk": "ssd"}))
    stage.wait()
    assert places(stage) == ["fast"]


def test_a_cordoned_node_gets_its_pod_all_the_same():
    stage = Stage()
    stage.api.patch(
        "Node", "", "node1", lambda node: replace(node, spec=replace(node.spec, unschedulable=True))
    )
    stage.create(daemon())
    stage.wait()
    assert places(stage) == ["node1"]


def test_a_pod_that_has_failed_is_deleted_and_made_again():
    stage = Stage()
    stage.create(daemon())
    stage.wait()
    (old,) = stage.names()
    stage.end("default", old, "Failed")
    stage.wait()
    assert old not in stage.names()
    assert places(stage) == ["node1"]
    reasons = [reason for reason, _ in stage.events("DaemonSet")]
    assert reasons[1] == "FailedDaemonPod"


def test_pods_that_fail_again_and_again_are_replaced_less_and_less_often():
    stage = Stage()
    stage.create(daemon())
    stage.wait()
    made = []
    for _ in range(600):
        made += [name for name in stage.names() if name not in made]
        for pod in stage.pods():
            if pod.status.phase != "Failed":
                stage.end("default", pod.metadata.name, "Failed")
        stage.wait(100)
    assert len(made) == 7


def test_an_update_replaces_one_node_after_the_other():
    stage = Stage()
    add_node(stage, "node2")
    stage.create(daemon())
    stage.wait()
    old = stage.names()
    found = stage.get("DaemonSet", "agent").spec.template
    container = replace(found.spec.containers[0], image="busybox:2")
    changed = replace(found, spec=replace(found.spec, containers=[container]))
    stage.update("DaemonSet", "agent", template=changed)
    stage.wait(500)
    assert sum(name in stage.names() for name in old) == 2
    leaving = [p for p in stage.pods() if p.metadata.deletionTimestamp]
    assert len(leaving) == 1
    stage.wait(10_000)
    images = [pod.spec.containers[0].image for pod in stage.pods()]
    assert images == ["busybox:2"] * 2


def test_with_max_surge_the_new_pod_is_there_before_the_old_one_goes():
    stage = Stage()
    document = daemon()
    rolling = {"maxSurge": 1, "maxUnavailable": 0}
    document["spec"]["updateStrategy"] = {"type": "RollingUpdate", "rollingUpdate": rolling}
    stage.create(document)
    stage.wait()
    (old,) = stage.names()
    changed = stage.get("DaemonSet", "agent").spec.template
    container = replace(changed.spec.containers[0], image="busybox:2")
    spec = replace(changed.spec, containers=[container])
    stage.update("DaemonSet", "agent", template=replace(changed, spec=spec))
    stage.wait(300)
    assert len(stage.names()) == 2
    assert all(pod.metadata.deletionTimestamp is None for pod in stage.pods())
    stage.wait(5_000)
    (new,) = stage.pods()
    assert new.metadata.name != old
    assert new.spec.containers[0].image == "busybox:2"
