"""An Ingress that names no class gets the cluster's default one.

Mirrors plugin/pkg/admission/network/defaultingressclass.
"""

from lightkube.models.networking_v1 import Ingress
from msgspec.structs import replace

from lifecycle.engine.apiserver.store import Store

_DEFAULT = "ingressclass.kubernetes.io/is-default-class"
_OLD_CLASS = "kubernetes.io/ingress.class"


def set_ingress_class(ingress: Ingress, store: Store) -> Ingress:
    """Fill in the class; of several, the newest."""
    spec = ingress.spec
    if (
        spec is None
        or spec.ingressClassName is not None
        or _OLD_CLASS in (ingress.metadata.annotations or {})
    ):
        return ingress
    marked = [
        one
        for one in store.list("IngressClass")
        if (one.metadata.annotations or {}).get(_DEFAULT) == "true"
    ]
    if not marked:
        return ingress
    newest = max(marked, key=lambda one: one.metadata.creationTimestamp)
    return replace(ingress, spec=replace(spec, ingressClassName=newest.metadata.name))
