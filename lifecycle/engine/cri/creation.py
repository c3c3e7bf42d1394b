"""From a container's spec to a `Container`: what will be run, with which files and variables.

Mirrors `generateContainerConfig` (pkg/kubelet/kuberuntime) and the parts of containerd's
spec building that decide a container's life: entrypoint and arguments, environment, the
files that the runtime itself provides.
"""

from collections.abc import Mapping
from hashlib import sha256

from lightkube.models.core_v1 import Container as Spec
from lightkube.models.core_v1 import Pod, Probe

from lifecycle.engine.api.quantity import parse, value
from lifecycle.engine.cri import assumptions
from lifecycle.engine.cri.assumptions import Assumption, AssumptionError
from lifecycle.engine.cri.container import Container
from lifecycle.engine.cri.expansion import expand
from lifecycle.engine.cri.filesystem import DIRECTORY, File, Mount, clean, view
from lifecycle.engine.cri.images import UNKNOWN, Image, image_of
from lifecycle.engine.cri.rootfs import root_files
from lifecycle.engine.cri.sandboxes import Sandbox
from lifecycle.engine.cri.status import CREATED, ContainerStatus
from lifecycle.engine.kernel.clock import Millis

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
ENTRYPOINT = "image's-entrypoint"
"""Stands for the entrypoint of an image that nobody knows."""


def make_container(
    pod: Pod,
    sandbox: Sandbox,
    spec: Spec,
    attempt: int,
    environment: dict[str, str],
    mounts: tuple[Mount, ...],
    seed: int,
    now: Millis,
) -> Container:
    """The container as it is about to be created; `argv` is empty when there is none."""
    image = image_of(spec.image)
    key = f"{seed}/{sandbox.id}/{spec.name}/{attempt}"
    container_id = sha256(key.encode()).hexdigest()
    env = {"PATH": PATH, "HOSTNAME": sandbox.hostname, **dict(image.env), **environment}
    security = spec.securityContext
    resources = spec.resources
    limit = ((resources and resources.limits) or {}).get("memory")
    argv = command_line(spec, image, env)
    field, errand = place_of(pod, spec.name)
    return Container(
        id=container_id,
        name=spec.name,
        field=field,
        uid=sandbox.uid,
        namespace=sandbox.namespace,
        pod=sandbox.pod,
        sandbox=sandbox.id,
        attempt=attempt,
        ip=sandbox.ip,
        hostname=sandbox.hostname,
        image=image,
        argv=argv,
        env={**env, "HOME": env.get("HOME", "/root")},
        cwd=clean(spec.workingDir or image.cwd) or "/",
        view=view(
            container_id,
            mounts or (),
            read_only=bool(security and security.readOnlyRootFilesystem),
            open_ended=image.family == UNKNOWN,
        ),
        space=sandbox.id if sandbox.shared_pid else container_id,
        status=ContainerStatus(
            id=container_id, name=spec.name, state=CREATED, sandbox_id=sandbox.id,
            restart_count=attempt,
            image=spec.image, image_id=image_id(spec.image), created_ms=now,
        ),
        errand=errand,
        assumption=assumption_of(pod, spec.name),
        memory_limit=value(parse(limit)) if limit is not None else None,
        message_path=clean(spec.terminationMessagePath or "/dev/termination-log"),
        fallback_to_logs=spec.terminationMessagePolicy == "FallbackToLogsOnError",
        stdin=bool(spec.stdin),
        served=served_ports(spec),
    )  # fmt: skip


def command_line(spec: Spec, image: Image, env: dict[str, str]) -> tuple[str, ...]:
    """Command and arguments, from the spec or the image, with `$(VAR)` expanded."""
    entry = tuple(spec.command or ()) or image.entry
    arguments = tuple(spec.args or ())
    if not arguments and not spec.command:
        arguments = image.cmd
    if not entry and not spec.command and image.family == UNKNOWN:
        entry = (ENTRYPOINT,)
    return tuple(expand(word, env) for word in (*entry, *arguments))


def image_id(name: str) -> str:
    """A digest that belongs to the image's name."""
    return f"sha256:{sha256(name.encode()).hexdigest()}"


def place_of(pod: Pod, name: str) -> tuple[str, str]:
    """The container's path in the Pod, and whether it is to run on or to end."""
    for index, container in enumerate(pod.spec.initContainers or ()):
        if container.name == name:
            errand = "main" if container.restartPolicy == "Always" else "init"
            return f"spec.initContainers[{index}]", errand
    for index, container in enumerate(pod.spec.containers):
        if container.name == name:
            return f"spec.containers[{index}]", "main"
    return "spec.ephemeralContainers", "main"


def assumption_of(pod: Pod, name: str) -> Assumption:
    """The assumption about the container, with what the Pod's annotation changes."""
    annotations = pod.metadata.annotations or {}
    text = annotations.get(assumptions.ANNOTATION + name, "")
    try:
        return assumptions.parse(text)
    except AssumptionError:
        return Assumption()


def served_ports(spec: Spec) -> tuple[int, ...]:
    """The ports that the manifest expects the container to listen on."""
    named = {port.name: port.containerPort for port in spec.ports or () if port.name}
    ports = [port.containerPort for port in spec.ports or () if port.protocol != "UDP"]
    for probe in (spec.livenessProbe, spec.readinessProbe, spec.startupProbe):
        ports += _probed(probe, named) if probe else []
    return tuple(dict.fromkeys(ports))


def _probed(probe: Probe, named: dict[str, int]) -> list[int]:
    handlers = (probe.httpGet, probe.tcpSocket, probe.grpc)
    ports = (handler.port for handler in handlers if handler is not None)
    numbers = (_number(port, named) for port in ports)
    return [number for number in numbers if number is not None]


def _number(port: int | str, named: dict[str, int]) -> int | None:
    if isinstance(port, int):
        return port
    return int(port) if port.isdigit() else named.get(port)


def layer_files(container: Container, pod: Pod) -> dict[str, File]:
    """What the container's own layer holds before it starts."""
    aliases = "".join(
        f"{alias.ip}\t{' '.join(alias.hostnames or ())}\n" for alias in pod.spec.hostAliases or ()
    )
    hosts = (
        "# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n"
        f"::1\tlocalhost ip6-localhost ip6-loopback\n{container.ip}\t{container.hostname}\n"
    )
    if aliases:
        hosts += f"\n# Entries added by HostAliases.\n{aliases}"
    domain = f"{container.namespace}.svc.cluster.local svc.cluster.local cluster.local"
    added = {
        "/etc/hosts": File(hosts),
        "/etc/hostname": File(f"{container.hostname}\n"),
        "/etc/resolv.conf": File(f"search {domain}\nnameserver 10.96.0.10\noptions ndots:5\n"),
        container.message_path: File(mode=0o666),
    }
    for mount in container.view.mounts:
        added[mount.path] = File() if mount.file else DIRECTORY
    if container.cwd != "/":
        added[container.cwd] = DIRECTORY
    return _with_directories(root_files(container.image.family), added)


def _with_directories(root: Mapping[str, File], added: dict[str, File]) -> dict[str, File]:
    """The root's files and those that are added, each in a directory; the root's are already."""
    files = {**root, **added}
    for path in added:
        above = path.rpartition("/")[0]
        while above and above not in files:
            files[above] = DIRECTORY
            above = above.rpartition("/")[0]
    files.pop("", None)
    return files
