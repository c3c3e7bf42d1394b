"""What the API server warns of, without refusing: `Warning:` lines before kubectl's answer.

Mirrors pkg/api/pod/warnings.go and the warnings of the Pod's strategy.
"""

from collections.abc import Iterator
from typing import Any

from lightkube.models.core_v1 import Container, ContainerPort, Pod, PodSpec, PodTemplateSpec
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.pod import Place, visit_containers
from lifecycle.engine.api.quantity import parse
from lifecycle.engine.api.validation.addresses import address_warnings
from lifecycle.engine.api.validation.field import child
from lifecycle.engine.api.validation.formats import dns1123_label
from lifecycle.engine.api.validation.govalues import quote
from lifecycle.engine.api.validation.profiles import APP_ARMOR, SECCOMP_CONTAINER, SECCOMP_POD
from lifecycle.engine.api.validation.warnings_volumes import volume_warnings

_SUCCESSORS = {
    "beta.kubernetes.io/arch": ("1.14", "kubernetes.io/arch"),
    "beta.kubernetes.io/os": ("1.14", "kubernetes.io/os"),
    "failure-domain.beta.kubernetes.io/region": ("1.17", "topology.kubernetes.io/region"),
    "failure-domain.beta.kubernetes.io/zone": ("1.17", "topology.kubernetes.io/zone"),
    "beta.kubernetes.io/instance-type": ("1.17", "node.kubernetes.io/instance-type"),
}
_DEPRECATED_LABELS = {
    label: f'deprecated since v{since}; use "{successor}" instead'
    for label, (since, successor) in _SUCCESSORS.items()
}
_DEPRECATED_ANNOTATIONS = {
    "scheduler.alpha.kubernetes.io/critical-pod": (
        'non-functional in v1.16+; use the "priorityClassName" field instead'
    ),
    "security.alpha.kubernetes.io/sysctls": (
        'non-functional in v1.11+; use the "sysctls" field instead'
    ),
    "security.alpha.kubernetes.io/unsafe-sysctls": (
        'non-functional in v1.11+; use the "sysctls" field instead'
    ),
}
_NULL_SELECTOR = "a null labelSelector results in matching no pod"
_SECCOMP = 'non-functional in v1.27+; use the "seccompProfile" field instead'
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"

Warnings = list[str]


def pod_warnings(pod: Pod, *, is_new: bool = True) -> Warnings:
    """Everything about a Pod; its name can only be warned of when it is new."""
    found: Warnings = []
    if not is_new:
        return _spec_warnings(pod.spec, pod.metadata, "", is_pod=True)
    if problems := dns1123_label(pod.metadata.name or ""):
        found.append(
            "metadata.name: this is used in the Pod's hostname, which can result in surprising "
            f"behavior; a DNS label is recommended: [{' '.join(problems)}]"
        )
    return found + _spec_warnings(pod.spec, pod.metadata, "", is_pod=True)


def template_warnings(template: PodTemplateSpec, path: str) -> Warnings:
    """Everything about the Pods that a template makes."""
    if template.spec is None:
        return []
    metadata = template.metadata or ObjectMeta()
    return _spec_warnings(template.spec, metadata, path, is_pod=False)


def _spec_warnings(spec: PodSpec, metadata: ObjectMeta, path: str, *, is_pod: bool) -> Warnings:
    here = child(path, "spec")
    annotations = metadata.annotations or {}
    at_metadata = f"{child(path, 'metadata')}.annotations"
    found = _label_warnings(spec, here)
    for key, text in _DEPRECATED_ANNOTATIONS.items():
        if key in annotations:
            found.append(f"{at_metadata}[{key}]: {text}")
    found += volume_warnings(spec.volumes or [], f"{here}.volumes")
    found += _list_warnings(spec, here)
    for name in _BYTES:
        found += _fraction(spec.overhead, name, f"{here}.overhead")
    context = spec.securityContext
    if SECCOMP_POD in annotations and (context is None or context.seccompProfile is None):
        found.append(f"{at_metadata}[{SECCOMP_POD}]: {_SECCOMP}")
    armored = context is not None and context.appArmorProfile is not None
    for place in visit_containers(spec, here):
        found += _container_warnings(place, annotations, at_metadata, armored or is_pod)
    found += _port_warnings(spec, here)
    if (spec.terminationGracePeriodSeconds or 0) < 0:
        found.append(
            f"{here}.terminationGracePeriodSeconds: must be >= 0; negative values are invalid "
            "and will be treated as 1"
        )
    return found + _affinity_warnings(spec, f"{here}.affinity") + _address_warnings(spec, here)


def _label_warnings(spec: PodSpec, path: str) -> Warnings:
    found = [
        f"{path}.nodeSelector[{key}]: {_DEPRECATED_LABELS[key]}"
        for key in sorted(spec.nodeSelector or ())
        if key in _DEPRECATED_LABELS
    ]
    nodes = spec.affinity.nodeAffinity if spec.affinity is not None else None
    if nodes is not None:
        where = f"{path}.affinity.nodeAffinity"
        needed = getattr(nodes, _REQUIRED)
        for i, term in enumerate(needed.nodeSelectorTerms if needed is not None else ()):
            found += _term_warnings(term, f"{where}.{_REQUIRED}.nodeSelectorTerms[{i}]")
        for i, weighted in enumerate(getattr(nodes, _PREFERRED) or ()):
            found += _term_warnings(weighted.preference, f"{where}.{_PREFERRED}[{i}].preference")
    for i, spread in enumerate(spec.topologySpreadConstraints or ()):
        where = f"{path}.topologySpreadConstraints[{i}]"
        if text := _DEPRECATED_LABELS.get(spread.topologyKey):
            found.append(f"{where}.topologyKey: {spread.topologyKey} is {text}")
        if spread.labelSelector is None:
            found.append(f"{where}.labelSelector: {_NULL_SELECTOR}")
    return found


def _term_warnings(term: Any, path: str) -> Warnings:
    return [
        f"{path}.matchExpressions[{i}].key: {expression.key} is "
        f"{_DEPRECATED_LABELS[expression.key]}"
        for i, expression in enumerate(term.matchExpressions or ())
        if expression.key in _DEPRECATED_LABELS
    ]


def _list_warnings(spec: PodSpec, path: str) -> Warnings:
    found: Warnings = []
    addresses: list[str] = []
    for i, alias in enumerate(spec.hostAliases or ()):
        if alias.ip in addresses:
            found.append(f"{path}.hostAliases[{i}].ip: duplicate ip {quote(alias.ip)}")
        addresses.append(alias.ip)
    names = [secret.name or "" for secret in spec.imagePullSecrets or ()]
    where = f"{path}.imagePullSecrets"
    found += [
        f"{where}[{i}].name: duplicate name {quote(name)}"
        for i, name in enumerate(names)
        if name in names[:i]
    ]
    found += [
        f'{where}[{i}].name: invalid empty name ""' for i, name in enumerate(names) if not name
    ]
    return found


_BYTES = ("memory", "ephemeral-storage")


def _fraction(amounts: dict[str, str] | None, name: str, path: str) -> Warnings:
    if not amounts or name not in amounts or parse(amounts[name]).nano % 10**9 == 0:
        return []
    amount = quote(amounts[name])
    return [f"{path}[{name}]: fractional byte value {amount} is invalid, must be an integer"]


def _container_warnings(
    place: Place, annotations: dict[str, str], at_metadata: str, armored: bool
) -> Warnings:
    container, context = place.container, place.container.securityContext
    found: Warnings = []
    key = SECCOMP_CONTAINER + container.name
    if key in annotations and (context is None or context.seccompProfile is None):
        found.append(f"{at_metadata}[{key}]: {_SECCOMP}")
    key = APP_ARMOR + container.name
    own = context is not None and context.appArmorProfile is not None
    if key in annotations and not armored and not own:
        text = 'deprecated since v1.30; use the "appArmorProfile" field instead'
        found.append(f"{at_metadata}[{key}]: {text}")
    if (resources := container.resources) is not None:
        for name in _BYTES:
            found += _fraction(resources.limits, name, f"{place.path}.resources.limits")
            found += _fraction(resources.requests, name, f"{place.path}.resources.requests")
    return found + _env_warnings(container, place.path)


def _env_warnings(container: Container, path: str) -> Warnings:
    found: Warnings = []
    names: list[str] = []
    for i, variable in enumerate(container.env or ()):
        name, value = variable.name, variable.value or ""
        reference = f"$({name})"
        hides = variable.valueFrom is not None or value == reference or reference not in value
        if name in names and hides:
            found.append(
                f"{path}.env[{i}]: hides previous definition of {quote(name)}, which may be "
                "dropped when using apply"
            )
        names.append(name)
    return found


def _port_warnings(spec: PodSpec, path: str) -> Warnings:
    found: Warnings = []
    known: dict[tuple[int, str | None], list[tuple[str, ContainerPort]]] = {}
    for place in visit_containers(spec, path):
        names: dict[str, str] = {}
        for i, port in enumerate(place.container.ports or ()):
            here = f"{place.path}.ports[{i}]"
            if port.hostIP and not port.hostPort:
                found.append(f"{here}: hostIP set without hostPort: {_port_as_go(port)}")
            others = known.setdefault((port.containerPort, port.protocol), [])
            found += [w for where, o in others for w in _conflict(here, port, where, o)]
            others.append((here, port))
            if port.name and port.name in names:
                found.append(
                    f"{here}: duplicate port name {quote(port.name)} with {names[port.name]}, "
                    f"services and probes that select ports by name will use {names[port.name]}"
                )
            elif port.name:
                names[port.name] = here
    return found


def _conflict(here: str, port: ContainerPort, where: str, other: ContainerPort) -> Iterator[str]:
    mine, its = (port.hostIP or "", port.hostPort or 0), (other.hostIP or "", other.hostPort or 0)
    if mine == its:
        yield f"{here}: duplicate port definition with {where}"
    elif not mine[1] or not its[1]:
        yield f"{here}: overlapping port definition with {where}"
    elif mine[1] == its[1] and (not mine[0] or not its[0]):
        yield f"{here}: dangerously ambiguous port definition with {where}"


def _port_as_go(port: ContainerPort) -> str:
    return (
        f"{{Name:{port.name or ''} HostPort:{port.hostPort or 0} "
        f"ContainerPort:{port.containerPort} Protocol:{port.protocol} HostIP:{port.hostIP}}}"
    )


def _affinity_warnings(spec: PodSpec, path: str) -> Warnings:
    found: Warnings = []
    for name in ("podAffinity", "podAntiAffinity"):
        of_pods = getattr(spec.affinity, name, None)
        for i, term in enumerate(getattr(of_pods, _REQUIRED, None) or ()):
            if term.labelSelector is None:
                found.append(f"{path}.{name}.{_REQUIRED}[{i}].labelSelector: {_NULL_SELECTOR}")
        for i, weighted in enumerate(getattr(of_pods, _PREFERRED, None) or ()):
            if weighted.podAffinityTerm.labelSelector is None:
                where = f"{path}.{name}.{_PREFERRED}[{i}].podAffinityTerm.labelSelector"
                found.append(f"{where}: {_NULL_SELECTOR}")
    return found


def _address_warnings(spec: PodSpec, path: str) -> Warnings:
    found: Warnings = []
    config = spec.dnsConfig
    for i, server in enumerate((config.nameservers if config is not None else None) or ()):
        found += address_warnings(server, f"{path}.dnsConfig.nameservers[{i}]")
    for i, alias in enumerate(spec.hostAliases or ()):
        found += address_warnings(alias.ip, f"{path}.hostAliases[{i}].ip")
    return found
