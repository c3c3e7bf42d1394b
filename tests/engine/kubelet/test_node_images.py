"""The images that kubelets publish in the status of their nodes."""

from lightkube.models.core_v1 import ContainerImage

from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.world import World
from lifecycle.engine.kubelet.node_images import listed
from lifecycle.engine.records import ObjectChanged
from tests.engine.played import Played, pod_of

IMAGE = "registry.example.com/shop/api:1.4"
NODES = tuple({"apiVersion": "v1", "kind": "Node", "metadata": {"name": f"n{i}"}} for i in (1, 2))


def changes(game, name):
    return [
        (record.t / 1000, record.object.status.images)
        for record in game.records
        if isinstance(record, ObjectChanged)
        and (record.kind, record.name, record.verb) == ("Node", name, "modified")
    ]


def test_a_pulled_image_is_published_once_with_the_next_round_by_digest_and_tag():
    first = pod_of({"name": "app", "image": IMAGE}, nodeName="n1")
    again = pod_of({"name": "app", "image": IMAGE}, name="two", nodeName="n1")
    game = Played(first, again, nodes=NODES, until=60)
    ((at, (image,)),) = changes(game, "n1")
    pulled = game.process("pull-end")[0].t / 1000
    assert pulled <= at <= pulled + 10
    digest, tag = image.names
    assert tag == IMAGE
    assert digest.startswith("registry.example.com/shop/api@sha256:")
    status = game.pod().status.containerStatuses[0]
    assert status.imageID.rpartition("sha256:")[2] == digest.rpartition("sha256:")[2]
    assert image.sizeBytes > 0
    assert changes(game, "n2") == []


def test_images_that_every_node_has_are_not_published():
    game = Played(pod_of({"name": "app"}, nodeName="n1"), nodes=NODES, until=60)
    assert changes(game, "n1") == []


def test_the_largest_fifty_are_listed():
    pulled = [(f"docker.io/library/i{n}:1", n) for n in range(60)]
    found = listed((), pulled)
    assert [image.sizeBytes for image in found] == list(range(59, 9, -1))


def test_what_a_manifest_lists_stays_and_what_was_removed_goes():
    given = ContainerImage(names=["registry.k8s.io/big:1"], sizeBytes=900)
    before = listed([given], [("docker.io/library/a:1", 5), ("docker.io/library/b:1", 1000)])
    assert [image.sizeBytes for image in before] == [1000, 900, 5]
    after = listed(before, [("docker.io/library/a:1", 5)])
    assert [image.sizeBytes for image in after] == [900, 5]


def test_the_scheduler_prefers_the_node_that_has_the_image():
    """A large one: what is smaller than 23 MB for each node draws nobody."""
    names = (f"registry.example.com/shop/api:{number}" for number in range(50))
    name = next(one for one in names if World(1).draw("image-size", one) > 0.9)
    has = pod_of({"name": "app", "image": name}, name="has", nodeName="n2")
    other = pod_of({"name": "app"}, name="other", nodeName="n1")
    game = Played(has, other, nodes=NODES, until=60)
    for number, moment in enumerate((60_000, 70_000, 80_000)):
        wants = pod_of({"name": "app", "image": name}, name=f"p{number}")
        game.cluster.submit(Input(moment, "kubectl apply -f -", (wants,)))
        game.cluster.advance(moment + 1_000)
        assert game.pod(f"p{number}").spec.nodeName == "n2"
        game.cluster.submit(Input(moment + 1_000, f"kubectl delete pod p{number} --force"))
