"""The containers of a description.

Mirrors `describeContainers` and what it calls (describe.go).
"""

from collections.abc import Callable, Sequence
from typing import Any

from lightkube.models.core_v1 import (
    Container,
    ContainerPort,
    ContainerState,
    ContainerStatus,
    EnvVar,
    Probe,
    ResourceRequirements,
)

from lifecycle.engine.api.quantity import canonical
from lifecycle.engine.kubectl.describe.page import NONE, Page, long_time

Resolve = Callable[[str], str]
"""The value of a field of the Pod, by its path."""


def describe_containers(
    page: Page,
    title: str,
    containers: Sequence[Any],
    statuses: Sequence[ContainerStatus] | None,
    resolve: Resolve,
) -> None:
    """All containers of one list, with what is known of their state."""
    page.write(0, f"{title}:" if containers else f"{title}:\t{NONE}")
    by_name = {status.name: status for status in statuses or ()}
    for container in containers:
        _describe(page, container, by_name.get(container.name), resolve)


def _describe(
    page: Page, container: Container, status: ContainerStatus | None, resolve: Resolve
) -> None:
    page.write(1, f"{container.name}:")
    if status is not None:
        page.field(2, "Container ID", status.containerID or "")
    page.field(2, "Image", container.image or "")
    if status is not None:
        page.field(2, "Image ID", status.imageID or "")
    _ports(page, "Port", [_port(p, p.containerPort) for p in container.ports or ()])
    _ports(page, "Host Port", [_port(p, p.hostPort or 0) for p in container.ports or ()])
    _words(page, "Command", container.command)
    _words(page, "Args", container.args)
    if status is not None:
        _state(page, status)
    _resources(page, container.resources)
    for name, probe in (
        ("Liveness", container.livenessProbe),
        ("Readiness", container.readinessProbe),
        ("Startup", container.startupProbe),
    ):
        if probe is not None:
            page.field(2, name, describe_probe(probe))
    _environment_from(page, container)
    _environment(page, container, resolve)
    _mounts(page, container)


def _port(port: ContainerPort, number: int) -> str:
    name = f" ({port.name})" if port.name else ""
    return f"{number}/{port.protocol or 'TCP'}{name}"


def _ports(page: Page, name: str, ports: list[str]) -> None:
    plural = "s" if len(ports) > 1 else ""
    page.field(2, name + plural, ", ".join(ports) or NONE)


def _words(page: Page, name: str, words: list[str] | None) -> None:
    if words:
        page.write(2, f"{name}:")
        for word in words:
            for line in word.split("\n"):
                page.write(3, line)


def _state(page: Page, status: ContainerStatus) -> None:
    _one_state(page, "State", status.state or ContainerState())
    if status.lastState is not None and status.lastState.terminated is not None:
        _one_state(page, "Last State", status.lastState)
    page.field(2, "Ready", bool(status.ready))
    page.field(2, "Restart Count", status.restartCount)


def _one_state(page: Page, name: str, state: ContainerState) -> None:
    if state.running is not None:
        page.field(2, name, "Running")
        page.field(3, "Started", long_time(state.running.startedAt))
    elif state.terminated is not None:
        ended = state.terminated
        page.field(2, name, "Terminated")
        page.optional(3, "Reason", ended.reason)
        page.optional(3, "Message", ended.message)
        page.field(3, "Exit Code", ended.exitCode)
        page.optional(3, "Signal", ended.signal)
        page.field(3, "Started", long_time(ended.startedAt))
        page.field(3, "Finished", long_time(ended.finishedAt))
    else:
        page.field(2, name, "Waiting")
        page.optional(3, "Reason", state.waiting.reason if state.waiting else None)


def _resources(page: Page, resources: ResourceRequirements | None) -> None:
    describe_resources(page, resources, 2)


def describe_resources(page: Page, resources: ResourceRequirements | None, level: int) -> None:
    """Limits and requests (`describeResources`)."""
    for name in ("limits", "requests"):
        listed = (getattr(resources, name) if resources is not None else None) or {}
        if listed:
            page.write(level, f"{name.capitalize()}:")
        for resource, amount in sorted(listed.items()):
            page.field(level + 1, resource, canonical(amount))


def describe_probe(probe: Probe) -> str:
    """A probe in a line (`DescribeProbe`)."""
    timing = (
        f"delay={probe.initialDelaySeconds or 0}s timeout={probe.timeoutSeconds or 0}s "
        f"period={probe.periodSeconds or 0}s #success={probe.successThreshold or 0} "
        f"#failure={probe.failureThreshold or 0}"
    )
    if probe.exec is not None:
        return f"exec [{' '.join(probe.exec.command or ())}] {timing}"
    if probe.httpGet is not None:
        http = probe.httpGet
        scheme = (http.scheme or "http").lower()
        return f"http-get {scheme}://{http.host or ''}:{http.port}{http.path or ''} {timing}"
    if probe.tcpSocket is not None:
        return f"tcp-socket {probe.tcpSocket.host or ''}:{probe.tcpSocket.port} {timing}"
    if probe.grpc is not None:
        return f"grpc <pod>:{probe.grpc.port} {probe.grpc.service or ''} {timing}"
    return f"unknown {timing}"


def _environment_from(page: Page, container: Container) -> None:
    if not container.envFrom:
        return
    page.write(2, "Environment Variables from:")
    for source in container.envFrom:
        ref, kind = source.configMapRef, "ConfigMap"
        if ref is None:
            ref, kind = source.secretRef, "Secret"
        name, optional = (ref.name, bool(ref.optional)) if ref is not None else ("", False)
        prefix = f" with prefix '{source.prefix}'" if source.prefix else ""
        page.write(3, f"{name}\t{kind}{prefix}\tOptional: {str(optional).lower()}")


def _environment(page: Page, container: Container, resolve: Resolve) -> None:
    page.write(2, "Environment:" if container.env else f"Environment:\t{NONE}")
    for variable in container.env or ():
        for i, line in enumerate(_value(variable, resolve).split("\n")):
            page.write(3, f"{variable.name}:\t{line}" if i == 0 else f"\t{line}")


def _value(variable: EnvVar, resolve: Resolve) -> str:
    source = variable.valueFrom
    if source is None:
        return variable.value or ""
    if source.fieldRef is not None:
        path = source.fieldRef.fieldPath
        return f"{resolve(path)} ({source.fieldRef.apiVersion or 'v1'}:{path})"
    if source.resourceFieldRef is not None:
        return f"({source.resourceFieldRef.resource})"
    ref, where = source.secretKeyRef, "in secret"
    if ref is None:
        ref, where = source.configMapKeyRef, "of config map"
    if ref is None:
        return ""
    optional = str(bool(ref.optional)).lower()
    return f"<set to the key '{ref.key}' {where} '{ref.name}'>\tOptional: {optional}"


def _mounts(page: Page, container: Container) -> None:
    mounts = sorted(container.volumeMounts or (), key=lambda mount: mount.mountPath)
    page.write(2, "Mounts:" if mounts else f"Mounts:\t{NONE}")
    for mount in mounts:
        flags = ["ro" if mount.readOnly else "rw"]
        if mount.subPath:
            flags.append(f'path="{mount.subPath}"')
        page.write(3, f"{mount.mountPath} from {mount.name} ({','.join(flags)})")
    if container.volumeDevices:
        page.write(2, "Devices:")
        for device in sorted(container.volumeDevices, key=lambda device: device.devicePath):
            page.write(3, f"{device.devicePath} from {device.name}")
