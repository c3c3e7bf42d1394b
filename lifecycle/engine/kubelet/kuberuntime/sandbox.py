"""Whether a Pod needs a new sandbox.

Mirrors pkg/kubelet/kuberuntime/util/util.go.
"""

import msgspec
from lightkube.models.core_v1 import Pod

from lifecycle.engine.cri.status import PodRuntime


class SandboxChange(msgspec.Struct, frozen=True):
    """Whether to make one, as which attempt, and the id of the one that is there."""

    changed: bool
    attempt: int
    sandbox_id: str


def pod_sandbox_changed(pod: Pod, runtime: PodRuntime) -> SandboxChange:
    """A Pod needs a sandbox when it has none, a dead one, several live ones, or no address."""
    if not runtime.sandboxes:
        return SandboxChange(True, 0, "")
    newest = runtime.sandboxes[0]
    ready = [sandbox for sandbox in runtime.sandboxes if sandbox.ready]
    if len(ready) > 1 or not newest.ready or (not newest.ip and not pod.spec.hostNetwork):
        return SandboxChange(True, newest.attempt + 1, newest.id)
    return SandboxChange(False, newest.attempt, newest.id)
