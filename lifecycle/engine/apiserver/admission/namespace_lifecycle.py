"""Objects live in namespaces that exist and are not on their way out.

A namespace that does not exist is made: what a manifest names shall play.

Mirrors plugin/pkg/admission/namespace/lifecycle and …/autoprovision.
"""

from lightkube.models.core_v1 import Namespace
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api import errors
from lifecycle.engine.apiserver.store import Store

IMMORTAL = ("default", "kube-node-lease", "kube-public", "kube-system")


def missing_namespace(kind: str, name: str, namespace: str, store: Store) -> Namespace | None:
    """The namespace to be made first, if any; raises Forbidden if it is being terminated."""
    found = store.find("Namespace", "", namespace)
    if found is None:
        return Namespace(metadata=ObjectMeta(name=namespace))
    if found.metadata.deletionTimestamp is not None:
        why = (
            f"unable to create new content in namespace {namespace} because it is being terminated"
        )
        raise errors.forbidden(kind, name, why)
    return None


def check_deletion(kind: str, name: str) -> None:
    """Raise Forbidden for the namespaces that must stay."""
    if kind == "Namespace" and name in IMMORTAL:
        raise errors.forbidden(kind, name, "this namespace may not be deleted")
