"""Identities that the API server makes up: UIDs and the ends of generated names.

Each belongs to the object it names and to how often such an object was made, so that one
more object elsewhere changes nobody else's.
"""

from collections.abc import Callable

from lifecycle.engine.kernel.world import World

_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"
"""No vowels and no look-alikes (apimachinery/pkg/util/rand)."""

_LONGEST_BASE = 63 - 5


class Names:
    """Makes UIDs and names; counts what it has made."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._made: dict[tuple[str, ...], int] = world.table("names.made")

    def uid(self, kind: str, namespace: str, name: str) -> str:
        """A UID for the next object of that name, in the form of a random UUID."""
        count = self._count(("uid", kind, namespace, name))
        digits = self._world.hexadecimal(31, "uid", kind, namespace, name, count)
        variant = "89ab"[int(digits[15], 16) % 4]
        return (
            f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-{variant}{digits[16:19]}-{digits[19:31]}"
        )

    def suffix(self, *owner: str) -> str:
        """Five characters, other ones at each call for the same owner."""
        count = self._count(("suffix", *owner))
        return _five(self._world.draw("suffix", *owner, count))

    def token_secret(self, namespace: str, account: str) -> str:
        """The name of the Secret with an account's token: always the same one."""
        return f"{account}-token-{_five(self._world.draw('token-secret', namespace, account))}"

    def generate(self, kind: str, namespace: str, base: str, taken: Callable[[str], bool]) -> str:
        """A free name that begins with `base` (`SimpleNameGenerator.GenerateName`)."""
        while True:
            name = base[:_LONGEST_BASE] + self.suffix(kind, namespace, base)
            if not taken(name):
                return name

    def _count(self, key: tuple[str, ...]) -> int:
        count = self._made.get(key, 0)
        self._made[key] = count + 1
        return count


def _five(share: float) -> str:
    """Five characters for a number in [0, 1)."""
    characters = ""
    for _ in range(5):
        share *= len(_ALPHABET)
        characters += _ALPHABET[int(share)]
        share -= int(share)
    return characters
