"""The Secret with a ServiceAccount's token, which its Pods mounted before tokens were bound.

A controller makes it a moment after the account. It is taken to exist from the beginning, as
the account `default` is, so its name follows from the account's.

Mirrors `getReferencedServiceAccountToken` and `createVolume` of
plugin/pkg/admission/serviceaccount/admission.go, v1.20.
"""

from lightkube.models.core_v1 import SecretVolumeSource, ServiceAccount, Volume

from lifecycle.engine.apiserver.names import Names
from lifecycle.engine.apiserver.store import Store

TYPE = "kubernetes.io/service-account-token"
OF_ACCOUNT = "kubernetes.io/service-account.name"
_MODE = 0o644


def token_volume(
    namespace: str, name: str, account: ServiceAccount | None, store: Store, names: Names
) -> Volume:
    """The volume of the token, which bears the Secret's name."""
    secret = _referenced(account, store) or names.token_secret(namespace, name)
    return Volume(name=secret, secret=SecretVolumeSource(secretName=secret, defaultMode=_MODE))


def _referenced(account: ServiceAccount | None, store: Store) -> str:
    """The first token among the Secrets that the account names."""
    for reference in (account.secrets if account is not None else None) or ():
        secret = store.find("Secret", account.metadata.namespace, reference.name or "")
        if secret is None or secret.type != TYPE:
            continue
        if (secret.metadata.annotations or {}).get(OF_ACCOUNT) == account.metadata.name:
            return reference.name
    return ""
