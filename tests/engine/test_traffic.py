"""Traffic: each request meets the Pods as they are, as far as those between have heard."""

import pytest

from lifecycle.engine.cluster import Cluster
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.digest import digest
from lifecycle.engine.records import ObjectChanged, ProcessChanged, TrafficChanged
from tests.engine.played import Played, pod_of

SERVICE = {
    "apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
    "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]},
}  # fmt: skip
START, DELETE, UNTIL = 20_000, 25_250, 40


def server(name, **container):
    probe = {"httpGet": {"port": 80}, "periodSeconds": 1}
    app = {"name": "app", "image": "nginx:1.27", "readinessProbe": probe, **container}
    pod = pod_of(app, name=name)
    pod["metadata"]["labels"] = {"app": "web"}
    return pod


def paused(seconds):
    return {"lifecycle": {"preStop": {"sleep": {"seconds": seconds}}}}


def played(*pods, start="traffic start web --rps=20", do=(), until=UNTIL, **options):
    return Played(SERVICE, *pods, do=[(START / 1000, start), *do], until=until, **options)


def delete(name, at_ms=DELETE):
    return (at_ms / 1000, f"kubectl delete pod {name} --wait=false")


def traffic(game, what):
    return [r for r in game.records if isinstance(r, TrafficChanged) and r.what == what]


def totals(game):
    """What has come of all requests once the client has stopped."""
    game.cluster.submit(Input(game.cluster.now, "traffic stop web"))
    return dict(traffic(game, "stop")[-1].totals)


def unanswered(found):
    return sum(count for outcome, count in found.items() if outcome != "answered")


def exit_of(game, name):
    return next(
        r.t
        for r in game.records
        if isinstance(r, ProcessChanged) and (r.what, r.pod) == ("exit", name)
    )


@pytest.mark.parametrize("seed", range(1, 11))
@pytest.mark.parametrize("rps", [1, 7, 100])
def test_what_is_lost_is_the_rate_times_the_lag_and_the_share_of_the_pod(seed, rps):
    start = f"traffic start web --rps={rps}"
    game = played(server("a"), server("b"), start=start, do=[delete("a")], seed=seed)
    end = exit_of(game, "a")
    learn = next(r.t for r in traffic(game, "learn") if r.pods == ("b",))
    sent = [START + n * 1000 // rps for n in range(rps * (UNTIL - START // 1000))]
    turn = turn_of(game, "a")
    meant = [n for n, t in enumerate(sent) if end <= t < learn and lot(game, n) == turn]
    found = totals(game)
    assert sum(count for outcome, count in found.items() if outcome != "answered") == len(meant)
    assert sum(found.values()) == len(sent)


def lot(game, number, of=2):
    """Which endpoint the proxy chooses for that request."""
    return int(game.cluster.world.draw("iptables", "default", "web", number, 0) * of)


def turn_of(game, pod):
    """The Pod's place among the endpoints, before it was deleted."""
    slices = [
        r.object
        for r in game.records
        if isinstance(r, ObjectChanged) and r.kind == "EndpointSlice" and r.t < DELETE
    ]
    return [endpoint.targetRef.name for endpoint in slices[-1].endpoints].index(pod)


@pytest.mark.parametrize("seed", range(1, 11))
def test_who_pauses_for_longer_than_the_lag_loses_nothing(seed):
    pods = (server("a", **paused(5)), server("b"))
    game = played(*pods, do=[delete("a")], start="traffic start web --rps=100", seed=seed)
    assert exit_of(game, "a") > max(r.t for r in traffic(game, "learn"))
    assert list(totals(game)) == ["answered"]


def test_what_a_pod_works_at_is_reset_when_it_ends():
    game = played(server("a"), start="traffic start web --rps=10 --takes=400ms", do=[delete("a")])
    end = exit_of(game, "a")
    under_way = [n for n in range(200) if end - 402 < START + n * 100 < end]
    assert totals(game)["reset"] == len(under_way) == 4


def test_a_retry_of_a_gateway_finds_another_pod():
    start = "traffic start web --rps=100 --retries=1 --via=ingress"
    game = played(server("a"), server("b"), start=start, do=[delete("a")])
    assert list(totals(game)) == ["answered"]
    assert sum(r.retried for r in traffic(game, "second")) > 0


def test_a_retry_through_the_proxy_draws_again():
    """One in two finds the same Pod, and is lost."""
    lost = {}
    for retries in (0, 1, 5):
        start = f"traffic start web --rps=1000 --retries={retries}"
        game = played(server("a"), server("b"), start=start, do=[delete("a")], seed=2)
        lost[retries] = unanswered(totals(game))
    assert lost[0] > 50
    assert 0.35 < lost[1] / lost[0] < 0.65
    assert lost[5] < lost[1] / 4


def test_a_connection_that_is_kept_stays_with_its_pod_until_that_ends():
    game = played(
        server("a", **paused(8)), server("b"),
        start="traffic start web --rps=100 --keep-alive --takes=50ms", do=[delete("a")],
    )  # fmt: skip
    assert exit_of(game, "a") - DELETE >= 8000
    found = totals(game)
    assert list(found) == ["answered", "reset"]  # nothing was refused: who comes back, knows
    assert found["reset"] <= 5  # of those under way in 50 ms


@pytest.mark.parametrize(
    ("via", "do", "outcome"),
    [
        ("proxy", "kubectl delete pod a --wait=false", "refused"),
        ("ingress", "kubectl delete pod a --wait=false", "502"),
        ("proxy", "fault process a -c app hang", "timed-out"),
        ("ingress", "fault process a -c app hang", "504"),
        ("proxy", "node down node1", "timed-out"),
        ("proxy", "fault service web absent", "unresolved"),
    ],
)
def test_each_end_looks_different_to_the_client(via, do, outcome):
    start = f"traffic start web --rps=100 --via={via}"
    game = played(server("a"), start=start, do=[(25.5, do)], until=27)
    assert totals(game).get(outcome, 0) > 0
    first = next(r for r in traffic(game, "second") if r.lost)
    assert first.lost[0].outcome == outcome
    assert 25_500 <= first.lost[0].first_ms < 26_000


def test_a_gateway_without_any_endpoint_says_503():
    start = "traffic start web --rps=10 --via=ingress"
    game = played(server("a"), start=start, do=[delete("a")])
    assert totals(game)["503"] > 50


def test_a_steady_second_is_told_once():
    game = played(server("a"), until=60)
    assert [dict(r.counts) for r in traffic(game, "second")] == [{"answered": 20}]


def test_the_loss_is_caused_by_what_ended_the_process():
    game = played(server("a"), server("b"), start="traffic start web --rps=100", do=[delete("a")])
    lost = next(r for r in traffic(game, "second") if r.lost)
    cause = game.records[lost.cause - 1]
    assert (cause.what, cause.pod, cause.signal) == ("signal", "a", "QUIT")  # as the image says


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("traffic start nobody", "not found"),
        ("traffic start web --rps=0", "1 to 1000"),
        ("traffic start web --rps=1001", "1 to 1000"),
        ("traffic start web --retries=6", "0 to 5"),
        ("traffic start web --timeout=31s", "at most 30s"),
        ("traffic start web --timeout=soon", "250ms"),
        ("traffic start web --port=81", "It has 80"),
        ("traffic start web --path=x", "path"),
        ("traffic start web --via=air", "load-balancer"),
        ("traffic stop web", "nobody"),
        ("traffic web", "traffic start SERVICE"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_a_remedy(line, words):
    game = Played(SERVICE, until=1)
    taken = game.cluster.submit(Input(1000, line))
    assert not taken.ok
    assert words in taken.output


def test_there_is_an_end_to_clients():
    services = [{**SERVICE, "metadata": {"name": f"s{n}"}} for n in range(11)]
    game = Played(*services, until=1)
    taken = [game.cluster.submit(Input(1000, f"traffic start s{n}")).ok for n in range(11)]
    assert taken == [True] * 10 + [False]


def test_a_restored_moment_goes_on_as_it_did():
    cluster = Cluster(seed=3)
    cluster.submit(Input(0, "kubectl apply -f -", (SERVICE, server("a"), server("b"))))
    cluster.submit(Input(START, "traffic start web --rps=50 --keep-alive --takes=30ms"))
    cluster.submit(Input(DELETE, "kubectl delete pod a --wait=false"))
    frozen = cluster.snapshot()
    cluster.advance(40_000)
    first = digest(cluster.records)
    cluster.restore(frozen)
    cluster.advance(40_000)
    assert digest(cluster.records) == first


def on(pod, node):
    return {**pod, "spec": {**pod["spec"], "nodeName": node}}


NODES = tuple(
    {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}} for name in ("node1", "node2")
)


def with_policy(**spec):
    return {**SERVICE, "spec": {**SERVICE["spec"], **spec}}


def test_a_client_that_is_known_stays_with_its_pod():
    """It loses all while its Pod is gone and nobody knows, or nothing."""
    service = with_policy(sessionAffinity="ClientIP")
    shares = set()
    for seed in range(1, 11):
        start = (START / 1000, "traffic start web --rps=100")
        game = Played(
            service, server("a"), server("b"), do=[start, delete("a")], until=UNTIL, seed=seed
        )
        end = exit_of(game, "a")
        learn = next(r.t for r in traffic(game, "learn") if r.pods == ("b",))
        sent = [n for n in range(100 * UNTIL) if end <= START + n * 10 < learn]
        shares.add(unanswered(totals(game)) / len(sent))
    assert shares == {0, 1}


def test_under_the_internal_policy_local_a_node_without_pods_answers_nobody():
    service = with_policy(internalTrafficPolicy="Local")
    start = (START / 1000, "traffic start web --rps=10")
    game = Played(service, on(server("a"), "node1"), nodes=NODES, do=[start], until=UNTIL)
    found = totals(game)
    assert found == {"answered": 100, "timed-out": 100}


@pytest.mark.parametrize("policy", ["Cluster", "Local"])
def test_under_the_external_policy_local_a_node_is_known_for_longer_than_its_last_pod(policy):
    """The load balancer's probe is slow, and the node's proxy drops what comes until then."""
    service = with_policy(type="LoadBalancer", externalTrafficPolicy=policy)
    pods = (on(server("a"), "node1"), on(server("b"), "node2"))
    start = (START / 1000, "traffic start web --rps=100 --via=load-balancer")
    game = Played(service, *pods, nodes=NODES, do=[start, delete("a")], until=70)
    balancer = [r for r in traffic(game, "learn") if r.entry == "load-balancer"]
    left = {"Cluster": ("b",), "Local": ("node2",)}[policy]
    learn = next(r.t for r in balancer if r.pods == left)
    found = totals(game)
    lost = unanswered(found)
    assert lost == pytest.approx((learn - exit_of(game, "a")) / 10 / 2, abs=2)
    if policy == "Local":
        assert found["504"]
        proxy = next(r.t for r in traffic(game, "learn") if r.entry == "node1" and not r.pods)
        assert proxy < learn
