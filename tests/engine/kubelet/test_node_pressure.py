"""A node that runs out of memory or disk, and the Pods that it evicts (recordings 98a to 98d)."""

from itertools import pairwise

from lifecycle.engine.inputs import Input
from lifecycle.engine.records import ObjectChanged
from tests.engine.played import Played, pod_of

KEEPS = "trap '' TERM; while true; do sleep 1; done"
MEMORY_VOLUME = {
    "volumes": [{"name": "v", "emptyDir": {"medium": "Memory"}}],
}


def node(**capacity):
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": "node1"},
        "status": {"capacity": {"ephemeral-storage": "100Gi", **capacity}},
    }


def configured(node, **flags):
    """The node with flags for its kubelet."""
    annotations = {f"podviz.io/eviction-{k.replace('_', '-')}": v for k, v in flags.items()}
    return {**node, "metadata": {**node["metadata"], "annotations": annotations}}


def writer(name, mebibytes, after=5, ends=KEEPS, resources=None, **spec):
    """A Pod that writes so much into its volume."""
    script = f"sleep {after}; dd if=/dev/zero of=/v/f bs=1M count={mebibytes}; {ends}"
    container = {
        "name": "app",
        "command": ["sh", "-c", script],
        "volumeMounts": [{"name": "v", "mountPath": "/v"}],
        **({"resources": resources} if resources else {}),
    }
    return pod_of(container, name=name, **{**MEMORY_VOLUME, **spec})


def of_node(played):
    """(seconds, MemoryPressure, DiskPressure, keys of taints) at each change."""
    seen = []
    for record in played.records:
        if isinstance(record, ObjectChanged) and record.kind == "Node":
            statuses = {c.type: c.status for c in record.object.status.conditions}
            taints = [taint.key for taint in record.object.spec.taints or ()]
            seen.append((statuses["MemoryPressure"], statuses["DiskPressure"], taints))
    return seen


def test_the_hog_is_evicted_and_the_bystander_stays():
    hog, bystander = writer("hog", 200), pod_of({"name": "app", "command": ["sleep", "3600"]})
    played = Played(hog, bystander, nodes=(node(memory="256Mi"),), until=40)
    assert ("EvictionThresholdMet", "Attempting to reclaim memory", 1) in played.events()
    ended = played.pod("hog").status
    message = (
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 56544Ki. "
        "Container app was using 400Ki, request is 0, has larger consumption of memory. "
    )
    assert (ended.phase, ended.reason, ended.message) == ("Failed", "Evicted", message)
    assert ("True", "TerminationByKubelet") in played.conditions("DisruptionTarget", "hog")
    (exit_,) = played.process("exit")
    assert exit_.exit_code == 137
    assert exit_.t - played.process("grace", "app")[0].t == 2000
    assert played.phases("web")[-1] == "Running"


def test_the_pressure_is_said_and_tainted_for_five_minutes():
    late = pod_of({"name": "app", "command": ["sleep", "3600"]}, name="late")
    played = Played(writer("hog", 200), nodes=(node(memory="256Mi"),), until=60)
    played.cluster.submit(_input(60_000, late))
    played.cluster.advance(320_000)
    assert played.pod("late").status.phase == "Pending"
    played.cluster.advance(400_000)
    assert played.phases("late")[-1] == "Running"
    taint = "node.kubernetes.io/memory-pressure"
    assert of_node(played)[1:] == [
        ("True", "False", []),
        ("True", "False", [taint]),
        ("False", "False", [taint]),
        ("False", "False", []),
    ]
    said = [reason for reason, _, _ in played.events() if reason.startswith("NodeHas")]
    assert said == ["NodeHasInsufficientMemory", "NodeHasSufficientMemory"]


def _input(at_ms, *documents):
    return Input(at_ms, "kubectl apply -f -", documents)


def test_a_full_disk_is_fought_in_the_same_way():
    on_disk = {"volumes": [{"name": "v", "emptyDir": {}}]}
    played = Played(
        writer("hog", 960, **on_disk),
        pod_of({"name": "app", "command": ["sleep", "3600"]}),
        nodes=(node(**{"ephemeral-storage": "1Gi"}),),
        until=40,
    )
    ended = played.pod("hog").status
    assert (ended.phase, ended.reason) == ("Failed", "Evicted")
    assert ended.message.startswith(
        "The node was low on resource: ephemeral-storage. Threshold quantity: 107374182, "
    )
    assert of_node(played)[-1] == ("False", "True", ["node.kubernetes.io/disk-pressure"])


def test_one_goes_after_the_other_and_critical_pods_stay():
    """A round is over when its victim is: then the next one is chosen."""
    pods = [writer(f"hog{number}", 60) for number in range(3)]
    critical = writer("critical", 60, priorityClassName="system-node-critical")
    played = Played(critical, *pods, nodes=(node(memory="150Mi"),), until=60)
    evicted = [e for e in played.process("exit") if e.exit_code == 137]
    assert [played.phases(f"hog{n}")[-1] for n in range(3)] == ["Failed"] * 3
    assert played.phases("critical")[-1] == "Running"
    gaps = [later.t - earlier.t for earlier, later in pairwise(evicted)]
    assert all(2000 <= gap < 10_000 for gap in gaps)


def test_a_node_under_pressure_takes_no_best_effort_pod_past_the_scheduler():
    bound = {"nodeName": "node1", "restartPolicy": "Never"}
    poor = pod_of({"name": "app"}, name="poor", **bound)
    some = {"requests": {"memory": "1Mi"}}
    rich = pod_of({"name": "app", "resources": some}, name="rich", **bound)
    played = Played(writer("hog", 200), nodes=(node(memory="256Mi"),), until=30)
    played.cluster.submit(_input(30_000, poor, rich))
    played.cluster.advance(60_000)
    status = played.pod("poor").status
    assert (status.phase, status.reason) == ("Failed", "Evicted")
    assert status.message == "Pod was rejected: The node had condition: [MemoryPressure]. "
    assert played.pod("rich").status.phase != "Failed"


def test_a_fault_leaves_little_to_the_pods_until_it_is_cleared():
    """Nobody but the hog has to go: without it there is enough for the others."""
    big = writer("big", 250)
    small = pod_of({"name": "app", "command": ["sleep", "3600"]}, name="small")
    fault = ((10, "fault node node1 memory-pressure=300Mi"),)
    played = Played(big, small, do=fault, until=60)
    assert (played.phases("big")[-1], played.phases("small")[-1]) == ("Failed", "Running")
    assert len(played.events("EvictionThresholdMet")) == 1


def test_a_fault_that_leaves_too_little_to_anybody_drives_everybody_away():
    pods = [pod_of({"name": "app", "command": ["sleep", "3600"]}, name=n) for n in ("a", "b")]
    fault = ((10, "fault node node1 memory-pressure"), (60, "fault node node1 clear"))
    played = Played(*pods, do=fault, until=500)
    assert [played.phases(name)[-1] for name in ("a", "b")] == ["Failed", "Failed"]
    assert of_node(played)[-1] == ("False", "False", [])
    pressed = Played(do=((10, "fault node node1 disk-pressure=1Gi"),), until=60)
    assert of_node(pressed)[-1][:2] == ("False", "True")


def test_a_leak_ends_in_pressure_where_no_limit_ends_it():
    leak = ((10, "fault process web -c app leak=50Mi"),)
    pod = pod_of({"name": "app", "command": ["sleep", "3600"]})
    played = Played(pod, nodes=(node(memory="1Gi"),), do=leak, until=60)
    assert played.pod().status.reason == "Evicted"


def test_a_kubelet_that_comes_back_sees_what_is_short():
    """What it had evicted for is forgotten: its first post says that all is well."""
    lines = (
        (10, "fault node node1 memory-pressure"),
        (40, "kubelet stop node1"),
        (45, "kubelet start node1"),
    )
    played = Played(do=lines, until=90)
    assert [seen[0] for seen in of_node(played)][-1] == "True"


def test_a_critical_pod_may_write_more_than_its_limit():
    limited = {"volumes": [{"name": "v", "emptyDir": {"sizeLimit": "10Mi"}}]}
    critical = writer("critical", 50, priorityClassName="system-node-critical", **limited)
    played = Played(critical, writer("other", 50, **limited), until=150)
    assert played.phases("critical")[-1] == "Running"
    assert played.pod("other").status.reason == "Evicted"


def test_a_soft_threshold_waits_and_leaves_a_pod_its_time():
    """MemoryPressure is said at once; the Pod goes a minute later, with the smaller grace."""
    soft = configured(
        node(memory="512Mi"),
        soft="memory.available<400Mi",
        soft_grace_period="memory.available=1m",
        max_pod_grace_period="5",
    )
    hog = writer("hog", 200, terminationGracePeriodSeconds=30)
    played = Played(hog, nodes=(soft,), until=100)
    (said, begun) = (played.process("grace", "app")[0], played.events("NodeHasInsufficientMemory"))
    assert begun
    seen = next(t for t, each in enumerate(of_node(played)) if each[0] == "True")
    assert seen == 1
    assert 65_000 <= said.t <= 85_000
    (exit_,) = played.process("exit")
    assert (exit_.exit_code, exit_.t - said.t) == (137, 5_000)
    assert played.pod("hog").status.reason == "Evicted"


def test_what_is_over_before_its_time_costs_nobody_his_life():
    soft = configured(
        node(memory="512Mi"),
        soft="memory.available<400Mi",
        soft_grace_period="memory.available=1m",
    )
    script = "sleep 5; dd if=/dev/zero of=/v/f bs=1M count=200; sleep 30; rm /v/f; sleep 3600"
    hog = writer("hog", 0)
    hog["spec"]["containers"][0]["command"] = ["sh", "-c", script]
    played = Played(hog, nodes=(soft,), until=200)
    assert played.phases("hog") == ["Pending", "Running"]
    assert not played.events("EvictionThresholdMet")


def test_the_transition_period_can_be_shorter():
    short = configured(node(memory="256Mi"), pressure_transition_period="30s")
    played = Played(writer("hog", 200), nodes=(short,), until=100)
    said = [reason for reason, _, _ in played.events() if reason.startswith("NodeHas")]
    assert said == ["NodeHasInsufficientMemory", "NodeHasSufficientMemory"]


def test_who_has_most_processes_goes_first_when_they_run_short():
    scarce = configured(node(), hard="pid.available<10")
    crowd = "for i in 1 2 3 4 5 6 7 8; do sleep 3600 & done; wait"
    many = pod_of({"name": "app", "command": ["sh", "-c", crowd]}, name="many")
    few = pod_of({"name": "app", "command": ["sleep", "3600"]}, name="few")
    fault = (20, "fault node node1 pid-pressure=15")
    played = Played(many, few, nodes=(scarce,), do=[fault], until=60)
    ended = played.pod("many").status
    assert (ended.phase, ended.reason) == ("Failed", "Evicted")
    assert ended.message.startswith(
        "The node was low on resource: pids. Threshold quantity: 10, available: "
    )
    assert ("EvictionThresholdMet", "Attempting to reclaim pids", 1) in played.events()
    assert played.events("NodeHasInsufficientPID")
    assert played.phases("few")[-1] == "Running"
    (taints,) = [t for *_, t in of_node(played)[-1:]]
    assert taints == ["node.kubernetes.io/pid-pressure"]


def test_unused_images_go_before_pods_do():
    """The image of a Pod that is gone makes room; whoever wants it again has to pull it."""
    size = node()
    size["status"]["capacity"]["ephemeral-storage"] = "1000Mi"
    gone = pod_of({"name": "app", "image": "example.com/shop/api:1"}, name="gone")
    stays = pod_of({"name": "app", "command": ["sleep", "3600"]}, name="stays")
    delete = (150, "kubectl delete pod gone --now --wait=false")
    played = Played(gone, stays, nodes=(size,), do=[delete], until=160)
    images = played.cluster.machines.runtime_of(played.pod("stays")).images
    taken = images.pulled_bytes()
    assert taken
    left = 150 * (1 << 20) + taken // 2
    played.cluster.submit(Input(160_000, f"fault node node1 disk-pressure={left}"))
    played.cluster.advance(200_000)
    assert played.events("EvictionThresholdMet")
    assert images.pulled_bytes() == 0
    assert played.phases("stays")[-1] == "Running"


def test_an_image_in_use_stays_and_the_pod_goes():
    """As before, there is nothing else to be reclaimed."""
    size = node()
    size["status"]["capacity"]["ephemeral-storage"] = "1000Mi"
    user = pod_of({"name": "app", "image": "example.com/shop/api:1"}, name="user")
    played = Played(user, nodes=(size,), do=[(150, "fault node node1 disk-pressure")], until=200)
    assert ("True", "TerminationByKubelet") in played.conditions("DisruptionTarget", "user")
