"""Cases of computePodActions: what a sync starts, kills, resets and resizes."""

from typing import Any

from lifecycle.conformance.objects import pod_of, runtime_of
from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.cri.status import PodRuntime
from lifecycle.engine.kubelet.kuberuntime.actions import PodActions
from lifecycle.engine.kubelet.kuberuntime.compute_pod_actions import compute_pod_actions
from lifecycle.engine.kubelet.kuberuntime.resize import Actuated
from lifecycle.engine.kubelet.prober.results import LIVENESS, STARTUP


def judge(case: Case) -> Answer:
    """The kills are a set in the real kubelet, so both sides are sorted by container."""
    runtime = runtime_of(case["runtime"])
    actions = compute_pod_actions(
        pod_of(case["pod"]),
        runtime,
        results=_results(case, runtime),
        restart_all_containers=case["restartAllContainers"],
        actuated=Actuated(),
    )
    got, expected = _form(actions), dict(case["expect"])
    expected["containersToKill"] = sorted(expected["containersToKill"], key=lambda kill: kill["id"])
    return Answer(expected, {key: got[key] for key in expected})


def _results(case: Case, runtime: PodRuntime) -> dict[tuple[str, str], str]:
    """The cases name containers, the kubelet's table their newest instances."""
    results = {}
    for probe_type in (LIVENESS, STARTUP):
        for name, result in case[f"{probe_type}Result"].items():
            newest = runtime.newest(name)
            results[probe_type, newest.id if newest is not None else name] = result
    return results


def _form(actions: PodActions) -> dict[str, Any]:
    return {
        "killPod": actions.kill_pod,
        "createSandbox": actions.create_sandbox,
        "sandboxID": actions.sandbox_id,
        "attempt": actions.attempt,
        "initContainersToStart": list(actions.init_containers_to_start),
        "containersToStart": list(actions.containers_to_start),
        "ephemeralContainersToStart": list(actions.ephemeral_containers_to_start),
        "containersToKill": [
            {"id": kill.id, "message": kill.message, "name": kill.name, "reason": kill.reason}
            for kill in sorted(actions.containers_to_kill, key=lambda kill: kill.id)
        ],
        "containersToReset": [
            {"id": reset.id, "kill": reset.kill, "name": reset.name}
            for reset in actions.containers_to_reset
        ],
        "containersToUpdate": {
            resource: [update.name for update in updates]
            for resource, updates in actions.containers_to_update.items()
        },
        "updatePodResources": actions.update_pod_resources,
        "updatePodLevelResources": actions.update_pod_level_resources,
    }
