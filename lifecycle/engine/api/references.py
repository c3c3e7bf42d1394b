"""Which objects of the API a Pod names; a static Pod may name none, it lives without the API.

Mirrors `HasAPIObjectReference` of pkg/api/pod/util.go.
"""

from collections.abc import Iterator

from lightkube.models.core_v1 import Pod, Volume

from lifecycle.engine.api.pod import visit_containers

_ORDER = (
    "serviceaccounts",
    "secrets",
    "configmaps",
    "resourceclaims",
    "persistentvolumeclaims",
    "clustertrustbundles",
)


def referred_kind(pod: Pod) -> str:
    """The plural of the first kind of objects that the Pod names, or nothing."""
    found = set(_kinds(pod))
    return next((kind for kind in _ORDER if kind in found), "")


def refers_to(pod: Pod, kind: str) -> bool:
    """Whether the Pod names an object of the kind, `secrets`."""
    return any(kind == one for one in _kinds(pod))


def _kinds(pod: Pod) -> Iterator[str]:
    spec = pod.spec
    if spec.serviceAccountName:
        yield "serviceaccounts"
    if spec.imagePullSecrets:
        yield "secrets"
    if spec.resourceClaims:
        yield "resourceclaims"
    for place in visit_containers(spec):
        for variable in place.container.env or ():
            source = variable.valueFrom
            yield from _config(source and source.secretKeyRef, source and source.configMapKeyRef)
        for many in place.container.envFrom or ():
            yield from _config(many.secretRef, many.configMapRef)
    for volume in spec.volumes or ():
        yield from _of_volume(volume)


def _of_volume(volume: Volume) -> Iterator[str]:
    yield from _config(volume.secret, volume.configMap)
    if volume.persistentVolumeClaim is not None or volume.ephemeral is not None:
        yield "persistentvolumeclaims"
    for source in (volume.projected and volume.projected.sources) or ():
        yield from _config(source.secret, source.configMap)
        if source.serviceAccountToken is not None:
            yield "serviceaccounts"
        if source.clusterTrustBundle is not None:
            yield "clustertrustbundles"


def _config(secret: object, config_map: object) -> Iterator[str]:
    if secret:
        yield "secrets"
    if config_map:
        yield "configmaps"
