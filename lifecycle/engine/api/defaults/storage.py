"""Defaults of volumes and claims, and of Secrets.

Mirrors pkg/apis/core/v1/defaults.go; `stringData` is merged as conversion does.
"""

from base64 import b64encode
from typing import Any

from lightkube.models.core_v1 import PersistentVolumeClaimStatus, PersistentVolumeStatus
from msgspec.structs import replace

from lifecycle.engine.api.defaults.container import round_up
from lifecycle.engine.api.defaults.fill import change, fill, fill_empty
from lifecycle.engine.api.defaults.volume import default_claim_spec


def default_persistent_volume(volume: Any) -> Any:
    """Kept when released; a file system."""

    def spec(old: Any) -> Any:
        old = fill_empty(old, persistentVolumeReclaimPolicy="Retain")
        old = change(old, hostPath=lambda path: fill(path, type=""), capacity=round_up)
        return fill(old, volumeMode="Filesystem")

    volume = change(volume, spec=spec)
    status = fill_empty(volume.status or PersistentVolumeStatus(), phase="Pending")
    return replace(volume, status=status)


def default_persistent_volume_claim(claim: Any) -> Any:
    """A claim that waits for its volume."""
    claim = change(claim, spec=default_claim_spec)
    status = fill_empty(claim.status or PersistentVolumeClaimStatus(), phase="Pending")
    return replace(claim, status=status)


def default_secret(secret: Any) -> Any:
    """Opaque, with the plain strings encoded."""
    secret = fill_empty(secret, type="Opaque")
    if not secret.stringData:
        return secret
    encoded = {
        key: b64encode(text.encode(errors="surrogatepass")).decode()
        for key, text in secret.stringData.items()
    }
    return replace(secret, data={**(secret.data or {}), **encoded}, stringData=None)
