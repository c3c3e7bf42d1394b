"""What a worker or a runtime remembers only saves work: all that happens is the same without."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from lifecycle.engine.cri.exec import Execs
from lifecycle.engine.kernel.digest import digest
from lifecycle.engine.kernel.world import World
from lifecycle.engine.kubelet.prober.manager import ProbeManager
from tests.properties.effort import tries
from tests.properties.lives import Life, lives, play
from tests.properties.scripts import Step


def without_a_routine(tick):
    """The tick of a worker that begins each run as if it were its first."""

    def fresh(manager, key):
        probing = manager.workers.get(key)
        if probing is not None and not probing.attempt:
            manager.workers[key] = replace(probing, routine=None)
        tick(manager, key)

    return fresh


def played_afresh(life):
    """The life, every command run, every reply judged and every alarm set each time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ProbeManager, "tick", without_a_routine(ProbeManager.tick))
        patch.setattr(Execs, "_sees_the_same", lambda *_: False)
        patch.setattr(World, "finish", World.call)
        return play(life)


@tries(100)
@given(lives())
def test_a_life_is_the_same_where_nothing_is_remembered(life):
    assert digest(play(life).records) == digest(played_afresh(life).records)


SECONDS = st.integers(1, 9)
LINES = st.sampled_from(
    (
        "kubectl exec web -- touch /tmp/ok",
        "kubectl exec web -- rm /tmp/ok",
        "fault probe web -c app liveness fail",
        "fault probe web -c app readiness slow",
        "fault clear all",
        "fault runtime node1 down",
        "kill web -c app",
        "kubelet stop node1",
        "kubelet start node1",
    )
)


@st.composite
def flickering(draw):
    """The life of a Pod whose probes look at a file that comes and goes."""
    here, away = draw(SECONDS), draw(SECONDS)
    loop = f"while true; do touch /tmp/ok; sleep {here}; rm /tmp/ok; sleep {away}; done"
    container = {"name": "app", "image": "busybox:1.35", "command": ["sh", "-c", loop]}
    for probe in ("livenessProbe", "readinessProbe"):
        container[probe] = {
            "exec": {"command": ["cat", "/tmp/ok"]},
            "periodSeconds": draw(SECONDS),
            "failureThreshold": draw(st.integers(1, 4)),
        }
    spec = {"containers": [container], "terminationGracePeriodSeconds": 1}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}
    moments = sorted(draw(st.lists(st.integers(5_000, 90_000), max_size=4)))
    script = tuple(Step(moment, draw(LINES)) for moment in moments)
    return Life((pod,), script, seed=draw(st.integers(0, 3)))


@tries(60)
@given(flickering())
def test_a_pod_whose_probes_fail_now_and_then_lives_the_same(life):
    assert digest(play(life).records) == digest(played_afresh(life).records)
