"""A probe worker as the tables play it: one turn after the other, each told in a few words.

`Success 2` is the stored verdict and how many results in a row were the same; `hold` that the
worker waits for a new container; `stops` that it ends for good; `none` that nothing is stored.
"""

from datetime import timedelta

import msgspec
from lightkube.models.core_v1 import PodStatus, Probe

from lifecycle.engine.kernel.clock import EPOCH
from lifecycle.engine.kubelet.gates import V1_36
from lifecycle.engine.kubelet.prober.worker import NEW_WORKER, begin_probe, record_result
from tests.upstream.notation import pod, statuses

PROBE_TYPES = ("liveness", "readiness", "startup")


class Worker:
    """A worker of the container `web`, of a Pod that never restarts unless it says so."""

    def __init__(self, probe_type, containers="web", deleted=False, gates=V1_36, **probe):
        self.probe_type = probe_type
        self.pod = pod(containers, "Never", deleted)
        everyone = [*(self.pod.spec.initContainers or ()), *self.pod.spec.containers]
        self.container = next(each for each in everyone if each.name == "web")
        self.probe = Probe(**{"successThreshold": 1, "failureThreshold": 1, **probe})
        self.gates = gates
        self.state = NEW_WORKER
        self.verdicts = {}

    def turn(self, states, outcome="Success", phase="Running", attempt=1, age_seconds=0):
        """One turn: the status that the kubelet holds, and what the probe would say."""
        status = None if states is None else self._status(states, phase, attempt, age_seconds)
        step = begin_probe(
            self.state,
            self.probe_type,
            self.probe,
            self.pod,
            self.container,
            status,
            now_ms=0,
            gates=self.gates,
        )
        self._take(step)
        if step.run:
            self._take(record_result(self.state, self.probe_type, self.probe, outcome))
        return self._told(step.keep_going)

    def _status(self, states, phase, attempt, age_seconds):
        made = statuses(states)
        for each in made:
            each.containerID = f"containerd://{each.name}-{attempt}"
            if each.state.running is not None:
                each.state.running.startedAt = EPOCH - timedelta(seconds=age_seconds)
        init = [container.name for container in self.pod.spec.initContainers or ()]
        return PodStatus(
            phase=phase,
            initContainerStatuses=[each for each in made if each.name in init],
            containerStatuses=[each for each in made if each.name not in init],
        )

    def _take(self, step):
        self.state = step.state
        self.verdicts.pop(step.forget, None)
        for verdict in step.verdicts:
            self.verdicts[self.state.container_id] = verdict

    def _told(self, keep_going):
        words = [self.verdicts.get(self.state.container_id, "none")]
        if self.state.result_run:
            words.append(str(self.state.result_run))
        if self.state.on_hold:
            words.append("hold")
        if not keep_going:
            words.append("stops")
        return " ".join(words)


def without(gate):
    """The gates of 1.36 with this one the other way round."""
    return msgspec.structs.replace(V1_36, **{gate: not getattr(V1_36, gate)})
