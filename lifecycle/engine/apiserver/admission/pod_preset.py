"""PodPreset: what is added to every Pod with certain labels when it is created. Historical.

The plug-in was alpha, had to be switched on in the API server's flags, and was taken out of
Kubernetes in 1.20. Here a preset works only if it asks for it: see `api.bygone`. Pods that
exist are not changed; the next Pod of a Deployment gets what the presets say then.

Mirrors plugin/pkg/admission/podpreset/admission.go of 1.19.
"""

from typing import Any

from lightkube.models.core_v1 import Pod, PodSpec
from msgspec.structs import replace

from lifecycle.engine.api.bygone import PRESET, is_revived
from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.scheme import decode_with_problems
from lifecycle.engine.api.selectors import matches
from lifecycle.engine.apiserver.meta import metadata_of
from lifecycle.engine.apiserver.store import Store

PREFIX = "podpreset.admission.kubernetes.io"
EXCLUDE = f"{PREFIX}/exclude"


def apply_presets(pod: Pod, store: Store) -> Pod:
    """The Pod with what the presets for its labels add; as it is where they contradict it."""
    if PRESET not in store.kinds():
        return pod
    annotations = pod.metadata.annotations or {}
    if annotations.get(EXCLUDE) == "true":
        return pod
    presets = [one for one in store.list(PRESET) if _is_meant(one, pod)]
    specs = [spec for one in presets if (spec := _spec_of(one)) is not None]
    if not presets or len(specs) < len(presets):
        return pod
    as_it_was = pod
    for spec in specs:
        merged = _merged(pod.spec, spec)
        if merged is None:
            return as_it_was
        pod = replace(pod, spec=merged)
    marks = {f"{PREFIX}/podpreset-{metadata_of(p).name}": _version(p) for p in presets}
    return set_defaults(replace(pod, metadata=_noted(pod, marks)))


def _is_meant(preset: dict[str, Any], pod: Pod) -> bool:
    if not is_revived(preset):
        return False
    if (metadata_of(preset).namespace or "default") != (pod.metadata.namespace or "default"):
        return False
    selector = _selector(preset)
    return selector is not None and matches(selector, pod.metadata.labels)


def _selector(preset: dict[str, Any]) -> Any:
    """The preset's selector, read as that of a Deployment; an empty one means every Pod."""
    spec = preset.get("spec")
    selector = spec.get("selector") if isinstance(spec, dict) else None
    document = {"apiVersion": "apps/v1", "kind": "Deployment", "spec": {"selector": selector or {}}}
    read, problems = decode_with_problems(document)
    return None if problems else read.spec.selector


def _spec_of(preset: dict[str, Any]) -> PodSpec | None:
    """What is added, as the spec of a Pod with one container; None where it can't be read."""
    spec = preset["spec"]
    fields = ("env", "envFrom", "volumeMounts")
    container = {"name": "preset", **{name: spec[name] for name in fields if name in spec}}
    body = {"containers": [container], "volumes": spec.get("volumes")}
    read, problems = decode_with_problems({"apiVersion": "v1", "kind": "Pod", "spec": body})
    return None if problems else read.spec


def _merged(spec: PodSpec, added: PodSpec) -> PodSpec | None:
    """The spec with volumes, and containers with variables and mounts; None if they clash."""
    volumes = _united(spec.volumes, added.volumes, "name")
    (more,) = added.containers
    if volumes is None:
        return None
    kinds: dict[str, list[Any]] = {}
    for field in ("containers", "initContainers"):
        kinds[field] = []
        for container in getattr(spec, field) or ():
            env = _united(container.env, more.env, "name")
            mounts = _united(container.volumeMounts, more.volumeMounts, "mountPath")
            if env is None or mounts is None:
                return None
            sources = [*(container.envFrom or ()), *(more.envFrom or ())]
            kinds[field].append(
                replace(container, env=env or None, volumeMounts=mounts or None,
                        envFrom=sources or None)
            )  # fmt: skip
    return replace(
        spec,
        volumes=volumes or None,
        containers=kinds["containers"],
        initContainers=kinds["initContainers"] or None,
    )


def _united(own: list[Any] | None, added: list[Any] | None, key: str) -> list[Any] | None:
    """Both lists; the same entry twice is one, two of the same name that differ are a clash."""
    known = {getattr(one, key): one for one in own or ()}
    for one in added or ():
        present = known.setdefault(getattr(one, key), one)
        if present != one:
            return None
    return list(known.values())


def _noted(pod: Pod, marks: dict[str, str]) -> Any:
    return replace(pod.metadata, annotations={**(pod.metadata.annotations or {}), **marks})


def _version(preset: dict[str, Any]) -> str:
    return metadata_of(preset).resourceVersion or ""
