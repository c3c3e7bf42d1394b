"""Which Secrets a Pod may name: those of its account, where the account says so.

Mirrors `Validate` and `limitSecretReferences` of plugin/pkg/admission/serviceaccount.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from lightkube.models.core_v1 import Pod, ServiceAccount

from lifecycle.engine.api import errors
from lifecycle.engine.api.pod import is_mirror
from lifecycle.engine.api.references import refers_to
from lifecycle.engine.apiserver.meta import name_so_far
from lifecycle.engine.apiserver.store import Store

_ENFORCE = "kubernetes.io/enforce-mountable-secrets"
_TRUE = ("1", "t", "T", "TRUE", "true", "True")
"""`strconv.ParseBool`."""


def check_secrets(pod: Pod, store: Store) -> None:
    """Raise Forbidden if a new Pod names what it may not."""
    if is_mirror(pod):
        return _check_mirror(pod)
    account = _enforcing(pod, store)
    if account is None:
        return None
    for what in _of_volumes_and_containers(pod, account):
        raise _forbidden(pod, f"{what} is not allowed because {_lacks(account)} secret")
    lent = {one.name for one in account.imagePullSecrets or ()}
    for index, secret in enumerate(pod.spec.imagePullSecrets or ()):
        if secret.name not in lent:
            what = f'imagePullSecrets[{index}].name="{secret.name or ""}"'
            why = f"{what} is not allowed because {_lacks(account)} imagePullSecret"
            raise _forbidden(pod, why)
    return None


def check_secrets_of_ephemeral_containers(pod: Pod, store: Store) -> None:
    """The same for containers that come later (`limitEphemeralContainerSecretReferences`)."""
    account = _enforcing(pod, store)
    if account is None:
        return
    containers = pod.spec.ephemeralContainers
    for what in _of_containers("ephemeral container", containers, _mountable(account)):
        raise _forbidden(pod, f"{what} is not allowed because {_lacks(account)} secret")


def _check_mirror(pod: Pod) -> None:
    """A file on a node may not ask for what only the API server knows."""
    if pod.spec.serviceAccountName:
        raise _forbidden(pod, "a mirror pod may not reference service accounts")
    if refers_to(pod, "secrets"):
        raise _forbidden(pod, "a mirror pod may not reference secrets")
    projected = [v.projected.sources or () for v in pod.spec.volumes or () if v.projected]
    if any(source.serviceAccountToken for sources in projected for source in sources):
        raise _forbidden(pod, "a mirror pod may not use ServiceAccountToken volume projections")


def _enforcing(pod: Pod, store: Store) -> ServiceAccount | None:
    """The Pod's account, if it says that its Secrets are all (`enforceMountableSecrets`)."""
    name = pod.spec.serviceAccountName or "default"
    account = store.find("ServiceAccount", pod.metadata.namespace or "", name)
    annotations = (account.metadata.annotations if account is not None else None) or {}
    return account if annotations.get(_ENFORCE) in _TRUE else None


def _mountable(account: ServiceAccount) -> list[str | None]:
    return [one.name for one in account.secrets or ()]


def _of_volumes_and_containers(pod: Pod, account: ServiceAccount) -> Iterator[str]:
    allowed = _mountable(account)
    for volume in pod.spec.volumes or ():
        if volume.secret is not None and volume.secret.secretName not in allowed:
            yield f'volume with secret.secretName="{volume.secret.secretName or ""}"'
    yield from _of_containers("init container", pod.spec.initContainers, allowed)
    yield from _of_containers("container", pod.spec.containers, allowed)


def _of_containers(
    kind: str, containers: Iterable[Any] | None, allowed: list[str | None]
) -> Iterator[str]:
    for container in containers or ():
        for variable in container.env or ():
            key = variable.valueFrom.secretKeyRef if variable.valueFrom else None
            if key is not None and key.name not in allowed:
                what = f"{kind} {container.name} with envVar {variable.name}"
                yield f'{what} referencing secret.secretName="{key.name or ""}"'
        for source in container.envFrom or ():
            if source.secretRef is not None and source.secretRef.name not in allowed:
                what = f"{kind} {container.name} with envFrom"
                yield f'{what} referencing secret.secretName="{source.secretRef.name or ""}"'


def _lacks(account: ServiceAccount) -> str:
    return f"service account {account.metadata.name} does not reference that"


def _forbidden(pod: Pod, why: str) -> errors.ApiError:
    return errors.forbidden("Pod", name_so_far(pod.metadata), why)
