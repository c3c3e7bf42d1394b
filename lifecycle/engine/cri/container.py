"""One instance of a container as the runtime keeps it: what was asked, and how it is."""

import msgspec

from lifecycle.engine.cri.assumptions import Assumption
from lifecycle.engine.cri.filesystem import View
from lifecycle.engine.cri.images import Image
from lifecycle.engine.cri.status import ContainerStatus


class Container(msgspec.Struct, frozen=True, gc=False):
    """Fixed at creation, save `status`, `pid`, `oom` and the callbacks.

    `field` is the container's path in the Pod, `space` its PID namespace, `pid` its first
    process there (0 while it does not run). `served` are the ports that the manifest
    names, each with the protocol by which it is probed.
    """

    id: str
    name: str
    field: str
    uid: str
    namespace: str
    pod: str
    sandbox: str
    attempt: int
    ip: str
    hostname: str
    image: Image
    argv: tuple[str, ...]
    env: dict[str, str]
    cwd: str
    view: View
    space: str
    status: ContainerStatus
    errand: str = "main"
    assumption: Assumption = Assumption()
    memory_limit: int | None = None
    message_path: str = "/dev/termination-log"
    fallback_to_logs: bool = False
    stdin: bool = False
    pid: int = 0
    oom: bool = False
    served: tuple[int, ...] = ()
