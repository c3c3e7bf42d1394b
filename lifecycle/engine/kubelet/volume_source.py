"""Where a volume's files come from, and what is missing for them.

Mirrors the SetUp of pkg/volume/{configmap,secret,projected,emptydir,hostpath} as far as a
container's life depends on it.
"""

from typing import TYPE_CHECKING

from lightkube.models.core_v1 import KeyToPath, Pod, Volume, VolumeMount

from lifecycle.engine.api.errors import aggregate
from lifecycle.engine.api.pod import claim_name
from lifecycle.engine.cri.filesystem import Mount

if TYPE_CHECKING:
    from lifecycle.engine.kubelet.kubelet import Kubelet

HOST_TREE = "host"
"""`host/NODE` is the node's own disk, as the runtime has it."""


def tree_of(pod: Pod, volume: Volume, node_name: str) -> str:
    """The name of the tree of files that the volume is."""
    if volume.hostPath is not None:
        return f"{HOST_TREE}/{node_name}"
    if volume.persistentVolumeClaim is not None:
        return f"claim/{pod.metadata.namespace}/{volume.persistentVolumeClaim.claimName}"
    return f"volume/{pod.metadata.uid}/{volume.name}"


def mount_of(pod: Pod, volume: Volume, mount: VolumeMount) -> Mount:
    """One entry of a container's volumeMounts, as the runtime takes it."""
    below = volume.hostPath.path.rstrip("/") if volume.hostPath is not None else ""
    sub_path = f"/{mount.subPath.strip('/')}" if mount.subPath else ""
    return Mount(
        path=mount.mountPath,
        tree=tree_of(pod, volume, pod.spec.nodeName),
        sub_path=below + sub_path,
        read_only=bool(mount.readOnly),
        file=_is_one_file(volume, mount),
    )


def find_source(kl: "Kubelet", pod: Pod, volume: Volume) -> str:
    """Fill the volume's tree; the answer says what is missing, empty if nothing is."""
    texts, error = _texts(kl, pod, volume)
    if error:
        return error
    tree = tree_of(pod, volume, kl.node_name)
    if texts is None:
        kl.runtime.files.plant(tree)
    else:
        kl.runtime.files.replace(tree, texts)
    return ""


def unregistered(pod: Pod, volume: Volume) -> str:
    """What a kubelet says of a volume whose ConfigMaps and Secrets it does not follow."""
    sources = [volume, *((volume.projected and volume.projected.sources) or ())]
    names = []
    for source in sources:
        if source.configMap is not None:
            names.append(source.configMap.name)
        if source.secret is not None:
            names.append(getattr(source.secret, "secretName", None) or source.secret.name)
    namespace = pod.metadata.namespace
    said = [f'object "{namespace}"/"{name}" not registered' for name in names]
    return aggregate(said) if said else ""


def _texts(kl: "Kubelet", pod: Pod, volume: Volume) -> tuple[dict[str, str] | None, str]:
    if (source := volume.configMap) is not None:
        return _of_object(kl, pod, "ConfigMap", source.name, source.items, source.optional)
    if (source := volume.secret) is not None:
        return _of_object(kl, pod, "Secret", source.secretName, source.items, source.optional)
    if volume.projected is not None:
        return _projected(kl, pod, volume)
    if volume.downwardAPI is not None:
        return _downward(kl, pod, volume.downwardAPI.items), ""
    if name := claim_name(pod, volume):
        return None, _missing_claim(kl, pod, name)
    return None, ""


def _missing_claim(kl: "Kubelet", pod: Pod, name: str) -> str:
    found = kl.kubelet_pods.find_in_namespace(pod, "PersistentVolumeClaim", name)
    return "" if found is not None else f'persistentvolumeclaim "{name}" not found'


def _of_object(
    kl: "Kubelet",
    pod: Pod,
    kind: str,
    name: str,
    items: list[KeyToPath] | None,
    optional: bool | None,
) -> tuple[dict[str, str], str]:
    data = kl.environment.data_of(pod, kind, name)
    if data is None:
        return {}, "" if optional else f'{kind.lower()} "{name}" not found'
    if not items:
        return {f"/{key}": text for key, text in data.items()}, ""
    for item in items:
        if item.key not in data and not optional:
            return {}, f"references non-existent {kind.lower()} key: {item.key}"
    return {f"/{item.path}": data[item.key] for item in items if item.key in data}, ""


def _projected(kl: "Kubelet", pod: Pod, volume: Volume) -> tuple[dict[str, str], str]:
    texts: dict[str, str] = {}
    for source in volume.projected.sources or ():
        more, error = {}, ""
        if (part := source.configMap) is not None:
            more, error = _of_object(kl, pod, "ConfigMap", part.name, part.items, part.optional)
        elif (part := source.secret) is not None:
            more, error = _of_object(kl, pod, "Secret", part.name, part.items, part.optional)
        elif source.downwardAPI is not None:
            more = _downward(kl, pod, source.downwardAPI.items)
        elif source.serviceAccountToken is not None:
            more = {f"/{source.serviceAccountToken.path}": "token"}
        if error:
            return {}, error
        texts.update(more)
    return texts, ""


def _downward(kl: "Kubelet", pod: Pod, items) -> dict[str, str]:
    texts = {}
    for item in items or ():
        if item.fieldRef is not None:
            texts[f"/{item.path}"] = kl.environment.field(pod, item.fieldRef.fieldPath)
        elif item.resourceFieldRef is not None:
            texts[f"/{item.path}"] = kl.environment.resource_of_pod(pod, item.resourceFieldRef)
    return texts


def _is_one_file(volume: Volume, mount: VolumeMount) -> bool:
    """A subPath that names a key of a ConfigMap or Secret is a file, not a directory."""
    made_of_keys = (volume.configMap, volume.secret, volume.projected, volume.downwardAPI)
    return bool(mount.subPath) and any(source is not None for source in made_of_keys)
