"""What the kubelet tells the API of its Pods."""

from tests.engine.played import Played, pod_of


def test_a_pod_that_was_given_up_stays_failed_whatever_its_kubelet_was_about_to_say():
    """The node's object is gone, its kubelet is not: it is in the middle of a pass."""
    pod = pod_of(
        {"name": "app", "startupProbe": {"tcpSocket": {"port": 81}}},
        {"name": "other", "command": ["no such program"]},
        restartPolicy="OnFailure",
    )
    pod["metadata"]["finalizers"] = ["example.com/hold"]
    for seed in range(8):
        do = ((1.4, "kubectl delete node node1"),)
        phases = Played(pod, do=do, until=120, seed=seed).phases()
        assert phases[phases.index("Failed") :] == ["Failed"], seed
