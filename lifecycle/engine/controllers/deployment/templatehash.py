"""The `pod-template-hash` that tells the ReplicaSets of a Deployment apart.

As upstream a 32-bit FNV-1a sum, written in an alphabet without vowels. Upstream sums Go's
own printing of the template; here its canonical JSON is summed, so that the hash has the
same form but not the same letters as a real cluster's.

Mirrors `ComputeHash` of pkg/controller/controller_utils.go.
"""

import msgspec
from lightkube.models.core_v1 import PodTemplateSpec

HASH_LABEL = "pod-template-hash"
_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"
_ENCODER = msgspec.json.Encoder(order="deterministic")


def template_hash(template: PodTemplateSpec, collisions: int | None) -> str:
    """The hash of a template; `collisions` changes it where two templates had the same."""
    text = _ENCODER.encode(template)
    if collisions is not None:
        text += collisions.to_bytes(8, "little")
    return safe_encode(str(_fnv32a(text)))


def safe_encode(text: str) -> str:
    """The characters in the alphabet of generated names (`rand.SafeEncodeString`)."""
    return "".join(_ALPHABET[ord(character) % len(_ALPHABET)] for character in text)


def _fnv32a(text: bytes) -> int:
    total = 0x811C9DC5
    for byte in text:
        total = (total ^ byte) * 0x01000193 & 0xFFFFFFFF
    return total
