"""Makes a Secret with a token for each ServiceAccount, as it was done until 1.23.

Mirrors pkg/controller/serviceaccount/tokens_controller.go, v1.20.
"""

from base64 import b64encode
from typing import Any

from lightkube.models.core_v1 import ObjectReference, Secret, ServiceAccount
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.apiserver.admission.token_secret import OF_ACCOUNT, TYPE
from lifecycle.engine.apiserver.names import Names
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.namespacedefaults import ROOT_CA
from lifecycle.engine.kernel.world import World

OF_UID = "kubernetes.io/service-account.uid"


class TokenSecrets:
    """Follows the accounts, if this version binds no tokens to Pods."""

    def __init__(self, world: World, api: ApiServer) -> None:
        self._api, self._names = api, Names(world)
        if api.version.bound_tokens:
            return
        world.on("tokensecrets.changed", self._changed)
        api.watch("ServiceAccount", "tokensecrets.changed")

    def _changed(self, verb: str, account: ServiceAccount, _old: Any) -> None:
        metadata = account.metadata
        place = (metadata.namespace, self._names.token_secret(metadata.namespace, metadata.name))
        secret = self._api.find("Secret", *place)
        if verb == "deleted" and secret is not None:
            self._api.delete("Secret", *place)
        if verb == "added" and secret is None and self._is_there(account):
            self._api.create(_secret_of(account, place[1]))
            self._api.patch(
                "ServiceAccount",
                metadata.namespace,
                metadata.name,
                lambda now: replace(
                    now, secrets=[*(now.secrets or ()), ObjectReference(name=place[1])]
                ),
            )

    def _is_there(self, account: ServiceAccount) -> bool:
        metadata = account.metadata
        return self._api.find("ServiceAccount", metadata.namespace, metadata.name) is not None


def _secret_of(account: ServiceAccount, name: str) -> Secret:
    metadata = account.metadata
    texts = {"ca.crt": ROOT_CA, "namespace": metadata.namespace, "token": "token"}
    return Secret(
        apiVersion="v1",
        kind="Secret",
        metadata=ObjectMeta(
            name=name,
            namespace=metadata.namespace,
            annotations={OF_ACCOUNT: metadata.name, OF_UID: metadata.uid},
        ),
        type=TYPE,
        data={key: b64encode(text.encode()).decode() for key, text in texts.items()},
    )
