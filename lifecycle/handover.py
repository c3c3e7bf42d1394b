"""The host's link: whoever has it can become the host, once, and for a day.

It is signed over what the present host is known by. As soon as somebody else is the host,
every link that was made before is worth nothing; nothing has to be kept.
"""

from django.core import signing

from lifecycle import limits

SALT = "podviz.handover"


def key(token: str, host_hash: str) -> str:
    """The link's last part."""
    return signing.dumps([token, host_hash], salt=SALT)


def host_hash_in(key: str, token: str) -> str | None:
    """Who was host when the key was made; None if it is forged, old, or another session's."""
    try:
        signed, host_hash = signing.loads(key, salt=SALT, max_age=limits.HAND_OVER_S)
    except signing.BadSignature:
        return None
    return host_hash if signed == token else None
