"""Objects that a manifest refers to and does not bring: what happens without them, and them.

A ConfigMap, a Secret or a claim that is missing keeps containers waiting; without its service
account, priority or runtime class a Pod is not even created. All of that is played as it is
in a cluster; what is offered here is the object that would end it.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from lifecycle.manifests.document import Document, Path
from lifecycle.manifests.podtemplate import pod_template

GIVEN = frozenset(
    (
        ("ServiceAccount", "default"),
        ("ConfigMap", "kube-root-ca.crt"),
        ("PriorityClass", "system-cluster-critical"),
        ("PriorityClass", "system-node-critical"),
        ("StorageClass", "standard"),
    )
)
"""What every namespace or cluster has."""

CLUSTERWIDE = ("PriorityClass", "RuntimeClass", "StorageClass")
_RESOURCE = {
    "ConfigMap": "configmap", "Secret": "secret", "ServiceAccount": "serviceaccount",
    "PersistentVolumeClaim": "persistentvolumeclaim",
}  # fmt: skip


class Reference(NamedTuple):
    """A mention of an object by name; `keys` are what of it is used."""

    kind: str
    namespace: str
    name: str
    path: Path
    keys: tuple[str, ...] = ()


class Missing(NamedTuple):
    """An object that is referred to and not there, where first, and how it could look."""

    reference: Reference
    document: int
    object: dict[str, Any]

    @property
    def message(self) -> str:
        """What the API server or the kubelet says of its absence."""
        kind, _, name, _, _ = self.reference
        if kind == "PriorityClass":
            return f"no PriorityClass with name {name} was found"
        if kind == "RuntimeClass":
            return f'pod rejected: RuntimeClass "{name}" not found'
        if kind == "StorageClass":
            return f'storageclass.storage.k8s.io "{name}" not found'
        return f'{_RESOURCE[kind]} "{name}" not found'


def missing(documents: Iterable[Document]) -> list[Missing]:
    """Every object that is referred to and not in the text, once, in the order of mention."""
    documents = tuple(documents)
    present = {_identity(document) for document in documents}
    found: dict[tuple[str, str, str], Missing] = {}
    for number, document in enumerate(documents):
        for reference in _references(document.value):
            known = (reference.kind, reference.namespace, reference.name)
            if known in present or known[::2] in GIVEN:
                continue
            first = found.get(known)
            if first is not None:
                keys = tuple(dict.fromkeys((*first.reference.keys, *reference.keys)))
                reference = first.reference._replace(keys=keys)
                number = first.document
            found[known] = Missing(reference, number, _object(reference))
    return list(found.values())


def _identity(document: Document) -> tuple[str, str, str]:
    kind = str(document.value.get("kind"))
    metadata = document.value.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    return kind, _namespace(kind, metadata), str(metadata.get("name"))


def _namespace(kind: str, metadata: dict[str, Any]) -> str:
    return "" if kind in CLUSTERWIDE else str(metadata.get("namespace") or "default")


def _references(document: dict[str, Any]) -> Iterator[Reference]:
    metadata = document.get("metadata")
    namespace = _namespace("", metadata if isinstance(metadata, dict) else {})
    if document.get("kind") == "PersistentVolumeClaim":
        name = _get(document, "spec", "storageClassName")
        if isinstance(name, str) and name:
            yield Reference("StorageClass", "", name, "spec.storageClassName")
        return
    template = pod_template(document)
    if template is None:
        return
    around = ".".join((*template.path, "spec"))
    spec = template.value["spec"]
    claims = {_get(c, "metadata", "name") for c in _list(document, "spec", "volumeClaimTemplates")}
    for found in (*_of_pod(spec), *_of_volumes(spec, claims), *_of_containers(spec)):
        if isinstance(found.name, str) and found.name:
            place = "" if found.kind in CLUSTERWIDE else namespace
            yield found._replace(namespace=place, path=f"{around}.{found.path}")


def _of_pod(spec: dict[str, Any]) -> Iterator[Reference]:
    field = "serviceAccountName" if spec.get("serviceAccountName") else "serviceAccount"
    yield Reference("ServiceAccount", "", spec.get(field), field)
    yield Reference("PriorityClass", "", spec.get("priorityClassName"), "priorityClassName")
    yield Reference("RuntimeClass", "", spec.get("runtimeClassName"), "runtimeClassName")


def _of_volumes(spec: dict[str, Any], claims: set[Any]) -> Iterator[Reference]:
    for index, volume in enumerate(_list(spec, "volumes")):
        here = f"volumes[{index}]"
        claim = _get(volume, "persistentVolumeClaim", "claimName")
        if claim and _get(volume, "name") not in claims:
            yield Reference(
                "PersistentVolumeClaim", "", claim, f"{here}.persistentVolumeClaim.claimName"
            )
        yield from _of_source(volume, here, spec, _get(volume, "name"))
        for number, source in enumerate(_list(volume, "projected", "sources")):
            yield from _of_source(source, f"{here}.projected.sources[{number}]", spec, None)


def _of_source(source: Any, here: Path, spec: dict[str, Any], volume: Any) -> Iterator[Reference]:
    for field, kind, names in (
        ("configMap", "ConfigMap", ("name",)),
        ("secret", "Secret", ("secretName", "name")),
    ):
        for name in names:
            found = _get(source, field, name)
            if found and _get(source, field, "optional") is not True:
                keys = [_get(item, "key") for item in _list(source, field, "items")]
                keys = keys or _sub_paths(spec, volume)
                yield Reference(kind, "", found, f"{here}.{field}.{name}", _texts(keys))


def _sub_paths(spec: dict[str, Any], volume: Any) -> list[Any]:
    """Single files that are mounted of a volume: they must be keys of it."""
    if volume is None:
        return []
    return [
        str(mount["subPath"])
        for _, container in _containers(spec)
        for mount in _list(container, "volumeMounts")
        if isinstance(mount, dict) and mount.get("name") == volume and mount.get("subPath")
    ]


def _of_containers(spec: dict[str, Any]) -> Iterator[Reference]:
    for here, container in _containers(spec):
        for index, variable in enumerate(_list(container, "env")):
            for field, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
                name = _get(variable, "valueFrom", field, "name")
                if name and _get(variable, "valueFrom", field, "optional") is not True:
                    path = f"{here}.env[{index}].valueFrom.{field}.name"
                    key = _get(variable, "valueFrom", field, "key")
                    yield Reference(kind, "", name, path, _texts([key]))
        for index, source in enumerate(_list(container, "envFrom")):
            for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
                name = _get(source, field, "name")
                if name and _get(source, field, "optional") is not True:
                    yield Reference(kind, "", name, f"{here}.envFrom[{index}].{field}.name")


def _containers(spec: dict[str, Any]) -> Iterator[tuple[Path, Any]]:
    for field in ("initContainers", "containers"):
        for index, container in enumerate(_list(spec, field)):
            yield f"{field}[{index}]", container


def _object(reference: Reference) -> dict[str, Any]:
    """The plainest object that satisfies the reference."""
    kind, namespace, name, _, keys = reference
    metadata = {"name": name}
    if namespace not in ("", "default"):
        metadata["namespace"] = namespace
    head = {"apiVersion": _VERSIONS.get(kind, "v1"), "kind": kind, "metadata": metadata}
    if kind == "ConfigMap":
        return {**head, "data": dict.fromkeys(keys or ("key",), "value")}
    if kind == "Secret":
        return {**head, "stringData": dict.fromkeys(keys or ("key",), "value")}
    if kind == "PersistentVolumeClaim":
        storage = {"requests": {"storage": "1Gi"}}
        return {**head, "spec": {"accessModes": ["ReadWriteOnce"], "resources": storage}}
    if kind == "PriorityClass":
        return {**head, "value": 1_000_000}
    if kind == "RuntimeClass":
        return {**head, "handler": name}
    if kind == "StorageClass":
        return {**head, "provisioner": "rancher.io/local-path"}
    return head


_VERSIONS = {
    "PriorityClass": "scheduling.k8s.io/v1",
    "RuntimeClass": "node.k8s.io/v1",
    "StorageClass": "storage.k8s.io/v1",
}


def _get(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _list(value: Any, *keys: str) -> list[Any]:
    found = _get(value, *keys)
    return found if isinstance(found, list) else []


def _texts(keys: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if isinstance(key, str) and key))
