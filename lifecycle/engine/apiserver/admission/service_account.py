"""Every Pod has a ServiceAccount, and its containers get the account's token.

The account `default` is taken to exist in each namespace: a controller makes it a moment
after the namespace. What an account's Pods may mount is judged in `mountable_secrets`.

Mirrors plugin/pkg/admission/serviceaccount/admission.go.
"""

from typing import Any

from lightkube.models.core_v1 import (
    ConfigMapProjection,
    DownwardAPIProjection,
    DownwardAPIVolumeFile,
    KeyToPath,
    ObjectFieldSelector,
    Pod,
    ProjectedVolumeSource,
    ServiceAccount,
    ServiceAccountTokenProjection,
    Volume,
    VolumeMount,
    VolumeProjection,
)
from msgspec.structs import replace

from lifecycle.engine.api import errors
from lifecycle.engine.api.pod import is_mirror
from lifecycle.engine.api.version import Version
from lifecycle.engine.apiserver.admission.token_secret import token_volume
from lifecycle.engine.apiserver.meta import name_so_far
from lifecycle.engine.apiserver.names import Names
from lifecycle.engine.apiserver.store import Store

_VOLUME = "kube-api-access-"
_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"
_EXPIRES_S = 60 * 60 + 7
_MODE = 0o644
_TOKEN = ProjectedVolumeSource(
    defaultMode=_MODE,
    sources=[
        VolumeProjection(
            serviceAccountToken=ServiceAccountTokenProjection(
                path="token", expirationSeconds=_EXPIRES_S
            )
        ),
        VolumeProjection(
            configMap=ConfigMapProjection(
                name="kube-root-ca.crt", items=[KeyToPath(key="ca.crt", path="ca.crt")]
            )
        ),
        VolumeProjection(
            downwardAPI=DownwardAPIProjection(
                items=[
                    DownwardAPIVolumeFile(
                        path="namespace",
                        fieldRef=ObjectFieldSelector(
                            apiVersion="v1", fieldPath="metadata.namespace"
                        ),
                    )
                ]
            )
        ),
    ],
)
"""The token, the cluster's CA and the namespace's name (`TokenVolumeSource`)."""


def mount_service_account(pod: Pod, store: Store, names: Names, version: Version) -> Pod:
    """Name the account and mount its token; raises Forbidden if there is no such account."""
    if is_mirror(pod):
        return pod
    metadata, spec = pod.metadata, pod.spec
    name, namespace = spec.serviceAccountName or "default", metadata.namespace
    account = store.find("ServiceAccount", namespace, name)
    if account is None and name != "default":
        why = (
            f"error looking up service account {namespace}/{name}: "
            f'serviceaccount "{name}" not found'
        )
        raise errors.forbidden("Pod", name_so_far(metadata), why)
    spec = replace(spec, serviceAccountName=name, serviceAccount=name)
    if not spec.imagePullSecrets and account is not None and account.imagePullSecrets:
        spec = replace(spec, imagePullSecrets=list(account.imagePullSecrets))
    if _automounts(spec.automountServiceAccountToken, account):
        if version.bound_tokens:
            suffix = names.suffix(_VOLUME, namespace, name_so_far(metadata))
            volume = Volume(name=_VOLUME + suffix, projected=_TOKEN)
        else:
            volume = token_volume(namespace, name, account, store, names)
        spec = _with_token(spec, volume)
    return replace(pod, spec=spec)


def _automounts(of_pod: bool | None, account: ServiceAccount | None) -> bool:
    """The Pod's own word counts before the account's (`shouldAutomount`)."""
    if of_pod is not None:
        return of_pod
    of_account = account.automountServiceAccountToken if account is not None else None
    return of_account is not False


def _with_token(spec: Any, token: Volume) -> Any:
    """Mount the token into each container that has nothing there (`mountServiceAccountToken`)."""
    volumes = list(spec.volumes or ())
    present = next((v.name for v in volumes if _is_token(v, token)), None)
    mount = VolumeMount(name=present or token.name, readOnly=True, mountPath=_PATH)
    init = [_mounted(container, mount) for container in spec.initContainers or ()]
    apps = [_mounted(container, mount) for container in spec.containers]
    changed = init != (spec.initContainers or []) or apps != spec.containers
    if changed and present is None:
        volumes.append(token)
    return replace(
        spec,
        volumes=volumes or None,
        initContainers=init or spec.initContainers,
        containers=apps,
    )


def _is_token(volume: Volume, token: Volume) -> bool:
    if token.secret is None:
        return volume.name.startswith(_VOLUME)
    return volume.secret is not None and volume.secret.secretName == token.secret.secretName


def _mounted(container: Any, mount: VolumeMount) -> Any:
    mounts = container.volumeMounts or []
    if any(other.mountPath == _PATH for other in mounts):
        return container
    return replace(container, volumeMounts=[*mounts, mount])
